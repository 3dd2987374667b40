"""Who may read a database and the files beside it: their owner alone."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

OWNER_ONLY: Final = 0o600
_OTHERS: Final = 0o077


def make_private(path: Path) -> None:
    """Make the file, empty, unless it is there; either way only its owner may read it.

    One that is there is not opened: to close it would end the locks that SQLite holds on it. What
    stands in the way of making it is for SQLite to say.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    narrow(path)


def narrow(path: Path) -> None:
    """Have only its owner read a file, if it is there; one of another owner stays as it is."""
    with suppress(FileNotFoundError, PermissionError):
        if path.stat().st_mode & _OTHERS:
            path.chmod(OWNER_ONLY)


def opened_private(path: str, flags: int) -> int:
    """Open a file that is no database for `open(…, opener=…)`; only its owner may read it."""
    descriptor = os.open(path, flags, OWNER_ONLY)
    narrow(Path(path))
    return descriptor
