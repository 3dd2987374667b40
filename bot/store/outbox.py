"""Messages for Slack, and what became of them.

Rows are written with the change they speak of. `bot.delivery` moves them on:

    pending ── claimed ──> sending ── answered ──> sent
       ^ ^                    │ └── refused for good ──> dead
       │ └── refused for now ─┤
       │                      └── unclear ──> unknown ── found in Slack ──> sent
       └───────────────── not found in Slack ────┘
    pending ── a newer state of the same message is there ──> superseded
    pending ── an alarm among several in one channel ──> superseded, said by `bot.store.digests`
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, or_, select, update

from bot.store import statements
from bot.store.statements import columns_of, in_state, numbered, values_of
from bot.store.tables import outbox
from bot.store.types import Json

LIVE = ("pending", "sending", "unknown")
POST = "chat.postMessage"

IN_TURN, BREACH, WARNING, REPLY, REST = range(5)
"""How urgent a message is. `IN_TURN` is what has waited long enough while others went before it;
`REPLY` is what people wait for who asked something; cards, notes and reports are the rest."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to say, told from all else by its `key`: the same key is never said twice.

    `lane` is the channel (or the person, for a direct message). `thread_key` is the key of the
    message it replies to, `target_key` that of the message it changes; it waits until that one is
    sent. Where the message it replies to never will be, it stands in its lane by itself; where the
    lane is dead, a new message goes to `fallback_lane` instead. The urgent goes first. An alarm has
    a `summary`, the line that says it in a digest, and does not wait for what it replies to;
    `due_at` is when the point that it tells of was reached. A piece of a long text waits until the
    one before it, `after_key`, is sent, and is not sent where that never will be. `author` is who
    wrote what it carries, and is told where Slack refuses it.
    """

    key: str
    lane: str
    method: str
    payload: Json
    created_at: datetime
    thread_key: str | None = None
    target_key: str | None = None
    fallback_lane: str | None = None
    summary: str | None = None
    ticket_number: int | None = None
    urgency: int = REST
    not_before: datetime | None = None
    due_at: datetime | None = None
    after_key: str | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row: `intent_at` of the latest attempt, `doubted_at` of the first unclear one.

    `refused_at` is when its author was told that it is not delivered; none once it is.
    """

    workspace_id: str
    id: int
    key: str
    lane: str
    method: str
    payload: Json
    thread_key: str | None
    target_key: str | None
    fallback_lane: str | None
    summary: str | None
    urgency: int
    digest_key: str | None
    ticket_number: int | None
    state: str
    attempts: int
    created_at: datetime
    next_at: datetime
    intent_at: datetime | None
    doubted_at: datetime | None
    settled_at: datetime | None
    sent_at: datetime | None
    repair_at: datetime | None
    channel_id: str | None
    ts: str | None
    error: str | None
    due_at: datetime | None = None
    after_key: str | None = None
    author: str | None = None
    refused_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """Where a message stands in Slack."""

    channel_id: str
    ts: str


@dataclass(frozen=True, slots=True)
class Origin:
    """What one of our messages belongs to."""

    key: str
    ticket_number: int | None


def put(connection: Connection, workspace_id: str, message: Outgoing) -> bool:
    """Keep the message to be sent; return False, and keep nothing, when its key is there."""
    values = {
        **values_of(message, leave_out=["not_before"]),
        **numbered(connection, outbox, workspace_id),
        "workspace_id": workspace_id,
        "state": "pending",
        "attempts": 0,
        "next_at": message.not_before or message.created_at,
    }
    statement = statements.insert(connection, outbox).values(**values)
    if_new = statement.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
    return connection.execute(if_new.returning(outbox.c.id)).scalar_one_or_none() is not None


def get(connection: Connection, workspace_id: str, key: str) -> OutboxRow | None:
    """Return the row with this key."""
    query = every_row().where(outbox.c.workspace_id == workspace_id, outbox.c.key == key)
    return next(iter(rows_of(connection, query)), None)


def is_there(connection: Connection, workspace_id: str, prefix: str) -> bool:
    """Return whether a message was ever put whose key begins with this."""
    query = select(outbox.c.id).where(
        outbox.c.workspace_id == workspace_id, outbox.c.key.startswith(prefix, autoescape=True)
    )
    return connection.execute(query.limit(1)).first() is not None


def newest_of(
    connection: Connection, workspace_id: str, key: str, but: str = ""
) -> OutboxRow | None:
    """Return the row that says the message of a key, or the newest of those that change it.

    The change with the key `but` is left out.
    """
    of_key = or_(outbox.c.key == key, outbox.c.target_key == key)
    query = every_row().where(outbox.c.workspace_id == workspace_id, of_key, outbox.c.key != but)
    return next(iter(rows_of(connection, query.order_by(outbox.c.id.desc()).limit(1))), None)


