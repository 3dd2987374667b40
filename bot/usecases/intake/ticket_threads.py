"""Which ticket a place in Slack belongs to, and what is said there."""

from dataclasses import dataclass

from bot.keys.messages import (
    direct_key,
    event_prefix,
    is_card_key,
)
from bot.keys.pieces import whole_key
from bot.store import inbox, outbox, tickets
from bot.usecases.changes.recording import Loaded
from bot.usecases.ground.transaction import Work
from bot.usecases.intake.joined_messages import find_joined
from bot.usecases.messages.threads import began_with, is_conversation_key
from bot.usecases.tickets import heir_of
from sla_core.tickets.events import Created, Event


@dataclass(frozen=True, slots=True)
class ThreadTicket:
    """The ticket a thread belongs to now; `is_internal` in the thread of a card."""

    number: int
    is_internal: bool


def find(work: Work, channel_id: str, root_ts: str) -> ThreadTicket | None:
    """The ticket of the thread below a message, or None.

    Found by the conversation, the requester's own thread, a message that joined a ticket, and the
    first messages of ours; below others of our messages nothing is public and nothing a note.
    """
    here = (work.connection, work.workspace_id, channel_id, root_ts)
    row = (
        tickets.find_by_thread(*here)
        or tickets.find_by_requester_thread(*here)
        or find_joined(work, channel_id, root_ts)
    )
    if row is not None:
        return ThreadTicket(heir_of(work, row.number), is_internal=False)
    said = outbox.find_by_message(*here)
    number = None if said is None else said.ticket_number
    if said is None or number is None:
        return None
    is_card = is_card_key(said.key, number)
    is_public = is_conversation_key(said.key, number) or said.key == direct_key(number)
    if not (is_card or is_public):
        return None
    return ThreadTicket(heir_of(work, number), is_internal=is_card)


def find_message(
    work: Work, channel_id: str, ts: str, thread_ts: str | None
) -> ThreadTicket | None:
    """The ticket a message belongs to: as a first message, in a thread, or as one of ours.

    `thread_ts` may be left out for what was heard before.
    """
    if thread_ts is None:
        heard = inbox.find_message(work.connection, work.workspace_id, channel_id, ts)
        thread_ts = None if heard is None else heard.payload.get("thread_ts")
    found = find(work, channel_id, thread_ts or ts)
    if found is not None:
        return found
    said = outbox.find_by_message(work.connection, work.workspace_id, channel_id, ts)
    if said is None or said.ticket_number is None:
        return None
    return ThreadTicket(heir_of(work, said.ticket_number), is_internal=False)


def event_at(work: Work, loaded: Loaded, channel_id: str, ts: str) -> Event | None:
    """The event of a ticket that a message is: somebody's, or the one of ours that shows it."""
    first = loaded.events[0]
    if began_with(loaded.row, channel_id, ts):
        return first if isinstance(first, Created) else None
    name = f"{channel_id}:{ts}"
    own = next((each for each in loaded.events if each.id == name), None)
    return own or _shown(work, loaded, channel_id, ts)


def _shown(work: Work, loaded: Loaded, channel_id: str, ts: str) -> Event | None:
    said = outbox.find_by_message(work.connection, work.workspace_id, channel_id, ts)
    if said is None:
        return None
    number, key = loaded.row.number, whole_key(said.key)
    if is_conversation_key(key, number):
        return loaded.events[0]
    relayed = key.removeprefix(f"relay:{number}:")
    seq = key.removeprefix(event_prefix(number))
    return next(
        (each for each in loaded.events if relayed == each.id or seq == str(each.seq)), None
    )
