"""What a card shows of a ticket, and the mark that tells whether it has something new to show.

A card tells time: it would be another one each second. So its mark is made of all that it shows but
for the time that passes. What is drawn on a card and is not here is never shown when it changes; a
test draws every card with every fact changed and compares.
"""

from hashlib import sha256
from typing import Final

from bot.views.tickets import ClockView, TicketView

FACTS: Final = (
    *("subject", "requester", "customer", "assignee", "department"),
    *("level", "level_chosen_by", "priority", "status", "is_escalated"),
    *("tags", "channel_id", "thread_ts"),
)
"""The facts of a ticket on a card, in the order in which cards that stand in Slack have them."""

RARE_FACTS: Final = ("undelivered", "merged_into")
"""Those that cards came to show later: where there is none the mark stays as it was."""


def mark_of(ticket: TicketView) -> str:
    """The mark of what the card of a ticket shows."""
    facts = (
        *(getattr(ticket, name) for name in FACTS),
        tuple(_shown(clock) for clock in ticket.clocks),
        *(value for name in RARE_FACTS if (value := getattr(ticket, name))),
    )
    return sha256(repr(facts).encode()).hexdigest()[:16]


def _shown(clock: ClockView) -> tuple[object, ...]:
    """What a clock shows, with its time where that does not pass: paused, or stopped."""
    due = clock.due_at and clock.due_at.isoformat()
    facts = (clock.metric, clock.cycle, clock.state, due, clock.is_paused, clock.cancel_reason)
    if not clock.is_open:
        return (*facts, "after", clock.elapsed_seconds)
    return (*facts, "left", clock.remaining_seconds) if clock.is_paused else facts
