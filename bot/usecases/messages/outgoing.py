"""How use cases put messages into the outbox, in the transaction of the change they tell of."""

from collections.abc import Callable
from typing import Any

from bot.keys.messages import MOVED_AWAY, MessageKey
from bot.store import outbox, tickets
from bot.store.cards import newest_card
from bot.store.outbox import REPLY, Outgoing
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Transaction
from bot.views.sentences import Line
from bot.views.speech import Payload


def post(
    work: Transaction,
    key: MessageKey,
    channel_id: str,
    payload: Payload,
    *,
    ticket_number: int | None,
    thread_key: MessageKey | None = None,
    **more: Any,
) -> None:
    """Post a message once for its key, into the thread of another key's message if given.

    `more` are other fields of `Outgoing`: where the channel is closed to us the message goes to its
    `fallback_lane`, a channel or a person.
    """
    outgoing = Outgoing(
        key=str(key),
        lane=channel_id,
        method="chat.postMessage",
        payload=payload,
        created_at=work.now,
        thread_key=None if thread_key is None else str(thread_key),
        ticket_number=ticket_number,
        **more,
    )
    outbox.put(*work.scope, outgoing)


def key_of_message(work: Transaction, channel_id: str, ts: str) -> MessageKey | None:
    """The key of one of our messages; None when it is not ours."""
    origin = outbox.find_by_message(*work.scope, channel_id, ts)
    return None if origin is None else MessageKey.parse(origin.key)


def reply(
    work: Transaction,
    key: MessageKey,
    channel_id: str,
    payload: Payload,
    *,
    ticket_number: int,
    **more: Any,
) -> None:
    """Post what somebody waits for, once for its key: it goes before cards and notes."""
    post(work, key, channel_id, payload, ticket_number=ticket_number, urgency=REPLY, **more)


def edit(
    work: Transaction,
    key: MessageKey,
    target_key: MessageKey,
    payload: Payload,
    *,
    ticket_number: int,
) -> None:
    """Change the message of a key to a newer state, if there is such a message."""
    channel_id = channel_of(work, target_key)
    if channel_id is None:
        return
    outgoing = Outgoing(
        key=str(key),
        lane=channel_id,
        method="chat.update",
        payload=payload,
        created_at=work.now,
        target_key=str(target_key),
        ticket_number=ticket_number,
    )
    outbox.put(*work.scope, outgoing)


def delete(work: Transaction, target_key: MessageKey, *, ticket_number: int) -> None:
    """Delete the message of a key, as soon as it stands in Slack."""
    channel_id = channel_of(work, target_key)
    if channel_id is None:
        return
    outgoing = Outgoing(
        key=str(target_key.deletion),
        lane=channel_id,
        method="chat.delete",
        payload={},
        created_at=work.now,
        target_key=str(target_key),
        ticket_number=ticket_number,
    )
    outbox.put(*work.scope, outgoing)


def card_now(work: Transaction, number: int) -> MessageKey:
    """The key of a ticket's card: the newest, where it went from one channel to another."""
    return newest_card(*work.scope, number)


def lane_of_card(work: Transaction, number: int) -> str | None:
    """The channel in which a ticket's card stands; None without one, and where it may not.

    In what it has left, and may not be read in any more, nothing is said of a ticket.
    """
    lane = channel_of(work, card_now(work, number))
    return lane if lane is not None and _may_hold_ticket(work, lane, number) else None


def has_moved_away(work: Transaction, key: MessageKey) -> bool:
    """Whether a message says only that its ticket moved away."""
    row = outbox.newest_of(*work.scope, str(key))
    payload: Any = {} if row is None else row.payload
    mark = (payload.get("metadata") or {}).get("event_payload") or {}
    return bool(mark.get("shows") == MOVED_AWAY)


def edit_inside(
    work: Transaction,
    key: MessageKey,
    target_key: MessageKey,
    payload: Payload,
    *,
    ticket_number: int,
) -> None:
    """Change a message that agents read to a newer state, where its channel may hold the ticket."""
    channel_id = channel_of(work, target_key)
    if channel_id is not None and _may_hold_ticket(work, channel_id, ticket_number):
        edit(work, key, target_key, payload, ticket_number=ticket_number)


def _may_hold_ticket(work: Transaction, channel_id: str, number: int) -> bool:
    if not work.private_departments:
        return True
    row = tickets.get(*work.scope, number)
    return row is not None and may_hold(work, channel_id, row.department)


def say_at_card(
    work: Transaction,
    ticket: int,
    key: MessageKey,
    sentence: Callable[..., str],
    /,
    **facts: str | int,
) -> None:
    """Say a sentence in the thread of a ticket's card, where agents read; nowhere without one."""
    card = card_now(work, ticket)
    channel_id = lane_of_card(work, ticket)
    if channel_id is not None:
        payload = work.speech.payload(Line(sentence, facts))
        post(work, key, channel_id, payload, ticket_number=ticket, thread_key=card)


def channel_of(work: Transaction, key: MessageKey) -> str | None:
    """The channel the message of a key goes to, or None when there is no such message."""
    row = outbox.get(*work.scope, str(key))
    return None if row is None else row.lane
