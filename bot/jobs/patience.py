"""How long to wait before something that failed is tried again, and how often that is said."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Final

import structlog

log = structlog.get_logger(__name__)

FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 10.0
SAY_EVERY_S: Final = 60.0


def wait_s(failures: int, longest_s: float = LONGEST_WAIT_S) -> float:
    """Return the seconds to wait after so many failures in a row: 1, 2, 4 …; none before any."""
    if failures == 0:
        return 0.0
    return min(FIRST_WAIT_S * 2.0 ** min(failures - 1, 30), longest_s)


class Complaint:
    """Says what goes wrong over and over in one line: at once, and then once a minute."""

    def __init__(self, event: str, monotonic: Callable[[], float]) -> None:
        self._event = event
        self._monotonic = monotonic
        self._lock = Lock()
        self._problem = ""
        self._said_s = 0.0

    def say(self, problem: str, **more: Any) -> None:
        """Log a problem, unless just this one was logged less than a minute ago."""
        now_s = self._monotonic()
        with self._lock:
            if problem == self._problem and now_s - self._said_s < SAY_EVERY_S:
                return
            self._problem, self._said_s = problem, now_s
        log.warning(self._event, problem=problem, **more)

    def over(self) -> None:
        """Have the next problem said at once: this one is over."""
        with self._lock:
            self._problem = ""
