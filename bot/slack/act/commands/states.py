"""Commands that turn a ticket's status: pending, hold, resolve, close, reopen, spam and so on."""

from datetime import datetime

from bot import wording
from bot.slack.act.commands.call import Call
from bot.slack.act.times_written import parse_until
from bot.slack.draw.blocks.elements import Payload, message
from bot.usecases import tickets
from bot.wording.times import moment


def pending(call: Call) -> Payload:
    """Wait for the requester, perhaps until a time."""
    ticket = call.ticket("pending")
    until = _until(call, ticket.rest)
    view = tickets.pending(call.work, ticket.number, call.user_id, call.at, until)
    return message(wording.tickets.pending(view.number, moment(until) if until else None))


def hold(call: Call) -> Payload:
    """Wait for somebody else, perhaps until a time."""
    ticket = call.ticket("hold")
    until = _until(call, ticket.rest)
    view = tickets.hold(call.work, ticket.number, call.user_id, call.at, until)
    return message(wording.tickets.on_hold(view.number, moment(until) if until else None))


def _until(call: Call, text: str) -> datetime | None:
    zone = call.person.time_zone if call.person else None
    return parse_until(text, call.at, zone) if text else None


def resolve(call: Call) -> Payload:
    """Resolve, perhaps with a last answer."""
    ticket = call.ticket("resolve", takes_text=True)
    text = ticket.rest or None
    view = tickets.resolve(call.work, ticket.number, call.user_id, call.at, text)
    return message(wording.tickets.resolved(view.number))


def close(call: Call) -> Payload:
    """Close for good."""
    ticket = call.ticket("close")
    view = tickets.close(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.closed(view.number))


def reopen(call: Call) -> Payload:
    """Open again."""
    ticket = call.ticket("reopen")
    view = tickets.reopen(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.reopened(view.number))


def spam(call: Call) -> Payload:
    """Put away as spam."""
    ticket = call.ticket("spam")
    view = tickets.spam(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.put_away_as_spam(view.number))


def delete(call: Call) -> Payload:
    """Delete, until it is restored."""
    ticket = call.ticket("delete")
    view = tickets.delete(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.deleted(view.number))


def restore(call: Call) -> Payload:
    """Bring back from spam or deletion."""
    ticket = call.ticket("restore")
    view = tickets.restore(call.work, ticket.number, call.user_id, call.at)
    return message(wording.tickets.restored(view.number, view.status))
