"""From a calendar's definition to its open periods, date by date.

The order is that of semantics, section 2: an opening, else nothing on a holiday, else the weekly
windows; a window is cut off where it reaches into a next date that is a holiday or has an opening;
closures are taken away last.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from sla_core.calendars.definition import CalendarDefinition, Closure, Window
from sla_core.calendars.periods import Period, merged, without
from sla_core.calendars.zones import closing_instant, first_instant, opening_instant

_ONE_DAY = timedelta(days=1)


def open_periods(definition: CalendarDefinition, years: range) -> list[Period]:
    """Merged open periods of all windows that begin on a local date of these years."""
    windows = [period for year in years for period in _year(definition, year)]
    return without(merged(windows), closed_periods(definition))


@lru_cache(maxsize=512)
def closed_periods(definition: CalendarDefinition) -> tuple[Period, ...]:
    """The merged periods of all closures of a calendar."""
    return tuple(merged(closure_period(definition, closure) for closure in definition.closures))


def closure_period(definition: CalendarDefinition, closure: Closure) -> Period:
    """The instants between which a closure's local times lie."""
    zone = definition.place
    starts_s = opening_instant(zone, *_wall(closure.starts_local))
    if isinstance(closure.ends_local, datetime):
        return Period(starts_s, closing_instant(zone, *_wall(closure.ends_local)))
    return Period(starts_s, first_instant(zone, closure.ends_local + _ONE_DAY))


def holidays_of(definition: CalendarDefinition, year: int) -> dict[date, str]:
    """The holidays that close a calendar in one year, by local date, openings not considered."""
    return definition.holidays_in(year)


@lru_cache(maxsize=4096)
def _year(definition: CalendarDefinition, year: int) -> tuple[Period, ...]:
    holidays = holidays_of(definition, year) | holidays_of(definition, year + 1)
    openings = {opening.day: opening.windows for opening in definition.openings}
    return tuple(_windows_of_year(definition, year, holidays, openings))


def _windows_of_year(
    definition: CalendarDefinition,
    year: int,
    holidays: dict[date, str],
    openings: dict[date, tuple[Window, ...]],
) -> Iterator[Period]:
    zone = definition.place
    day = date(year, 1, 1)
    while day.year == year:
        following = day + _ONE_DAY
        weekly = () if day in holidays else definition.week[day.weekday()]
        for window in openings.get(day, weekly):
            starts_s = opening_instant(zone, day, window.start_local_s)
            if window.ends_with_the_date:
                ends_s = first_instant(zone, following)
            elif not window.crosses_midnight:
                ends_s = closing_instant(zone, day, window.end_local_s)
            elif following in holidays or following in openings:
                ends_s = first_instant(zone, following)
            else:
                ends_s = closing_instant(zone, following, window.end_local_s)
            yield Period(starts_s, ends_s)
        day = following


def _wall(local: datetime) -> tuple[date, int]:
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second
