"""The words that timelines, levels and rules share: statuses, priorities, metrics, sources."""

from typing import Final

STATUSES: Final = ("new", "open", "answered", "pending", "on_hold", "resolved", "closed", "spam")
SETTLED: Final = frozenset({"resolved", "closed"})
AWAY: Final = frozenset({"spam", "deleted"})
PRIORITIES: Final = ("low", "normal", "high", "urgent")
METRICS: Final = (
    "first_reply",
    "next_reply",
    "chat_reply",
    "call_answer",
    "first_assign",
    "resolution",
    "periodic_update",
)
REPLY_METRICS: Final = frozenset({"first_reply", "next_reply", "chat_reply"})
SOURCES: Final = ("slack", "email", "chat", "call", "form", "api", "agent")
