"""A conversation has two sides where the requester does not read the agents' thread.

What is written on one side is said on the other, once, in its author's name; what is edited or
deleted there is changed here. Agents' answers also go to the requesters of tickets that were merged
into this one. Notes stay in the card's thread: nothing of them comes here.
"""

from collections.abc import Iterator

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import tickets
from bot.store.outbox import MessagePlace
from bot.store.people import Person
from bot.store.tickets import TicketRow
from bot.usecases.changes.recording import record
from bot.usecases.consequences import beginnings
from bot.usecases.consequences.confirmations import tell_of_absence
from bot.usecases.ground.privacy import belongs_to
from bot.usecases.ground.timelines import (
    LoadedTicket,
    absorbed_by,
    load,
)
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import pieces, threads
from bot.usecases.messages.outgoing import (
    card_now,
    channel_of,
    lane_of_card,
    post,
)
from bot.usecases.messages.threads import Thread
from bot.views.agent_messages import RequesterWrote
from bot.views.conversation_messages import RelayedReply, RelayedText
from bot.views.messages import Message
from bot.views.sentences import Line
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, RequesterMessage


def from_requester_side(
    work: Transaction, loaded: LoadedTicket, message: Message
) -> TicketView | None:
    """Take in what was written to the bot alone; None for what is known already."""
    event = RequesterMessage(
        at_us=to_us(message.at),
        actor=message.user_id,
        id=source_of(message),
        text=message.text or None,
    )
    if any(recorded.id == event.id for recorded in loaded.events):
        return None
    view = record(work, loaded, [event])
    carry_on(work, loaded, view, message, event)
    return view


def carry_on(
    work: Transaction, loaded: LoadedTicket, view: TicketView, message: Message, event: Event
) -> None:
    """Say a public message that was recorded where it is not read yet; tell whom it concerns."""
    row, author = loaded.row, message.user_id
    relayed = work.speech.pieces(RelayedText(work.directory.name_of(author), message.text))
    places = [*_not_read_yet(work, row, message)]
    if isinstance(event, AgentReply):
        merged = _read_by_merged(work, row.number, source_of(message))
        places += [(key, thread) for key, thread in merged if not _is_in(work, thread, message)]
    for key, thread in places:
        pieces.say_all(work, thread, key, relayed, number=row.number, author=author)
    if isinstance(event, RequesterMessage):
        _tell_agents(work, row, message)
        tell_of_absence(work, view, row, message.user_id)


def answer(work: Transaction, loaded: LoadedTicket, author: Person, text: str) -> None:
    """Say an agent's reply, which is the ticket's next event, on both sides; refused where none is.

    Called with the ticket as it was loaded, before the reply was recorded.
    """
    row, seq = loaded.row, loaded.row.last_seq + 1
    relayed = work.speech.pieces(RelayedReply(author, text))
    thread, direct = threads.conversation(work, row), threads.direct(work, row)
    if thread is None and direct is None:
        raise UserFacingError(wording.refusals.no_conversation(row.number))
    key, source = MessageKey.event(row.number, seq), KeyKind.EVENT.written(seq)
    places = [] if thread is None else [(key, thread)]
    if direct is not None:
        places.append((_direct_copy(row.number, source) if places else key, direct))
    places += _read_by_merged(work, row.number, source)
    for copy_key, copy_thread in places:
        pieces.say_all(work, copy_thread, copy_key, relayed, number=row.number, author=author.id)


def edited(work: Transaction, row: TicketRow, message: Message) -> None:
    """Let the relayed copies of a message say what it says now, if there are any."""
    relayed = work.speech.pieces(RelayedText(work.directory.name_of(message.user_id), message.text))
    for copies in _copies(work, row.number, source_of(message)):
        if belongs_to(work, channel_of(work, copies[-1]) or "", row.department):
            pieces.change_all(work, copies[-1], relayed, number=row.number)
    _change_beginning(work, load(work, row.number), message.channel_id, message.ts, message.text)


def deleted(work: Transaction, number: int, channel_id: str, ts: str) -> None:
    """Let the relayed copies of a message say that its author deleted it, if there are any."""
    payload = work.speech.payload(Line(wording.requesters.was_deleted))
    for copies in _copies(work, number, f"{channel_id}:{ts}"):
        for key in copies:
            pieces.take_back(work, key, payload, number=number)
    _change_beginning(work, load(work, number), channel_id, ts, str(payload["text"]))


