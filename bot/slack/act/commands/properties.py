"""Commands that say what a ticket is: priority, dept, level, customer, tag, field; and merge."""

import re
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.act.commands.form_offers import offered
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, escaped, message
from bot.slack.draw.blocks.merges import readers_shown
from bot.slack.hear.typed_text import signed_tags, ticket_number
from bot.usecases import tickets
from bot.usecases.ground.privacy import may_see
from bot.usecases.tickets.fields import field_name
from bot.words.spelling import spelled, unquoted


def priority(call: Call) -> Payload:
    """Set the priority."""
    ticket = call.ticket("priority")
    if not ticket.rest:
        return offered(ids.PRIORITY_FORM, ticket.number)
    view = tickets.set_priority(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    return message(wording.tickets.prioritised(view.number, view.priority))


def department(call: Call) -> Payload:
    """Move to another department."""
    ticket = call.ticket("dept")
    if not ticket.rest:
        return offered(ids.DEPARTMENT_FORM, ticket.number)
    view = tickets.set_department(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    is_hidden = not may_see(call.work, view.department, call.user_id)
    moved = wording.tickets.moved(view.number, view.department, is_hidden=is_hidden)
    return message(escaped(moved))


def level(call: Call) -> Payload:
    """Promise a level by hand, or leave the choice to the rules."""
    ticket = call.ticket("level")
    if not ticket.rest:
        return offered(ids.LEVEL_FORM_OF_TICKET, ticket.number)
    view = tickets.set_level(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    return message(escaped(wording.tickets.promised(view.number, view.level)))


def customer(call: Call) -> Payload:
    """Say whose it is."""
    ticket = call.ticket("customer")
    if not ticket.rest:
        return offered(ids.CUSTOMER_FORM, ticket.number)
    view = tickets.set_customer(call.work, ticket.number, call.user_id, ticket.rest, call.at)
    return message(escaped(wording.tickets.of_customer(view.number, view.customer)))


def tag(call: Call) -> Payload:
    """Put tags on and take others off."""
    ticket = call.ticket("tag")
    if not ticket.rest:
        return offered(ids.TAGS_FORM, ticket.number)
    add, remove = signed_tags(ticket.rest)
    view = tickets.change_tags(call.work, ticket.number, call.user_id, add, remove, call.at)
    return message(escaped(wording.tickets.tagged(view.number, view.tags)))


_FIELD: Final = re.compile("([^=\uff1d]*)[=\uff1d](.*)", re.DOTALL)
"""A field's name, an equals sign of any keyboard, its value."""


def field(call: Call) -> Payload:
    """Give a custom field a value."""
    ticket = call.ticket("field")
    if not ticket.rest:
        return offered(ids.FIELD_FORM, ticket.number)
    match = _FIELD.fullmatch(unquoted(ticket.rest))
    name, value = map(unquoted, match.groups()) if match else ("", "")
    view = tickets.set_field(call.work, ticket.number, call.user_id, name, value, call.at)
    return message(escaped(wording.tickets.field_set(view.number, field_name(name), value)))


def merge(call: Call) -> Payload:
    """Put one ticket into another; in a thread the one of the thread."""
    ticket = call.ticket("merge")
    number, behind = ticket.number, spelled(ticket.rest).casefold().strip()
    behind = behind.removeprefix("into").strip()
    if not ticket.rest and call.own not in (None, number):
        number, behind = call.own or number, str(number)
    if not behind:
        return offered(ids.MERGE_FORM, number)
    into = ticket_number(behind)
    if into is None:
        raise UserFacingError(wording.refusals.which_other())
    return merged(call, number, into)


def merged(call: Call, number: int, into: int, read: str | None = None) -> Payload:
    """Merge two tickets; who will read what, to be confirmed, where that was not read as it is."""
    try:
        tickets.merge_as_read(call.work, number, into, call.user_id, call.at, read)
    except tickets.ReadFirst as first:
        return readers_shown(first.readers, call.names)
    return message(wording.tickets.merged(number, into))
