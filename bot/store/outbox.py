"""What is to be said in Slack, and what became of it.

Rows are written with the change they speak of. `bot.delivery` moves them on:

    pending ── claimed ──> sending ── answered ──> sent
       ^ ^                    │ └── refused for good ──> dead
       │ └── refused for now ─┤
       │                      └── unclear ──> unknown ── found in Slack ──> sent
       └───────────────── not found in Slack ────┘
    pending ── a newer state of the same message is there ──> superseded
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, update

from bot.store import statements
from bot.store.statements import columns_of, in_state, numbered, values_of
from bot.store.tables import outbox, workspaces
from bot.store.types import Json

LIVE = ("pending", "sending", "unknown")
TAKEN_BACK = "taken_back"
"""The error of what was given up for good: it was true and will not be again."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Something to say, told from all else by its `key`: the same key is never said twice.

    `lane` is the channel (or the person, for a direct message). `thread_key` is the key of the
    message it replies to, `target_key` that of the message it changes; it waits until that one is
    sent. Where the message it replies to never will be, it stands in its lane by itself; where the
    lane is dead, a new message goes to `fallback_lane` instead.
    """

    key: str
    lane: str
    method: str
    payload: Json
    created_at: datetime
    thread_key: str | None = None
    target_key: str | None = None
    fallback_lane: str | None = None
    ticket_number: int | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row: `intent_at` of the latest attempt, `doubted_at` of the first unclear one."""

    workspace_id: str
    id: int
    key: str
    lane: str
    method: str
    payload: Json
    thread_key: str | None
    target_key: str | None
    fallback_lane: str | None
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


@dataclass(frozen=True, slots=True)
class Attempt:
    """The latest attempt of a row, as far as the order of the lanes depends on it."""

    method: str
    lane: str
    error: str | None
    intent_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
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
    kept = statement.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
    return connection.execute(kept.returning(outbox.c.id)).scalar_one_or_none() is not None


def get(connection: Connection, workspace_id: str, key: str) -> OutboxRow | None:
    """Return the row with this key."""
    asked = _asked().where(outbox.c.workspace_id == workspace_id, outbox.c.key == key)
    return next(iter(_rows(connection, asked)), None)


def message_of(connection: Connection, workspace_id: str, key: str) -> Place | None:
    """Return where the message with this key stands; none until it is sent."""
    return places(connection, workspace_id, [key]).get(key)


def find_by_message(
    connection: Connection, workspace_id: str, channel_id: str, ts: str
) -> Origin | None:
    """Return the key and the ticket of one of our messages; none when it is not ours."""
    asked = select(outbox.c.key, outbox.c.ticket_number).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.channel_id == channel_id,
        outbox.c.ts == ts,
        outbox.c.method == "chat.postMessage",
    )
    row = connection.execute(asked).first()
    return None if row is None else Origin(*row)


def places(connection: Connection, workspace_id: str, keys: Iterable[str]) -> dict[str, Place]:
    """Return where those of these messages stand that were sent, by key."""
    asked = select(outbox.c.key, outbox.c.channel_id, outbox.c.ts).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.in_(list(keys)),
        in_state(outbox, "sent"),
        outbox.c.ts.is_not(None),
    )
    return {key: Place(channel, ts) for key, channel, ts in connection.execute(asked)}


