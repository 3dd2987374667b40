"""Quiet hours: when alarms wait for the morning, by the wall of a level's calendar's zone.

They begin and end on every date alike, holidays included. A wall time that a change of the clocks
leaves out or repeats is read as in a calendar: what begins, begins at the first of two, what ends,
ends at the second, and what does not exist means the end of the gap.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sla_core.calendars import CalendarDefinition, Period
from sla_core.calendars.zones import closing_instant, opening_instant
from sla_core.configuration import Level
from sla_core.instants import SECONDS_A_DAY

_ONE_DAY = timedelta(days=1)


def over_at(level: Level, calendar: CalendarDefinition, at_s: int) -> int:
    """When the quiet hours in which an instant lies are over; the instant itself outside of any."""
    if level.quiet_local_s is None:
        return at_s
    while (quiet := _around(level.quiet_local_s, calendar.place, at_s)) is not None:
        at_s = quiet.end_s
    return at_s


def _around(quiet_local_s: tuple[int, int], zone: ZoneInfo, at_s: int) -> Period | None:
    """The quiet hours in which an instant lies; those that begin on its date, or the day before."""
    today = datetime.fromtimestamp(at_s, zone).date()
    periods = (_beginning_on(quiet_local_s, zone, day) for day in (today - _ONE_DAY, today))
    return next((period for period in periods if period.start_s <= at_s < period.end_s), None)


def _beginning_on(quiet_local_s: tuple[int, int], zone: ZoneInfo, day: date) -> Period:
    starts_s, ends_s = (local_s % SECONDS_A_DAY for local_s in quiet_local_s)
    ends_on = day if starts_s < ends_s else day + _ONE_DAY
    return Period(opening_instant(zone, day, starts_s), closing_instant(zone, ends_on, ends_s))
