"""The only reader of the system clock; everything else is given a `Clock`."""

import time
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

_STEADY: Final = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
"""Linux's monotonic clock stands still while the machine sleeps; this one goes on there."""


class TimeSource(Protocol):
    """Tells the time: `now` to record it, `monotonic` to measure how long something took."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds since an arbitrary moment; they never go back."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary moment; they never go back."""
        return time.clock_gettime(_STEADY)


def is_over(began_at: datetime, now: datetime, wait: timedelta) -> bool:
    """Return whether a wait has ended; one that begins in the future has: the clock was set back.

    For what is compared in Python; `bot.store.waits` looks after what the database compares.
    """
    return not timedelta(0) <= now - began_at < wait
