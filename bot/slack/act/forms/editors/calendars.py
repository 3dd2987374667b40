"""The form of a calendar: zone, hours, holidays, days that are closed or open, and its preview."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.config.typed_hours import hours_as_lines
from bot.slack.act.forms.editors.closures import CLOSURE, OPENING
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.named import (
    countries_offered,
    listed_one,
    one_of,
    unlike_empty,
    zones_offered,
)
from bot.slack.act.forms.kind import FieldErrors, MenuSearch
from bot.slack.act.hours_written import AS_WRITTEN, LAST_MINUTE, TO_MIDNIGHT, hours_at, hours_typed
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.calendar_editor import CalendarFields, calendar_blocks
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.menus import Choices, RankedChoices
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import calendar_views, form_drafts, suggestions
from bot.views.calendars import CalendarPreview

CLOSURES, OPENINGS = "closures", "openings"
_OF_HOLIDAYS: Final = ("country", "subdivision", "categories", "half_days", "make_up_days")
_HANDLED: Final = {"time_zone", "hours", "holidays", CLOSURES, OPENINGS}


def _content_of(keys: Plain) -> Content:
    kept: Mapping[str, Any] = keys.get("holidays") or {}
    fields: dict[str, Any] = {
        "time_zone": keys.get("time_zone", ""),
        "hours": hours_as_lines(keys.get("hours", {})),
        LAST_MINUTE: "",
        "country": listed_one(kept.get("country")),
        "subdivision": listed_one(kept.get("subdivision")),
        "categories": [str(each) for each in kept.get("categories", ())],
        "half_days": str(kept.get("half_days") or ""),
        "make_up_days": ["make_up_days"] if kept.get("make_up_days") else [],
        "shown_categories": list(kept.get("categories", ())),
        "shown_hours": keys.get("hours", {}),
        "others_of_holidays": {k: v for k, v in kept.items() if k not in _OF_HOLIDAYS},
        "others": {name: value for name, value in keys.items() if name not in _HANDLED},
    }
    parts = {part: tuple(keys.get(part, ())) for part in (CLOSURES, OPENINGS)}
    more = bool(parts[CLOSURES] or parts[OPENINGS] or len(kept) > 1)
    return Content(fields, parts, more=more)


def _keys_of(content: Content) -> Plain:
    zone = content.text("time_zone")
    if not zone:
        raise FieldErrors({"time_zone": wording.administration.no_time_zone()})
    keys: Plain = {
        **(content.fields.get("others") or {}),
        "time_zone": zone,
        "hours": hours_at(
            "hours",
            content.text("hours"),
            LAST_MINUTE,
            content.text(LAST_MINUTE),
            content.fields.get("shown_hours"),
        ),
        "holidays": _holidays(content),
        **{part: [dict(entry) for entry in content.entries(part)] for part in (CLOSURES, OPENINGS)},
    }
    return unlike_empty(keys)


def _holidays(content: Content) -> Plain:
    country = one_of(content, "country")
    kept = {
        "subdivision": one_of(content, "subdivision"),
        "categories": _categories(content),
        "half_days": content.text("half_days").strip(),
        "make_up_days": bool(content.list("make_up_days")),
    }
    if country is None:
        return {}
    told = {name: value for name, value in kept.items() if value}
    return {"country": country, **(content.fields.get("others_of_holidays") or {}), **told}


def _categories(content: Content) -> list[str]:
    """The kinds of holidays that are chosen, those that stood there first in their order."""
    chosen, before = content.list("categories"), content.list("shown_categories")
    return list(dict.fromkeys([*(name for name in before if name in chosen), *chosen]))


def _blocks(work: Transaction, content: Content) -> list[Block]:
    country = one_of(content, "country")
    fields = CalendarFields(
        values=content.fields,
        country={} if country is None else suggestions.country_named(country),
        subdivisions=suggestions.subdivisions(country),
        offer=calendar_views.offer_of(work, country),
        closures=content.entries(CLOSURES),
        openings=content.entries(OPENINGS),
        last_minute=_questions(content),
        preview=_preview(work, content),
        more=content.more,
        is_new=content.is_new,
    )
    return list(calendar_blocks(fields))


def _preview(work: Transaction, content: Content) -> CalendarPreview | None:
    """What the calendar comes to; nothing while it cannot be read."""
    try:
        keys = _keys_of(content)
    except FieldErrors:
        return None
    return calendar_views.preview(work, content.text("name"), keys, _notes(content))


def _notes(content: Content) -> tuple[str, ...]:
    """What was made of windows that overlap."""
    return hours_typed(content.text("hours"), content.text(LAST_MINUTE)).notes


def _questions(content: Content) -> dict[str, str]:
    """The answers to the question about days without their last minute, where there are any."""
    typed = hours_typed(content.text("hours"))
    texts = wording.calendar_forms
    if not typed.questions or typed.hours == content.fields.get("shown_hours"):
        return {}
    return {TO_MIDNIGHT: texts.to_midnight(), AS_WRITTEN: texts.as_written()}


def _field_of(key: str) -> str:
    """The field of a key such as `hours.mon[1]` or `holidays.country`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] == "holidays":
        return steps[1] if len(steps) > 1 and steps[1] in _OF_HOLIDAYS else "country"
    return steps[0] or "hours"


def _subdivisions_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The parts of the country that stands in the form, for who opened it."""
    draft = form_drafts.of_form(work, search.user_id, search.metadata, "calendar")
    country = one_of(Content.of(draft.content), "country")
    return RankedChoices(suggestions.subdivisions(country, search.typed))


def _first_guess(work: Transaction, by: str) -> dict[str, Any]:
    person = work.directory.person(by)
    zone = person.time_zone if person and person.time_zone else "UTC"
    hours = "mon-fri 09:00-17:00"
    return {"time_zone": zone, "country": suggestions.country_of(zone), "hours": hours}


def _as_it_is(content: Content, argument: str) -> Content:
    """Nothing changes: what it comes to is shown anew."""
    return content


CALENDAR: Final = Editor(
    kind="calendar",
    callback_id=ids.CALENDAR_EDIT_FORM,
    first_field="hours",
    title=wording.calendar_forms.title,
    new_title=wording.calendar_forms.new_title,
    content_of=_content_of,
    keys_of=_keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="calendar form",
    new_callback_id=ids.CALENDAR_NEW_FORM,
    copy_callback_id=ids.CALENDAR_COPY_FORM,
    archive_callback_id=ids.CALENDAR_ARCHIVE_FORM,
    parts={CLOSURES: CLOSURE, OPENINGS: OPENING},
    menus={
        "time_zone": zones_offered,
        "country": countries_offered,
        "subdivision": _subdivisions_offered,
    },
    first_guess=_first_guess,
    notes=_notes,
    verbs={"preview": _as_it_is},
    redraws=True,
)
