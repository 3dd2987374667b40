"""Calendars as one reads them aloud, with what admins do to them."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    escaped,
    joined,
    listed_groups,
    message,
    section,
)
from bot.slack.draw.blocks.offers import form_button, item_buttons
from bot.views.calendars import CalendarView

NAME: Final = 150


def calendars_shown(calendars: Sequence[CalendarView], like: str, *, to_admin: bool) -> Payload:
    """Every calendar; for an admin with what can be done with it."""
    texts = wording.calendar_forms
    label = texts.new_title()
    new = [actions(form_button(label, ids.CALENDAR_NEW_FORM))] if to_admin else []
    if not calendars:
        nothing = wording.departments.none_like(like) if like else texts.none()
        return message(escaped(nothing), [section(escaped(nothing)), *new])
    head = texts.calendars(len(calendars))
    groups = [[section(_calendar(each)), *_buttons(each, to_admin)] for each in calendars]
    return message(head, listed_groups([section(f"*{head}*"), *new], groups))


def _buttons(calendar: CalendarView, to_admin: bool) -> list[Block]:  # noqa: FBT001
    forms = ids.CALENDAR_EDIT_FORM, ids.CALENDAR_COPY_FORM, ids.CALENDAR_ARCHIVE_FORM
    return [item_buttons(*forms, calendar.name)] if to_admin else []


def _calendar(calendar: CalendarView) -> str:
    return joined([f"*{escaped(calendar.name, NAME)}*", *_sentences(calendar)])


def _sentences(calendar: CalendarView) -> Iterator[str]:
    texts = wording.calendar_forms
    parts = [texts.on_days(days, windows) for days, windows in calendar.hours]
    yield texts.hours_of(parts or [texts.always()], calendar.time_zone)
    country = calendar.country
    yield texts.no_holidays() if country is None else texts.holidays_of(escaped(country))
    if calendar.closures or calendar.openings:
        yield texts.exceptions(calendar.closures, calendar.openings)
    levels = [escaped(name, NAME) for name in calendar.used_by]
    yield texts.used_by(levels) if levels else texts.unused()
