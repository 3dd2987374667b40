"""How use cases put what they say into the outbox, in the transaction of what it is about."""

from bot.store import outbox
from bot.store.outbox import Outgoing
from bot.usecases.desk import Work
from bot.usecases.speaking import Payload


def post(
    work: Work,
    key: str,
    channel_id: str,
    payload: Payload,
    *,
    ticket_number: int,
    thread_key: str | None = None,
    fallback_lane: str | None = None,
) -> None:
    """Post a message once for its key, into the thread of another key's message if given.

    Where the channel is closed to us it goes to `fallback_lane`, a channel or a person, if given.
    """
    outgoing = Outgoing(
        key=key,
        lane=channel_id,
        method="chat.postMessage",
        payload=payload,
        created_at=work.now,
        thread_key=thread_key,
        fallback_lane=fallback_lane,
        ticket_number=ticket_number,
    )
    outbox.put(work.connection, work.workspace_id, outgoing)


def edit(work: Work, key: str, target_key: str, payload: Payload, *, ticket_number: int) -> None:
    """Change the message of a key to a newer state, if there is such a message."""
    channel_id = channel_of(work, target_key)
    if channel_id is None:
        return
    outgoing = Outgoing(
        key=key,
        lane=channel_id,
        method="chat.update",
        payload=payload,
        created_at=work.now,
        target_key=target_key,
        ticket_number=ticket_number,
    )
    outbox.put(work.connection, work.workspace_id, outgoing)


def channel_of(work: Work, key: str) -> str | None:
    """The channel the message of a key goes to, or None when there is no such message."""
    row = outbox.get(work.connection, work.workspace_id, key)
    return None if row is None else row.lane
