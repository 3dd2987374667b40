"""A field that a department asks for: its name, what is filled in, whether it is required."""

from typing import Any, Final

from bot import wording
from bot.config.people import FIELD_TYPES
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.department_editor import FIELDS_SHOWN, field_blocks
from bot.slack.draw.blocks.elements import Block
from bot.usecases.ground.transaction import Transaction
from bot.words.spelling import unquoted

FIELDS: Final = "fields"


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    return field_blocks(entry or {})


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    name = unquoted(submitted.text("name")).strip()
    _require_new(name, content, before)
    kind, options = submitted.choice("type"), _options(submitted)
    if kind not in FIELD_TYPES:
        raise FieldErrors({"type": wording.forms.unreadable()})
    if kind == "choice" and not options:
        raise FieldErrors({"options": wording.departments.no_options()})
    if kind != "choice" and options:
        raise FieldErrors({"options": wording.departments.options_of_none()})
    entry: dict[str, Any] = {"name": name, "type": kind}
    if options:
        entry["options"] = options
    is_required = "required" in submitted.choices("required")
    if is_required or "required" in (before or {}):
        entry["required"] = is_required
    return entry


def _require_new(name: str, content: Content, before: Entry | None) -> None:
    if not name:
        raise FieldErrors({"name": wording.departments.no_field_name()})
    others = [entry for entry in content.entries(FIELDS) if entry != before]
    if any(str(entry["name"]).casefold() == name.casefold() for entry in others):
        raise FieldErrors({"name": wording.departments.field_taken(name)})


def _options(submitted: Submission) -> list[str]:
    lines = submitted.text("options").splitlines()
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


FIELD: Final = PartEditor(
    callback_id=ids.DEPARTMENT_FIELD_FORM,
    first_field="name",
    title=wording.departments.field_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=FIELDS_SHOWN,
)
