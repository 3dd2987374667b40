"""How a ticket's status turns: waiting, resolved, closed, reopened, put away and brought back."""

from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.access import require_agent, require_answerer
from bot.usecases.changes.allowed import (
    changeable,
    merged_into,
    refuse_away,
    refuse_merged,
    refuse_settled,
    state_of,
    workable,
)
from bot.usecases.changes.recording import record
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.requesters.conversations import answer
from bot.usecases.tickets.replies import author, whole_text
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import AgentReply, Deleted, Restored, StatusSet
from sla_core.tickets.vocabulary import AWAY, SETTLED


def pending(
    work: Transaction, number: int, by: str, at: datetime, until: datetime | None = None
) -> TicketView:
    """Wait for the requester, if given until an instant, then it opens again."""
    return _wait(work, number, by, at, "pending", until)


def hold(
    work: Transaction, number: int, by: str, at: datetime, until: datetime | None = None
) -> TicketView:
    """Wait for somebody else, if given until an instant, then it opens again."""
    return _wait(work, number, by, at, "on_hold", until)


def _wait(
    work: Transaction, number: int, by: str, at: datetime, status: str, until: datetime | None
) -> TicketView:
    loaded = workable(work, number, by)
    refuse_settled(loaded)
    if until is not None and until <= at:
        raise UserFacingError(wording.refusals.past())
    until_us = None if until is None else to_us(until)
    event = StatusSet(at_us=to_us(at), actor=by, to=status, until_us=until_us)
    return record(work, loaded, [event])


def resolve(
    work: Transaction, number: int, by: str, at: datetime, text: str | None = None
) -> TicketView:
    """Resolve the ticket, with a last answer to the requester if there is one.

    The answer is said before what a resolve says, such as the question whether it is solved.
    """
    loaded = workable(work, number, by)
    refuse_settled(loaded, wording.refusals.settled_already)
    if text:
        require_answerer(work, loaded, by)
        answer_text = whole_text(text)
        record(work, loaded, [AgentReply(at_us=to_us(at), actor=by, text=answer_text)])
        answer(work, loaded, author(work, by), answer_text)
        loaded = workable(work, number, by)
    return record(work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="resolved")])


def close(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Close the ticket for good: what the requester then writes opens another."""
    loaded = workable(work, number, by)
    if loaded.row.status == "closed":
        raise UserFacingError(wording.refusals.settled_already(number, "closed"))
    return record(work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="closed")])


def reopen(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Open a resolved or closed ticket again; who asked may do that too."""
    loaded = load(work, number, by=by, lock=True)
    if not asked_by(loaded.row, by):
        require_agent(work, loaded, by)
    into = merged_into(loaded) if asked_by(loaded.row, by) else None
    if into is not None:
        raise UserFacingError(wording.requesters.goes_on_as(number, into))
    refuse_merged(loaded)
    if asked_by(loaded.row, by) and state_of(loaded) in AWAY:
        state = wording.requesters.status(state_of(loaded))
        raise UserFacingError(wording.requesters.not_reopened(number, state))
    refuse_away(loaded)
    if loaded.row.status not in SETTLED:
        raise UserFacingError(wording.objections.not_resolved(number, loaded.row.status))
    return record(work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="open")])


def spam(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Put the ticket away as spam: its clocks are cancelled."""
    loaded = workable(work, number, by)
    return record(work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="spam")])


def delete(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Delete the ticket: it is not shown any more, and can be restored."""
    loaded = workable(work, number, by)
    return record(work, loaded, [Deleted(at_us=to_us(at), actor=by)])


def restore(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Bring a ticket back that is spam or deleted, as it was; its clocks run on."""
    loaded = changeable(work, number, by)
    if state_of(loaded) not in AWAY:
        raise UserFacingError(wording.objections.not_away(number, loaded.row.status))
    return record(work, loaded, [Restored(at_us=to_us(at), actor=by)])
