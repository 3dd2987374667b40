"""What an emoji at a message does: open a ticket, say that no reply is needed, resolve.

All other emoji are only emoji, and those of people who may not do it as well: nobody is told off
for an emoji.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import wording
from bot.errors import NotYet, UserFacingError
from bot.store import inbox_messages, readings, roots
from bot.store.readings import CHANNEL
from bot.usecases import tickets
from bot.usecases.changes.access import is_agent_of
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake.new_tickets import asked_in, open_ticket
from bot.usecases.intake.ticket_threads import event_at, find_message
from bot.views.messages import Message
from bot.views.tickets import TicketView
from sla_core.configuration import WORKSPACE
from sla_core.instants import to_us
from sla_core.tickets.events import Created, RequesterMessage
from sla_core.tickets.vocabulary import OVER

OPEN, NO_REPLY, RESOLVE = "open", "no_reply", "resolve"
EVENTS_CROSS_WITHIN: Final = timedelta(seconds=5)
"""How much later than an emoji Slack may send the message at which it was put."""


@dataclass(frozen=True, slots=True)
class Reaction:
    """An emoji somebody put at a message, and when."""

    channel_id: str
    ts: str
    by: str
    at: datetime


def purpose_of(work: Transaction, emoji: str) -> str | None:
    """What an emoji is for here: `open`, `no_reply`, `resolve`; None: nothing. Any skin will do."""
    name = emoji.partition("::")[0]
    purposes = work.configuration.options.emoji.items()
    return next((purpose for purpose, emoji_name in purposes if emoji_name == name), None)


def was_for(work: Transaction, purpose: str, at: datetime) -> bool:
    """Whether the emoji of a purpose has been for it without a break since an instant."""
    emoji_name = work.configuration.options.emoji[purpose]
    since_us = to_us(at)
    changes = (revision.at_us for revision in work.history.revisions if revision.kind == WORKSPACE)
    instants = [since_us, *(at_us for at_us in changes if at_us > since_us)]
    chosen = (work.history.at_us(at_us).options.emoji for at_us in instants)
    return all(emoji.get(purpose) == emoji_name for emoji in chosen)


def opens(work: Transaction, reaction: Reaction, message: Message | None) -> TicketView | None:
    """Open a ticket for the author of a message, from now on; None where it is one already."""
    person = work.directory.person(reaction.by)
    is_of_a_bot = person is not None and person.is_bot
    if message is None or is_of_a_bot or reaction.channel_id.startswith("D"):
        return None
    if find_message(work, reaction.channel_id, message.ts, message.thread_ts) is not None:
        return None
    root_ts = message.thread_ts or message.ts
    channel = work.directory.channel(reaction.channel_id)
    is_member = channel is None or channel.is_member  # we hear of no others
    new = asked_in(message, reaction.by, reaction.at, _department(work, reaction))
    view = open_ticket(work, new.begun_by(message, root_ts) if is_member else new)
    since_ts = f"{reaction.at.timestamp():.6f}"
    thread = *work.scope, reaction.channel_id, root_ts
    inbox_messages.reconsider(*thread, after_ts=since_ts)
    return view


def _department(work: Transaction, reaction: Reaction) -> str | None:
    """Whose it is: the channel's, the only one there is, or that of the agent who reacts."""
    intake = intake_department(work, reaction.channel_id)
    if intake is not None:
        return intake.name
    names = [department.name for department in work.configuration.departments.values()]
    own_names = departments_of(work.configuration, work.directory, reaction.by)
    if len(names) > 1 and len(own_names) != 1:
        raise UserFacingError(wording.intake.emoji_needs_department())
    return own_names[0] if len(names) > 1 else None


def needs_no_reply(work: Transaction, reaction: Reaction) -> TicketView | None:
    """Let a requester's message be one that asks for no answer, by an agent's emoji."""
    number = _answered_by(work, reaction)
    if number is None:
        return None
    event = event_at(work, load(work, number), reaction.channel_id, reaction.ts)
    if not isinstance(event, RequesterMessage | Created):
        return None
    return tickets.no_reply(work, number, reaction.by, reaction.at)


def resolves(work: Transaction, reaction: Reaction) -> TicketView | None:
    """Resolve the ticket of a message, by an agent's emoji."""
    number = _answered_by(work, reaction)
    return None if number is None else tickets.resolve(work, number, reaction.by, reaction.at)


def _may_still_come(work: Transaction, reaction: Reaction) -> bool:
    """Whether the message was put there a moment ago, and Slack may send it after the emoji."""
    if work.now - reaction.at > EVENTS_CROSS_WITHIN:
        return False
    channel = readings.get(*work.scope, (reaction.channel_id, CHANNEL))
    is_read = channel is None or float(channel.read_to) >= float(reaction.ts)
    message = *work.scope, reaction.channel_id, reaction.ts
    return not is_read and inbox_messages.find(*message) is None


def _answered_by(work: Transaction, reaction: Reaction) -> int | None:
    """The ticket of a message that is open, where who reacts is an agent of it."""
    ticket = find_message(work, reaction.channel_id, reaction.ts, None)
    if ticket is None:
        message = *work.scope, reaction.channel_id, reaction.ts
        if roots.is_expected(*message) or _may_still_come(work, reaction):
            raise NotYet
        return None
    loaded = load(work, ticket.number, lock=True)
    is_over = loaded.row.is_deleted or loaded.row.status in OVER
    return None if is_over or not is_agent_of(work, loaded, reaction.by) else ticket.number
