"""The form of a calendar, those of its closures and openings, and what it comes to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.department_editor import name_block
from bot.slack.draw.blocks.editors import add_button, buttons, part_lines, press_button
from bot.slack.draw.blocks.elements import Block, escaped, joined, section
from bot.slack.draw.blocks.inputs import TEXT, boxes, field, select, several, text_input
from bot.slack.draw.blocks.menus import Choices, named, searched, searched_several
from bot.views.calendars import CalendarPreview
from bot.wording.times import moment
from sla_core.calendars.country_search import CountryOffer

NAME: Final = 150
EXCEPTIONS_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class CalendarFields:
    """What stands in the form of a calendar; `preview` is what it comes to, if it can be read."""

    values: Mapping[str, Any]
    country: Choices
    subdivisions: Choices
    offer: CountryOffer
    closures: Sequence[Mapping[str, Any]]
    openings: Sequence[Mapping[str, Any]]
    last_minute: Choices
    preview: CalendarPreview | None
    more: bool
    is_new: bool


def calendar_blocks(calendar: CalendarFields) -> Iterator[Block]:
    """The fields and lines of the first view."""
    texts, values = wording.calendar_forms, calendar.values
    yield from name_block(str(values.get("name") or "") if calendar.is_new else None)
    lines = text_input(str(values.get("hours") or ""), most=TEXT, many_lines=True)
    yield field("hours", texts.hours(), lines, hint=texts.hours_hint())
    if calendar.last_minute:
        answer = select(calendar.last_minute, str(values.get("last_minute") or "") or None)
        yield field("last_minute", texts.last_minute(), answer, optional=True)
    zone = searched(named(str(values.get("time_zone") or "") or None))
    yield field("time_zone", texts.time_zone(), zone, hint=texts.time_zone_hint())
    country = field(
        "country",
        texts.country(),
        searched_several(calendar.country, 1),
        optional=True,
        hint=texts.country_hint(),
    )
    yield {**country, "dispatch_action": True}
    if calendar.more:
        yield from _rest(calendar)
    if calendar.preview is not None:
        yield section(preview_text(calendar.preview))
    more = [] if calendar.more else [press_button("more", wording.editors.more())]
    yield buttons(*more, press_button("preview", texts.preview()))


def _rest(calendar: CalendarFields) -> Iterator[Block]:
    texts, values = wording.calendar_forms, calendar.values
    if calendar.subdivisions:
        held = {
            code: calendar.subdivisions.get(code, code) for code in values.get("subdivision") or ()
        }
        menu = searched_several(held, 1)
        yield field("subdivision", texts.subdivision(), menu, optional=True)
    if calendar.offer.categories:
        known = (*calendar.offer.categories, *(values.get("categories") or ()))
        choices = {name: name.replace("_", " ") for name in known}
        menu = several(choices, values.get("categories") or ())
        yield field("categories", texts.categories(), menu, optional=True, hint=texts.left_out())
    if calendar.offer.has_half_days or values.get("half_days"):
        half = text_input(str(values.get("half_days") or ""))
        yield field("half_days", texts.half_days(), half, optional=True, hint=texts.half_hint())
    if calendar.offer.has_make_up_days or values.get("make_up_days"):
        box = boxes({"make_up_days": texts.make_up_box()}, values.get("make_up_days") or ())
        yield field("make_up_days", texts.make_up_days(), box, optional=True)
    yield section(texts.closures_head())
    yield from part_lines(
        "closures", [closure_sentence(each) for each in calendar.closures], EXCEPTIONS_SHOWN
    )
    yield from part_lines(
        "openings", [opening_sentence(each) for each in calendar.openings], EXCEPTIONS_SHOWN
    )
    yield buttons(
        add_button("closures", texts.add_closure()), add_button("openings", texts.add_opening())
    )


def preview_text(preview: CalendarPreview) -> str:
    """The next special days, and when a promise made now is due."""
    texts = wording.calendar_forms
    due = texts.never_due() if preview.due_at is None else texts.due(moment(preview.due_at))
    days = [
        texts.special_day(texts.days_of(day.on, day.until), escaped(day.name, 120), day.hours)
        for day in preview.days
    ]
    merged = [texts.noted(escaped(line)) for line in preview.merged]
    head = texts.days_head(len(days)) if days else texts.no_days()
    return joined([*merged, due, head, *(f"• {line}" for line in days)])


# --- closures and openings ------------------------------------------------------------------------


def closure_sentence(closure: Mapping[str, Any]) -> str:
    """A closure in a line, of text that is escaped here."""
    texts, name = wording.calendar_forms, escaped(str(closure.get("name") or ""), NAME)
    if "date" in closure:
        return texts.closed_on(escaped(str(closure["date"])), name)
    ends = escaped(str(closure.get("to", "")))
    return texts.closed_from(escaped(str(closure.get("from", ""))), ends, name)


def opening_sentence(opening: Mapping[str, Any]) -> str:
    """An opening in a line, of text that is escaped here."""
    hours = escaped(", ".join(map(str, opening.get("hours", ()))), NAME)
    name = escaped(str(opening.get("name") or ""), NAME)
    return wording.calendar_forms.open_on(escaped(str(opening["date"])), hours, name)


def closure_blocks(closure: Mapping[str, Any]) -> list[Block]:
    """The form of a closure."""
    texts = wording.calendar_forms
    starts = str(closure.get("date") or closure.get("from") or "")
    from_date, from_time = _date_and_time(starts)
    to_date, to_time = _date_and_time(str(closure.get("to") or ""))
    return [
        field("from_date", texts.from_date(), _date(from_date)),
        field("from_time", texts.from_time(), text_input(from_time), optional=True),
        field("to_date", texts.to_date(), _date(to_date), optional=True),
        field(
            "to_time",
            texts.to_time(),
            text_input(to_time),
            optional=True,
            hint=texts.to_time_hint(),
        ),
        _called(closure),
    ]


def opening_blocks(opening: Mapping[str, Any]) -> list[Block]:
    """The form of an opening."""
    texts = wording.calendar_forms
    hours = text_input(" ".join(map(str, opening.get("hours", ()))))
    return [
        field("date", texts.date(), _date(str(opening.get("date") or ""))),
        field("hours", texts.open_hours(), hours, hint=texts.open_hours_hint()),
        _called(opening),
    ]


def _called(entry: Mapping[str, Any]) -> Block:
    name = text_input(str(entry.get("name") or ""), most=NAME)
    return field("name", wording.calendar_forms.called(), name, optional=True)


def _date(day: str) -> Block:
    return {"type": "datepicker"} | ({"initial_date": day} if day else {})


def _date_and_time(written: str) -> tuple[str, str]:
    date, _, time = written.replace(" ", "T").partition("T")
    return date, time
