"""Holds one object of a payload against the tables of `limits`."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from sandbox.blockkit.limits import COUNTS, FORMATS, LENGTHS, RANGES, Bounds
from sandbox.blockkit.problem import Problem, Problems, at

Check = Callable[[Any], str | None]
Steps = tuple[str, ...]


def typed_objects(node: object, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    """Every object with a `type` in `node`, the outer before the inner, with its pointer."""
    if isinstance(node, dict):
        if "type" in node:
            yield node, pointer
        for key, value in node.items():
            if isinstance(value, (dict, list)):
                yield from typed_objects(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from typed_objects(item, f"{pointer}/{index}")


def measured(node: dict[str, Any], pointer: str) -> Problems:
    """What in this object, but not in objects with a `type` of their own, is out of bounds."""
    for steps, check in _checks(node["type"]):
        for value, where in _reached(node, steps, pointer):
            said = check(value)
            if said is not None:
                yield Problem(where, said)


def _reached(node: Any, steps: Steps, pointer: str) -> Iterator[tuple[Any, str]]:
    """The values at the end of the path, none where the path is not in the object."""
    if not steps:
        yield node, pointer
    elif steps[0] == "*":
        for index, item in enumerate(node):
            yield from _reached(item, steps[1:], at(pointer, index))
    elif steps[0] in node:
        yield from _reached(node[steps[0]], steps[1:], at(pointer, steps[0]))


@cache
def _checks(kind: str) -> list[tuple[Steps, Check]]:
    tables = (
        (LENGTHS, _length),
        (COUNTS, _count),
        (RANGES, _range),
    )
    checks = [
        (tuple(path.split("/")), make(bounds))
        for table, make in tables
        for path, bounds in table.get(kind, {}).items()
    ]
    checks += [
        (tuple(path.split("/")), _format(pattern.fullmatch, said))
        for path, (pattern, said) in FORMATS.get(kind, {}).items()
    ]
    return checks


def _length(bounds: Bounds) -> Check:
    least, most = bounds

    def check(value: str) -> str | None:
        if len(value) < least:
            return f"must be more than {least - 1} characters"
        if most is not None and len(value) > most:
            return f"must be less than {most + 1} characters"
        return None

    return check


def _count(bounds: Bounds) -> Check:
    least, most = bounds

    def check(value: list[Any]) -> str | None:
        if len(value) < least:
            return f"no less than {least} items allowed"
        if most is not None and len(value) > most:
            return f"no more than {most} items allowed"
        return None

    return check


def _range(bounds: Bounds) -> Check:
    least, most = bounds

    def check(value: float) -> str | None:
        if value != int(value):
            return "must be an integer"
        if value < least:
            return f"must be no less than {least}"
        if most is not None and value > most:
            return f"must be no more than {most}"
        return None

    return check


def _format(matches: Callable[[str], object], said: str) -> Check:
    return lambda value: None if matches(value) else said
