"""From a calendar's definition to its open periods, date by date.

The order is that of semantics, section 2: an opening, else nothing on a holiday, else the weekly
windows, on a make-up day those of the week's first day with any, on a half day only what lies
inside its hours; a window is cut off where it reaches into a next date that is a holiday or has an
opening; closures are taken away last.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from functools import lru_cache

from sla_core.calendars.definition import CalendarDefinition, Closure, Window
from sla_core.calendars.periods import Period, merged, without
from sla_core.calendars.zones import closing_instant, first_instant, opening_instant
from sla_core.instants import SECONDS_A_DAY

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


def windows_on(definition: CalendarDefinition, day: date) -> tuple[Window, ...]:
    """The windows that begin on a local date, closures not considered."""
    openings = {opening.day: opening.windows for opening in definition.openings}
    planned = _planned(definition, day.year) | openings
    return planned.get(day, definition.week[day.weekday()])


@lru_cache(maxsize=4096)
def _planned(definition: CalendarDefinition, year: int) -> dict[date, tuple[Window, ...]]:
    """The windows of the dates that are not as their weekday, openings not considered."""
    week, holidays = definition.week, definition.holidays_in(year)
    first_day = next(windows for windows in week if windows)
    planned = dict.fromkeys(definition.make_up_days_in(year), first_day)
    for day in definition.half_days_in(year):
        planned[day] = _inside(planned.get(day, week[day.weekday()]), definition.half_day)
    return planned | dict.fromkeys(holidays, ())


def _inside(windows: tuple[Window, ...], hours: Window) -> tuple[Window, ...]:
    """Of some windows what lies inside the hours of a half day."""
    spans = (
        (max(window.start_local_s, hours.start_local_s), min(window.until_s, hours.until_s))
        for window in windows
    )
    return tuple(
        Window(start_s, end_s if end_s <= SECONDS_A_DAY else end_s - SECONDS_A_DAY)
        for start_s, end_s in spans
        if start_s < end_s
    )


@lru_cache(maxsize=4096)
def _year(definition: CalendarDefinition, year: int) -> tuple[Period, ...]:
    holidays = holidays_of(definition, year) | holidays_of(definition, year + 1)
    openings = {opening.day: opening.windows for opening in definition.openings}
    planned = _planned(definition, year) | openings
    return tuple(_windows_of_year(definition, year, planned, holidays.keys() | openings.keys()))


def _windows_of_year(
    definition: CalendarDefinition,
    year: int,
    planned: dict[date, tuple[Window, ...]],
    cutting: AbstractSet[date],
) -> Iterator[Period]:
    """The periods of a year's windows; one that reaches into a date that cuts ends before it."""
    zone = definition.place
    day = date(year, 1, 1)
    while day.year == year:
        following = day + _ONE_DAY
        for window in planned.get(day, definition.week[day.weekday()]):
            starts_s = opening_instant(zone, day, window.start_local_s)
            if window.ends_with_the_date:
                ends_s = first_instant(zone, following)
            elif not window.crosses_midnight:
                ends_s = closing_instant(zone, day, window.end_local_s)
            elif following in cutting:
                ends_s = first_instant(zone, following)
            else:
                ends_s = closing_instant(zone, following, window.end_local_s)
            yield Period(starts_s, ends_s)
        day = following


def _wall(local: datetime) -> tuple[date, int]:
    return local.date(), local.hour * 3600 + local.minute * 60 + local.second
