"""The gate: what a message somebody wrote in Slack means. It judges once.

In an intake channel a message of anyone who is not an agent of that department opens a ticket, and
its thread is the conversation; what they write there within the next minutes joins it. What is
written to the bot alone is a request as well. In the thread of a card an agent's message is a
note. A message that begins by addressing the bot is a command and never comes here.
"""

from dataclasses import replace
from typing import Any

from bot import wording
from bot.errors import NotYet, UserFacingError
from bot.store import inbox_messages, roots, tickets
from bot.usecases.changes.access import is_agent_of
from bot.usecases.changes.recording import record
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.subjects import says_something
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake import direct_messages, joined_messages
from bot.usecases.intake.new_tickets import asked_in, open_ticket
from bot.usecases.intake.ticket_threads import find
from bot.usecases.requesters import conversations
from bot.views.messages import Message
from bot.views.tickets import TicketView
from sla_core.configuration import Department
from sla_core.instants import to_us
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, Note, RequesterMessage


def message_posted(work: Transaction, message: Message) -> TicketView | None:
    """Take in a message: it opens a ticket, counts in one, or means nothing here (None).

    Raises `NotYet` for a message in a thread whose first message may still become a conversation.
    """
    if message.root != message.ts:
        return None if message.is_form else _in_thread(work, message)
    if message.is_direct:
        is_new = find(work, message.channel_id, message.ts) is None
        return direct_messages.written(work, message) if is_new else None
    department = intake_department(work, message.channel_id)
    return None if department is None else _at_top(work, message, department)


def _at_top(work: Transaction, message: Message, department: Department) -> TicketView | None:
    if find(work, message.channel_id, message.ts) is not None:
        return None
    if message.is_form:
        return opened(work, message, department)
    if work.directory.is_on_roster(message.user_id, department):
        return None
    joined_messages.wait_for_earlier(work, message)
    joined = joined_messages.find_open(work, message)
    if joined is not None:
        return _recorded(work, load(work, joined, lock=True), message)
    return opened(work, message, department) if says_something(message.text) else None


def opened(work: Transaction, message: Message, department: Department) -> TicketView:
    """Open the ticket of a message whose thread becomes the conversation."""
    new = asked_in(message, message.user_id, message.at, department.name)
    view = open_ticket(work, new.begun_by(message, message.ts))
    inbox_messages.reconsider(*work.scope, message.channel_id, message.ts)
    return view


def _in_thread(work: Transaction, message: Message) -> TicketView | None:
    thread = *work.scope, message.channel_id, message.root
    alone = message.user_id if message.is_direct else None
    # Asked first: what comes meanwhile is found below.
    is_expected = roots.is_expected(*thread, alone)
    ticket = find(work, message.channel_id, message.root)
    if ticket is None and is_expected:
        raise NotYet
    if ticket is None:
        _say_unheard(work, message)
        return None
    loaded = load(work, ticket.number, lock=True)
    if ticket.is_internal:
        return _kept(work, loaded, message, Note(**_said(message)))
    if _goes_on(work, loaded, message):
        return _followed(work, loaded, message)
    return _recorded(work, loaded, message)


def _say_unheard(work: Transaction, message: Message) -> None:
    """Tell who writes to the bot below something that is no ticket, so that it is not lost."""
    is_asked = direct_messages.is_asked(work, message.channel_id, message.root)
    if message.is_direct and not is_asked and says_something(message.text):
        raise UserFacingError(wording.intake.not_in_this_thread())


def _goes_on(work: Transaction, loaded: LoadedTicket, message: Message) -> bool:
    """Whether a message is a new request: `closed` is final for messages of who asks."""
    is_closed = loaded.row.status == "closed" and not _is_known(loaded, message)
    is_theirs = is_closed and not is_agent_of(work, loaded, message.user_id)
    return is_theirs and says_something(message.text)


def _followed(work: Transaction, loaded: LoadedTicket, message: Message) -> TicketView:
    """Open a ticket that goes on from a closed one, and takes over the thread."""
    row = loaded.row
    tickets.leave_thread(*work.scope, message.channel_id, message.root)
    new = asked_in(message, message.user_id, message.at, row.department)
    new = replace(new, requester=row.requester or message.user_id, follows=row.number)
    return open_ticket(work, new.begun_by(message, message.root))


def _recorded(work: Transaction, loaded: LoadedTicket, message: Message) -> TicketView | None:
    """Put a public message into a ticket, and have it read on the other side."""
    is_answer = is_agent_of(work, loaded, message.user_id)
    event = (AgentReply if is_answer else RequesterMessage)(**_said(message))
    view = _kept(work, loaded, message, event)
    if view is not None:
        conversations.carry_on(work, loaded, view, message, event)
    return view


def _kept(
    work: Transaction, loaded: LoadedTicket, message: Message, event: Event
) -> TicketView | None:
    if _is_known(loaded, message):
        return None
    return record(work, loaded, [event])


def _is_known(loaded: LoadedTicket, message: Message) -> bool:
    return any(event.id == message.event_id for event in loaded.events)


def _said(message: Message) -> dict[str, Any]:
    return {
        "at_us": to_us(message.at),
        "actor": message.user_id,
        "id": message.event_id,
        "text": message.text or None,
    }
