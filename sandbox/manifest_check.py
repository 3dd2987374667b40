"""What Slack would refuse in an app manifest: `manifest_problems`, empty where it would install.

First the shape (`manifest_schema.json`), then what a schema cannot say. Sources in
`manifest_schema.md`; the message about event subscriptions is Slack's own, from the page of
`apps.manifest.validate`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft7Validator

from sandbox.manifest import EVENT_SCOPES

Manifest = dict[str, Any]
EVENTS = "/settings/event_subscriptions"
COMMANDS = "/features/slash_commands"
SHORTCUTS = "/features/shortcuts"
INTERACTIVITY = "/settings/interactivity"


def manifest_problems(manifest: Manifest) -> list[str]:
    """One line per fault, `pointer: what is wrong`; empty if Slack would take the manifest."""
    found = sorted(
        f"/{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in _schema().iter_errors(manifest)
    )
    return found or [*_addresses(manifest), *_scopes(manifest), *_doubles(manifest)]


@cache
def _schema() -> Draft7Validator:
    text = files(__package__).joinpath("manifest_schema.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def _at(manifest: Manifest, pointer: str, default: Any) -> Any:
    node: Any = manifest
    for step in pointer.split("/")[1:]:
        node = node.get(step, {})
    return node or default


def _addresses(manifest: Manifest) -> Iterator[str]:
    """Without Socket Mode, Slack must know where to send."""
    if _at(manifest, "/settings/socket_mode_enabled", False):
        return
    events, interactivity = _at(manifest, EVENTS, {}), _at(manifest, INTERACTIVITY, {})
    if events and "request_url" not in events:
        yield f"{EVENTS}: Event Subscription requires either Request URL or Socket Mode Enabled"
    if interactivity.get("is_enabled") and "request_url" not in interactivity:
        yield f"{INTERACTIVITY}: Interactivity requires either Request URL or Socket Mode Enabled"
    for index, command in enumerate(_at(manifest, COMMANDS, [])):
        if "url" not in command:
            yield f"{COMMANDS}/{index}: Slash Command requires either URL or Socket Mode Enabled"


def _scopes(manifest: Manifest) -> Iterator[str]:
    held = set(_at(manifest, "/oauth_config/scopes/bot", []))
    if held and not _at(manifest, "/features/bot_user", {}):
        yield "/features: bot_user is required to use bot scopes"
    for pointer in (COMMANDS, SHORTCUTS):
        if _at(manifest, pointer, []) and "commands" not in held:
            yield f"{pointer}: requires the bot scope commands"
    for index, event in enumerate(_at(manifest, f"{EVENTS}/bot_events", [])):
        needed = EVENT_SCOPES.get(event, ())
        if needed and not held.intersection(needed):
            wanted = " or ".join(needed)
            yield f"{EVENTS}/bot_events/{index}: {event} requires the bot scope {wanted}"
    if _at(manifest, SHORTCUTS, []) and not _at(manifest, f"{INTERACTIVITY}/is_enabled", False):
        yield f"{SHORTCUTS}: shortcuts require interactivity to be enabled"


def _doubles(manifest: Manifest) -> Iterator[str]:
    for pointer, key in ((COMMANDS, "command"), (SHORTCUTS, "callback_id")):
        counts = Counter(item[key] for item in _at(manifest, pointer, []))
        for name in (name for name, count in counts.items() if count > 1):
            yield f"{pointer}: {name} is there more than once"
