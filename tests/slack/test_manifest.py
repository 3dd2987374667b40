"""The manifest says what the bot hears and calls: all of it, and nothing else."""

import ast
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bot.slack.act.clicks import CLICKS, OPENERS
from bot.slack.act.forms import KINDS
from bot.slack.act.listeners.editors import action_ids
from bot.slack.connect.app import LISTENERS
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from sandbox.manifest import EVENT_SCOPES
from sandbox.manifest_check import manifest_problems
from sandbox.webapi.methods import METHODS

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = YAML(typ="safe").load((ROOT / "app_manifest.yml").read_text(encoding="utf-8"))

# Delivery can do more than anybody asks of it: no use case reacts.
UNASKED = {"reactions.add"}
# What public and private channels need of a method that takes any of several scopes.
IN_CHANNELS = {
    "conversations.history": {"channels:history", "groups:history"},
    "conversations.replies": {"channels:history", "groups:history"},
    "conversations.list": {"channels:read", "groups:read", "im:read"},
    "conversations.info": {"channels:read", "groups:read"},
}
# Scopes of what is read or written by a method that works without them.
FOR_FIELDS = {"users:read.email": '"email"', "chat:write.customize": '"username"'}
BY_EVENT = {
    "message.channels": {"channels:history"},
    "message.groups": {"groups:history"},
    "member_joined_channel": {"channels:read", "groups:read"},
}


@pytest.fixture(scope="module")
def heard():
    names: dict[str, set[str]] = {}
    for listeners in LISTENERS:
        for (kind, name), _ in listeners(None):
            names.setdefault(kind, set()).add(name)
    return names


def methods_called() -> set[str]:
    """Every method of Slack that the source of the bot names."""
    found = set()
    for folder in ("slack", "delivery", "usecases"):
        for path in (ROOT / "bot" / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in METHODS:
                    found.add(node.value)
    return found - UNASKED


def test_slack_takes_the_manifest():
    assert manifest_problems(MANIFEST) == []


def test_it_installs_without_an_address_and_without_paid_features():
    settings = MANIFEST["settings"]
    assert settings["socket_mode_enabled"] is True
    assert settings["org_deploy_enabled"] is False
    assert settings["token_rotation_enabled"] is False
    assert settings["interactivity"] == {"is_enabled": True}


def test_the_wheel_carries_the_same_manifest():
    assert (ROOT / "bot" / "app_manifest.yml").resolve() == ROOT / "app_manifest.yml"


def test_every_slash_command_is_heard_and_escaped(heard):
    commands = MANIFEST["features"]["slash_commands"]
    assert {each["command"] for each in commands} == heard["command"]
    assert all(each["should_escape"] for each in commands)


def test_every_event_is_heard(heard):
    subscribed = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {each.partition(".")[0] for each in subscribed} == heard["event"]


def test_every_shortcut_is_heard(heard):
    assert {each["callback_id"] for each in MANIFEST["features"]["shortcuts"]} == heard["shortcut"]


def test_every_button_form_and_menu_of_ours_is_heard(heard):
    pressed = {ids.OPEN_THREAD, ids.SETUP_BACK, VALUE, *CLICKS, *OPENERS, *action_ids()}
    assert heard["action"] == pressed
    assert heard["view"] == {form for form, kind in KINDS.items() if kind.is_sent}
    assert heard["options"] == {VALUE, ids.CHOOSE_DEPARTMENT}


def test_the_scopes_are_those_of_the_calls_and_events():
    needed = {"commands"}
    for method in methods_called():
        scopes = set(METHODS[method].scopes)
        wanted = IN_CHANNELS.get(method, scopes)
        assert wanted <= scopes
        needed |= wanted
    for event in MANIFEST["settings"]["event_subscriptions"]["bot_events"]:
        wanted = BY_EVENT.get(event, set(EVENT_SCOPES[event]))
        assert wanted <= set(EVENT_SCOPES[event])
        needed |= wanted
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "slack").rglob("*.py")
    )
    needed |= {scope for scope, used in FOR_FIELDS.items() if used in source}
    assert needed == set(MANIFEST["oauth_config"]["scopes"]["bot"])
