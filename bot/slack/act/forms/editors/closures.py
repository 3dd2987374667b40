"""A closure and an opening among those of a calendar."""

from typing import Any, Final

from bot import wording
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.act.hours_written import hours_at
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.calendar_editor import (
    EXCEPTIONS_SHOWN,
    closure_blocks,
    opening_blocks,
)
from bot.slack.draw.blocks.elements import Block
from bot.usecases.ground.transaction import Transaction

_ANY_DAY: Final = "mon"


def _closure_blocks(
    work: Transaction, content: Content, entry: Entry | None, argument: str
) -> list[Block]:
    return closure_blocks(entry or {})


def _closure_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    return closure_entry(submitted)


def closure_entry(submitted: Submission) -> Entry:
    """The closure that was filled in, as the file has it; `FieldErrors` without a first day."""
    starts_on, ends_on = submitted.choice("from_date"), submitted.choice("to_date")
    if not starts_on:
        raise FieldErrors({"from_date": wording.calendar_forms.no_date()})
    starts, ends = submitted.text("from_time"), submitted.text("to_time")
    name = {"name": submitted.text("name")} if submitted.text("name") else {}
    if not (starts or ends) and ends_on in (None, starts_on):
        return {"date": starts_on, **name}
    last_on = ends_on or starts_on
    return {
        "from": f"{starts_on}T{_two_digits(starts)}" if starts else starts_on,
        "to": f"{last_on}T{_two_digits(ends)}" if ends else last_on,
        **name,
    }


def _two_digits(time: str) -> str:
    """`9:00` as `09:00`."""
    return time if time.partition(":")[0].isdigit() and time[1:2] != ":" else f"0{time}"


def closure_field(key: str) -> str | None:
    """The field that a key of a closure is about; None where it is another key."""
    if not key.startswith("closures"):
        return None
    return "to_date" if key.endswith(".to") else "from_date"


def _opening_blocks(
    work: Transaction, content: Content, entry: Entry | None, argument: str
) -> list[Block]:
    return opening_blocks(entry or {})


def _opening_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    day = submitted.choice("date")
    if not day:
        raise FieldErrors({"date": wording.calendar_forms.no_date()})
    lines = f"{_ANY_DAY} {submitted.text('hours')}"
    hours = hours_at("hours", lines, "hours")
    entry: dict[str, Any] = {"date": day, "hours": hours[_ANY_DAY]}
    name = submitted.text("name")
    return {**entry, "name": name} if name else entry


def _opening_field(key: str) -> str | None:
    if not key.startswith("openings"):
        return None
    return "hours" if ".hours" in key else "date"


CLOSURE: Final = PartEditor(
    callback_id=ids.CALENDAR_CLOSURE_FORM,
    first_field="from_date",
    title=wording.calendar_forms.closure_title,
    blocks=_closure_blocks,
    entry_of=_closure_of,
    most=EXCEPTIONS_SHOWN,
    field_of=closure_field,
)
OPENING: Final = PartEditor(
    callback_id=ids.CALENDAR_OPENING_FORM,
    first_field="date",
    title=wording.calendar_forms.opening_title,
    blocks=_opening_blocks,
    entry_of=_opening_of,
    most=EXCEPTIONS_SHOWN,
    field_of=_opening_field,
)
