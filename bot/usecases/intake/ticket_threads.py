"""Which ticket a place in Slack belongs to, and what is said there."""

from dataclasses import dataclass

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import inbox_messages, outbox, tickets
from bot.usecases.ground.privacy import may_know_of
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake.joined_messages import find_joined
from bot.usecases.messages.threads import began_with
from bot.usecases.tickets import heir_of
from bot.views.messages import Message
from sla_core.tickets.event import Event
from sla_core.tickets.events import Created


@dataclass(frozen=True, slots=True)
class ThreadTicket:
    """The ticket a thread belongs to now; `is_internal` in the thread of a card."""

    number: int
    is_internal: bool


def find(work: Transaction, channel_id: str, root_ts: str) -> ThreadTicket | None:
    """The ticket of the thread below a message, or None.

    Found by the conversation, the requester's own thread, a message that joined a ticket, and the
    first messages of ours; below others of our messages nothing is public and nothing a note.
    """
    thread = *work.scope, channel_id, root_ts
    row = (
        tickets.find_by_thread(*thread)
        or tickets.find_by_requester_thread(*thread)
        or find_joined(work, channel_id, root_ts)
    )
    if row is not None:
        return ThreadTicket(heir_of(work, row.number), is_internal=False)
    message = outbox.find_by_message(*thread)
    number = None if message is None else message.ticket_number
    if message is None or number is None:
        return None
    key = MessageKey.parse(message.key)
    is_card = key.is_card_of(number)
    is_public = key.is_conversation_of(number) or key == MessageKey.direct(number)
    if not (is_card or is_public):
        return None
    return ThreadTicket(heir_of(work, number), is_internal=is_card)


def find_message(
    work: Transaction, channel_id: str, ts: str, thread_ts: str | None
) -> ThreadTicket | None:
    """The ticket a message belongs to: as a first message, in a thread, or as one of ours.

    `thread_ts` may be left out for what was heard before.
    """
    if thread_ts is None:
        arrival = inbox_messages.find(*work.scope, channel_id, ts)
        thread_ts = None if arrival is None else arrival.payload.get("thread_ts")
    ticket = find(work, channel_id, thread_ts or ts)
    if ticket is not None:
        return ticket
    message = outbox.find_by_message(*work.scope, channel_id, ts)
    if message is None or message.ticket_number is None:
        return None
    return ThreadTicket(heir_of(work, message.ticket_number), is_internal=False)


def refuse_second(work: Transaction, message: Message, by: str) -> None:
    """Refuse a message that is a ticket; who may not know of that one learns nothing of it."""
    ticket = find_message(work, message.channel_id, message.ts, message.thread_ts)
    if ticket is None:
        return
    row = tickets.get(*work.scope, ticket.number)
    if row is None or not may_know_of(work, row, by):
        raise UserFacingError(wording.intake.not_from_this_message())
    raise UserFacingError(wording.intake.already_open(ticket.number))


def event_at(work: Transaction, loaded: LoadedTicket, channel_id: str, ts: str) -> Event | None:
    """The event of a ticket that a message is: somebody's, or the one of ours that shows it."""
    first = loaded.events[0]
    if began_with(loaded.row, channel_id, ts):
        return first if isinstance(first, Created) else None
    name = f"{channel_id}:{ts}"
    event = next((event for event in loaded.events if event.id == name), None)
    return event or _shown(work, loaded, channel_id, ts)


def _shown(work: Transaction, loaded: LoadedTicket, channel_id: str, ts: str) -> Event | None:
    message = outbox.find_by_message(*work.scope, channel_id, ts)
    if message is None:
        return None
    key = MessageKey.parse(message.key).whole
    if key.number != loaded.row.number:
        return None
    if key.kind is KeyKind.CONVERSATION and (key.move or not key.tail):
        return loaded.events[0]
    if key.kind is KeyKind.RELAY:
        return next((event for event in loaded.events if event.id == key.part("source")), None)
    seq = key.part("seq") if key.kind is KeyKind.EVENT else ""
    return next((event for event in loaded.events if str(event.seq) == seq), None)
