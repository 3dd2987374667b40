"""Calendars as people look at them: each read aloud, and what one comes to before it is saved."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot import wording
from bot.config.calendars import span, write_calendar
from bot.config.keys import Plain
from bot.config.one_item import ItemKey, alone, find
from bot.config.problems import ConfigRefused
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.views.calendars import CalendarDay, CalendarPreview, CalendarView
from sla_core.calendars import compiled
from sla_core.calendars.definition import DAYS, CalendarDefinition, Window
from sla_core.instants import SECONDS_A_DAY, from_s
from sla_core.text_equality import folded

DAYS_SHOWN: Final = 12
PROMISE_S: Final = 4 * 3600
_LOOKED_AT: Final = timedelta(days=800)
_NAMELESS: Final = "-"


def calendars(work: Transaction, like: str = "") -> list[CalendarView]:
    """Every calendar, by name, or those whose name has a text in it."""
    wanted = folded(like)
    everyone = work.configuration.calendars.values()
    found = [each for each in everyone if wanted in folded(each.name)]
    return [_view(work, each) for each in sorted(found, key=lambda each: each.name.casefold())]


def _view(work: Transaction, calendar: CalendarDefinition) -> CalendarView:
    hours = write_calendar(calendar)["hours"]
    country = calendar.holidays.country if calendar.holidays else None
    return CalendarView(
        name=calendar.name,
        time_zone=calendar.time_zone,
        hours=tuple(
            (days, tuple(windows))
            for days, windows in (hours.items() if isinstance(hours, dict) else ())
        ),
        country=None if country is None else suggestions.country_named(country)[country],
        closures=len(calendar.closures),
        openings=len(calendar.openings),
        used_by=tuple(
            level.name
            for level in work.configuration.levels.values()
            if level.calendar.casefold() == calendar.name.casefold()
        ),
    )


def preview(work: Transaction, name: str, keys: Plain) -> CalendarPreview | None:
    """What a calendar of these keys would come to; None where it cannot be read."""
    key = ItemKey("calendar", name or _NAMELESS)
    try:
        definition: CalendarDefinition = find(alone(key, keys), key)
    except ConfigRefused:
        return None
    due_s = compiled(definition).due(work.now_s, PROMISE_S)
    today = work.now.astimezone(definition.place).date()
    return CalendarPreview(
        days=tuple(_first(_special_days(definition, today))),
        due_at=None if due_s is None else from_s(due_s),
        merged=tuple(_merged(definition)),
    )


def _first(days: Iterator[CalendarDay]) -> Iterator[CalendarDay]:
    for _, day in zip(range(DAYS_SHOWN), days, strict=False):
        yield day


def _special_days(definition: CalendarDefinition, today: date) -> Iterator[CalendarDay]:
    openings = {opening.day: opening for opening in definition.openings}
    for offset in range(_LOOKED_AT.days):
        day = today + timedelta(days=offset)
        holiday = definition.holidays_in(day.year).get(day)
        half = definition.half_days_in(day.year).get(day)
        is_made_up = day in definition.make_up_days_in(day.year)
        closed = [closure.name for closure in definition.closures if _covers(closure, day)]
        if day in openings:
            opening = openings[day]
            yield CalendarDay(day, opening.name or holiday or "", _hours(opening.windows))
        elif holiday is not None:
            yield CalendarDay(day, holiday, "")
        elif closed:
            yield CalendarDay(day, closed[0], "")
        elif half is not None and definition.holidays and definition.holidays.half_days:
            yield CalendarDay(day, half, _hours((definition.holidays.half_days,)))
        elif is_made_up:
            first = next((windows for windows in definition.week if windows), ())
            yield CalendarDay(day, wording.calendars.make_up_day(), _hours(first))


def _covers(closure: object, day: date) -> bool:
    starts, ends = closure.starts_local.date(), closure.ends_local  # type: ignore[attr-defined]
    last = ends.date() if hasattr(ends, "hour") else ends
    return bool(starts <= day <= last)


def _hours(windows: tuple[Window, ...]) -> str:
    return " ".join(span(window.start_local_s, window.end_local_s) for window in windows)


def _merged(definition: CalendarDefinition) -> Iterator[str]:
    """The days whose windows overlap, with the hours that count then."""
    for day, windows in zip(DAYS, definition.week, strict=True):
        merged: list[Window] = []
        for window in sorted(windows):
            last = merged[-1] if merged else None
            if last is None or _end(last) < window.start_local_s:
                merged.append(window)
            elif _end(window) > _end(last):
                merged[-1] = Window(last.start_local_s, window.end_local_s)
        if len(merged) < len(windows):
            yield f"{day} {_hours(tuple(merged))}"


def _end(window: Window) -> int:
    """Seconds after midnight, beyond a day where it ends on the next one."""
    if window.ends_with_the_date:
        return SECONDS_A_DAY
    return window.end_local_s + (SECONDS_A_DAY if window.crosses_midnight else 0)
