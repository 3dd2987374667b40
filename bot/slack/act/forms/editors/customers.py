"""The forms of a customer and of a group of customers."""

import re
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.named import (
    NameList,
    customer_groups_offered,
    field_of,
    levels_offered,
    listed_one,
    one_of,
    unlike_empty,
)
from bot.slack.act.forms.kind import FieldErrors
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.department_editor import CustomerFields, customer_blocks, group_blocks
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.name_fields import CHANNELS, PEOPLE
from bot.usecases.ground.transaction import Transaction

THEIR_CHANNELS: Final = NameList("channels", (CHANNELS,))
USERS: Final = NameList("users", (PEOPLE,))
DOMAINS: Final = NameList("domains", (), always_others=True)
LISTS: Final = (THEIR_CHANNELS, USERS, DOMAINS)
_HANDLED: Final = {*(each.key for each in LISTS), "group", "level"}
_DOMAIN: Final = re.compile(r"[^\s@.]+(\.[^\s@.]+)+")
_BETWEEN: Final = re.compile(r"[\s,;]+")


def _content_of(keys: Plain) -> Content:
    fields: dict[str, Any] = {
        "group": listed_one(keys.get("group")),
        "level": listed_one(keys.get("level")),
        "others": {name: value for name, value in keys.items() if name not in _HANDLED},
    }
    for each in LISTS:
        fields |= each.fields_of(keys.get(each.key, []))
    return Content(fields)


def _keys_of(content: Content) -> Plain:
    keys: Plain = {
        **(content.fields.get("others") or {}),
        "group": one_of(content, "group"),
        **{each.key: each.names_in(content) for each in LISTS},
        DOMAINS.key: _domains(content),
        "level": one_of(content, "level"),
    }
    return unlike_empty(keys)


def _domains(content: Content) -> list[str]:
    """The domains that were typed, with or without an @ before them; else `FieldErrors`.

    What stood there before stays as it is.
    """
    before, domains = DOMAINS.before(content), []
    for name in DOMAINS.names_in(content):
        words = [name] if name in before else _BETWEEN.split(name)
        domains += [word if word in before else word.removeprefix("@") for word in words if word]
    new = (word for word in domains if word not in before)
    wrong = next((word for word in new if not _DOMAIN.fullmatch(word)), None)
    if wrong is not None:
        raise FieldErrors({DOMAINS.field: wording.departments.no_domain(wrong)})
    return list(dict.fromkeys(domains))


def _blocks(work: Transaction, content: Content) -> list[Block]:
    fields = CustomerFields(
        name=content.text("name"),
        is_new=content.is_new,
        group=one_of(content, "group"),
        channels=THEIR_CHANNELS.shown(work, content),
        users=USERS.shown(work, content),
        domains=DOMAINS.shown(work, content),
        level=one_of(content, "level"),
    )
    return list(customer_blocks(fields))


def _field_of(key: str) -> str:
    return field_of(LISTS, key)


CUSTOMER: Final = Editor(
    kind="customer",
    callback_id=ids.CUSTOMER_EDIT_FORM,
    first_field=DOMAINS.field,
    title=wording.departments.customer_title,
    new_title=wording.departments.new_customer,
    content_of=_content_of,
    keys_of=_keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="customer form",
    new_callback_id=ids.CUSTOMER_NEW_FORM,
    archive_callback_id=ids.CUSTOMER_ARCHIVE_FORM,
    menus={"level": levels_offered, "group": customer_groups_offered},
)


# --- groups ---------------------------------------------------------------------------------------


def _group_content(keys: Plain) -> Content:
    others = {name: value for name, value in keys.items() if name != "level"}
    return Content({"level": listed_one(keys.get("level")), "others": others})


def _group_keys(content: Content) -> Plain:
    others = content.fields.get("others") or {}
    return unlike_empty({**others, "level": one_of(content, "level")})


def _group_blocks(work: Transaction, content: Content) -> list[Block]:
    name, level = content.text("name"), one_of(content, "level")
    return list(group_blocks(name, level, is_new=content.is_new))


CUSTOMER_GROUP: Final = Editor(
    kind="customer_group",
    callback_id=ids.GROUP_EDIT_FORM,
    first_field="level",
    title=wording.departments.group_title,
    new_title=wording.departments.new_group,
    content_of=_group_content,
    keys_of=_group_keys,
    blocks=_group_blocks,
    field_of=_field_of,
    action="customer group form",
    new_callback_id=ids.GROUP_NEW_FORM,
    archive_callback_id=ids.GROUP_ARCHIVE_FORM,
    menus={"level": levels_offered},
)
