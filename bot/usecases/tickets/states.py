"""How a ticket's status turns: waiting, resolved, closed, reopened, put away and brought back."""

from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.access import require_agent, require_answerer
from bot.usecases.changes.allowed import (
    audited,
    merged_into,
    refuse_away,
    refuse_merged,
    refuse_settled,
    state_of,
    theirs,
    workable,
)
from bot.usecases.changes.recording import Loaded, load, record
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.transaction import Work
from bot.usecases.requesters.conversations import answer
from bot.usecases.tickets.replies import author, whole_text
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import AgentReply, Deleted, Event, Restored, StatusSet
from sla_core.tickets.vocabulary import AWAY, SETTLED


def pending(
    work: Work, number: int, by: str, at: datetime, until: datetime | None = None
) -> TicketView:
    """Wait for the requester, if given until an instant, then it opens again."""
    return _wait(work, number, by, at, "pending", until)


def hold(
    work: Work, number: int, by: str, at: datetime, until: datetime | None = None
) -> TicketView:
    """Wait for somebody else, if given until an instant, then it opens again."""
    return _wait(work, number, by, at, "on_hold", until)


def _wait(
    work: Work, number: int, by: str, at: datetime, status: str, until: datetime | None
) -> TicketView:
    loaded = workable(work, number, by)
    refuse_settled(loaded)
    if until is not None and until <= at:
        raise UserFacingError(wording.refusals.past())
    until_us = None if until is None else to_us(until)
    turned = StatusSet(at_us=to_us(at), actor=by, to=status, until_us=until_us)
    return _turn(work, loaded, by, at, turned)


def resolve(work: Work, number: int, by: str, at: datetime, text: str | None = None) -> TicketView:
    """Resolve the ticket, with a last answer to the requester if there is one.

    The answer is said before what a resolve says, such as the question whether it is solved.
    """
    loaded = workable(work, number, by)
    refuse_settled(loaded, wording.refusals.settled_already)
    if text:
        require_answerer(work, loaded, by)
        said = whole_text(text)
        view = record(work, loaded, [AgentReply(at_us=to_us(at), actor=by, text=said)])
        answer(work, loaded, author(work, by), said, view)
        loaded = workable(work, number, by)
    return _turn(work, loaded, by, at, StatusSet(at_us=to_us(at), actor=by, to="resolved"))


def close(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Close the ticket for good: what the requester then writes opens another."""
    loaded = workable(work, number, by)
    if loaded.row.status == "closed":
        raise UserFacingError(wording.refusals.settled_already(number, "closed"))
    return _turn(work, loaded, by, at, StatusSet(at_us=to_us(at), actor=by, to="closed"))


def reopen(work: Work, number: int, by: str, at: datetime) -> TicketView:
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
    return _turn(work, loaded, by, at, StatusSet(at_us=to_us(at), actor=by, to="open"))


def spam(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Put the ticket away as spam: its clocks are cancelled."""
    loaded = workable(work, number, by)
    return _turn(work, loaded, by, at, StatusSet(at_us=to_us(at), actor=by, to="spam"))


def delete(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Delete the ticket: it is not shown any more, and can be restored."""
    loaded = workable(work, number, by)
    return _turn(work, loaded, by, at, Deleted(at_us=to_us(at), actor=by))


def restore(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Bring a ticket back that is spam or deleted, as it was; its clocks run on."""
    loaded = theirs(work, number, by)
    if state_of(loaded) not in ("spam", "deleted"):
        raise UserFacingError(wording.objections.not_away(number, loaded.row.status))
    return _turn(work, loaded, by, at, Restored(at_us=to_us(at), actor=by))


_ACTIONS = {
    "pending": "pending",
    "on_hold": "hold",
    "resolved": "resolve",
    "closed": "close",
    "open": "reopen",
    "spam": "spam",
}
"""What the audit calls it when a status is set."""


def _turn(work: Work, loaded: Loaded, by: str, at: datetime, *happened: Event) -> TicketView:
    view = record(work, loaded, happened)
    last = happened[-1]
    kinds: dict[type[Event], str] = {Deleted: "delete", Restored: "restore"}
    action = _ACTIONS[last.to] if isinstance(last, StatusSet) else kinds[type(last)]
    before, after = {"status": state_of(loaded)}, {"status": view.status}
    audited(work, by, at, action, loaded.row.number, before, after)
    return view
