"""What an emoji at a message does: open a ticket, say that no reply is needed, resolve.

All other emoji are only emoji, and those of people who may not do it as well: nobody is told off
for an emoji.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot import wording
from bot.errors import NotYet, UserFacingError
from bot.store import inbox, readings, roots
from bot.store.readings import CHANNEL
from bot.usecases import tickets
from bot.usecases.changes.access import is_agent_of
from bot.usecases.changes.recording import load
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.transaction import Work
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.intake.ticket_threads import event_at, find_message
from bot.views.messages import Message
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import Created, RequesterMessage
from sla_core.tickets.vocabulary import AWAY, SETTLED

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


def purpose_of(work: Work, emoji: str) -> str | None:
    """What an emoji is for here: `open`, `no_reply`, `resolve`; None: nothing. Any skin will do."""
    name = emoji.partition("::")[0]
    chosen = work.configuration.options.emoji.items()
    return next((purpose for purpose, wanted in chosen if wanted == name), None)


def was_for(work: Work, purpose: str, at: datetime) -> bool:
    """Whether the emoji of a purpose has been for it without a break since an instant."""
    wanted = work.configuration.options.emoji[purpose]
    since_us = to_us(at)
    changes = (each.at_us for each in work.history.revisions if each.kind == "workspace")
    instants = [since_us, *(at_us for at_us in changes if at_us > since_us)]
    chosen = (work.history.at_us(at_us).options.emoji for at_us in instants)
    return all(emoji.get(purpose) == wanted for emoji in chosen)


def opens(work: Work, reaction: Reaction, message: Message | None) -> TicketView | None:
    """Open a ticket for the author of a message, from now on; None where it is one already."""
    by = work.directory.person(reaction.by)
    is_of_a_bot = by is not None and by.is_bot
    if message is None or is_of_a_bot or reaction.channel_id.startswith("D"):
        return None
    if find_message(work, reaction.channel_id, message.ts, message.thread_ts) is not None:
        return None
    root_ts = message.thread_ts or message.ts
    channel = work.directory.channel(reaction.channel_id)
    is_member = channel is None or channel.is_member  # we hear of no others
    view = open_ticket(
        work,
        NewTicket(
            requester=message.user_id,
            by=reaction.by,
            at=reaction.at,
            text=message.text,
            subject=message.subject,
            links=message.links,
            is_asked=True,
            department=_department(work, reaction),
            channel_id=reaction.channel_id if is_member else None,
            thread_ts=root_ts if is_member else None,
        ),
    )
    since_ts = f"{reaction.at.timestamp():.6f}"
    here = (work.connection, work.workspace_id, reaction.channel_id, root_ts)
    inbox.reconsider(*here, after_ts=since_ts)
    return view


def _department(work: Work, reaction: Reaction) -> str | None:
    """Whose it is: the channel's, the only one there is, or that of the agent who reacts."""
    intake = intake_department(work, reaction.channel_id)
    if intake is not None:
        return intake.name
    names = [each.name for each in work.configuration.departments.values()]
    own = departments_of(work.configuration, work.directory, reaction.by)
    if len(names) > 1 and len(own) != 1:
        raise UserFacingError(wording.intake.emoji_needs_department())
    return own[0] if len(names) > 1 else None


def needs_no_reply(work: Work, reaction: Reaction) -> TicketView | None:
    """Let a requester's message be one that asks for no answer, by an agent's emoji."""
    number = _answered_by(work, reaction)
    if number is None:
        return None
    event = event_at(work, load(work, number), reaction.channel_id, reaction.ts)
    if not isinstance(event, RequesterMessage | Created):
        return None
    return tickets.no_reply(work, number, reaction.by, reaction.at)


def resolves(work: Work, reaction: Reaction) -> TicketView | None:
    """Resolve the ticket of a message, by an agent's emoji."""
    number = _answered_by(work, reaction)
    return None if number is None else tickets.resolve(work, number, reaction.by, reaction.at)


def _may_still_come(work: Work, reaction: Reaction) -> bool:
    """Whether the message was put there a moment ago, and Slack may send it after the emoji."""
    if work.now - reaction.at > EVENTS_CROSS_WITHIN:
        return False
    channel = readings.get(work.connection, work.workspace_id, (reaction.channel_id, CHANNEL))
    is_read = channel is None or float(channel.read_to) >= float(reaction.ts)
    here = (work.connection, work.workspace_id, reaction.channel_id, reaction.ts)
    return not is_read and inbox.find_message(*here) is None


def _answered_by(work: Work, reaction: Reaction) -> int | None:
    """The ticket of a message that is open, where who reacts is an agent of it."""
    found = find_message(work, reaction.channel_id, reaction.ts, None)
    if found is None:
        here = (work.connection, work.workspace_id, reaction.channel_id, reaction.ts)
        if roots.is_expected(*here) or _may_still_come(work, reaction):
            raise NotYet
        return None
    loaded = load(work, found.number, lock=True)
    is_over = loaded.row.is_deleted or loaded.row.status in SETTLED | AWAY
    return None if is_over or not is_agent_of(work, loaded, reaction.by) else found.number
