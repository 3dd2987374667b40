"""Messages to the requester of a ticket, in their language; in their zone where they read alone."""

from dataclasses import dataclass
from datetime import datetime

from bot.views.tickets import TicketView
from sla_core.clocks.metrics import ANSWER_METRICS


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a ticket was opened, and when it is answered; read in the thread it began with.

    Where nobody is there, ``back_at`` is when somebody is.
    """

    ticket: TicketView
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DirectConfirmation:
    """The same as the first message of a thread that the requester reads alone.

    ``by`` is the id of who opened it, where that was somebody else.
    """

    ticket: TicketView
    by: str | None = None
    back_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NobodyThere:
    """That nobody is there until an instant, and when there is an answer; read in its thread."""

    ticket: TicketView
    back_at: datetime


@dataclass(frozen=True, slots=True)
class AnswerAwaited:
    """That an answer is waited for, and when the ticket is resolved without one; in its thread."""

    ticket: TicketView
    resolve_at: datetime


@dataclass(frozen=True, slots=True)
class SolvedQuestion:
    """That a ticket is resolved, and the question whether it is; read in its thread.

    ``in_silence`` when it was resolved because no answer came.
    """

    ticket: TicketView
    in_silence: bool


@dataclass(frozen=True, slots=True)
class TicketReopened:
    """What the question whether it is solved becomes once the ticket is open again."""

    ticket: TicketView


@dataclass(frozen=True, slots=True)
class RatingQuestion:
    """What the question whether it is solved becomes once it is answered: how was it."""

    ticket: TicketView


@dataclass(frozen=True, slots=True)
class RatingThanks:
    """What that question becomes in the end; the score is not told to all who read there."""

    ticket: TicketView
    may_comment: bool


@dataclass(frozen=True, slots=True)
class DepartmentQuestion:
    """The question who shall take care of a request; read below it by who wrote to the bot."""


ToRequester = (
    Confirmation
    | DirectConfirmation
    | NobodyThere
    | AnswerAwaited
    | SolvedQuestion
    | TicketReopened
    | RatingQuestion
    | RatingThanks
    | DepartmentQuestion
)


def answer_by(ticket: TicketView) -> datetime | None:
    """By when a requester is promised an answer; None where nothing is promised."""
    due = [
        clock.due_at
        for clock in ticket.open_clocks
        if clock.metric in ANSWER_METRICS and clock.due_at is not None
    ]
    return min(due) if due else None


def promised_by(ticket: TicketView) -> datetime | None:
    """By when they are promised an answer that may still come in time; None where none may."""
    due_at = answer_by(ticket)
    return None if due_at is None or due_at <= ticket.now else due_at


def is_answer_due(ticket: TicketView) -> bool:
    """Whether an answer is, or was, to come by an instant."""
    return any(clock.metric in ANSWER_METRICS for clock in ticket.clocks)
