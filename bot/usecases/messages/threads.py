"""Where people talk about a ticket: the conversation, and the requester's own direct messages.

A thread begins with somebody's message, of which we know the ``ts``, or with one of ours, of which
we know the key: what goes into it waits until that one stands in Slack.
"""

from dataclasses import dataclass

from bot.keys.messages import conversation_key, direct_key
from bot.store import outbox
from bot.store.outbox import MessagePlace
from bot.store.tickets import TicketRow
from bot.usecases.ground.privacy import belongs_to, is_private, may_hold
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import channel_of, reply
from bot.views.speech import Payload


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread by its first message: the ``ts`` of somebody's, or the key of one of ours."""

    channel_id: str
    ts: str | None = None
    root_key: str | None = None


def conversation(work: Work, row: TicketRow) -> Thread | None:
    """The thread in a channel where agents answer; None where a department has none, or it left.

    Where a talk went on that began in a channel, it does not go back there: who asked was told that
    nobody else reads it.
    """
    ours = newest_conversation(work, row.number)
    if ours is None:
        return None if is_overheard(work, row) else begun_by(row)
    key, lane = ours
    return Thread(lane, root_key=key) if may_hold(work, lane, row.department) else None


def begun_by(row: TicketRow) -> Thread | None:
    """The thread of the message in a channel that a ticket began with, if one did."""
    return _begun(row.channel_id, row.thread_ts)


def began_with(row: TicketRow, channel_id: str, ts: str) -> bool:
    """Whether a ticket began with this message."""
    begun = ((row.channel_id, row.thread_ts), (row.requester_channel_id, row.requester_thread_ts))
    return (channel_id, ts) in begun


def is_overheard(work: Work, row: TicketRow, department: str | None = None) -> bool:
    """Whether the message a ticket began with stands where its department is read by others.

    Its department is private then, and the channel is none of its own: nothing more is said there.
    """
    name = row.department if department is None else department
    return row.channel_id is not None and not belongs_to(work, row.channel_id, name)


def moved_conversation_key(number: int, moves: int) -> str:
    """The root message of a conversation that the bot began, after it moved so many times."""
    return f"conversation:{number}@{moves}" if moves else conversation_key(number)


def is_conversation_key(key: str, number: int) -> bool:
    """Whether a message is the first of the ticket's conversation, the present or a former one."""
    return key == conversation_key(number) or key.startswith(f"conversation:{number}@")


def newest_conversation(work: Work, number: int) -> tuple[str, str] | None:
    """The key of our first message of a conversation, and its channel: the newest, if it moved."""
    return next(iter(conversations(work, number)[::-1]), None)


def conversations(work: Work, number: int) -> list[tuple[str, str]]:
    """The key and the channel of each first message of ours of a conversation, the newest last."""
    found: list[tuple[str, str]] = []
    key = conversation_key(number)
    while (lane := channel_of(work, key)) is not None:
        found.append((key, lane))
        key = moved_conversation_key(number, len(found))
    return found


def place_of_conversations(work: Work, department_name: str | None) -> str | None:
    """The channel in which the bot begins conversations: the first that requests come in by.

    Of a private department it is the one of its cards, as others read where requests come in.
    """
    department = work.configuration.department(department_name)
    if department is None:
        return None
    if is_private(work, department.name):
        return place_of_agents(work, department.name)
    return next((work.directory.channel_id(each) for each in department.intake_channels[:1]), None)


def place_of_agents(work: Work, department_name: str | None) -> str | None:
    """The channel in which the agents of a department read alone: the one of its cards."""
    department = work.configuration.department(department_name)
    return work.directory.channel_id(department.alert_channel if department else None)


def is_among_agents(work: Work, row: TicketRow) -> bool:
    """Whether a ticket is talked about where agents read alone, and not where people ask."""
    ours = newest_conversation(work, row.number)
    if ours is None:
        return False
    departments = work.configuration.departments.values()
    alerts = [each.alert_channel for each in departments if each.alert_channel is not None]
    intake = [name for each in departments for name in each.intake_channels]
    is_of = work.directory.is_channel_of
    return is_of(ours[1], alerts) and not is_of(ours[1], intake)


def direct(work: Work, row: TicketRow) -> Thread | None:
    """The requester's own thread with the bot; None for who reads the conversation itself."""
    own = _begun(row.requester_channel_id, row.requester_thread_ts)
    return own or _ours(work, direct_key(row.number))


def of_requester(work: Work, row: TicketRow, department: str | None = None) -> Thread | None:
    """Where the requester reads; None where nobody would: the ticket came by a gateway.

    Also where what a department says may not be read there: the ticket's, unless another is given.
    """
    own = direct(work, row)
    return own or (None if is_overheard(work, row, department) else begun_by(row))


def stands_at(work: Work, thread: Thread | None) -> MessagePlace | None:
    """Where the first message of a thread stands in Slack; None while that is not known."""
    if thread is None:
        return None
    if thread.ts is not None:
        return MessagePlace(thread.channel_id, thread.ts)
    assert thread.root_key is not None  # noqa: S101 a thread begins somewhere
    return outbox.message_of(work.connection, work.workspace_id, thread.root_key)


def say_in(work: Work, thread: Thread, key: str, payload: Payload, *, number: int) -> None:
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


def _begun(channel_id: str | None, ts: str | None) -> Thread | None:
    return None if channel_id is None or ts is None else Thread(channel_id, ts)


def _ours(work: Work, key: str) -> Thread | None:
    channel_id = channel_of(work, key)
    return None if channel_id is None else Thread(channel_id, root_key=key)
