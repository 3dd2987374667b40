"""Commands that find tickets and show them: new, next, list, show."""

from typing import Final

from bot import wording
from bot.slack.act.commands.call import Call, Form
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.draw.blocks.lists import next_up, page_of_tickets, ticket_in_full
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.draw.blocks.requests import request_in_full
from bot.slack.hear.typed_text import filters
from bot.usecases import tickets
from bot.usecases.intake.askers import require_asker
from bot.usecases.tickets import lists, queue
from bot.views.requests import Request

LIST_WORDS: Final = {name: name for name in ("mine", "unassigned", "overdue", "escalated")}
LIST_KEYS: Final = {
    "dept": "dept",
    "department": "dept",
    "level": "level",
    "status": "status",
    "priority": "priority",
    "customer": "customer",
    "group": "group",
    "tag": "tag",
    "source": "source",
}


def new(call: Call) -> Payload:
    """A form needs a click, where no slash command gave one."""
    require_asker(call.work, call.user_id)
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
    ticket = queue.next_ticket(call.work, call.user_id, skipped)
    if ticket is None:
        return message(wording.tickets.skipped_all() if skipped else wording.tickets.empty_queue())
    return next_up(ticket, skipped, call.names, call.domain)


def listing(call: Call) -> Payload:
    """The first page of a list."""
    return list_page(call, 1)


def list_page(call: Call, page: int) -> Payload:
    """A page of the list that the filters choose."""
    text = call.plain()
    selection = filters(text, LIST_WORDS, LIST_KEYS)
    ticket_page = lists.listing(call.work, call.user_id, selection, page)
    return page_of_tickets(ticket_page, text, call.names, call.domain)


def show(call: Call) -> Payload:
    """A ticket in full; what its agents can do with it, for them; one's own as a request."""
    ticket = call.ticket("show")
    view = tickets.show(call.work, ticket.number, call.user_id)
    if isinstance(view, Request):
        return request_in_full(view, call.names, call.domain)
    is_agent = tickets.is_workable(call.work, ticket.number, call.user_id)
    return ticket_in_full(view, call.names, call.domain, is_agent=is_agent)
