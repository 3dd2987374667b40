"""The methods of Slack that delivery may call, and what tells them apart."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.delivery.ports import Json
from bot.store.outbox import MessagePlace, OutboxRow

EVENT_TYPE = "punctual_message"
KEYS = "keys"
"""The member of a payload that names the alarms of a digest."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method. Done twice, a repeatable one leaves Slack as done once.

    `limit` calls in `window_s` seconds per workspace; `lane_gap_s` between two in one channel.
    """

    name: str
    limit: int
    window_s: float
    lane_gap_s: float = 0.0
    is_repeatable: bool = True
    target_field: str | None = None
    done_anyway: frozenset[str] = frozenset()


METHODS = {
    method.name: method
    for method in (
        # 3 a second stays below Slack's "several hundred a minute".
        Method("chat.postMessage", 3, 1.0, lane_gap_s=1.0, is_repeatable=False),
        # Tier 3 allows 50 a minute, of which cards leave some to others; Tier 4 allows 100.
        Method("chat.update", 40, 60.0, target_field="ts"),
        Method(
            "chat.delete", 50, 60.0, target_field="ts", done_anyway=frozenset({"message_not_found"})
        ),
        Method(
            "reactions.add",
            50,
            60.0,
            target_field="timestamp",
            done_anyway=frozenset({"already_reacted"}),
        ),
        Method("views.publish", 100, 60.0),
    )
}


def joined_keys(keys: Iterable[str]) -> str:
    """Return several keys as one text: Slack's metadata holds no lists of texts."""
    return "\n".join(keys)


def gathered_keys(event_payload: Json) -> list[str]:
    """Return the keys of the alarms that a message gathers; none of one that says itself only.

    What was posted by former versions has a list.
    """
    keys = event_payload.get(KEYS) or []
    return keys.split("\n") if isinstance(keys, str) else [str(key) for key in keys]


def addressed(row: OutboxRow, places: dict[str, MessagePlace]) -> Json | None:
    """Return what to send, with channel, thread, target and key filled in.

    None when the message it replies to or changes was never sent, and never will be.
    """
    method = METHODS[row.method]
    if method.name == "views.publish":
        return {"user_id": row.lane, **row.payload}
    payload = {"channel": row.lane, **row.payload}
    reference = row.target_key or row.thread_key
    if reference is not None:
        place = places.get(reference)
        if place is None:
            return None
        field = method.target_field or "thread_ts"
        payload |= {"channel": place.channel_id, field: place.ts}
    key = row.key if method.name == "chat.postMessage" else row.target_key
    if key is not None and method.name in ("chat.postMessage", "chat.update"):
        mark = (payload.get("metadata") or {}).get("event_payload") or {}
        payload["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {**mark, "key": key}}
    return payload
