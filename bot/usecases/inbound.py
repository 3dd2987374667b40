"""The gate: what a message somebody wrote in Slack means. It judges once.

In an intake channel a message of anyone who is not an agent of that department opens a ticket, and
its thread is the conversation; in the thread of a card an agent's message is a note. A message
that begins by addressing the bot is a command and never comes here.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import NotYet
from bot.store import inbox, outbox, roots, tickets
from bot.usecases.access import is_agent_of
from bot.usecases.desk import Work
from bot.usecases.opening import NewTicket, open_ticket
from bot.usecases.recording import Loaded, load, record
from bot.usecases.speaking import card_key
from bot.usecases.views import TicketView
from sla_core.configuration import Department
from sla_core.instants import to_us
from sla_core.tickets.events import AgentReply, Event, Note, RequesterMessage


@dataclass(frozen=True, slots=True)
class Message:
    """What a human wrote, where and when; ``at`` is the message's own time."""

    channel_id: str
    ts: str
    thread_ts: str | None
    user_id: str
    text: str
    at: datetime


def message_posted(work: Work, message: Message) -> TicketView | None:
    """Take in a message: it opens a ticket, counts in one, or means nothing here (None).

    Raises `NotYet` for a message in a thread whose first message may still become a conversation.
    """
    if message.thread_ts is not None and message.thread_ts != message.ts:
        return _in_thread(work, message, message.thread_ts)
    department = intake_department(work, message.channel_id)
    if department is None or message.user_id in work.directory.roster(department):
        return None
    if _is_known(work, message) or not message.text.strip():
        return None
    view = open_ticket(
        work,
        NewTicket(
            requester=message.user_id,
            by=message.user_id,
            at=message.at,
            text=message.text,
            department=department.name,
            channel_id=message.channel_id,
            thread_ts=message.ts,
        ),
    )
    inbox.reconsider(work.connection, work.workspace_id, message.channel_id, message.ts)
    return view


def intake_department(work: Work, channel_id: str) -> Department | None:
    """The department whose requests come in here."""
    for department in work.configuration.departments.values():
        if channel_id in map(work.directory.channel_id, department.intake_channels):
            return department
    return None


def _is_known(work: Work, message: Message) -> bool:
    found = tickets.find_by_thread(
        work.connection, work.workspace_id, message.channel_id, message.ts
    )
    return found is not None


def _in_thread(work: Work, message: Message, thread_ts: str) -> TicketView | None:
    place = (work.connection, work.workspace_id, message.channel_id, thread_ts)
    is_expected = roots.is_expected(*place)  # asked first: what comes meanwhile is found below
    row = tickets.find_by_thread(*place)
    if row is not None:
        loaded = load(work, row.number, lock=True)
        return _recorded(work, loaded, message, _public(work, loaded, message))
    said = outbox.find_by_message(*place)
    if said is None and is_expected:
        raise NotYet
    if said is None or said.ticket_number is None:
        return None
    loaded = load(work, said.ticket_number, lock=True)
    if said.key != card_key(said.ticket_number):
        return _recorded(work, loaded, message, _public(work, loaded, message))
    return _recorded(work, loaded, message, Note(**_said(message)))


def _public(work: Work, loaded: Loaded, message: Message) -> Event:
    if is_agent_of(work, loaded, message.user_id):
        return AgentReply(**_said(message))
    return RequesterMessage(**_said(message))


def _said(message: Message) -> dict[str, Any]:
    return {
        "at_us": to_us(message.at),
        "actor": message.user_id,
        "id": f"{message.channel_id}:{message.ts}",
        "text": message.text or None,
    }


def _recorded(work: Work, loaded: Loaded, message: Message, event: Event) -> TicketView | None:
    if any(each.id == event.id for each in loaded.events):
        return None
    return record(work, loaded, [event])
