"""The days ahead on which a calendar is not as its week says, in order, each with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sla_core.calendars.days import windows_on
from sla_core.calendars.definition import CalendarDefinition, Closure, Window
from sla_core.calendars.reasons import CLOSURE, HALF_DAY, HOLIDAY

MAKE_UP_DAY: Final = "make-up day"
OPENING: Final = "opening"
LOOK_AHEAD_YEARS: Final = 5
_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A local date of a kind, with its name if it has one, and the windows that begin on it.

    A closure has its last date in ``until``, and none of the windows, of which some may stay open
    where it lasts for a part of a date.
    """

    day: date
    kind: str
    name: str = ""
    windows: tuple[Window, ...] = ()
    until: date | None = None


def special_days(
    definition: CalendarDefinition, since: date, limit: int = 12
) -> tuple[SpecialDay, ...]:
    """The next days that are special, that of ``since`` among them, for at most five years."""
    days: list[SpecialDay] = []
    for year in range(since.year, since.year + LOOK_AHEAD_YEARS + 1):
        in_order = sorted(_of_year(definition, year, since), key=lambda each: each.day)
        days += in_order
        if len(days) >= limit:
            break
    return tuple(days[:limit])


def _of_year(definition: CalendarDefinition, year: int, since: date) -> Iterator[SpecialDay]:
    for day, (kind, name) in _kinds(definition, year).items():
        if day >= since:
            yield SpecialDay(day, kind, name, windows_on(definition, day))
    for closure in definition.closures:
        first, last = max(closure.starts_local.date(), since), _last_day(closure)
        if first.year == year and first <= last:
            yield SpecialDay(first, CLOSURE, closure.name, (), last)


def _kinds(definition: CalendarDefinition, year: int) -> dict[date, tuple[str, str]]:
    """The kind and the name of each date, of several kinds the one that counts."""
    openings = {
        opening.day: (OPENING, opening.name)
        for opening in definition.openings
        if opening.day.year == year
    }
    holidays = {day: (HOLIDAY, name) for day, name in definition.holidays_in(year).items()}
    half_days = {day: (HALF_DAY, name) for day, name in definition.half_days_in(year).items()}
    make_up_days = dict.fromkeys(definition.make_up_days_in(year), (MAKE_UP_DAY, ""))
    return make_up_days | half_days | holidays | openings


def _last_day(closure: Closure) -> date:
    ends = closure.ends_local
    return (ends - _INSTANT).date() if isinstance(ends, datetime) else ends
