"""The file that `PUNCTUAL_CONFIG` names, held against the configuration in force.

It is applied once, to an empty database: who edits it later and starts anew changes nothing.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.config.document import read
from bot.config.identities import names_taken
from bot.config.problems import ConfigRefused
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import what_differs
from bot.views.config_file import FileBeside
from sla_core.configuration import Configuration
from sla_core.instants import SECONDS_A_DAY

KEPT: Final = 4
"""So many readings of files are kept: each is read once a day until it changes."""


def file_beside(work: Transaction) -> FileBeside | None:
    """Return how the file differs from what is in force; None where it does not, or none is named.

    Of a file that cannot be read it says the first thing that is wrong.
    """
    path = work.program.config_file
    if path is None:
        return None
    try:
        wanted = _as_it_is(path, work.now_s)
    except ConfigRefused as refused:
        return FileBeside(str(path), problem=str(refused.problems[0]))
    amount = len(what_differs(work, wanted))
    return FileBeside(str(path), amount) if amount else None


def _as_it_is(path: Path, now_s: int) -> Configuration:
    """The configuration in the file now; `ConfigRefused` also where there is no file."""
    try:
        seen = path.stat()
    except OSError:
        return read(path, str(path), now_s, names_taken).configuration
    return _read_once(path, seen.st_mtime_ns, seen.st_size, now_s // SECONDS_A_DAY)


@lru_cache(KEPT)
def _read_once(path: Path, changed_ns: int, size: int, day: int) -> Configuration:
    return read(path, str(path), day * SECONDS_A_DAY, names_taken).configuration
