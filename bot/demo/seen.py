"""Entries of the sandbox's log, and the errors of waiting for one or acting in vain."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.delivery.methods import gathered_keys

Json = dict[str, Any]
Entry = dict[str, Any]


class SandboxRefused(Exception):
    """The sandbox would not let a member do it; the text is its reason."""


class NotSeen(Exception):
    """What was waited for is not in the log; the text says what and how long."""


def key_of(entry: Entry) -> str | None:
    """The key in the metadata of a call, None when it has none."""
    key: str | None = _payload_of(entry).get("key")
    return key


def keys_of(entry: Entry) -> list[str]:
    """The keys of all that a call says: its own, and those of the alarms that it gathers."""
    own = key_of(entry)
    return [*([] if own is None else [own]), *gathered_keys(_payload_of(entry))]


def posted(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The calls that put a message into Slack."""
    for entry in entries:
        if entry["kind"] == "api" and entry["method"] == "chat.postMessage" and entry["committed"]:
            yield entry


def keys_said(entries: Iterable[Entry]) -> Iterator[tuple[str, float]]:
    """The keys of all messages that are in Slack and when they came; a double is there twice."""
    return ((key, entry["at"]) for entry in posted(entries) for key in keys_of(entry))


def keys_posted(entries: Iterable[Entry]) -> list[str]:
    """The keys of all messages that are in Slack, in their order; a double is there twice."""
    return [key for entry in posted(entries) for key in keys_of(entry)]


def _payload_of(entry: Entry) -> Json:
    metadata = (entry.get("args") or {}).get("metadata") or {}
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return payload or {}
