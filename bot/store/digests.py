"""Alarms that wait in one channel and are said together: which, and where that is noted.

A digest is a message like any other, only that what it says is put together when it goes out: an
alarm that is no longer true by then is withdrawn from it as it is from the outbox.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox as rows
from bot.store.delivery_rows import is_ready
from bot.store.outbox import POST, OutboxRow, Outgoing, every_row, is_live, rows_of
from bot.store.tables import outbox


def waiting(
    connection: Connection, workspace_id: str, lane: str, now: datetime, limit: int
) -> list[OutboxRow]:
    """Return the alarms that may be said in a channel and were never tried, the urgent first."""
    query = every_row().where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.lane == lane,
        outbox.c.method == POST,
        outbox.c.summary.is_not(None),
        outbox.c.attempts == 0,
        outbox.c.next_at <= now,
        is_live("pending"),
        is_ready(),
    )
    return rows_of(connection, query.order_by(outbox.c.urgency, outbox.c.id).limit(limit))


def gather(connection: Connection, alarms: Sequence[OutboxRow], now: datetime) -> OutboxRow:
    """Put alarms of one lane into a digest, which takes their place, and return its row.

    One that was withdrawn meanwhile stays out of it.
    """
    first = alarms[0]
    first_key, times = MessageKey.parse(first.key), 0
    while rows.get(connection, first.workspace_id, key := str(first_key.digest(times))) is not None:
        times += 1
    digest = Outgoing(
        key=key,
        lane=first.lane,
        method=POST,
        payload={},
        created_at=now,
        fallback_lane=first.fallback_lane,
        summary="",
        urgency=min(alarm.urgency for alarm in alarms),
    )
    rows.put(connection, first.workspace_id, digest)
    connection.execute(
        update(outbox)
        .where(outbox.c.workspace_id == first.workspace_id)
        .where(outbox.c.key.in_([alarm.key for alarm in alarms]), is_live("pending"))
        .values(state="superseded", digest_key=key)
    )
    row = rows.get(connection, first.workspace_id, key)
    assert row is not None  # noqa: S101 it was just written
    return row


def members(connection: Connection, digest: OutboxRow) -> list[OutboxRow]:
    """Return the alarms that a digest says, the oldest first."""
    query = every_row().where(
        outbox.c.workspace_id == digest.workspace_id, outbox.c.digest_key == digest.key
    )
    return rows_of(connection, query.order_by(outbox.c.id))


def take_out(connection: Connection, alarms: Sequence[OutboxRow], until: datetime) -> None:
    """Take alarms out of a digest that was not said: each waits by itself until then."""
    connection.execute(
        update(outbox)
        .where(outbox.c.workspace_id == alarms[0].workspace_id)
        .where(outbox.c.id.in_([alarm.id for alarm in alarms]))
        .values(state="pending", digest_key=None, next_at=until)
    )


def is_digest(row: OutboxRow) -> bool:
    """Whether a row says several alarms."""
    return MessageKey.parse(row.key).kind is KeyKind.DIGEST
