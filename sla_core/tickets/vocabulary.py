"""The words that timelines, levels and rules share: statuses, priorities, metrics, sources."""

from typing import Final

STATUSES: Final = ("new", "open", "answered", "pending", "on_hold", "resolved", "closed", "spam")
SETTLED: Final = frozenset({"resolved", "closed"})
AWAY: Final = frozenset({"spam", "deleted"})
OVER: Final = SETTLED | AWAY
"""Nobody has to do anything for it."""
TO_SOLVE: Final = tuple(status for status in STATUSES if status not in OVER)
"""Somebody has to, now or later."""
MAY_GO_ON: Final = tuple(status for status in STATUSES if status not in ("closed", "spam"))
"""A message changes it: a closed one is over, and one that is away waits."""
OUR_TURN: Final = ("new", "open")
"""An agent has to answer."""
REQUESTERS_TURN: Final = frozenset({"answered", "pending"})
"""The requester has to."""
PUT_OFF: Final = ("pending", "on_hold")
"""Said by hand, perhaps until an instant."""
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
CLOCK_STATES: Final = ("running", "paused", "met", "missed", "cancelled")
SOURCES: Final = ("slack", "email", "chat", "call", "form", "api", "agent")
ASSIGNEE_STATUSES: Final = ("active", "away", "do_not_disturb", "left", "unassigned")
"""How the assignee is, as far as it is known."""
