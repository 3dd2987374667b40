"""Who writes next into a file that lets in one writer at a time.

SQLite lets who finds the file taken sleep, longer and longer, and others overtake; somebody who
waits for an answer may so wait for seconds. Here they queue, and who is in a hurry goes first.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, local
from typing import Final

QUIET_S: Final = 0.005
"""How long nobody has been in a hurry before the others begin: the next one may be on its way."""
PATIENCE_S: Final = 1.0
"""How long the others wait at most while there is always somebody in a hurry."""


class Turns:
    """One writer at a time among the threads of this process; those in a hurry before others."""

    def __init__(self, quiet_s: float = QUIET_S, patience_s: float = PATIENCE_S) -> None:
        self._quiet_s = quiet_s
        self._patience_s = patience_s
        self._changed = Condition()
        self._is_taken = False
        self._hurrying = 0
        self._quiet_from_s = 0.0
        self._mine = local()

    @contextmanager
    def hurried(self) -> Iterator[None]:
        """Have this thread be in a hurry for as long as the block lasts."""
        self._mine.hurries = True
        with self._changed:
            self._hurrying += 1
        try:
            yield
        finally:
            self._mine.hurries = False
            with self._changed:
                self._hurrying -= 1
                self._quiet_from_s = time.monotonic() + self._quiet_s
                self._changed.notify_all()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for a turn, and have it for as long as the block lasts."""
        self._take(hurries=getattr(self._mine, "hurries", False))
        try:
            yield
        finally:
            with self._changed:
                self._is_taken = False
                self._changed.notify_all()

    def _take(self, *, hurries: bool) -> None:
        with self._changed:
            latest_s = time.monotonic() + self._patience_s
            while self._is_taken or (not hurries and self._rest_s(latest_s) > 0):
                self._changed.wait(None if self._is_taken else self._rest_s(latest_s))
            self._is_taken = True

    def _rest_s(self, latest_s: float) -> float:
        """How long who is in no hurry leaves the turn to others."""
        until_s = latest_s if self._hurrying else min(self._quiet_from_s, latest_s)
        return until_s - time.monotonic()
