"""Calendars as people look at them: each read aloud, and what one comes to before it is saved."""

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
from sla_core.calendars.country_search import CountryOffer, offered_by
from sla_core.calendars.definition import CalendarDefinition, Window
from sla_core.calendars.special_days import MAKE_UP_DAY, SpecialDay, special_days
from sla_core.calendars.zone_search import country_names
from sla_core.instants import from_s
from sla_core.text_equality import folded

DAYS_SHOWN: Final = 12
PROMISE_S: Final = 4 * 3600
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


def preview(
    work: Transaction, name: str, keys: Plain, notes: tuple[str, ...]
) -> CalendarPreview | None:
    """What a calendar of these keys would come to; None where it cannot be read."""
    key = ItemKey("calendar", name or _NAMELESS)
    try:
        definition: CalendarDefinition = find(alone(key, keys), key)
    except ConfigRefused:
        return None
    due_s = compiled(definition).due(work.now_s, PROMISE_S)
    today = work.now.astimezone(definition.place).date()
    return CalendarPreview(
        days=tuple(_special_day(day) for day in special_days(definition, today, DAYS_SHOWN)),
        due_at=None if due_s is None else from_s(due_s),
        merged=notes,
    )


def _special_day(day: SpecialDay) -> CalendarDay:
    name = day.name or (wording.calendar_forms.make_up_day() if day.kind == MAKE_UP_DAY else "")
    return CalendarDay(day.day, name, _hours(day.windows), day.until)


def offer_of(work: Transaction, country: str | None) -> CountryOffer:
    """What a country offers beside its public holidays; nothing where none is known."""
    if country not in country_names():
        return CountryOffer((), has_half_days=False, has_make_up_days=False)
    return offered_by(str(country), work.now.year)


def _hours(windows: tuple[Window, ...]) -> str:
    return " ".join(span(window.start_local_s, window.end_local_s) for window in windows)
