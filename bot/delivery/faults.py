"""What is wrong with a row of the outbox itself, so that it can never be said."""

from typing import Any

from bot.delivery.methods import METHODS
from bot.store.broken import fault_in
from bot.store.outbox import OutboxRow


def fault_of(row: OutboxRow) -> str | None:
    """Return why a row cannot be said; None of a sound one."""
    fault = fault_in(row, "payload")
    if fault is not None:
        return fault
    if row.method not in METHODS:
        return f"its method is unknown: {row.method[:40]!r}"
    if not row.lane:
        return "it has no lane"
    summary: Any = row.summary
    if not isinstance(summary, str | None):
        return "its summary is no text"
    metadata = row.payload.get("metadata") or {}
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload") or {}, dict):
        return "its metadata is no JSON object"
    return None
