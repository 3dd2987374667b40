"""What is said on a ticket: replies to the requester, notes among agents, no reply needed."""

from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.keys.messages import MessageKey
from bot.store.outbox import REST
from bot.store.people import Person
from bot.usecases.changes.allowed import (
    answerable,
    changeable,
    workable,
)
from bot.usecases.changes.recording import record
from bot.usecases.ground.subjects import shows_something
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import card_now, lane_of_card
from bot.usecases.messages.pieces import say_all
from bot.usecases.messages.threads import Thread
from bot.usecases.requesters.conversations import answer
from bot.views.agent_messages import AgentNote
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import AgentReply, NoReplyNeeded, Note

LONGEST_TEXT = 39_000
"""Characters: as many as a message in Slack holds; it is passed on in pieces."""


def reply(work: Transaction, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Answer the requester in the conversation, in the agent's name."""
    loaded = answerable(work, number, by)
    stripped = whole_text(text)
    view = record(work, loaded, [AgentReply(at_us=to_us(at), actor=by, text=stripped)])
    answer(work, loaded, author(work, by), stripped)
    return view


def note(work: Transaction, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Write a note into the card's thread, where the requester does not read."""
    loaded = changeable(work, number, by)
    stripped = whole_text(text)
    view = record(work, loaded, [Note(at_us=to_us(at), actor=by, text=stripped)])
    card = card_now(work, number)
    channel_id = lane_of_card(work, number)
    if channel_id is not None:
        pieces = work.speech.pieces(AgentNote(author(work, by), stripped))
        key = MessageKey.event(number, loaded.row.last_seq + 1)
        thread = Thread(channel_id, root_key=card)
        say_all(work, thread, key, pieces, number=number, author=by, urgency=REST)
    return view


def no_reply(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Mark that the open message asks for no answer; what it reopened is put back."""
    loaded = workable(work, number, by)
    if loaded.replayed(work).ticket.open_message_at_s is None:
        raise UserFacingError(wording.objections.nothing_open(number))
    return record(work, loaded, [NoReplyNeeded(at_us=to_us(at), actor=by)])


def whole_text(text: str) -> str:
    """The text without the blanks around it; nothing, and too much for a message, is refused."""
    stripped = text.strip()
    if not shows_something(stripped):
        raise UserFacingError(wording.refusals.what_text())
    if len(stripped) > LONGEST_TEXT:
        raise UserFacingError(wording.refusals.too_long_text(len(stripped), LONGEST_TEXT))
    return stripped


def author(work: Transaction, person_id: str) -> Person:
    """Who speaks, as Slack described them; refused while nobody knows them."""
    person = work.directory.person(person_id)
    if person is None:
        raise UserFacingError(wording.refusals.unknown_you())
    return person
