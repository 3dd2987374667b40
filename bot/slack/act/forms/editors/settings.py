"""The form of what holds for the whole workspace."""

import re
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.digests import DIGEST, DIGESTS, digest_shown
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.named import (
    NameList,
    bots_offered,
    field_of,
    groups_offered,
    levels_offered,
    listed_one,
    one_of,
    unlike_empty,
    zones_offered,
)
from bot.slack.act.forms.kind import FieldErrors
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.name_fields import BOTS, GROUPS, PEOPLE
from bot.slack.draw.blocks.settings_editor import OPEN, SettingsFields, settings_blocks
from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import WORKSPACE, WorkspaceOptions
from sla_core.configuration.contents import DEFAULT_EMOJI

ADMINS: Final = NameList("admins", (PEOPLE, GROUPS))
INTAKE_BOTS: Final = NameList("intake_bots", (BOTS,), always_others=True)
LISTS: Final = (ADMINS, INTAKE_BOTS)
_HANDLED: Final = {
    *(each.key for each in LISTS),
    *("default_level", "report_time_zone", "language", "emoji", DIGESTS),
}
_EMOJI: Final = re.compile(r"[^\s:]+")


def _content_of(keys: Plain) -> Content:
    emoji = keys.get("emoji", DEFAULT_EMOJI)
    digests = tuple(keys.get(DIGESTS, ()))
    fields: dict[str, Any] = {
        "default_level": listed_one(keys.get("default_level")),
        "report_time_zone": keys.get("report_time_zone", WorkspaceOptions().report_time_zone),
        "language": keys.get("language", OPEN),
        **{f"emoji_{purpose}": emoji.get(purpose, "") for purpose in DEFAULT_EMOJI},
        "shown_emoji": dict(emoji),
        "others": {name: value for name, value in keys.items() if name not in _HANDLED},
    }
    for each in LISTS:
        fields |= each.fields_of(keys.get(each.key, []))
    return Content(fields, {DIGESTS: digests})


def _keys_of(content: Content) -> Plain:
    zone = content.text("report_time_zone")
    if not zone:
        raise FieldErrors({"report_time_zone": wording.administration.no_time_zone()})
    language = content.text("language")
    keys: Plain = {
        **(content.fields.get("others") or {}),
        "report_time_zone": zone,
        "default_level": one_of(content, "default_level"),
        "language": None if language == OPEN else language,
        **{each.key: each.names_in(content) for each in LISTS},
        DIGESTS: [dict(entry) for entry in content.entries(DIGESTS)],
    }
    return {**unlike_empty(keys), "emoji": _emoji(content)}


def _emoji(content: Content) -> dict[str, str]:
    """What each emoji does, by its name; none does what is left empty."""
    emoji = {}
    for purpose in DEFAULT_EMOJI:
        typed = content.text(f"emoji_{purpose}")
        is_as_before = typed == (content.fields.get("shown_emoji") or {}).get(purpose)
        name = typed if is_as_before else typed.strip().strip(":")
        if name and not (is_as_before or _EMOJI.fullmatch(name)):
            raise FieldErrors({f"emoji_{purpose}": wording.administration.no_emoji()})
        if name:
            emoji[purpose] = name
    return emoji


def _blocks(work: Transaction, content: Content) -> list[Block]:
    fields = SettingsFields(
        default_level=one_of(content, "default_level"),
        time_zone=content.text("report_time_zone") or None,
        language=content.text("language") or OPEN,
        admins=ADMINS.shown(work, content),
        bots=INTAKE_BOTS.shown(work, content),
        emoji={purpose: content.text(f"emoji_{purpose}") for purpose in DEFAULT_EMOJI},
        digests=[digest_shown(work, entry) for entry in content.entries(DIGESTS)],
        more=content.more,
    )
    return list(settings_blocks(fields))


def _field_of(key: str) -> str:
    if key.startswith("emoji."):
        return key.replace(".", "_", 1)
    return field_of(LISTS, key)


SETTINGS: Final = Editor(
    kind=WORKSPACE,
    callback_id=ids.SETTINGS_FORM,
    first_field="default_level",
    title=wording.administration.settings_title,
    new_title=wording.administration.settings_title,
    content_of=_content_of,
    keys_of=_keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="settings form",
    parts={DIGESTS: DIGEST},
    menus={
        "default_level": levels_offered,
        "report_time_zone": zones_offered,
        "groups_": groups_offered,
        "bots_": bots_offered,
    },
)
