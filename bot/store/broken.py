"""What stands in a row and cannot be read: it harms that row, and none that is read beside it."""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any, Final

import structlog

log = structlog.get_logger(__name__)

SHOWN: Final = 60
"""How many characters of a value are shown at most."""


@dataclass(frozen=True, slots=True)
class BrokenValue:
    """A value that is not of its column's kind; `text` is how it begins."""

    text: str

    @classmethod
    def of(cls, value: object) -> "BrokenValue":
        """Return the marker that stands for a value."""
        return cls(str(value)[:SHOWN])


def fault_in(row: Any, *objects: str) -> str | None:
    """Return what is wrong with a row; None of one that can be used.

    Each field can be read, and those named in `objects` are JSON objects.
    """
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, BrokenValue):
            return f"{field.name} cannot be read: {value.text!r}"
        if field.name in objects and not isinstance(value, dict):
            return f"{field.name} is no JSON object: {str(value)[:SHOWN]!r}"
    return None


@lru_cache(maxsize=1_000)
def tell_once(what: str, text: str) -> None:
    """Log that something cannot be read and counts as empty; once for each text."""
    log.warning("what cannot be read counts as empty", what=what, text=repr(text))
