"""A digest: what was kept and missed in a day, a week or a month, sent at a set time."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

EVERY: Final = ("day", "week", "month")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MORNING_S: Final = 8 * 3600


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest: how often, to whom, of which department (None: all), at which local time.

    ``at_local_s`` counts seconds after midnight in the report's zone; ``on`` is the day of the week
    on which a weekly one is sent.
    """

    every: str
    to: tuple[str, ...]
    department: str | None = None
    at_local_s: int = MORNING_S
    on: str = "mon"

    def last_sent_on(self, today: date) -> date:
        """The latest day, today included, on which it is sent."""
        if self.every == "day":
            return today
        if self.every == "week":
            return today - timedelta(days=(today.weekday() - WEEKDAYS.index(self.on)) % 7)
        return today.replace(day=1)

    def period(self, sent_on: date) -> tuple[date, date]:
        """The first and the last day it tells of when it is sent on a day: all before that day."""
        last_on = sent_on - timedelta(days=1)
        if self.every == "day":
            return last_on, last_on
        if self.every == "week":
            return sent_on - timedelta(days=7), last_on
        return last_on.replace(day=1), last_on
