"""The end of the process: within 5 s of a signal, whatever is being done.

Claimed work is never lost: the database tells how far it was, and the next start goes on.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final, Protocol

import structlog

from bot.errors import SettingsError
from bot.redaction import redacted

log = structlog.get_logger(__name__)

PARTS_END_WITHIN_S: Final = 3.0
PROCESS_ENDS_WITHIN_S: Final = 4.0
BAD_INPUT: Final = 2


class Worker(Protocol):
    """One of those who work at once."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> None:
        """Finish what is being done and end."""
        ...


class StopRequested(Exception):
    """It is time to end: nothing more is begun."""


class Shutdown:
    """Knows when it is time to end, and ends the process when that takes too long.

    A handler of signals may do next to nothing: it puts a word into a queue, and a thread of its
    own waits there.
    """

    def __init__(
        self,
        end: Callable[[int], object] = os._exit,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._end = end
        self._sleep = sleep
        self._told: SimpleQueue[None] = SimpleQueue()
        self._event = Event()
        self._problem: SettingsError | None = None
        Thread(target=self._guard, name="end", daemon=True).start()

    def on_signals(self) -> None:
        """End on SIGINT and SIGTERM."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.request())

    def request(self) -> None:
        """Ask for the end; safe from anywhere."""
        self._told.put(None)

    def fail(self, problem: SettingsError) -> None:
        """Ask for the end, as it makes no sense to go on."""
        self._problem = self._problem or problem
        self.request()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Return whether it is time to end, at the latest after a while; raise a problem of it."""
        is_time = self._event.wait(timeout_s)
        if self._problem is not None:
            raise self._problem
        return is_time

    def rest(self, seconds: float) -> None:
        """Wait; raise `StopRequested` when it is time to end."""
        if self._event.wait(seconds):
            raise StopRequested

    def end_now(self) -> None:
        """End the process at once, in the middle of things."""
        log.info("ended in the middle of things; the next start goes on with them")
        if self._problem is not None:
            sys.stderr.write(f"{redacted(str(self._problem))}\n")
        sys.stderr.flush()
        self._end(0 if self._problem is None else BAD_INPUT)

    def _guard(self) -> None:
        self._told.get()
        self._event.set()
        self._sleep(PROCESS_ENDS_WITHIN_S)
        self.end_now()


def stop_all(parts: Sequence[Worker], within_s: float = PARTS_END_WITHIN_S) -> bool:
    """Have all parts end at the same time; return whether they have when the time is up."""
    enders = [Thread(target=part.stop, daemon=True) for part in parts]
    for ender in enders:
        ender.start()
    ends_s = time.monotonic() + within_s
    for ender in enders:
        ender.join(max(0.0, ends_s - time.monotonic()))
    return not any(ender.is_alive() for ender in enders)
