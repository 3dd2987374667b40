"""The write-ahead log beside an SQLite file: moved aside where it belongs to another file.

SQLite takes the log that lies beside a file for the file's own and copies it in. A backup that is
put beside the log of the file before it is overwritten by that, or broken. After a kill the log
holds the newest commits of its own file, so nothing is moved where the file is the same one.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from bot.store.modes import narrow

log = structlog.get_logger(__name__)

Identity = tuple[int, int]
"""The device and the inode of a file: what a name stands for."""

SUFFIXES: Final = ("-wal", "-shm", "-journal")
"""The log, its index, and the journal that takes their place with an older SQLite."""


def log_of(path: Path) -> Path:
    """Return where the log of a database lies."""
    return path.with_name(f"{path.name}-wal")


def files_beside(path: Path) -> list[Path]:
    """Return where SQLite keeps what belongs to a database, whether it is there or not."""
    return [path.with_name(f"{path.name}{suffix}") for suffix in SUFFIXES]


def identities_of(path: Path) -> tuple[Identity | None, Identity | None]:
    """Return what the names of a database and of its log stand for."""
    return identity_of(path), identity_of(log_of(path))


def identity_of(path: Path) -> Identity | None:
    """Return what a name stands for; None where there is nothing."""
    try:
        stat = os.stat(path)  # noqa: PTH116 half as long, at each write
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def move_aside(path: Path) -> None:
    """Rename the log beside a database, which SQLite then does not find; it is never deleted.

    The new name ends with the instant at which each was written last.
    """
    for old in files_beside(path):
        with suppress(FileNotFoundError):  # another process may have been quicker
            written_at = datetime.fromtimestamp(old.stat().st_mtime, UTC)
            new = old.with_name(f"{old.name}.of-before-{written_at:%Y%m%dT%H%M%S.%fZ}")
            old.rename(new)
            narrow(new)
            if old == log_of(path):
                log.warning(
                    "the write-ahead log of the database before is moved aside, "
                    "so that it does not overwrite a backup",
                    moved_to=str(new),
                )
