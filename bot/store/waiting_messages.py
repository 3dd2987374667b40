"""What waits in the outbox and is not true any more, or is true in other words, by its key."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from bot.keys.kinds import KeyKind
from bot.keys.messages import SUMMARIES
from bot.store.delivery_rows import is_ready
from bot.store.outbox import LIVE, POST, OutboxRow, Outgoing, every_row, is_live, rows_of
from bot.store.statements import in_state
from bot.store.tables import outbox

TAKEN_BACK: Final = "taken_back"
"""The error of what was given up for good: it was true and will not be again."""

_GONE_OUT: Final = ("sending", "unknown", "sent")
_DIGEST: Final = outbox.alias("digest")


def withdraw(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Give up all unsent messages whose key begins with this: what they say is no longer true.

    What is on its way or in doubt may stand in Slack: it is looked for, and not said again once
    the gate is asked.
    """
    return _give_up(connection, workspace_id, prefix, error=None)


def take_back(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Give up, never to be revived, all unsent messages whose key begins with this.

    Those that were withdrawn before are not revived either.
    """
    withdrawn = update(outbox).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
        *_withdrawn(),
    )
    connection.execute(withdrawn.values(error=TAKEN_BACK))
    return _give_up(connection, workspace_id, prefix, error=TAKEN_BACK)


def take_back_but(
    connection: Connection, workspace_id: str, prefix: str, true_key: str | None
) -> None:
    """Give up, never to be revived, all unsent messages whose key begins with this, but for one.

    What is in doubt is not said again.
    """
    conditions = [
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
        is_live("pending", "unknown"),
    ]
    conditions += [] if true_key is None else [outbox.c.key != true_key]
    connection.execute(
        update(outbox).where(*conditions).values(state="superseded", error=TAKEN_BACK)
    )


def withdraw_one(connection: Connection, workspace_id: str, key: str) -> bool:
    """Give up the message of a key if it waits to be sent; return whether it did."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, is_live("pending"))
    withdrawn = update(outbox).where(*conditions).values(state="superseded", error=None)
    return connection.execute(withdrawn).rowcount > 0


def take_back_one(connection: Connection, workspace_id: str, key: str) -> None:
    """Give up, never to be revived, the message of a key if it was not sent."""
    may_be_said = or_(is_live("pending"), and_(*_withdrawn()))
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, may_be_said)
    given_up = update(outbox).where(*conditions).values(state="superseded", error=TAKEN_BACK)
    connection.execute(given_up)


def revive_one(connection: Connection, workspace_id: str, key: str) -> bool:
    """Say after all the message of a key if it was withdrawn; return whether it was."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, *_withdrawn())
    revived = update(outbox).where(*conditions).values(state="pending")
    return connection.execute(revived).rowcount > 0


def _give_up(connection: Connection, workspace_id: str, prefix: str, error: str | None) -> int:
    """Give up what is unsent, also where a digest was to say it."""
    conditions = (
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
    )
    reason = {} if error is None else {"error": error}
    unsaid = connection.execute(
        update(outbox).where(*conditions, is_live("pending")).values(state="superseded", **reason)
    )
    digests = connection.execute(
        select(outbox.c.key)
        .where(conditions[0], is_live("pending"), outbox.c.method == POST)
        .where(outbox.c.key.startswith(KeyKind.DIGEST.prefix()))
    )
    listed = connection.execute(
        update(outbox)
        .where(*conditions, outbox.c.digest_key.in_(list(digests.scalars())))
        .values(digest_key=None, **reason)
    )
    return unsaid.rowcount + listed.rowcount


def revive(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Say after all what was withdrawn before it was sent: it is true again."""
    begins = outbox.c.key.startswith(prefix, autoescape=True)
    withdrawn = (outbox.c.workspace_id == workspace_id, *_withdrawn())
    return connection.execute(
        update(outbox).where(*withdrawn, begins).values(state="pending")
    ).rowcount


def _withdrawn() -> tuple[ColumnElement[bool], ...]:
    return (
        outbox.c.state == "superseded",
        outbox.c.digest_key.is_(None),
        func.coalesce(outbox.c.error, "") != TAKEN_BACK,
    )


