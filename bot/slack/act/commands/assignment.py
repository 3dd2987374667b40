"""Commands for who has a ticket and what is said on it: claim, assign, reply, note and so on."""

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.act.commands.form_offers import offered
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message, sentence
from bot.usecases import tickets
from bot.words.spelling import value_in

ME = frozenset({"me", "@me", "myself"})


def claim(call: Call) -> Payload:
    """Take the ticket."""
    ticket = call.ticket("claim")
    view = tickets.claim(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.claimed(view.number))


def release(call: Call) -> Payload:
    """Give the ticket back."""
    ticket = call.ticket("release")
    view = tickets.release(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.released(view.number))


def assign(call: Call) -> Payload:
    """Give the ticket to somebody."""
    ticket = call.marked_ticket("assign")
    if not ticket.rest:
        return offered(ids.ASSIGN_FORM, ticket.number)
    to = _person(call, ticket.rest)
    view = tickets.assign(call.work, ticket.number, call.user_id, to, call.at)
    return message(sentence(wording.tickets.assigned(view.number, call.names.of(to))))


def _person(call: Call, text: str) -> str:
    name = value_in(text)
    if name.casefold() in ME:
        return call.user_id
    person_id = call.work.directory.anyones_id(name)
    if person_id is None or call.work.directory.person(person_id) is None:
        raise UserFacingError(wording.objections.no_person(call.plain(text)))
    return person_id


def reply(call: Call) -> Payload:
    """Answer the requester in one's own name."""
    ticket = call.ticket("reply", takes_text=True)
    if not ticket.rest:
        return offered(ids.REPLY_FORM, ticket.number)
    view = tickets.reply(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    return message(wording.tickets.replied(view.number))


def note(call: Call) -> Payload:
    """Write into the card's thread."""
    ticket = call.ticket("note", takes_text=True)
    if not ticket.rest:
        return offered(ids.NOTE_FORM, ticket.number)
    view = tickets.note(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    return message(wording.tickets.noted(view.number))


def no_reply(call: Call) -> Payload:
    """Say that what was written asks for no answer."""
    ticket = call.ticket("no-reply")
    view = tickets.no_reply(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.no_reply_needed(view.number, view.status))
