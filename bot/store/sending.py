"""What delivery asks of the outbox, in the order of one pass, and how a row moves on."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update

from bot.store.outbox import LIVE, OutboxRow, every_row, is_live, rows_of
from bot.store.statements import columns_of, in_state
from bot.store.tables import outbox, workspaces

_NEWER: Final = outbox.alias("newer")
_FIRST: Final = outbox.alias("first")
_OTHER: Final = outbox.alias("other")
"""Made once: an alias makes all its columns anew, which takes longer than the question."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The latest attempt of a row, as far as the order of the lanes depends on it."""

    method: str
    lane: str
    target_key: str | None
    error: str | None
    intent_at: datetime | None
    settled_at: datetime | None


def expired(connection: Connection, claimed_before: datetime) -> list[OutboxRow]:
    """Return, locked, the rows whose sender has not come back."""
    gone = every_row().where(is_live("sending"), outbox.c.intent_at <= claimed_before)
    return rows_of(connection, gone.with_for_update(skip_locked=True, key_share=True))


def doubted(connection: Connection, now: datetime, limit: int) -> list[OutboxRow]:
    """Return, locked, the unknown rows that are to be looked for in Slack now."""
    settled = every_row().where(is_live("unknown"), outbox.c.next_at <= now, is_ready())
    oldest = settled.order_by(outbox.c.next_at).limit(limit)
    return rows_of(connection, oldest.with_for_update(of=outbox, skip_locked=True, key_share=True))


def to_repair(connection: Connection, now: datetime, limit: int) -> list[OutboxRow]:
    """Return, locked, the rows that were said again and may have come twice."""
    resent = every_row().where(outbox.c.repair_at <= now, in_state(outbox, "sent", "superseded"))
    oldest = resent.order_by(outbox.c.repair_at).limit(limit)
    return rows_of(connection, oldest.with_for_update(skip_locked=True, key_share=True))


def waiting_workspaces(connection: Connection, now: datetime) -> list[str]:
    """Return the workspaces in which something is to be said now."""
    asked = select(outbox.c.workspace_id).distinct()
    due = asked.where(is_live("pending"), outbox.c.next_at <= now)
    return list(connection.execute(due.order_by(outbox.c.workspace_id)).scalars())


def lock_lanes(connection: Connection, workspace_id: str) -> bool:
    """Say whether this transaction alone may choose from the workspace's lanes."""
    asked = select(workspaces.c.id).where(workspaces.c.id == workspace_id)
    alone = asked.with_for_update(skip_locked=True, key_share=True)
    return connection.execute(alone).one_or_none() is not None


def supersede(connection: Connection, workspace_id: str) -> int:
    """Give up the changes of a message (or an App Home) that a newer one makes pointless."""
    newer = _NEWER
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
    stale = (outbox.c.workspace_id == workspace_id, is_live("pending"))
    given_up = update(outbox).where(*stale, has_newer.exists()).values(state="superseded")
    return connection.execute(given_up).rowcount


def stuck(
    connection: Connection, workspace_id: str, errors: Iterable[str], attempts: int
) -> list[tuple[OutboxRow, str]]:
    """Return the messages with a fallback route behind one that is refused, and why it is.

    Refused is one of the same lane that met one of these errors at its attempt of this number, or
    a later one.
    """
    first = _FIRST
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
    waiting = (outbox.c.workspace_id == workspace_id, is_live("pending"))
    has_fallback = (outbox.c.method == "chat.postMessage", outbox.c.fallback_lane.is_not(None))
    found = connection.execute(asked.where(*waiting, *has_fallback).order_by(outbox.c.id))
    return [(OutboxRow(*row[:-1]), row[-1]) for row in {row.id: row for row in found}.values()]


def heads(connection: Connection, workspace_id: str, now: datetime) -> list[OutboxRow]:
    """Return the first row of each lane and method that may be said, the oldest first.

    An alarm goes before what is no alarm, and each message that is changed has a first of its own.
    """
    alarm_id = func.min(case((outbox.c.summary.is_not(None), outbox.c.id)))
    first = (
        select(func.coalesce(alarm_id, func.min(outbox.c.id)))
        .where(
            outbox.c.workspace_id == workspace_id,
            is_live("pending"),
            outbox.c.next_at <= now,
            is_ready(),
        )
        .group_by(outbox.c.lane, outbox.c.method, outbox.c.target_key)
    )
    asked = every_row().where(outbox.c.workspace_id == workspace_id, outbox.c.id.in_(first))
    return rows_of(connection, asked.order_by(outbox.c.id))


def holding(connection: Connection, workspace_id: str, now: datetime) -> list[Attempt]:
    """Return the rows nobody may overtake: on their way, in doubt, or refused for a while."""
    refused = and_(in_state(outbox, "pending"), outbox.c.attempts > 0, outbox.c.next_at > now)
    held = and_(is_live(), or_(in_state(outbox, "sending", "unknown"), refused))
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


def next_wanted_at(connection: Connection, now: datetime, lease: timedelta) -> datetime | None:
    """Return when something falls due by itself; what is due but held back is not counted."""
    later = or_(in_state(outbox, "unknown"), outbox.c.next_at > now)
    waiting = select(func.min(outbox.c.next_at)).where(
        is_live("pending", "unknown"), later, is_ready()
    )
    claimed = select(func.min(outbox.c.intent_at)).where(is_live("sending"))
    repair = select(func.min(outbox.c.repair_at)).where(
        outbox.c.repair_at.is_not(None), in_state(outbox, "sent", "superseded")
    )
    claimed_at = connection.execute(claimed).scalar_one()
    times = [connection.execute(asked).scalar_one() for asked in (waiting, repair)]
    times.append(claimed_at + lease if claimed_at else None)
    return min((at for at in times if at is not None), default=None)


def is_ready() -> ColumnElement[bool]:
    """Return the condition that nothing this row refers to is still on its way."""
    other = _OTHER
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
