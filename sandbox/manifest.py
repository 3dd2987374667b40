"""Reads an app manifest: which scopes, events, commands and shortcuts exist.

The sandbox takes it as Slack does: what is not declared here is not delivered, does not exist, or
answers `missing_scope`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

# Every subscribed event needs one of these scopes; Slack refuses a manifest without it.
EVENT_SCOPES: dict[str, tuple[str, ...]] = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_created": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_id_changed": (),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "group_rename": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_left": ("groups:read",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
    "team_rename": ("team:read",),
    "team_domain_change": ("team:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "dnd_updated_user": ("dnd:read",),
    "app_home_opened": (),
    "app_uninstalled": (),
    "tokens_revoked": (),
}


class ManifestError(ValueError):
    """A manifest Slack would not accept; `key` is where."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `should_escape` turns @name and #name into ids."""

    name: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut; `kind` is "message" or "global"."""

    callback_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The declarations of one app."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Command]
    shortcuts: dict[str, Shortcut]
    has_home_tab: bool
    has_interactivity: bool


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a YAML or JSON file; raises OSError or ManifestError."""
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except YAMLError as broken:
        raise ManifestError("manifest", f"not readable as YAML: {_first_line(broken)}") from broken
    return parse_manifest(data)


def parse_manifest(data: Any) -> Manifest:
    """Return the manifest in `data`; raises ManifestError naming the key Slack would refuse."""
    if not isinstance(data, dict):
        raise ManifestError("manifest", "must be an object")
    features = _section(data, "features")
    settings = _section(data, "settings")
    scopes = _section(_section(data, "oauth_config"), "scopes").get("bot") or []
    events = _section(settings, "event_subscriptions").get("bot_events") or []
    manifest = Manifest(
        name=str(_section(data, "display_information").get("name", "")),
        scopes=frozenset(scopes),
        events=frozenset(events),
        commands=_commands(features.get("slash_commands") or []),
        shortcuts=_shortcuts(features.get("shortcuts") or []),
        has_home_tab=bool(_section(features, "app_home").get("home_tab_enabled")),
        has_interactivity=bool(_section(settings, "interactivity").get("is_enabled")),
    )
    _check(manifest)
    return manifest


def _commands(items: list[Any]) -> dict[str, Command]:
    found = {}
    for n, item in enumerate(items):
        name = item.get("command", "")
        if not name.startswith("/"):
            raise ManifestError(f"features.slash_commands[{n}].command", "must begin with /")
        if not item.get("description"):
            raise ManifestError(f"features.slash_commands[{n}].description", "is missing")
        found[name] = Command(
            name, item["description"], item.get("usage_hint", ""), bool(item.get("should_escape"))
        )
    return found


def _shortcuts(items: list[Any]) -> dict[str, Shortcut]:
    found = {}
    for n, item in enumerate(items):
        if item.get("type") not in ("message", "global"):
            raise ManifestError(f"features.shortcuts[{n}].type", "must be message or global")
        found[item["callback_id"]] = Shortcut(item["callback_id"], item["name"], item["type"])
    return found


def _check(manifest: Manifest) -> None:
    if not manifest.name:
        raise ManifestError("display_information.name", "is missing")
    if manifest.commands and "commands" not in manifest.scopes:
        raise ManifestError("oauth_config.scopes.bot", "commands need the scope commands")
    for event in sorted(manifest.events):
        if event not in EVENT_SCOPES:
            raise ManifestError("settings.event_subscriptions.bot_events", f"no event {event}")
        needed = EVENT_SCOPES[event]
        if needed and not manifest.scopes.intersection(needed):
            raise ManifestError(
                "settings.event_subscriptions.bot_events", f"{event} needs {' or '.join(needed)}"
            )


def _section(data: dict[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key) or {}
    if not isinstance(found, dict):
        raise ManifestError(key, "must be an object")
    return found


def _first_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
