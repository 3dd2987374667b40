"""The form of a department: channels, people and level first, the rest behind More."""

from collections.abc import Mapping
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.department_fields import FIELD, FIELDS
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.named import (
    NameList,
    field_of,
    groups_offered,
    levels_offered,
    listed_one,
    one_of,
    unlike_empty,
)
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.department_editor import DepartmentFields, department_blocks
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.name_fields import CHANNELS, GROUPS, PEOPLE
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import overviews
from bot.views.administration import FieldView

INTAKE: Final = NameList("intake_channels", (CHANNELS,))
ALERTS: Final = NameList("alert_channel", (CHANNELS,), most=1)
LEADS, MANAGERS, AGENTS = (
    NameList(role, (PEOPLE, GROUPS)) for role in ("leads", "managers", "agents")
)
LISTS: Final = (INTAKE, ALERTS, LEADS, MANAGERS, AGENTS)
_HANDLED: Final = {*(each.key for each in LISTS), "level", "private", FIELDS}


def _content_of(keys: Plain) -> Content:
    fields: dict[str, Any] = {
        "level": listed_one(keys.get("level")),
        "private": ["private"] if keys.get("private") else [],
        "others": {name: value for name, value in keys.items() if name not in _HANDLED},
    }
    for each in LISTS:
        written = keys.get(each.key, [])
        fields |= each.fields_of([written] if isinstance(written, str) else written)
    declared: Mapping[str, Mapping[str, Any]] = keys.get(FIELDS, {})
    entries = tuple({"name": name, **values} for name, values in declared.items())
    more = bool(entries or keys.get("private") or keys.get("managers"))
    return Content(fields, {FIELDS: entries}, more=more)


def _keys_of(content: Content) -> Plain:
    keys: Plain = {
        **(content.fields.get("others") or {}),
        **{each.key: each.names_in(content) for each in (INTAKE, LEADS, MANAGERS, AGENTS)},
        ALERTS.key: ALERTS.one_in(content),
        "level": one_of(content, "level"),
        FIELDS: {str(entry["name"]): _declared(entry) for entry in content.entries(FIELDS)},
    }
    is_private = "private" in content.list("private")
    return {**unlike_empty(keys), **({"private": True} if is_private else {})}


def _declared(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name != "name"}


def _blocks(work: Transaction, content: Content) -> list[Block]:
    fields = DepartmentFields(
        name=content.text("name"),
        is_new=content.is_new,
        intake=INTAKE.shown(work, content),
        alerts=ALERTS.shown(work, content),
        leads=LEADS.shown(work, content),
        managers=MANAGERS.shown(work, content),
        agents=AGENTS.shown(work, content),
        level=one_of(content, "level"),
        is_private="private" in content.list("private"),
        fields=[_field_view(entry) for entry in content.entries(FIELDS)],
        more=content.more,
    )
    return list(department_blocks(fields))


def _field_view(entry: Entry) -> FieldView:
    options = tuple(map(str, entry.get("options", ())))
    return FieldView(str(entry["name"]), str(entry["type"]), options, bool(entry.get("required")))


def _field_of(key: str) -> str:
    return field_of(LISTS, key)


def _without_intake(content: Content) -> Content:
    """Requests come in from a channel to one department only."""
    return content.typed(INTAKE.fields_of(()))


def _archive_note(work: Transaction, name: str) -> str | None:
    open_tickets = overviews.open_tickets(work, name)
    return wording.departments.open_tickets(open_tickets) if open_tickets else None


def _keeps_name(work: Transaction, name: str) -> str | None:
    open_tickets = overviews.open_tickets(work, name)
    return wording.editors.keeps_name("department", open_tickets) if open_tickets else None


DEPARTMENT: Final = Editor(
    kind="department",
    callback_id=ids.DEPARTMENT_EDIT_FORM,
    first_field=INTAKE.field,
    title=wording.departments.department_title,
    new_title=wording.departments.new_department,
    content_of=_content_of,
    keys_of=_keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="department form",
    new_callback_id=ids.DEPARTMENT_NEW_FORM,
    copy_callback_id=ids.DEPARTMENT_COPY_FORM,
    archive_callback_id=ids.DEPARTMENT_ARCHIVE_FORM,
    parts={FIELDS: FIELD},
    menus={"level": levels_offered, "groups_": groups_offered},
    copied=_without_intake,
    archive_note=_archive_note,
    keeps_name=_keeps_name,
)
