"""The configuration file beside the configuration in force, as plain values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A file that says otherwise: how many items differ, or the first thing wrong with it."""

    path: str
    items: int = 0
    problem: str | None = None
