"""PostgreSQL's clock, so that any number of machines agree on what is due."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import TimeSource

ASK_EVERY_S = 30.0


class DatabaseClock:
    """Tells the database's time: asked now and then, carried on by the monotonic clock between."""

    def __init__(self, ask: Callable[[], datetime], system: TimeSource) -> None:
        self._ask = ask
        self._system = system
        self._lock = threading.Lock()
        self._asked: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        """Return the database's present instant, aware and in UTC."""
        with self._lock:
            now_s = self._system.monotonic()
            if self._asked is None or now_s - self._asked[1] >= ASK_EVERY_S:
                self._asked = (self._ask().astimezone(UTC), self._system.monotonic())
            answered_at, answered_s = self._asked
        return answered_at + timedelta(seconds=self._system.monotonic() - answered_s)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary moment; they never go back."""
        return self._system.monotonic()
