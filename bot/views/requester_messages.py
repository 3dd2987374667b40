"""How a requester is told what becomes of their ticket, in their language and their zone."""

from datetime import datetime
from typing import Any, Final, Protocol

from bot.views.tickets import TicketView

Payload = dict[str, Any]

REPLY_METRICS: Final = ("first_reply", "next_reply", "chat_reply", "call_answer")


class Telling(Protocol):
    """Turns what a requester is told into the payloads of messages."""

    def confirmation(self, ticket: TicketView, back_at: datetime | None = None) -> Payload:
        """That a ticket was opened, by when it is answered, and from when on somebody is there."""
        ...

    def opened(
        self, ticket: TicketView, *, by: str | None, back_at: datetime | None = None
    ) -> Payload:
        """The same as the first message of a direct thread; ``by`` names another who opened it."""
        ...

    def away(self, ticket: TicketView, back_at: datetime) -> Payload:
        """That nobody is there until an instant, and by when the ticket is answered."""
        ...

    def reminder(self, ticket: TicketView, resolve_at: datetime) -> Payload:
        """That an answer is waited for, and when the ticket is resolved without one."""
        ...

    def solved(self, ticket: TicketView, *, in_silence: bool) -> Payload:
        """That a ticket is resolved, with the question whether it is."""
        ...

    def reopened(self, ticket: TicketView) -> Payload:
        """What that question becomes once the ticket is open again."""
        ...

    def rate(self, ticket: TicketView) -> Payload:
        """What that question becomes once it is answered: the question how it was."""
        ...

    def rated(self, ticket: TicketView, *, may_comment: bool) -> Payload:
        """What it becomes in the end; the score is not told to all who read there."""
        ...


def answer_by(ticket: TicketView) -> datetime | None:
    """By when a requester is promised an answer; None where nothing is promised."""
    due = [
        clock.due_at
        for clock in ticket.open_clocks
        if clock.metric in REPLY_METRICS and clock.due_at is not None
    ]
    return min(due) if due else None


def promised_by(ticket: TicketView) -> datetime | None:
    """By when they are promised an answer that may still come in time; None where none may."""
    due_at = answer_by(ticket)
    return None if due_at is None or due_at <= ticket.now else due_at


def is_answer_due(ticket: TicketView) -> bool:
    """Whether an answer is, or was, to come by an instant."""
    return any(clock.metric in REPLY_METRICS for clock in ticket.clocks)
