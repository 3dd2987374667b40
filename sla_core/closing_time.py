"""When a calendar closes for the day, and what its first business hour after that is."""

from datetime import date, datetime
from typing import Final, NamedTuple

from sla_core.calendars import Calendar
from sla_core.instants import SECONDS_A_DAY

HOUR_S: Final = 3600


class Closing(NamedTuple):
    """A calendar's last closing of a local date, when it opens again, its first hour's end."""

    closes_at_s: int
    opens_at_s: int
    hour_ends_at_s: int


def closing_within(calendar: Calendar, now_s: int, ahead_s: int) -> Closing | None:
    """The closing for the day that comes after an instant, at most ``ahead_s`` later.

    None where there is none, as at noon before the afternoon, or when it never opens again within
    five years.
    """
    horizon_s = now_s + ahead_s + 2 * SECONDS_A_DAY
    ends = [period.end_s for period in calendar.open_periods(now_s, horizon_s)]
    soon = [end_s for end_s in ends if end_s <= now_s + ahead_s]
    if not soon or _day(calendar, soon[-1]) in [_day(calendar, at_s) for at_s in ends[len(soon) :]]:
        return None
    first_s, hour_s = calendar.due(soon[-1], 1), calendar.due(soon[-1], HOUR_S)
    if first_s is None or hour_s is None:
        return None
    return Closing(soon[-1], first_s - 1, hour_s)


def _day(calendar: Calendar, end_s: int) -> date:
    """The local date of the last second before something ends."""
    return datetime.fromtimestamp(end_s - 1, calendar.definition.place).date()
