"""The file of an SQLite database: whether it is still the one that was opened.

An open file that somebody deletes or replaces goes on to take what is written, for nobody. So a
running program looks at the name again and again, and a marker beside the file says to the next
start that there was one, which is not to be made anew in silence.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.store.errors import DatabaseLost

Identity = tuple[int, int]
"""The device and the inode of a file: what a name stands for."""


def marker_of(path: Path) -> Path:
    """Return the file that says that there was a database."""
    return path.with_name(f"{path.name}.exists")


def refuse_lost(path: Path) -> None:
    """Raise `DatabaseLost` where the marker is there and the database is not, or is empty."""
    if marker_of(path).exists() and (not path.exists() or path.stat().st_size == 0):
        raise DatabaseLost(f"the database {path} is gone: {_advice(path)}")


@dataclass(slots=True)
class DatabaseFile:
    """The file as it was when it was opened; `tell` is called when it is found to be another."""

    path: Path
    opened: Identity
    tell: list[Callable[[], object]] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path) -> "DatabaseFile":
        """Return the file that has this name now."""
        return cls(path, _identity(os.stat(path)))  # noqa: PTH116 half as long, at each write

    def mark(self) -> None:
        """Leave the marker that there is a database, with a line for who finds it."""
        marker = marker_of(self.path)
        if not marker.exists():
            marker.write_text(
                f"{self.path.name} was made here. Where it is gone, Punctual does not start, so "
                "that nobody takes an empty one for it. Remove this file to begin anew.\n"
            )

    def require(self) -> None:
        """Raise `DatabaseLost` unless the name still stands for the file that was opened."""
        try:
            if _identity(os.stat(self.path)) == self.opened:  # noqa: PTH116
                return
            state = "was replaced by another file"
        except OSError:
            state = "was deleted"
        for each in self.tell:
            each()
        raise DatabaseLost(
            f"the database {self.path} {state} while Punctual was running, "
            f"so nothing more is written: {_advice(self.path)}"
        )


def _identity(stat: os.stat_result) -> Identity:
    return stat.st_dev, stat.st_ino


def _advice(path: Path) -> str:
    return f"put a backup back there and start again, or remove {marker_of(path)} to begin anew"