def waiting(connection: Connection, workspace_id: str, prefix: str) -> list[str]:
    """Return the keys that begin with this of what waits to be said, alone or in a digest."""
    query = select(outbox.c.key).where(
        outbox.c.workspace_id == workspace_id, outbox.c.key.startswith(prefix, autoescape=True)
    )
    return list(connection.execute(query.where(_waits())).scalars())


def waiting_in_lane(
    connection: Connection,
    workspace_id: str,
    lane: str,
    prefixes: Iterable[str],
    now: datetime,
    limit: int,
) -> list[OutboxRow]:
    """Return the messages of a lane that may be said and whose keys begin so, the oldest first."""
    begins = (outbox.c.key.startswith(prefix, autoescape=True) for prefix in prefixes)
    query = every_row().where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.lane == lane,
        outbox.c.method == POST,
        outbox.c.next_at <= now,
        is_live("pending"),
        is_ready(),
        or_(*begins),
    )
    return rows_of(connection, query.order_by(outbox.c.id).limit(limit))


def said_since(
    connection: Connection, workspace_id: str, prefix: str, since: datetime
) -> list[OutboxRow]:
    """Return the messages whose key begins with this, made since and said, alone or in a digest.

    Those are among them that are on their way, or may be.
    """
    query = every_row().where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
        outbox.c.method == POST,
        outbox.c.created_at >= since,
        or_(in_state(outbox, *_GONE_OUT), _is_in_a_digest(*_GONE_OUT)),
    )
    return rows_of(connection, query.order_by(outbox.c.id))


def posts_of(connection: Connection, workspace_id: str, number: int) -> list[OutboxRow]:
    """Return all that was ever to be posted about a ticket, the oldest first."""
    query = every_row().where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.ticket_number == number,
        outbox.c.method == POST,
    )
    return rows_of(connection, query.order_by(outbox.c.id))


def summaries(connection: Connection, workspace_id: str) -> list[OutboxRow]:
    """Return what tells of many tickets at once and was not said: it waits, or was refused."""
    prefixes = (kind.prefix() for kind in SUMMARIES)
    begins = (outbox.c.key.startswith(prefix, autoescape=True) for prefix in prefixes)
    query = every_row().where(outbox.c.workspace_id == workspace_id, or_(*begins), _is_unsaid())
    return rows_of(connection, query.order_by(outbox.c.id))


def forget(connection: Connection, workspace_id: str, key: str) -> None:
    """Forget what was not said under a key, so that it can be made anew."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == key, _is_unsaid())
    connection.execute(delete(outbox).where(*conditions))


def _is_unsaid() -> ColumnElement[bool]:
    return or_(is_live("pending"), in_state(outbox, "dead"))


def send_elsewhere(
    connection: Connection, workspace_id: str, row: OutboxRow, lane: str, thread_key: str | None
) -> None:
    """Let what waits to be said go to another channel, into a thread or, without one, by itself.

    So goes what was withdrawn, should it be revived.
    """
    payload: Any = row.payload
    if thread_key is None:
        payload = {name: value for name, value in payload.items() if name != "reply_broadcast"}
    may_be_said = or_(is_live("pending"), and_(*_withdrawn()))
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == row.key, may_be_said)
    values = {"lane": lane, "thread_key": thread_key, "payload": payload, "fallback_lane": None}
    connection.execute(update(outbox).where(*conditions).values(**values))


def reword(connection: Connection, workspace_id: str, message: Outgoing | OutboxRow) -> bool:
    """Let what waits to be said under its key say this; return False when nothing does."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == message.key, _waits())
    words = {"payload": message.payload, "summary": message.summary}
    return connection.execute(update(outbox).where(*conditions).values(**words)).rowcount > 0


def restate(connection: Connection, workspace_id: str, key: str, line: str) -> None:
    """Let the line that says an alarm in a digest be this."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key == key)
    connection.execute(update(outbox).where(*conditions).values(summary=line))


def _waits() -> ColumnElement[bool]:
    return or_(in_state(outbox, "pending"), _is_in_a_digest(*LIVE))


def _is_in_a_digest(*states: str) -> ColumnElement[bool]:
    """The condition that an alarm is said by a digest in one of these states."""
    digest = select(_DIGEST.c.id).where(
        _DIGEST.c.workspace_id == outbox.c.workspace_id,
        _DIGEST.c.key == outbox.c.digest_key,
        in_state(_DIGEST, *states),
    )
    return and_(in_state(outbox, "superseded"), digest.exists())
