"""Where people talk about a ticket: the conversation, and the requester's own direct messages.

A thread begins with somebody's message, of which we know the ``ts``, or with one of ours, of which
we know the key: what goes into it waits until that one stands in Slack.
"""

from dataclasses import dataclass

from bot.store import outbox
from bot.store.outbox import Place
from bot.store.tickets import TicketRow
from bot.usecases.desk import Work
from bot.usecases.saying import channel_of, reply
from bot.usecases.speaking import Payload, conversation_key, direct_key


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread by its first message: the ``ts`` of somebody's, or the key of one of ours."""

    channel_id: str
    ts: str | None = None
    root_key: str | None = None


def conversation(work: Work, row: TicketRow) -> Thread | None:
    """The thread in a channel where agents answer; None where a department has no such channel."""
    return _begun(row.channel_id, row.thread_ts) or _ours(work, conversation_key(row.number))


def direct(work: Work, row: TicketRow) -> Thread | None:
    """The requester's own thread with the bot; None for who reads the conversation itself."""
    own = _begun(row.requester_channel_id, row.requester_thread_ts)
    return own or _ours(work, direct_key(row.number))


def of_requester(work: Work, row: TicketRow) -> Thread | None:
    """Where the requester reads; None where nobody would: the ticket came by a gateway."""
    return direct(work, row) or _begun(row.channel_id, row.thread_ts)


def stands_at(work: Work, thread: Thread | None) -> Place | None:
    """Where the first message of a thread stands in Slack; None while that is not known."""
    if thread is None:
        return None
    if thread.ts is not None:
        return Place(thread.channel_id, thread.ts)
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
