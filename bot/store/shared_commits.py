"""Transactions shared by those who write at the same moment.

A commit waits for the disk, and costs the same for many as for one.
"""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Lock

from bot.store.connection import Connection

Write = Callable[[Connection], object]
Begin = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class _Waiter:
    write: Write
    committed: "Future[None]" = field(default_factory=Future)


class SharedCommits:
    """Whoever comes first writes for all who wait by then; the others find it done."""

    def __init__(self) -> None:
        self._waiting: deque[_Waiter] = deque()
        self._writing = Lock()

    def write(self, write: Write, begin: Begin) -> None:
        """Return once it is committed; raise what went wrong with this one."""
        waiting = _Waiter(write)
        self._waiting.append(waiting)
        with self._writing:
            if not waiting.committed.done():
                _commit([self._waiting.popleft() for _ in range(len(self._waiting))], begin)
        waiting.committed.result(timeout=0)


def _commit(batch: list[_Waiter], begin: Begin) -> None:
    """All in one transaction; where that fails, each in its own, so that one harms no other."""
    try:
        with begin() as connection:
            for waiting in batch:
                waiting.write(connection)
    except Exception as trouble:  # noqa: BLE001 it is raised where it belongs
        if len(batch) == 1:
            batch[0].committed.set_exception(trouble)
        else:
            for waiting in batch:
                _commit([waiting], begin)
    else:
        for waiting in batch:
            waiting.committed.set_result(None)
