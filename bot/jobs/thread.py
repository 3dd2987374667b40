"""A thread that does its work whenever it is woken, and now and then by itself."""

from collections.abc import Callable
from threading import Event, Thread

import structlog

from bot.store.errors import DatabaseLost

log = structlog.get_logger(__name__)

AFTER_TROUBLE_S = 1.0


class WakingThread:
    """Calls ``work`` until it is stopped.

    ``work`` returns how many seconds it may rest, None for as long as it likes. ``interrupt`` is
    called when the thread is to end, so that long work ends too.
    A wake that comes while it works is not lost. Trouble is logged with its traceback and tried
    again after a second: what the work stands on is the database, and nothing is lost there.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], float | None],
        longest_rest_s: float,
        interrupt: Callable[[], None] = lambda: None,
    ) -> None:
        self._interrupt = interrupt
        self._name = name
        self._work = work
        self._longest_rest_s = longest_rest_s
        self._woken = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Work as soon as possible; safe from any thread."""
        self._woken.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Finish what is being done and end."""
        self._stopping.set()
        self._interrupt()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            rest_s = self._work_once()
            longest_s = self._longest_rest_s
            self._woken.wait(longest_s if rest_s is None else min(rest_s, longest_s))

    def _work_once(self) -> float | None:
        try:
            return self._work()
        except DatabaseLost:
            return AFTER_TROUBLE_S  # who waits for the end of the program says so, once
        except Exception:
            log.exception("trouble", thread=self._name)
            return AFTER_TROUBLE_S
