"""What time it is in Slack: the `Date` of its latest answer, carried on by the monotonic clock."""

import threading
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from bot.clock import TimeSource

FAR: Final = timedelta(seconds=60)
"""How far a clock may be from Slack's and still count."""
HALF_A_SECOND: Final = timedelta(seconds=0.5)
"""A `Date` has whole seconds: on average it was half a second later."""


class SlackTime:
    """Slack's time as last told; safe from any thread."""

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._told: tuple[datetime, float] | None = None

    def note(self, date: str, began_s: float, ended_s: float) -> None:
        """Keep the `Date` of an answer to a call that lasted between two monotonic instants.

        It was written in the middle of it, give or take half of it. One that is no date is nothing.
        """
        try:
            told_at = parsedate_to_datetime(date)
        except ValueError:
            return
        told_at = told_at if told_at.tzinfo else told_at.replace(tzinfo=UTC)
        with self._lock:
            self._told = (told_at.astimezone(UTC) + HALF_A_SECOND, (began_s + ended_s) / 2)

    def forget(self) -> None:
        """Know nothing until the next answer."""
        with self._lock:
            self._told = None

    def differs(self, now: datetime) -> bool:
        """Return whether an instant that is now by our clock is far from Slack's."""
        slack_at = self.now()
        return slack_at is not None and abs(now - slack_at) > FAR

    def now(self) -> datetime | None:
        """Return Slack's present instant; none before its first answer."""
        with self._lock:
            answer = self._told
        if answer is None:
            return None
        return answer[0] + timedelta(seconds=self._clock.monotonic() - answer[1])
