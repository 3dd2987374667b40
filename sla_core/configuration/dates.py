"""What an instant is compared with: another, a date, or a season that returns every year.

Dates and seasons are days in the zone of the hours a ticket's durations are counted in.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from sla_core.calendars.zones import first_instant
from sla_core.errors import RuleError
from sla_core.instants import MICROSECONDS, YEARS, parse_us

Bound = Callable[[ZoneInfo], int]
"""A second since 1970, in a zone."""
Season = tuple[tuple[int, int], tuple[int, int]]
"""Its first and its last day, as month and day; the first may lie behind the last."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DAY_OF_THE_YEAR: Final = re.compile(r"(\d{2})-(\d{2})", re.ASCII)
_A_LEAP_YEAR: Final = 2000
_TWO: Final = 2


def beginning(wanted: Any) -> Bound:
    """The instant itself, or the first of a date."""
    return _bound(wanted, days_later=0)


def ending(wanted: Any) -> Bound:
    """The last second that is not yet after it: the instant itself, or the end of a date."""
    return _bound(wanted, days_later=1)


def is_date(wanted: Any) -> bool:
    """Whether a date without a time is written there."""
    return isinstance(wanted, str) and _DATE.fullmatch(wanted) is not None


def season(wanted: Any) -> Season:
    """The two days of a season such as ``["11-20", "01-06"]``, both included."""
    days = wanted if isinstance(wanted, list | tuple) else ()
    if len(days) != _TWO:
        raise RuleError("no_season", field="if")
    first, last = map(_day_of_the_year, days)
    return first, last


def is_in_season(instant_s: int, days: Season, place: ZoneInfo) -> bool:
    """Whether an instant lies in a season, whatever its year."""
    local = datetime.fromtimestamp(instant_s, place)
    first, last = days
    day = (local.month, local.day)
    return first <= day <= last if first <= last else day >= first or day <= last


def _bound(wanted: Any, *, days_later: int) -> Bound:
    if not is_date(wanted):
        instant_s = _instant(wanted)
        return lambda _: instant_s
    day = _date(wanted) + timedelta(days=days_later)
    return lambda place: _first_second(place, day) - days_later


@lru_cache(maxsize=4096)
def _first_second(place: ZoneInfo, day: date) -> int:
    return first_instant(place, day)


def _instant(wanted: Any) -> int:
    try:
        return parse_us(wanted) // MICROSECONDS
    except (TypeError, ValueError):
        raise RuleError("no_instant", field="if") from None


def _date(wanted: str) -> date:
    try:
        day = date.fromisoformat(wanted)
    except ValueError:
        raise RuleError("no_instant", field="if") from None
    if day.year not in YEARS:
        raise RuleError("no_instant", field="if")
    return day


def _day_of_the_year(written: Any) -> tuple[int, int]:
    match = _DAY_OF_THE_YEAR.fullmatch(str(written))
    try:
        month, day = map(int, match.groups()) if match else (0, 0)
        date(_A_LEAP_YEAR, month, day)
    except ValueError:
        raise RuleError("no_season", field="if") from None
    return month, day
