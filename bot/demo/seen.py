"""What is seen in the sandbox's log, and what one hears who would see or do what cannot be."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]
Entry = dict[str, Any]


class Refused(Exception):
    """The sandbox would not let a member do it; the text is its reason."""


class NotSeen(Exception):
    """What was waited for is not in the log; the text says what and how long."""


def key_of(entry: Entry) -> str | None:
    """The key in the metadata of a call, None when it has none."""
    return _event_payload(entry).get("key")


def keys_posted(entries: Iterable[Entry]) -> list[str]:
    """The keys of all messages that are in Slack, in their order; a double is there twice.

    In the place of a digest of alarms are the keys of the alarms it says.
    """
    return [
        key
        for entry in entries
        if entry["kind"] == "api" and entry["method"] == "chat.postMessage" and entry["committed"]
        for key in _keys_of(entry)
    ]


def _keys_of(entry: Entry) -> list[str]:
    listed = _event_payload(entry).get("keys")
    key = key_of(entry)
    return list(listed) if listed else [] if key is None else [key]


def _event_payload(entry: Entry) -> dict[str, Any]:
    metadata = (entry.get("args") or {}).get("metadata")
    payload = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return payload if isinstance(payload, dict) else {}
