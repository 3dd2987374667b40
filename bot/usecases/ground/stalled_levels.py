"""Levels that cannot be read: nothing is computed of a ticket that was ever under one.

What was written down of it stays as it is, until the level is put in force again.
"""

from collections.abc import Iterable

from bot import wording
from bot.errors import UnreadableLevel
from bot.usecases.ground.transaction import Transaction
from sla_core.tickets.event import Event
from sla_core.tickets.events import LevelSet


def stalled_level(work: Transaction, events: Iterable[Event]) -> str | None:
    """Return the first level of a timeline that cannot be read, as its event names it."""
    stalled = work.stalled_levels
    if not stalled:
        return None
    names = (event.to for event in events if isinstance(event, LevelSet) and event.to is not None)
    return next((name for name in names if name.casefold() in stalled), None)


def require_levels(work: Transaction, number: int, events: Iterable[Event]) -> None:
    """Raise `UnreadableLevel` for a ticket with a level that cannot be read."""
    level = stalled_level(work, events)
    if level is not None:
        text = wording.refusals.level_unreadable(number, level)
        revision = work.stalled_levels[level.casefold()]
        raise UnreadableLevel(number, reason_of(level), text, level, revision)


def is_by_level(work: Transaction, reason: str) -> bool:
    """Return whether a ticket is set aside for a level that still cannot be read."""
    return reason.casefold() in {reason_of(level).casefold() for level in work.stalled_levels}


def reason_of(level: str) -> str:
    """Return why a ticket under a level is set aside, for the log."""
    return f"its level {level!r} cannot be read"
