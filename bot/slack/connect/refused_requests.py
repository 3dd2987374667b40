"""Counts who is turned away at the door, and says so in a line a second at most."""

import asyncio
from collections.abc import Callable
from typing import Final

import structlog

log = structlog.get_logger(__name__)

SAY_EVERY_S: Final = 1.0

Later = Callable[[float, Callable[[], None]], object]
"""Calls something after so many seconds."""


def _in_the_loop(seconds: float, call: Callable[[], None]) -> object:
    return asyncio.get_running_loop().call_later(seconds, call)


class RefusedRequests:
    """Tells the first at once, and of those of the next second how many they were.

    All that is said of a request is why, and from where it came. Used by one event loop alone.
    """

    def __init__(self, later: Later = _in_the_loop) -> None:
        self._later = later
        self._first: tuple[str, str] | None = None
        self._more = 0
        self._is_pausing = False

    def note(self, reason: str, client: str | None) -> None:
        """Count one."""
        if self._first is not None:
            self._more += 1
        else:
            self._first = reason, client or "unknown"
        if not self._is_pausing:
            self._say()

    def _say(self) -> None:
        self._is_pausing = self._first is not None
        if self._first is None:
            return
        (reason, client), more = self._first, self._more
        self._first, self._more = None, 0
        self._later(SAY_EVERY_S, self._say)
        text = f"{reason}, and {more} more" if more else reason
        log.warning("refused at the door: %s", text, client=client)
