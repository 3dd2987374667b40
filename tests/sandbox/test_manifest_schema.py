"""What Slack would take as an app manifest, and what it would send back."""

from copy import deepcopy
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from sandbox.manifest import EVENT_SCOPES
from sandbox.manifest_check import manifest_problems

WHOLE = {
    "_metadata": {"major_version": 1, "minor_version": 1},
    "display_information": {"name": "Punctual", "background_color": "#0a0"},
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "punctual", "always_online": True},
        "shortcuts": [
            {"type": "message", "name": "Open", "callback_id": "open", "description": "Opens"}
        ],
        "slash_commands": [{"command": "/sla", "description": "Levels", "should_escape": True}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "channels:history", "chat:write"]}},
    "settings": {
        "event_subscriptions": {"bot_events": ["message.channels", "app_home_opened"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}
URL = "https://punctual.test/slack/events"


def manifest(path="", value=None):
    """The whole manifest with one value changed, or left out where `value` is None."""
    changed = deepcopy(WHOLE)
    if path:
        *steps, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        node = changed
        for step in steps:
            node = node[step]
        if value is None:
            del node[last]
        else:
            node[last] = value
    return changed


def test_a_whole_manifest_passes():
    assert manifest_problems(manifest()) == []


def test_a_name_alone_is_a_manifest():
    assert manifest_problems({"display_information": {"name": "Punctual"}}) == []


def test_without_socket_mode_addresses_make_it_whole():
    http = manifest("settings/socket_mode_enabled", False)
    http["settings"]["event_subscriptions"]["request_url"] = URL
    http["settings"]["interactivity"]["request_url"] = URL
    http["features"]["slash_commands"][0]["url"] = URL
    assert manifest_problems(http) == []


BAD_SHAPES = {
    "no name": ("display_information/name", None, "/display_information"),
    "name": ("display_information/name", "x" * 36, "/display_information/name"),
    "description": (
        "display_information/description",
        "x" * 141,
        "/display_information/description",
    ),
    "long description": (
        "display_information/long_description",
        "x" * 174,
        "/display_information/long_description",
    ),
    "colour": (
        "display_information/background_color",
        "green",
        "/display_information/background_color",
    ),
    "bot name": (
        "features/bot_user/display_name",
        "x" * 81,
        "/features/bot_user/display_name",
    ),
    "command without slash": (
        "features/slash_commands/0/command",
        "sla",
        "/features/slash_commands/0/command",
    ),
    "long command": (
        "features/slash_commands/0/command",
        "/" + "x" * 32,
        "/features/slash_commands/0/command",
    ),
    "command without description": (
        "features/slash_commands/0/description",
        None,
        "/features/slash_commands/0",
    ),
    "command in the clear": (
        "features/slash_commands/0/url",
        "http://punctual.test",
        "/features/slash_commands/0/url",
    ),
    "usage hint": (
        "features/slash_commands/0/usage_hint",
        "x" * 1001,
        "/features/slash_commands/0/usage_hint",
    ),
    "kind of shortcut": ("features/shortcuts/0/type", "channel", "/features/shortcuts/0/type"),
    "name of a shortcut": ("features/shortcuts/0/name", "x" * 25, "/features/shortcuts/0/name"),
    "unknown scope": (
        "oauth_config/scopes/bot/0",
        "chat:shout",
        "/oauth_config/scopes/bot/0",
    ),
    "scope twice": (
        "oauth_config/scopes/bot/1",
        "commands",
        "/oauth_config/scopes/bot",
    ),
    "unknown event": (
        "settings/event_subscriptions/bot_events/0",
        "message.shouted",
        "/settings/event_subscriptions/bot_events/0",
    ),
    "interactivity without a switch": (
        "settings/interactivity/is_enabled",
        None,
        "/settings/interactivity",
    ),
    "flag as text": ("settings/socket_mode_enabled", "yes", "/settings/socket_mode_enabled"),
    "unknown setting": ("settings/colour", "red", "/settings"),
    "unknown section": ("workers", {}, "/"),
    "schema version": ("_metadata/major_version", 3, "/_metadata/major_version"),
}


@pytest.mark.parametrize(("path", "value", "pointer"), BAD_SHAPES.values(), ids=BAD_SHAPES)
def test_a_wrong_field_is_named_with_its_place(path, value, pointer):
    (said,) = manifest_problems(manifest(path, value))
    assert said.startswith(f"{pointer}: ")


def test_more_than_ten_shortcuts_are_refused():
    many = [WHOLE["features"]["shortcuts"][0] | {"callback_id": str(n)} for n in range(11)]
    (said,) = manifest_problems(manifest("features/shortcuts", many))
    assert said.startswith("/features/shortcuts: ")


COMMAND = WHOLE["features"]["slash_commands"][0]
SHORTCUT = WHOLE["features"]["shortcuts"][0]
CONTRADICTIONS = {
    "a command needs its scope": (
        ("oauth_config/scopes/bot", ["channels:history"]),
        [
            "/features/slash_commands: requires the bot scope commands",
            "/features/shortcuts: requires the bot scope commands",
        ],
    ),
    "an event needs its scope": (
        ("oauth_config/scopes/bot", ["commands"]),
        [
            (
                "/settings/event_subscriptions/bot_events/0: "
                "message.channels requires the bot scope channels:history"
            )
        ],
    ),
    "one of two scopes will do": (
        ("settings/event_subscriptions/bot_events", ["member_joined_channel"]),
        [
            (
                "/settings/event_subscriptions/bot_events/0: "
                "member_joined_channel requires the bot scope channels:read or groups:read"
            )
        ],
    ),
    "bot scopes need a bot": (
        ("features/bot_user", None),
        ["/features: bot_user is required to use bot scopes"],
    ),
    "shortcuts need interactivity": (
        ("settings/interactivity/is_enabled", False),
        ["/features/shortcuts: shortcuts require interactivity to be enabled"],
    ),
    "a command stands once": (
        ("features/slash_commands", [COMMAND, COMMAND]),
        ["/features/slash_commands: /sla is there more than once"],
    ),
    "a shortcut stands once": (
        ("features/shortcuts", [SHORTCUT, SHORTCUT]),
        ["/features/shortcuts: open is there more than once"],
    ),
    "without socket mode all need an address": (
        ("settings/socket_mode_enabled", False),
        [
            (
                "/settings/event_subscriptions: "
                "Event Subscription requires either Request URL or Socket Mode Enabled"
            ),
            (
                "/settings/interactivity: "
                "Interactivity requires either Request URL or Socket Mode Enabled"
            ),
            "/features/slash_commands/0: Slash Command requires either URL or Socket Mode Enabled",
        ],
    ),
}


@pytest.mark.parametrize(("change", "said"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_named(change, said):
    assert manifest_problems(manifest(*change)) == said


@pytest.mark.parametrize(("event", "scopes"), EVENT_SCOPES.items(), ids=EVENT_SCOPES)
def test_every_event_and_scope_of_the_sandbox_is_one_of_slacks(event, scopes):
    known = manifest("settings/event_subscriptions/bot_events", [event])
    known["oauth_config"]["scopes"]["bot"] = ["commands", *scopes]
    assert manifest_problems(known) == []


def test_slack_would_install_punctual():
    text = files("bot").joinpath("app_manifest.yml").read_text(encoding="utf-8")
    assert manifest_problems(YAML(typ="safe").load(text)) == []
