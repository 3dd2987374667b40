"""Commands for who has a ticket and what is said on it: claim, assign, reply, note and so on."""

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload, message, sentence
from bot.slack.commands.call import Call
from bot.slack.commands.form_offers import offered
from bot.usecases import tickets
from bot.words.spelling import value_in

ME = frozenset({"me", "@me", "myself"})


def claim(call: Call) -> Payload:
    """Take the ticket."""
    meant = call.ticket("claim")
    view = tickets.claim(call.work, meant.number, call.user_id, call.at)
    return message(wording.tickets.claimed(view.number))


def release(call: Call) -> Payload:
    """Give the ticket back."""
    meant = call.ticket("release")
    view = tickets.release(call.work, meant.number, call.user_id, call.at)
    return message(wording.tickets.released(view.number))


def assign(call: Call) -> Payload:
    """Give the ticket to somebody."""
    meant = call.marked_ticket("assign")
    if not meant.rest:
        return offered(ids.ASSIGN_FORM, meant.number)
    to = _person(call, meant.rest)
    view = tickets.assign(call.work, meant.number, call.user_id, to, call.at)
    return message(sentence(wording.tickets.assigned(view.number, call.names.of(to))))


def _person(call: Call, written: str) -> str:
    typed = value_in(written)
    if typed.casefold() in ME:
        return call.user_id
    found = call.work.directory.anyones_id(typed)
    if found is None or call.work.directory.person(found) is None:
        raise UserFacingError(wording.objections.no_person(call.plain(written)))
    return found


def reply(call: Call) -> Payload:
    """Answer the requester in one's own name."""
    meant = call.ticket("reply", takes_text=True)
    if not meant.rest:
        return offered(ids.REPLY_FORM, meant.number)
    view = tickets.reply(call.work, meant.number, call.user_id, meant.rest, call.at)
    return message(wording.tickets.replied(view.number))


def note(call: Call) -> Payload:
    """Write into the card's thread."""
    meant = call.ticket("note", takes_text=True)
    if not meant.rest:
        return offered(ids.NOTE_FORM, meant.number)
    view = tickets.note(call.work, meant.number, call.user_id, meant.rest, call.at)
    return message(wording.tickets.noted(view.number))


def no_reply(call: Call) -> Payload:
    """Say that what was written asks for no answer."""
    meant = call.ticket("no-reply")
    view = tickets.no_reply(call.work, meant.number, call.user_id, call.at)
    return message(wording.tickets.no_reply_needed(view.number, view.status))