def _change_beginning(
    work: Transaction, loaded: LoadedTicket, channel_id: str, ts: str, text: str
) -> None:
    """Let the conversations that the bot began ask this, if the ticket began with this message."""
    if threads.began_with(loaded.row, channel_id, ts):
        beginnings.change(work, loaded.view(work), loaded.row, text)


def source_of(message: Message) -> str:
    """What tells a message of Slack from all others; the id of its event."""
    return f"{message.channel_id}:{message.ts}"


def _copies(work: Transaction, number: int, source: str) -> Iterator[list[MessageKey]]:
    """The keys of what was said of a message in each of its copies' threads, the newest last.

    There are several where a former version said anew what was too long for an edit.
    """
    merged = (key for key, _thread in _read_by_merged(work, number, source))
    events = (event for event in load(work, number).events if event.id == source)
    new_keys = (key for event in events for key in beginnings.said_anew(work, number, event))
    for first in (_copy(number, source), _direct_copy(number, source), *merged, *new_keys):
        keys: list[MessageKey] = []
        while channel_of(work, key := first.repeated(len(keys))) is not None:
            keys.append(key)
        if keys:
            yield keys


def _not_read_yet(
    work: Transaction, row: TicketRow, message: Message
) -> Iterator[tuple[MessageKey, Thread]]:
    """The threads that a message is to be said in as well, each with the key of its copy.

    All read what stands outside of threads in a channel; nobody is told what they wrote.
    """
    is_direct = message.channel_id.startswith("D")
    if _root_of(message) == message.ts and not is_direct:
        return
    source = source_of(message)
    thread, direct = threads.conversation(work, row), threads.direct(work, row)
    if thread is not None and not _is_in(work, thread, message):
        yield _copy(row.number, source), thread
    if direct is not None and not is_direct and message.user_id != row.requester:
        is_second = thread is not None and not _is_in(work, thread, message)
        copy = _direct_copy if is_second else _copy
        yield copy(row.number, source), direct


def _read_by_merged(
    work: Transaction, number: int, source: str
) -> Iterator[tuple[MessageKey, Thread]]:
    """Where the requesters of what was merged into a ticket read, with the keys of their copies."""
    ticket = tickets.get(*work.scope, number)
    department = None if ticket is None else ticket.department
    for merged_ticket in absorbed_by(work, load(work, number).events):
        thread = threads.of_requester(work, merged_ticket, department)
        if thread is not None:
            yield MessageKey.of(KeyKind.RELAY, number, source, merged_ticket.number), thread


def _root_of(message: Message) -> str:
    return message.thread_ts or message.ts


def _copy(number: int, source: str) -> MessageKey:
    return MessageKey.of(KeyKind.RELAY, number, source)


def _direct_copy(number: int, source: str) -> MessageKey:
    return MessageKey.of(KeyKind.RELAY, number, source, "dm")


def _is_in(work: Transaction, thread: Thread, message: Message) -> bool:
    root = threads.stands_at(work, thread)
    return root is not None and (root.channel_id, root.ts) == (
        message.channel_id,
        _root_of(message),
    )


def _tell_agents(work: Transaction, row: TicketRow, message: Message) -> None:
    """A line in the card's thread, where the assignee reads, without a ping."""
    card = card_now(work, row.number)
    channel_id = lane_of_card(work, row.number)
    if channel_id is not None:
        place, root_ts = _where_agents_read(work, row, message)
        author = work.directory.name_of(message.user_id)
        payload = work.speech.payload(RequesterWrote(author, message.text, place, root_ts))
        key = MessageKey.of(KeyKind.HEARD, row.number, source_of(message))
        post(work, key, channel_id, payload, ticket_number=row.number, thread_key=card)


def _where_agents_read(
    work: Transaction, row: TicketRow, message: Message
) -> tuple[MessagePlace | None, str | None]:
    """Where a message of the requester's side stands, and its thread begins if it is in one.

    What was written to the bot alone they read in the conversation's thread.
    """
    if message.channel_id.startswith("D"):
        thread = threads.stands_at(work, threads.conversation(work, row))
        return thread, None if thread is None else thread.ts
    root_ts = None if _root_of(message) == message.ts else message.thread_ts
    return MessagePlace(message.channel_id, message.ts), root_ts
