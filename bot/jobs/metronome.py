"""The beat at which the sweep looks whether something is due.

APScheduler is only the metronome: one job in memory, never two at once. A beat that is late,
doubled or missed changes how late an alarm is, never whether it comes.

It asks for the time in one way only: as `datetime.now` in its own time zone. So the zone it is
given is that of the monotonic clock, and who sets the clock on the wall stops or hastens no beat.
"""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

_BEGINNING: Final = datetime(2000, 1, 1)  # noqa: DTZ001 of the monotonic clock, which has no zone


class MonotonicZone(tzinfo):
    """A zone in which it is as late as a monotonic clock says."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic

    def fromutc(self, _: datetime) -> datetime:
        """Return the present instant, whatever the clock on the wall says."""
        return (_BEGINNING + timedelta(seconds=self._monotonic())).replace(tzinfo=self)

    def utcoffset(self, _: datetime | None) -> timedelta:
        """Return nothing, so that its instants are compared as they stand."""
        return timedelta(0)

    def dst(self, _: datetime | None) -> None:
        """Return nothing: it has no summer."""

    def tzname(self, _: datetime | None) -> str:
        """Return a name for the log."""
        return "monotonic"


class Every(BaseTrigger):  # type: ignore[misc] # it has no types
    """Fires every so many seconds; what was missed, once and at once, however much it was."""

    def __init__(self, seconds: float) -> None:
        self._interval = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return the next beat after the one before, never one that has passed."""
        return max((previous or now) + self._interval, now)


class Metronome:
    """Calls ``beat`` every ``seconds`` of a monotonic clock."""

    def __init__(
        self, beat: Callable[[], object], seconds: float, monotonic: Callable[[], float]
    ) -> None:
        self._scheduler = BackgroundScheduler(timezone=MonotonicZone(monotonic))
        self._scheduler.add_job(
            beat,
            Every(seconds),
            id="sweep",
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to beat."""
        self._scheduler.start()

    def stop(self) -> None:
        """Let the beat under way end, and beat no more."""
        self._scheduler.shutdown(wait=True)
