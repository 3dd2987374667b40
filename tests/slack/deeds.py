"""All that somebody can do to Punctual in Slack, each with a way to do it: the rows of the table.

What the app hears is read from its registries (`everything_heard`). An entry without a deed in one
of the modules `deeds_of_*` fails `test_matrix.py`, and so does a deed without its row in
docs/security.md.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Final

from bot.slack.act.forms import KINDS
from bot.views.home import Home
from sla_core.configuration.contents import DEFAULT_EMOJI
from tests.house.registered import everything
from tests.slack.deeds_of_buttons import buttons, presses_in_forms
from tests.slack.deeds_of_commands import commands
from tests.slack.deeds_of_config_files import config_file_deeds
from tests.slack.deeds_of_editors import (
    editor_buttons,
    editor_commands,
    editor_forms,
    editor_menus,
)
from tests.slack.deeds_of_forms import forms, menus, shortcuts
from tests.slack.deeds_of_messages import NO_PARTS, home, messages
from tests.slack.deeds_of_rules import rule_deeds
from tests.slack.deeds_of_set_up import set_up_deeds

DEEDS: Final = (
    *commands(),
    *editor_commands(),
    *buttons(),
    *presses_in_forms(),
    *editor_buttons(),
    *forms(),
    *editor_forms(),
    *menus(),
    *editor_menus(),
    *shortcuts(),
    *messages(),
    *home(),
    *rule_deeds(),
    *config_file_deeds(),
    *set_up_deeds(),
)

NO_DEEDS: Final[Mapping[str, str]] = {
    "options:value": "each searched menu of a form has a deed of its own",
    "event:app_mention": "a way of `/ticket show`",
    "event:reaction_added": "each emoji has a deed of its own",
    "event:app_home_opened": "each part of App Home has a deed of its own",
    "warning:app_rate_limited": "Slack tells of itself",
    **dict.fromkeys(
        (
            "event:channel_archive",
            "event:channel_created",
            "event:channel_id_changed",
            "event:channel_left",
            "event:channel_rename",
            "event:channel_unarchive",
            "event:group_archive",
            "event:group_left",
            "event:group_rename",
            "event:group_unarchive",
            "event:member_joined_channel",
            "event:member_left_channel",
            "event:subteam_created",
            "event:subteam_members_changed",
            "event:subteam_updated",
            "event:team_join",
            "event:user_change",
        ),
        "Slack tells what there is; who may change it there is Slack's to say",
    ),
}
"""What is heard and is no deed of its own, and why."""


def everything_heard() -> set[str]:
    """The name of each thing that somebody can do, from the registries of the app."""
    menus = {f"menu:{form}.{name}" for form, kind in KINDS.items() for name in kind.menus}
    emoji = {f"emoji:{purpose}" for purpose in DEFAULT_EMOJI}
    parts = {f"home:{each.name}" for each in fields(Home) if each.name not in NO_PARTS}
    return everything() | menus | emoji | parts
