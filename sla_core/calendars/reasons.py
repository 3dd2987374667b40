"""Why a calendar does not count some time: a holiday, a closure, or no business hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sla_core.calendars.calendar import Calendar
from sla_core.calendars.days import closure_period, holidays_of
from sla_core.calendars.definition import CalendarDefinition
from sla_core.calendars.zones import first_instant, zone
from sla_core.instants import from_s

OPEN = "open"
HOLIDAY = "holiday"
CLOSURE = "closure"
OUTSIDE_HOURS = "outside hours"


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
    named = [*_holidays(definition, start_s, end_s), *_closures(definition)]
    edges = {edge for each in named for edge in (each.start_s, each.end_s)}
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
    for each in named:
        if each.start_s <= at_s < each.end_s:
            return each.kind, each.name
    return OUTSIDE_HOURS, ""


def _holidays(definition: CalendarDefinition, start_s: int, end_s: int) -> Iterator[Stretch]:
    place = zone(definition.time_zone)
    opened = {opening.day for opening in definition.openings}
    for day, name in _holiday_names(definition, start_s, end_s):
        if day not in opened:
            following = day + timedelta(days=1)
            yield Stretch(first_instant(place, day), first_instant(place, following), HOLIDAY, name)


def _holiday_names(
    definition: CalendarDefinition, start_s: int, end_s: int
) -> Iterator[tuple[date, str]]:
    for year in range(from_s(start_s).year - 1, from_s(end_s).year + 2):
        yield from sorted(holidays_of(definition, year).items())


def _closures(definition: CalendarDefinition) -> Iterator[Stretch]:
    for closure in definition.closures:
        period = closure_period(definition, closure)
        yield Stretch(period.start_s, period.end_s, CLOSURE, closure.name)
