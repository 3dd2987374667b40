"""The file of an SQLite database: whether it is still the one that was opened.

An open file that somebody deletes or replaces goes on to take what is written, for nobody. So a
running program looks at the name again and again, and a marker beside the file says to the next
start that there was one, which is not to be made anew in silence. The marker also names the file
and the log of the last run, so that the log of one file is not taken for that of another.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.store.errors import DatabaseLost
from bot.store.modes import opened_private
from bot.store.write_ahead_log import Identity, identities_of, identity_of, log_of, move_aside

_LAST_RUN: Final = re.compile(r"file (\d+):(\d+), its log (\d+):(\d+)")


def marker_of(path: Path) -> Path:
    """Return the file that says that there was a database."""
    return path.with_name(f"{path.name}.exists")


def refuse_lost(path: Path) -> None:
    """Raise `DatabaseLost` where the marker is there and the database is not, or is empty.

    The log of another file that lies there is moved aside: the restored one must not meet it.
    """
    if not marker_of(path).exists():
        return
    if not path.exists() or path.stat().st_size == 0:
        move_aside(path)
        raise DatabaseLost(f"the database {path} is gone: {_advice(path)}")
    last_run = _LAST_RUN.search(marker_of(path).read_text())
    if last_run is None:
        return
    device, inode, log_device, log_inode = map(int, last_run.groups())
    is_replaced = identity_of(path) != (device, inode)
    if is_replaced and identity_of(log_of(path)) == (log_device, log_inode):
        move_aside(path)


@dataclass(slots=True)
class DatabaseFile:
    """The file as it was when it was opened, and its log as it was when it was last looked at.

    `tell` is called when the file is found to be another.
    """

    path: Path
    opened: Identity | None
    log: Identity | None = None
    tell: list[Callable[[], object]] = field(default_factory=list)

    @classmethod
    def at(cls, path: Path) -> "DatabaseFile":
        """Return the file that has this name now."""
        return cls(path, identity_of(path))

    def mark(self) -> None:
        """Leave the marker that there is a database, with a line for who finds it."""
        text = (
            f"{self.path.name} was made here. Where it is gone, Punctual does not start, so "
            "that nobody takes an empty one for it. Remove this file to begin anew.\n"
        )
        if self.opened is not None and self.log is not None:
            (device, inode), (log_device, log_inode) = self.opened, self.log
            text += f"Last run: file {device}:{inode}, its log {log_device}:{log_inode}.\n"
        marker = marker_of(self.path)
        if not marker.exists() or marker.read_text() != text:
            with open(marker, "w", opener=opened_private) as file:
                file.write(text)

    def require(self) -> None:
        """Raise `DatabaseLost` unless the name still stands for the file that was opened.

        Its log is then moved aside if it still lies there, for what is put back must not meet it.
        """
        present, log = identities_of(self.path)
        if present is not None and present == self.opened:
            self._note_log(log)
            return
        if self.log is not None and log == self.log:
            move_aside(self.path)
        for listener in self.tell:
            listener()
        is_gone = present is None or _is_empty(self.path)
        state = "was deleted" if is_gone else "was replaced by another file"
        raise DatabaseLost(
            f"the database {self.path} {state} while Punctual was running, "
            f"so nothing more is written: {_advice(self.path)}"
        )

    def _note_log(self, log: Identity | None) -> None:
        """Note which log is the file's: SQLite makes a new one now and then."""
        if log is None or log == self.log:
            return
        self.log = log
        if marker_of(self.path).exists():
            with suppress(OSError):  # without it the marker only knows less
                self.mark()


def _is_empty(path: Path) -> bool:
    """Whether there is no more than SQLite makes anew of a name that stands for nothing."""
    try:
        return path.stat().st_size == 0
    except FileNotFoundError:
        return True


def _advice(path: Path) -> str:
    return (
        f"put a backup back there and start again, or remove {marker_of(path)} to begin anew "
        "(the log of the file before is moved aside, so that it does not overwrite the backup)"
    )
