"""Whether Slack is heard, as people are told it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.store.outages import Outage

__all__ = [
    "BY_HTTP",
    "CLOCK_DOUBTED",
    "CLOCK_OFF",
    "DOUBTED",
    "HEARD",
    "LOST",
    "NEVER",
    "NOBODY",
    "HearingNow",
    "Outage",
]

HEARD: Final = "heard"
DOUBTED: Final = "doubted"
"""Something may be missing until it is read."""
LOST: Final = "lost"
"""No connection shows signs of life."""
BY_HTTP: Final = "by_http"
"""Slack calls, so that nobody can be sure."""
NOBODY: Final = "nobody"
"""Who listened is gone."""
CLOCK_OFF: Final = "clock_off"
"""Our clock is not Slack's, so that nothing is announced or decided."""
CLOCK_DOUBTED: Final = "clock_doubted"
"""Nobody knows whether it is, so that nothing is announced or decided either."""
NEVER: Final = "never"
"""Nobody has listened yet."""


@dataclass(frozen=True, slots=True)
class HearingNow:
    """One of these states, since when it is so, and why."""

    state: str
    since: datetime | None = None
    reason: str | None = None
    messages: int = 0
    """How many messages were read that nobody had heard, since it was doubted last."""
    off_s: int = 0
    """How many seconds our clock is ahead of Slack's."""