def message_of(connection: Connection, workspace_id: str, key: str) -> MessagePlace | None:
    """Return where the message with this key stands; none until it is sent."""
    return places(connection, workspace_id, [key]).get(key)


def find_by_message(
    connection: Connection, workspace_id: str, channel_id: str, ts: str
) -> Origin | None:
    """Return the key and the ticket of one of our messages; none when it is not ours."""
    query = select(outbox.c.key, outbox.c.ticket_number).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.channel_id == channel_id,
        outbox.c.ts == ts,
        outbox.c.method == "chat.postMessage",
    )
    row = connection.execute(query).first()
    return None if row is None else Origin(*row)


def places(
    connection: Connection, workspace_id: str, keys: Iterable[str]
) -> dict[str, MessagePlace]:
    """Return where those of these messages stand that were sent, by key."""
    query = select(outbox.c.key, outbox.c.channel_id, outbox.c.ts).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.in_(list(keys)),
        in_state(outbox, "sent"),
        outbox.c.ts.is_not(None),
    )
    return {key: MessagePlace(channel, ts) for key, channel, ts in connection.execute(query)}


def places_of(
    connection: Connection, workspace_id: str, prefix: str, since: datetime
) -> dict[str, MessagePlace]:
    """Return where messages stand whose keys begin with this, put since an instant and sent."""
    query = select(outbox.c.key).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
        outbox.c.created_at >= since,
    )
    return places(connection, workspace_id, connection.execute(query).scalars())


def reopen(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    errors: Iterable[str],
    now: datetime,
    longest: timedelta,
) -> int:
    """Say after all what a channel refused by one of these errors; return how much that is.

    What is dead comes to life again that has been so for no longer than `longest`: messages and
    their changes, but no alarms, which may not be true any more. What waits is tried at once.
    """
    refused = (
        outbox.c.workspace_id == workspace_id,
        outbox.c.lane == channel_id,
        outbox.c.method.in_((POST, "chat.update")),
        outbox.c.error.in_(list(errors)),
    )
    refused_at = case((outbox.c.author.is_not(None), func.coalesce(outbox.c.refused_at, now)))
    again = {"state": "pending", "attempts": 0, "next_at": now, "error": None}
    again |= {"refused_at": refused_at}
    is_dead = (in_state(outbox, "dead"), outbox.c.summary.is_(None))
    revived = update(outbox).where(*refused, *is_dead, outbox.c.settled_at >= now - longest)
    waiting = update(outbox).where(*refused, is_live("pending"))
    count = connection.execute(revived.values(**again)).rowcount
    return count + connection.execute(waiting.values(next_at=now)).rowcount


def reword_dead(connection: Connection, workspace_id: str, key: str, payload: Json) -> bool:
    """Let a dead message say something else, should it be sent again; whether it is dead."""
    return _change_dead(connection, workspace_id, key, payload=payload)


def bury(connection: Connection, workspace_id: str, key: str) -> bool:
    """Let a dead message be given up for good; return whether it was dead."""
    return _change_dead(connection, workspace_id, key, state="superseded", refused_at=None)


def _change_dead(connection: Connection, workspace_id: str, key: str, **values: Any) -> bool:
    conditions = (
        outbox.c.workspace_id == workspace_id,
        outbox.c.key == key,
        in_state(outbox, "dead"),
    )
    return connection.execute(update(outbox).where(*conditions).values(**values)).rowcount > 0


def dead(connection: Connection, workspace_id: str, limit: int = 100) -> list[OutboxRow]:
    """Return what could not be said, the newest first."""
    query = every_row().where(outbox.c.workspace_id == workspace_id, in_state(outbox, "dead"))
    return rows_of(connection, query.order_by(outbox.c.id.desc()).limit(limit))


def live(connection: Connection) -> list[OutboxRow]:
    """Return, locked, every row of every workspace that is not settled."""
    query = every_row().where(is_live()).order_by(outbox.c.workspace_id, outbox.c.id)
    return rows_of(connection, query.with_for_update(key_share=True))


@cache
def is_live(*states: str) -> ColumnElement[bool]:
    """Return the condition that a row is not settled, and in one of these states if any are given.

    The first half is, word for word, that of the index on the few live rows.
    """
    return and_(in_state(outbox, *LIVE), in_state(outbox, *(states or LIVE)))


@cache
def every_row() -> Select[Any]:
    """Return the question for whole rows."""
    return select(*columns_of(outbox, OutboxRow))


def rows_of(connection: Connection, asked: Select[Any], **values: Any) -> list[OutboxRow]:
    """Return the rows asked for, with values where the question was built before."""
    return [OutboxRow(*row) for row in connection.execute(asked, values)]
