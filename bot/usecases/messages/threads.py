"""Where people talk about a ticket: the conversation, and the requester's own direct messages.

A thread begins with somebody's message, of which we know the ``ts``, or with one of ours, of which
we know the key: what goes into it waits until that one stands in Slack.
"""

from dataclasses import dataclass

from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.outbox import MessagePlace
from bot.store.tickets import TicketRow
from bot.usecases.ground.privacy import belongs_to, is_private, may_hold
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import channel_of, reply
from bot.views.speech import Payload


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread by its first message: the ``ts`` of somebody's, or the key of one of ours."""

    channel_id: str
    ts: str | None = None
    root_key: MessageKey | None = None


def conversation(work: Transaction, row: TicketRow) -> Thread | None:
    """The thread in a channel where agents answer; None where a department has none, or it left.

    Where a talk went on that began in a channel, it does not go back there: who asked was told that
    nobody else reads it.
    """
    newest = newest_conversation(work, row.number)
    if newest is None:
        return None if is_overheard(work, row) else begun_by(row)
    key, lane = newest
    return Thread(lane, root_key=key) if may_hold(work, lane, row.department) else None


def begun_by(row: TicketRow) -> Thread | None:
    """The thread of the message in a channel that a ticket began with, if one did."""
    return _thread_in(row.channel_id, row.thread_ts)


def began_with(row: TicketRow, channel_id: str, ts: str) -> bool:
    """Whether a ticket began with this message."""
    starts = ((row.channel_id, row.thread_ts), (row.requester_channel_id, row.requester_thread_ts))
    return (channel_id, ts) in starts


def is_overheard(work: Transaction, row: TicketRow, department: str | None = None) -> bool:
    """Whether the message a ticket began with stands where its department is read by others.

    Its department is private then, and the channel is none of its own: nothing more is said there.
    """
    name = row.department if department is None else department
    return row.channel_id is not None and not belongs_to(work, row.channel_id, name)


def newest_conversation(work: Transaction, number: int) -> tuple[MessageKey, str] | None:
    """The key of our first message of a conversation, and its channel: the newest, if it moved."""
    return next(iter(conversations(work, number)[::-1]), None)


def conversations(work: Transaction, number: int) -> list[tuple[MessageKey, str]]:
    """The key and the channel of each first message of ours of a conversation, the newest last."""
    pairs: list[tuple[MessageKey, str]] = []
    key = MessageKey.conversation(number)
    while (lane := channel_of(work, key)) is not None:
        pairs.append((key, lane))
        key = key.moved(len(pairs))
    return pairs


def place_of_conversations(work: Transaction, department_name: str | None) -> str | None:
    """The channel in which the bot begins conversations: the first that requests come in by.

    Of a private department it is the one of its cards, as others read where requests come in.
    """
    department = work.configuration.department(department_name)
    if department is None:
        return None
    if is_private(work, department.name):
        return place_of_agents(work, department.name)
    return next((work.directory.channel_id(name) for name in department.intake_channels[:1]), None)


def place_of_agents(work: Transaction, department_name: str | None) -> str | None:
    """The channel in which the agents of a department read alone: the one of its cards."""
    department = work.configuration.department(department_name)
    return work.directory.channel_id(department.alert_channel if department else None)


def is_among_agents(work: Transaction, row: TicketRow) -> bool:
    """Whether a ticket is talked about where agents read alone, and not where people ask."""
    newest = newest_conversation(work, row.number)
    if newest is None:
        return False
    departments = work.configuration.departments.values()
    alerts = [
        department.alert_channel
        for department in departments
        if department.alert_channel is not None
    ]
    intake = [name for department in departments for name in department.intake_channels]
    is_of = work.directory.is_channel_of
    return is_of(newest[1], alerts) and not is_of(newest[1], intake)


def direct(work: Transaction, row: TicketRow) -> Thread | None:
    """The requester's own thread with the bot; None for who reads the conversation itself."""
    thread = _thread_in(row.requester_channel_id, row.requester_thread_ts)
    return thread or _our_thread(work, MessageKey.direct(row.number))


def of_requester(work: Transaction, row: TicketRow, department: str | None = None) -> Thread | None:
    """Where the requester reads; None where nobody would: the ticket came by a gateway.

    Also where what a department says may not be read there: the ticket's, unless another is given.
    """
    thread = direct(work, row)
    return thread or (None if is_overheard(work, row, department) else begun_by(row))


def stands_at(work: Transaction, thread: Thread | None) -> MessagePlace | None:
    """Where the first message of a thread stands in Slack; None while that is not known."""
    if thread is None:
        return None
    if thread.ts is not None:
        return MessagePlace(thread.channel_id, thread.ts)
    assert thread.root_key is not None  # noqa: S101 a thread begins somewhere
    return outbox.message_of(*work.scope, str(thread.root_key))


def say_in(
    work: Transaction, thread: Thread, key: MessageKey, payload: Payload, *, number: int
) -> None:
    """Post a message into a thread, once for its key."""
    reply(
        work,
        key,
        thread.channel_id,
        placed(thread, payload),
        ticket_number=number,
        thread_key=thread.root_key,
    )


def placed(thread: Thread, payload: Payload) -> Payload:
    """The message in a thread whose first message is known; else it waits for that one."""
    return payload if thread.ts is None else {**payload, "thread_ts": thread.ts}


def _thread_in(channel_id: str | None, ts: str | None) -> Thread | None:
    return None if channel_id is None or ts is None else Thread(channel_id, ts)


def _our_thread(work: Transaction, key: MessageKey) -> Thread | None:
    channel_id = channel_of(work, key)
    return None if channel_id is None else Thread(channel_id, root_key=key)
