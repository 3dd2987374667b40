"""The commands of `/ticket`: each parses its words, calls a use case, and shows what came of it."""

from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.lists import next_up, page_of_tickets, ticket_in_full
from bot.slack.blocks.marks import Payload, message
from bot.slack.blocks.offers import form_offer
from bot.slack.commands.call import AGENTS, EVERYONE, Call, Command, Form
from bot.slack.moments import parse_until
from bot.slack.parsing import filters, first_word, ticket_number
from bot.usecases import queue, tickets
from bot.usecases.views import TicketView
from bot.wording import commands as told
from bot.wording.times import moment

LIST_WORDS: Final = {name: name for name in ("mine", "unassigned", "overdue")}
LIST_KEYS: Final = {"dept": "dept", "department": "dept", "status": "status"}


def new(call: Call) -> Payload:
    """A form needs a click, where no slash command gave one."""
    return form_offer(
        wording.forms.offer(), wording.forms.ticket_title(), ids.TICKET_FORM, call.plain()
    )


def new_form(text: str) -> Form:
    """The form of a new ticket, with the subject typed so far."""
    return Form(ids.TICKET_FORM, text)


def next_one(call: Call) -> Payload:
    """The ticket to solve next, and why it is first."""
    return next_after(call, frozenset())


def next_after(call: Call, skipped: frozenset[int]) -> Payload:
    """The ticket to solve next but for those skipped."""
    found = queue.next_ticket(call.work, call.user_id, skipped)
    if found is None:
        return message(wording.tickets.skipped_all() if skipped else wording.tickets.empty_queue())
    return next_up(found, skipped, call.names, call.domain)


def listing(call: Call) -> Payload:
    """The first page of a list."""
    return list_page(call, 1)


def list_page(call: Call, page: int) -> Payload:
    """A page of the list that the filters choose."""
    text = call.plain()
    chosen = filters(text, LIST_WORDS, LIST_KEYS)
    found = queue.listing(call.work, call.user_id, chosen, page)
    return page_of_tickets(found, text, call.names, call.domain)


def show(call: Call) -> Payload:
    """A ticket in full."""
    meant = call.ticket("show")
    view = tickets.show(call.work, meant.number, call.user_id)
    return ticket_in_full(view, call.names, call.domain)


def claim(call: Call) -> Payload:
    """Take the ticket."""
    meant = call.ticket("claim")
    view = tickets.claim(call.work, meant.number, call.user_id, call.at)
    return message(wording.tickets.claimed(view.number))


def reply(call: Call) -> Payload:
    """Answer the requester in one's own name."""
    meant = call.ticket("reply", takes_text=True)
    view = tickets.reply(call.work, meant.number, call.user_id, _text(meant.rest), call.at)
    return message(wording.tickets.replied(view.number))


def reply_form(text: str) -> Form | None:
    """The form of a reply, where only a number was given."""
    word, rest = first_word(text)
    number = ticket_number(word)
    return Form(ids.REPLY_FORM, number=number) if number is not None and not rest else None


def note(call: Call) -> Payload:
    """Write into the card's thread."""
    meant = call.ticket("note", takes_text=True)
    view = tickets.note(call.work, meant.number, call.user_id, _text(meant.rest), call.at)
    return message(wording.tickets.noted(view.number))


def pending(call: Call) -> Payload:
    """Wait for the requester, perhaps until a time."""
    meant = call.ticket("pending")
    zone = call.person.time_zone if call.person else None
    until = parse_until(meant.rest, call.at, zone) if meant.rest else None
    view = tickets.pending(call.work, meant.number, call.user_id, call.at, until)
    return message(wording.tickets.pending(view.number, moment(until) if until else None))


def resolve(call: Call) -> Payload:
    """Resolve, perhaps with a last answer."""
    meant = call.ticket("resolve", takes_text=True)
    text = meant.rest or None
    view = tickets.resolve(call.work, meant.number, call.user_id, call.at, text)
    return message(wording.tickets.resolved(view.number))


def reopen(call: Call) -> Payload:
    """Open again."""
    meant = call.ticket("reopen")
    view: TicketView = tickets.reopen(call.work, meant.number, call.user_id, call.at)
    return message(wording.tickets.reopened(view.number))


def _text(text: str) -> str:
    if not text:
        raise UserFacingError(wording.refusals.what_text())
    return text


TICKET: Final = (
    Command("new", "[subject]", told.new, EVERYONE, new, new_form),
    Command("next", "", told.next_, AGENTS, next_one),
    Command(
        "list",
        "[mine, unassigned, overdue, dept:X, status:X]",
        told.list_,
        EVERYONE,
        listing,
    ),
    Command("show", "42", told.show, EVERYONE, show),
    Command("claim", "42", told.claim, AGENTS, claim),
    Command("reply", "42 [text]", told.reply, AGENTS, reply, reply_form),
    Command("note", "42 text", told.note, AGENTS, note),
    Command("pending", "42 [until]", told.pending, AGENTS, pending),
    Command("resolve", "42 [text]", told.resolve, AGENTS, resolve),
    Command("reopen", "42", told.reopen, EVERYONE, reopen),
    Command("help", "", told.help_, EVERYONE),
)
