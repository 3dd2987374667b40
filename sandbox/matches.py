"""Says whether a log entry holds what a test waits for."""

from typing import Any


def contains(actual: Any, expected: Any) -> bool:
    """Whether `expected` is a part of `actual`.

    Objects: every expected key is there and contains its value. Lists: every expected item is
    contained in some actual one. Everything else: equal.
    """
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            key in actual and contains(actual[key], value) for key, value in expected.items()
        )
    if isinstance(expected, list):
        return isinstance(actual, list) and all(
            any(contains(item, wanted) for item in actual) for wanted in expected
        )
    return bool(actual == expected)
