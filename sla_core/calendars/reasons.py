"""Why a calendar does not count some time: a holiday, a closure, or no business hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

from sla_core.calendars.calendar import Calendar
from sla_core.calendars.days import closure_period
from sla_core.calendars.definition import CalendarDefinition
from sla_core.calendars.zones import first_instant
from sla_core.instants import from_s

OPEN = "open"
HOLIDAY = "holiday"
HALF_DAY = "half day"
CLOSURE = "closure"
OUTSIDE_HOURS = "outside hours"

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time ``[start_s, end_s)`` of one kind; a holiday and a closure have their name."""

    start_s: int
    end_s: int
    kind: str
    name: str = ""


def stretches(calendar: Calendar, start_s: int, end_s: int) -> Iterator[Stretch]:
    """``[start_s, end_s)`` cut into open time and time skipped, in order, with reasons."""
    at_s = start_s
    for period in calendar.open_periods(start_s, end_s):
        yield from _closed(calendar.definition, at_s, period.start_s)
        yield Stretch(period.start_s, period.end_s, OPEN)
        at_s = period.end_s
    yield from _closed(calendar.definition, at_s, end_s)


def _closed(definition: CalendarDefinition, start_s: int, end_s: int) -> Iterator[Stretch]:
    named = [
        stretch
        for stretch in _named(definition, start_s, end_s)
        if stretch.start_s < end_s and start_s < stretch.end_s
    ]
    edges = {edge for stretch in named for edge in (stretch.start_s, stretch.end_s)}
    cuts = [start_s, *sorted(edge for edge in edges if start_s < edge < end_s), end_s]
    pending: Stretch | None = None
    for left_s, right_s in pairwise(cuts):
        kind, name = _reason(named, left_s)
        if pending is not None and (pending.kind, pending.name) == (kind, name):
            pending = Stretch(pending.start_s, right_s, kind, name)
            continue
        if pending is not None:
            yield pending
        pending = Stretch(left_s, right_s, kind, name)
    if pending is not None and pending.start_s < pending.end_s:
        yield pending


def _reason(named: list[Stretch], at_s: int) -> tuple[str, str]:
    for stretch in named:
        if stretch.start_s <= at_s < stretch.end_s:
            return stretch.kind, stretch.name
    return OUTSIDE_HOURS, ""


def _named(definition: CalendarDefinition, start_s: int, end_s: int) -> Iterator[Stretch]:
    """Time that has a reason with a name, the stronger reasons first."""
    years = range(from_s(start_s).year - 1, from_s(end_s).year + 2)
    for year in years:
        yield from _dates_of(definition, year, HOLIDAY)
    yield from _closures(definition)
    for year in years:
        yield from _dates_of(definition, year, HALF_DAY)


@lru_cache(maxsize=512)
def _dates_of(definition: CalendarDefinition, year: int, kind: str) -> tuple[Stretch, ...]:
    """The holidays or half days of a year that no opening replaces, in order."""
    zone = definition.place
    is_holiday = kind == HOLIDAY
    days = definition.holidays_in(year) if is_holiday else definition.half_days_in(year)
    opened = {opening.day for opening in definition.openings}
    return tuple(
        Stretch(first_instant(zone, day), first_instant(zone, day + _ONE_DAY), kind, name)
        for day, name in sorted(days.items())
        if day not in opened
    )


@lru_cache(maxsize=512)
def _closures(definition: CalendarDefinition) -> tuple[Stretch, ...]:
    periods = (
        (closure_period(definition, closure), closure.name) for closure in definition.closures
    )
    return tuple(Stretch(period.start_s, period.end_s, CLOSURE, name) for period, name in periods)
