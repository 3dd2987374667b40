"""What agents do with a ticket: claim, reply, note, pending, resolve, reopen.

Each takes the work, the ticket's number, who does it and when it counts from, and returns the
ticket as it then stands; who may not, or what cannot be, is refused with a sentence.
"""

from collections.abc import Callable
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.store import audit, outbox, tickets
from bot.store.audit import AuditEntry
from bot.store.people import Person
from bot.usecases.access import require_agent, require_reader
from bot.usecases.desk import Work
from bot.usecases.recording import Loaded, load, record
from bot.usecases.saying import channel_of, post
from bot.usecases.speaking import Payload, card_key, conversation_key, event_key
from bot.usecases.views import TicketView
from bot.wording.times import moment
from sla_core.instants import from_us, to_us
from sla_core.tickets.events import AgentReply, Assigned, Event, Note, StatusSet
from sla_core.tickets.vocabulary import SETTLED

LONGEST_TEXT = 39_000
"""Characters; Slack refuses a message of 40,000, and the author's name has to fit as well."""


def show(work: Work, number: int, by: str) -> TicketView:
    """The ticket as it stands now, for who may read it."""
    loaded = load(work, number)
    require_reader(work, loaded, by)
    return loaded.view(work)


def claim(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Give the ticket to the agent who asks; one of two wins, the other is told who and when."""
    loaded = _workable(work, number, by)
    if loaded.row.assignee == by:
        raise UserFacingError(wording.refusals.yours_already(number))
    if loaded.row.assignee is not None:
        who, since = f"<@{loaded.row.assignee}>", moment(_assigned_at(loaded))
        raise UserFacingError(wording.refusals.taken(number, who, since))
    view = record(work, loaded, [Assigned(at_us=to_us(at), actor=by, to=by)])
    _audit(work, by, at, "claim", number)
    return view


def reply(work: Work, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Answer the requester in the conversation, in the agent's name."""
    loaded = _workable(work, number, by)
    view = record(work, loaded, [AgentReply(at_us=to_us(at), actor=by, text=_text(text))])
    payload = work.speech.reply(view, _author(work, by), _text(text))
    _post_in_conversation(work, loaded, payload)
    return view


def note(work: Work, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Write a note into the card's thread, where the requester does not read."""
    loaded = _theirs(work, number, by)
    view = record(work, loaded, [Note(at_us=to_us(at), actor=by, text=_text(text))])
    channel_id = channel_of(work, card_key(number))
    if channel_id is not None:
        payload = work.speech.note(view, _author(work, by), _text(text))
        key = event_key(number, loaded.row.last_seq + 1)
        thread_key = card_key(number)
        post(work, key, channel_id, payload, ticket_number=number, thread_key=thread_key)
    return view


def pending(
    work: Work, number: int, by: str, at: datetime, until: datetime | None = None
) -> TicketView:
    """Wait for the requester, if given until an instant, then it opens again."""
    loaded = _workable(work, number, by)
    _refuse_settled(loaded, wording.refusals.settled)
    if until is not None and until <= at:
        raise UserFacingError(wording.refusals.past())
    until_us = None if until is None else to_us(until)
    return record(
        work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="pending", until_us=until_us)]
    )


def resolve(work: Work, number: int, by: str, at: datetime, text: str | None = None) -> TicketView:
    """Resolve the ticket, with a last answer to the requester if there is one."""
    loaded = _workable(work, number, by)
    _refuse_settled(loaded, wording.refusals.settled_already)
    happened: list[Event] = []
    if text:
        happened.append(AgentReply(at_us=to_us(at), actor=by, text=_text(text)))
    happened.append(StatusSet(at_us=to_us(at), actor=by, to="resolved"))
    view = record(work, loaded, happened)
    if text:
        payload = work.speech.reply(view, _author(work, by), _text(text))
        _post_in_conversation(work, loaded, payload)
    _audit(work, by, at, "resolve", number)
    return view


def reopen(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Open a resolved or closed ticket again; who asked may do that too."""
    loaded = load(work, number, lock=True)
    if by != loaded.row.requester:
        require_agent(work, loaded, by)
    _refuse_away(loaded)
    if loaded.row.status not in SETTLED:
        raise UserFacingError(wording.refusals.not_resolved(number))
    view = record(work, loaded, [StatusSet(at_us=to_us(at), actor=by, to="open")])
    _audit(work, by, at, "reopen", number)
    return view


def find_in_thread(work: Work, channel_id: str, thread_ts: str) -> int | None:
    """The ticket whose conversation, or whose card's thread, this thread is."""
    row = tickets.find_by_thread(work.connection, work.workspace_id, channel_id, thread_ts)
    if row is not None:
        return row.number
    said = outbox.find_by_message(work.connection, work.workspace_id, channel_id, thread_ts)
    return None if said is None else said.ticket_number


def _theirs(work: Work, number: int, by: str) -> Loaded:
    loaded = load(work, number, lock=True)
    require_agent(work, loaded, by)
    return loaded


def _workable(work: Work, number: int, by: str) -> Loaded:
    """A locked ticket of theirs on which something can happen: neither spam nor deleted."""
    loaded = _theirs(work, number, by)
    _refuse_away(loaded)
    return loaded


def _refuse_away(loaded: Loaded) -> None:
    where = "deleted" if loaded.row.is_deleted else loaded.row.status
    if where in ("deleted", "spam"):
        raise UserFacingError(wording.refusals.away(loaded.row.number, where))


def _refuse_settled(loaded: Loaded, sentence: Callable[[int, str], str]) -> None:
    if loaded.row.status in SETTLED:
        raise UserFacingError(sentence(loaded.row.number, loaded.row.status))


def _assigned_at(loaded: Loaded) -> datetime:
    times = [each.at_us for each in loaded.events if isinstance(each, Assigned)]
    return from_us(max(times))


def _text(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        raise UserFacingError(wording.refusals.what_text())
    if len(stripped) > LONGEST_TEXT:
        raise UserFacingError(wording.refusals.too_long_text(len(stripped), LONGEST_TEXT))
    return stripped


def _author(work: Work, person_id: str) -> Person:
    person = work.directory.person(person_id)
    if person is None:
        raise UserFacingError(wording.refusals.unknown_you())
    return person


def _post_in_conversation(work: Work, loaded: Loaded, payload: Payload) -> None:
    row = loaded.row
    key = event_key(row.number, row.last_seq + 1)
    if row.channel_id is not None and row.thread_ts is not None:
        threaded = {**payload, "thread_ts": row.thread_ts}
        post(work, key, row.channel_id, threaded, ticket_number=row.number)
        return
    root = conversation_key(row.number)
    channel_id = channel_of(work, root)
    if channel_id is None:
        raise UserFacingError(wording.refusals.no_conversation(row.number))
    post(work, key, channel_id, payload, ticket_number=row.number, thread_key=root)


def _audit(work: Work, by: str, at: datetime, action: str, number: int) -> None:
    audit.record(
        work.connection,
        work.workspace_id,
        AuditEntry(at, by, action, f"ticket:{number}", None, None),
    )
