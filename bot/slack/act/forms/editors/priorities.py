"""A target that holds for one priority only."""

from typing import Final

from bot import wording
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.editors.times import duration_at, shown_duration
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.level_editor import priority_blocks
from bot.usecases.ground.transaction import Transaction
from sla_core.tickets.vocabulary import METRICS, PRIORITIES

LIST: Final = "priorities"


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    values = {} if entry is None else {**entry, "time": shown_duration(entry["time"])}
    return priority_blocks(values)


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    metric, priority = submitted.choice("metric"), submitted.choice("priority")
    if metric not in METRICS or priority not in PRIORITIES:
        raise FieldErrors({"time": wording.forms.unreadable()})
    time = duration_at("time", submitted.words("time"))
    if time is None:
        raise FieldErrors({"time": wording.level_editors.no_time()})
    others = [entry for entry in content.entries(LIST) if entry != before]
    if any((entry["metric"], entry["priority"]) == (metric, priority) for entry in others):
        raise FieldErrors({"priority": wording.level_editors.has_a_time()})
    return {"metric": metric, "priority": priority, "time": time}


def _field_of(key: str) -> str | None:
    return "time" if key.startswith("targets") else None


PRIORITY: Final = PartEditor(
    callback_id=ids.LEVEL_PRIORITY_FORM,
    first_field="time",
    title=wording.level_editors.priority_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=len(METRICS) * len(PRIORITIES),
    field_of=_field_of,
)
