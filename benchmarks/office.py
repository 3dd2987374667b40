"""The calendar on which calls are timed, and the instants they start from.

Monday to Friday from 09:00 to 17:00 in Ljubljana, with the public holidays of Slovenia. The peers
are given the same dates as holidays.
"""

import random
from datetime import UTC, date, datetime, timedelta

from sla_core.calendars import Calendar, CalendarDefinition, HolidaySet, Window
from sla_core.calendars.definition import DAYS, week_of

TIME_ZONE = "Europe/Ljubljana"
COUNTRY = "SI"
YEARS = range(2025, 2029)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_YEAR_S = 365 * 86_400


def our_calendar() -> Calendar:
    """Punctual's calendar, compiled for the years in question."""
    hours = {day: [Window(9 * 3600, 17 * 3600)] for day in DAYS[:5]}
    definition = CalendarDefinition("office", TIME_ZONE, week_of(hours), HolidaySet(COUNTRY))
    calendar = Calendar(definition)
    first, last = (datetime(year, 7, 1, tzinfo=UTC) for year in (YEARS[0], YEARS[-1]))
    calendar.seconds_between(first, last)
    return calendar


def free_dates() -> list[date]:
    """The holidays of the years in question, in order."""
    holidays = HolidaySet(COUNTRY)
    return sorted(day for year in YEARS for day in holidays.in_year(year))


def starts(count: int, seed: int = 26) -> list[datetime]:
    """Random seconds of 2026, open or not, as aware datetimes in UTC."""
    dice = random.Random(seed)  # noqa: S311 no secrets
    return [_FIRST + timedelta(seconds=dice.randrange(_YEAR_S)) for _ in range(count)]