def withdraw(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Give up all unsent messages whose key begins with this: what they say is no longer true."""
    unsent = (outbox.c.workspace_id == workspace_id, _live("pending"))
    meant = outbox.c.key.startswith(prefix, autoescape=True)
    return connection.execute(
        update(outbox).where(*unsent, meant).values(state="superseded")
    ).rowcount


def take_back(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Give up, never to be revived, all unsent messages whose key begins with this."""
    unsent = (outbox.c.workspace_id == workspace_id, _live("pending"))
    meant = outbox.c.key.startswith(prefix, autoescape=True)
    given_up = {"state": "superseded", "error": TAKEN_BACK}
    return connection.execute(update(outbox).where(*unsent, meant).values(**given_up)).rowcount


def revive(connection: Connection, workspace_id: str, prefix: str) -> int:
    """Say after all what was withdrawn before it was sent: it is true again."""
    withdrawn = (
        outbox.c.workspace_id == workspace_id,
        outbox.c.state == "superseded",
        func.coalesce(outbox.c.error, "") != TAKEN_BACK,
    )
    meant = outbox.c.key.startswith(prefix, autoescape=True)
    return connection.execute(
        update(outbox).where(*withdrawn, meant).values(state="pending")
    ).rowcount


def dead(connection: Connection, workspace_id: str, limit: int = 100) -> list[OutboxRow]:
    """Return what could not be said, the newest first."""
    asked = _asked().where(outbox.c.workspace_id == workspace_id, in_state(outbox, "dead"))
    return _rows(connection, asked.order_by(outbox.c.id.desc()).limit(limit))


# What `bot.delivery` asks, in the order of one pass.


def expired(connection: Connection, claimed_before: datetime) -> list[OutboxRow]:
    """Return, locked, the rows whose sender has not come back."""
    gone = _asked().where(_live("sending"), outbox.c.intent_at <= claimed_before)
    return _rows(connection, gone.with_for_update(skip_locked=True, key_share=True))


def doubted(connection: Connection, now: datetime, limit: int) -> list[OutboxRow]:
    """Return, locked, the unknown rows that are to be looked for in Slack now."""
    settled = _asked().where(_live("unknown"), outbox.c.next_at <= now, _is_ready())
    oldest = settled.order_by(outbox.c.next_at).limit(limit)
    return _rows(connection, oldest.with_for_update(of=outbox, skip_locked=True, key_share=True))


def to_repair(connection: Connection, now: datetime, limit: int) -> list[OutboxRow]:
    """Return, locked, the rows that were said again and may have come twice."""
    resent = _asked().where(outbox.c.repair_at <= now, in_state(outbox, "sent", "superseded"))
    oldest = resent.order_by(outbox.c.repair_at).limit(limit)
    return _rows(connection, oldest.with_for_update(skip_locked=True, key_share=True))


def waiting_workspaces(connection: Connection, now: datetime) -> list[str]:
    """Return the workspaces in which something is to be said now."""
    asked = select(outbox.c.workspace_id).distinct()
    due = asked.where(_live("pending"), outbox.c.next_at <= now)
    return list(connection.execute(due.order_by(outbox.c.workspace_id)).scalars())


def lock_lanes(connection: Connection, workspace_id: str) -> bool:
    """Say whether this transaction alone may choose from the workspace's lanes."""
    asked = select(workspaces.c.id).where(workspaces.c.id == workspace_id)
    alone = asked.with_for_update(skip_locked=True, key_share=True)
    return connection.execute(alone).one_or_none() is not None


def supersede(connection: Connection, workspace_id: str) -> int:
    """Give up the changes of a message (or an App Home) that a newer one makes pointless."""
    newer = outbox.alias("newer")
    same_thing = or_(
        and_(outbox.c.method == "chat.update", newer.c.target_key == outbox.c.target_key),
        and_(outbox.c.method == "views.publish", newer.c.lane == outbox.c.lane),
    )
    has_newer = select(newer.c.id).where(
        newer.c.workspace_id == outbox.c.workspace_id,
        newer.c.method == outbox.c.method,
        newer.c.id > outbox.c.id,
        newer.c.state != "dead",
        same_thing,
    )
    stale = (outbox.c.workspace_id == workspace_id, _live("pending"))
    given_up = update(outbox).where(*stale, has_newer.exists()).values(state="superseded")
    return connection.execute(given_up).rowcount


def stuck(
    connection: Connection, workspace_id: str, errors: Iterable[str], attempts: int
) -> list[tuple[OutboxRow, str]]:
    """Return the messages with a fallback route behind one that is refused, and why it is.

    Refused is one of the same lane that met one of these errors at its attempt of this number, or
    a later one.
    """
    first = outbox.alias("first")
    same_lane = (
        first.c.workspace_id == outbox.c.workspace_id,
        first.c.lane == outbox.c.lane,
        first.c.method == outbox.c.method,
        first.c.id != outbox.c.id,
    )
    refused = (
        in_state(first, *LIVE),
        in_state(first, "pending"),
        first.c.error.in_(list(errors)),
        first.c.attempts >= attempts,
    )
    asked = select(*columns_of(outbox, OutboxRow), first.c.error).where(*same_lane, *refused)
    waiting = (outbox.c.workspace_id == workspace_id, _live("pending"))
    has_fallback = (outbox.c.method == "chat.postMessage", outbox.c.fallback_lane.is_not(None))
    found = connection.execute(asked.where(*waiting, *has_fallback).order_by(outbox.c.id))
    return [(OutboxRow(*row[:-1]), row[-1]) for row in {row.id: row for row in found}.values()]


def heads(connection: Connection, workspace_id: str, now: datetime) -> list[OutboxRow]:
    """Return the first row of each lane and method that may be said, the oldest first."""
    first = (
        select(func.min(outbox.c.id))
        .where(
            outbox.c.workspace_id == workspace_id,
            _live("pending"),
            outbox.c.next_at <= now,
            _is_ready(),
        )
        .group_by(outbox.c.lane, outbox.c.method)
    )
    asked = _asked().where(outbox.c.workspace_id == workspace_id, outbox.c.id.in_(first))
    return _rows(connection, asked.order_by(outbox.c.id))


def holding(connection: Connection, workspace_id: str, now: datetime) -> list[Attempt]:
    """Return the rows nobody may overtake: on their way, in doubt, or refused for a while."""
    refused = and_(in_state(outbox, "pending"), outbox.c.attempts > 0, outbox.c.next_at > now)
    held = and_(_live(), or_(in_state(outbox, "sending", "unknown"), refused))
    return _attempts(connection, workspace_id, held)


def recent(connection: Connection, workspace_id: str, since: datetime) -> list[Attempt]:
    """Return the rows whose latest attempt began after `since`."""
    return _attempts(connection, workspace_id, outbox.c.intent_at > since)


def settle(connection: Connection, before: OutboxRow, after: OutboxRow) -> bool:
    """Write what became of a row; return False when it has moved on meanwhile.

    The answer of an attempt still counts after its row was put in doubt, until the next attempt.
    """
    states = ("sending", "unknown") if before.state == "sending" else (before.state,)
    changed = {
        field.name: getattr(after, field.name)
        for field in fields(OutboxRow)
        if getattr(after, field.name) != getattr(before, field.name) or field.name == "state"
    }
    place = (outbox.c.workspace_id == before.workspace_id, outbox.c.id == before.id)
    same = (in_state(outbox, *states), outbox.c.attempts == before.attempts)
    return connection.execute(update(outbox).where(*place, *same).values(**changed)).rowcount == 1


def repeat_newest_update(connection: Connection, row: OutboxRow, now: datetime) -> None:
    """Have the newest change of the same message said once more, unless one waits anyway."""
    same = outbox.c.id == row.id
    if row.target_key is not None:
        same = outbox.c.target_key == row.target_key
    updates = (outbox.c.workspace_id == row.workspace_id, outbox.c.method == row.method, same)
    newest = select(func.max(outbox.c.id)).where(*updates, outbox.c.state != "dead")
    connection.execute(
        update(outbox)
        .where(outbox.c.workspace_id == row.workspace_id)
        .where(outbox.c.id == newest.scalar_subquery(), in_state(outbox, "sent"))
        .values(state="pending", next_at=now)
    )


def live(connection: Connection) -> list[OutboxRow]:
    """Return, locked, every row of every workspace that is not settled."""
    asked = _asked().where(_live()).order_by(outbox.c.workspace_id, outbox.c.id)
    return _rows(connection, asked.with_for_update(key_share=True))


def next_wanted_at(connection: Connection, now: datetime, lease: timedelta) -> datetime | None:
    """Return when something falls due by itself; what is due but held back is not counted."""
    later = or_(in_state(outbox, "unknown"), outbox.c.next_at > now)
    waiting = select(func.min(outbox.c.next_at)).where(
        _live("pending", "unknown"), later, _is_ready()
    )
    claimed = select(func.min(outbox.c.intent_at)).where(_live("sending"))
    repair = select(func.min(outbox.c.repair_at)).where(
        outbox.c.repair_at.is_not(None), in_state(outbox, "sent", "superseded")
    )
    claimed_at = connection.execute(claimed).scalar_one()
    times = [connection.execute(asked).scalar_one() for asked in (waiting, repair)]
    times.append(claimed_at + lease if claimed_at else None)
    return min((at for at in times if at is not None), default=None)


def _live(*states: str) -> ColumnElement[bool]:
    """Return the condition that a row is not settled, and in one of these states if any are given.

    The first half is, word for word, that of the index on the few live rows.
    """
    return and_(in_state(outbox, *LIVE), in_state(outbox, *(states or LIVE)))


def _is_ready() -> ColumnElement[bool]:
    """Return the condition that nothing this row refers to is still on its way."""
    other = outbox.alias("other")
    on_its_way = select(other.c.id).where(
        other.c.workspace_id == outbox.c.workspace_id,
        or_(other.c.key == outbox.c.thread_key, other.c.key == outbox.c.target_key),
        in_state(other, *LIVE),
    )
    return ~on_its_way.exists()


def _attempts(
    connection: Connection, workspace_id: str, condition: ColumnElement[bool]
) -> list[Attempt]:
    asked = select(*columns_of(outbox, Attempt)).where(
        outbox.c.workspace_id == workspace_id, condition
    )
    return [Attempt(*row) for row in connection.execute(asked)]


def _asked() -> Select[Any]:
    return select(*columns_of(outbox, OutboxRow))


def _rows(connection: Connection, asked: Select[Any]) -> list[OutboxRow]:
    return [OutboxRow(*row) for row in connection.execute(asked)]
