"""A digest among the settings: how often, when, to whom, of which department."""

from typing import Any, Final

from bot import wording
from bot.config.digests import written_time
from bot.config.identities import may_be_written, refusal
from bot.config.references import READERS, Reference
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.editors.named import NameList, departments_offered, one_of
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.name_fields import CHANNELS, PEOPLE
from bot.slack.draw.blocks.settings_editor import DIGESTS_SHOWN, DigestFields, digest_blocks
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.overviews import labels
from bot.views.administration import DigestView
from sla_core.configuration.digests import EVERY, MORNING_S, WEEKDAYS

DIGESTS: Final = "digests"
READ_BY: Final = NameList("to", (PEOPLE, CHANNELS))
_MORNING: Final = written_time(MORNING_S)
_MONDAY: Final = WEEKDAYS[0]


def _to(entry: Entry | None) -> list[str]:
    to = (entry or {}).get("to", [])
    return [to] if isinstance(to, str) else [str(name) for name in to]


def digest_shown(work: Transaction, entry: Entry) -> DigestView:
    """A digest in a line, by the names of who gets it."""
    return DigestView(
        every=str(entry["every"]),
        on=str(entry.get("on", _MONDAY)),
        at=str(entry.get("at", _MORNING)),
        to=labels(work.directory, _to(entry)),
        department=entry.get("department"),
    )


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    keys = entry or {}
    readers = READ_BY.shown(work, Content(READ_BY.fields_of(_to(entry))))
    fields = DigestFields(
        every=str(keys.get("every", "week")),
        on=str(keys.get("on", _MONDAY)),
        at=str(keys.get("at", _MORNING)),
        readers=readers,
        department=keys.get("department"),
    )
    return list(digest_blocks(fields))


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    every, on = submitted.choice("every"), submitted.choice("on") or _MONDAY
    if every not in EVERY or on not in WEEKDAYS:
        raise FieldErrors({"every": wording.forms.unreadable()})
    typed = Content({**READ_BY.fields_of(_to(before)), **submitted.values})
    entry: dict[str, Any] = {"every": every, "to": _readers(typed)}
    department = one_of(typed, "department")
    if department is not None:
        entry["department"] = department
    at = submitted.choice("at") or _MORNING
    if at != _MORNING:
        entry["at"] = at
    if every == "week" and on != _MONDAY:
        entry["on"] = on
    return entry


def _readers(typed: Content) -> list[str]:
    names = READ_BY.names_in(typed)
    if not names:
        raise FieldErrors({READ_BY.field: wording.administration.no_digest_readers()})
    for name in names:
        reference = Reference((DIGESTS,), READERS, name)
        if not may_be_written(reference):
            raise FieldErrors({"others_to": refusal(reference)})
    return names


DIGEST: Final = PartEditor(
    callback_id=ids.DIGEST_FORM,
    first_field=READ_BY.field,
    title=wording.administration.digest_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=DIGESTS_SHOWN,
    menus={"department": departments_offered},
)
