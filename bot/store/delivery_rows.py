"""What delivery asks of the outbox, in the order of one pass, and how a row moves on."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.outbox import LIVE, OutboxRow, every_row, is_live, rows_of
from bot.store.statements import columns_of, in_state
from bot.store.tables import outbox, workspaces
from bot.store.types import Instant

_NEWER: Final = outbox.alias("newer")
_FIRST: Final = outbox.alias("first")
_OTHER: Final = outbox.alias("other")
"""Made once: an alias makes all its columns anew, which takes longer than the question."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The latest attempt of a row, as far as the order of the lanes depends on it.

    `settled_at` is older than `intent_at`, or none, while the call is on its way.
    """

    method: str
    lane: str
    target_key: str | None
    urgency: int
    error: str | None
    intent_at: datetime | None
    settled_at: datetime | None


def expired(connection: Connection, claimed_before: datetime) -> list[OutboxRow]:
    """Return, locked, the rows whose sender has not come back."""
    return rows_of(connection, _expired(), before=claimed_before)


@cache
def _expired() -> Select[Any]:
    """Return the question, which is built once: it is asked all the time."""
    before = bindparam("before", type_=Instant)
    query = every_row().where(is_live("sending"), outbox.c.intent_at <= before)
    return query.with_for_update(skip_locked=True, key_share=True)


def waiting_workspaces(connection: Connection, now: datetime) -> list[str]:
    """Return the workspaces in which something is to be said now."""
    query = select(outbox.c.workspace_id).distinct()
    due = query.where(is_live("pending"), outbox.c.next_at <= now)
    return list(connection.execute(due.order_by(outbox.c.workspace_id)).scalars())


def lock_lanes(connection: Connection, workspace_id: str) -> bool:
    """Say whether this transaction alone may choose from the workspace's lanes."""
    query = select(workspaces.c.id).where(workspaces.c.id == workspace_id)
    alone = query.with_for_update(skip_locked=True, key_share=True)
    return connection.execute(alone).one_or_none() is not None


def supersede(connection: Connection, workspace_id: str) -> int:
    """Give up the changes of a message (or an App Home) that a newer one makes pointless.

    A change with a `thread_key` waits for that message, and adds something to whatever is newest.
    What is to be deleted needs no change any more.
    """
    changes = _give_up_older(
        connection,
        workspace_id,
        "chat.update",
        ("chat.update", "chat.delete"),
        _NEWER.c.target_key == outbox.c.target_key,
        _NEWER.c.id + 0 > outbox.c.id,  # + 0: else SQLite walks over all that is newer
        outbox.c.thread_key.is_(None),
    )
    same_home = (_NEWER.c.lane == outbox.c.lane, _NEWER.c.id > outbox.c.id)
    return changes + _give_up_older(
        connection, workspace_id, "views.publish", ("views.publish",), *same_home
    )


def _give_up_older(
    connection: Connection,
    workspace_id: str,
    method: str,
    newer_methods: tuple[str, ...],
    *is_newer: ColumnElement[bool],
) -> int:
    newer = select(_NEWER.c.id).where(
        _NEWER.c.workspace_id == outbox.c.workspace_id,
        _NEWER.c.method.in_(newer_methods),
        _NEWER.c.state != "dead",
        *is_newer,
    )
    older = (outbox.c.workspace_id == workspace_id, outbox.c.method == method, is_live("pending"))
    given_up = update(outbox).where(*older, newer.exists()).values(state="superseded")
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
    query = select(*columns_of(outbox, OutboxRow), first.c.error).where(*same_lane, *refused)
    waiting = (outbox.c.workspace_id == workspace_id, is_live("pending"))
    has_fallback = (outbox.c.method == "chat.postMessage", outbox.c.fallback_lane.is_not(None))
    rows = connection.execute(query.where(*waiting, *has_fallback).order_by(outbox.c.id))
    return [(OutboxRow(*row[:-1]), row[-1]) for row in {row.id: row for row in rows}.values()]


def heads(connection: Connection, workspace_id: str, now: datetime) -> list[OutboxRow]:
    """Return who may be first in each lane and method: the most urgent row, and the oldest.

    The most urgent come first, the oldest of them before. Each message that is changed has a first
    of its own.
    """
    lane = (outbox.c.lane, outbox.c.method, outbox.c.target_key)
    place, age = (
        func.row_number().over(partition_by=lane, order_by=order)
        for order in ((outbox.c.urgency, outbox.c.id), outbox.c.id)
    )
    waiting = (
        select(outbox.c.id, place.label("place"), age.label("age"))
        .where(
            outbox.c.workspace_id == workspace_id,
            is_live("pending"),
            outbox.c.next_at <= now,
            is_ready(),
        )
        .subquery()
    )
    first = select(waiting.c.id).where(or_(waiting.c.place == 1, waiting.c.age == 1))
    ids = list(connection.execute(first).scalars())  # apart: PostgreSQL would join it by loops
    query = every_row().where(outbox.c.workspace_id == workspace_id, outbox.c.id.in_(ids))
    return rows_of(connection, query.order_by(outbox.c.urgency, outbox.c.id))


def holding(connection: Connection, workspace_id: str, now: datetime) -> list[Attempt]:
    """Return the rows nobody may overtake: on their way, in doubt, or refused for a while."""
    refused = and_(
        in_state(outbox, "pending"),
        outbox.c.attempts > 0,
        outbox.c.error.is_not(None),
        outbox.c.next_at > now,
    )
    is_blocking = and_(is_live(), or_(in_state(outbox, "sending", "unknown"), refused))
    return _attempts(connection, workspace_id, is_blocking)


def recent(connection: Connection, workspace_id: str, since: datetime) -> list[Attempt]:
    """Return the rows whose latest attempt began after `since`."""
    return _attempts(connection, workspace_id, outbox.c.intent_at > since)


def troubled(
    connection: Connection, errors: Iterable[str], prefix: str
) -> dict[str, list[Attempt]]:
    """Return the live rows that met one of these errors, or one that begins so, by workspace."""
    met = or_(outbox.c.error.in_(list(errors)), outbox.c.error.startswith(prefix))
    query = select(outbox.c.workspace_id, *columns_of(outbox, Attempt)).where(is_live(), met)
    attempts: dict[str, list[Attempt]] = {}
    for workspace_id, *values in connection.execute(query):
        attempts.setdefault(workspace_id, []).append(Attempt(*values))
    return attempts


def release(
    connection: Connection,
    workspace_id: str,
    errors: Iterable[str],
    prefix: str | None,
    method: str | None,
    now: datetime,
) -> None:
    """Let go at once what waits for the end of these errors; `method` None: of every method.

    What somebody else has locked is passed over: who settles a row tells of the end as well, and
    two that waited for each other's rows would both fail.
    """
    met: list[ColumnElement[bool]] = [outbox.c.error.in_(list(errors))]
    met += [] if prefix is None else [outbox.c.error.startswith(prefix)]
    conditions = [outbox.c.workspace_id == workspace_id, is_live("pending", "unknown"), or_(*met)]
    conditions += [] if method is None else [outbox.c.method == method]
    next_at = case((in_state(outbox, "pending"), now), else_=outbox.c.next_at)
    free = select(outbox.c.id).where(*conditions).with_for_update(skip_locked=True, key_share=True)
    ids = list(connection.execute(free).scalars())
    which = (outbox.c.workspace_id == workspace_id, outbox.c.id.in_(ids))
    connection.execute(update(outbox).where(*which).values(error=None, next_at=next_at))


def put_off(connection: Connection, workspace_id: str, ids: Iterable[int], until: datetime) -> None:
    """Let rows that wait wait until then, without holding up who is behind them."""
    which = (outbox.c.workspace_id == workspace_id, outbox.c.id.in_(list(ids)), is_live("pending"))
    connection.execute(update(outbox).where(*which).values(next_at=until, error=None))


def settle(connection: Connection, before: OutboxRow, after: OutboxRow) -> bool:
    """Write what became of a row; return False when it has moved on meanwhile.

    The answer of an attempt still counts after its row was put in doubt, until the next attempt.
    """
    states = ("sending", "unknown") if before.state == "sending" else (before.state,)
    changed: dict[str, Any] = {
        field.name: getattr(after, field.name)
        for field in fields(OutboxRow)
        if getattr(after, field.name) != getattr(before, field.name) or field.name == "state"
    }
    if "channel_id" in changed and after.channel_id == before.lane:
        changed["channel_id"] = outbox.c.lane  # the channel may have another id since it was called
    same_row = (outbox.c.workspace_id == before.workspace_id, outbox.c.id == before.id)
    unmoved = (in_state(outbox, *states), outbox.c.attempts == before.attempts)
    settled = update(outbox).where(*same_row, *unmoved).values(**changed)
    return connection.execute(settled).rowcount == 1


def repeat_newest_update(connection: Connection, row: OutboxRow, now: datetime) -> None:
    """Have the newest change of the same message said once more, unless one waits anyway."""
    of_message = outbox.c.id == row.id
    if row.target_key is not None:
        of_message = outbox.c.target_key == row.target_key
    updates = (outbox.c.workspace_id == row.workspace_id, outbox.c.method == row.method, of_message)
    newest = select(func.max(outbox.c.id)).where(*updates, outbox.c.state != "dead")
    connection.execute(
        update(outbox)
        .where(outbox.c.workspace_id == row.workspace_id)
        .where(outbox.c.id == newest.scalar_subquery(), in_state(outbox, "sent"))
        .values(state="pending", next_at=now)
    )


def of_workspaces(*, only: str | None = None, but: Iterable[str] = ()) -> ColumnElement[bool]:
    """Return the condition that a row is of one workspace, or of none of these."""
    return _of_workspaces(only, tuple(but))


@lru_cache(maxsize=10)
def _of_workspaces(only: str | None, but: tuple[str, ...]) -> ColumnElement[bool]:
    """Return the same condition for the same workspaces, so that what it is part of is known."""
    if only is not None:
        return outbox.c.workspace_id == only
    return outbox.c.workspace_id.not_in(but)


@cache
def is_ready() -> ColumnElement[bool]:
    """Return the condition that nothing this row refers to is still on its way.

    An alarm does not wait for the card in whose thread it belongs. All that is live is gathered
    once: looked up row by row it takes PostgreSQL, as long as it has no statistics, too long.
    """
    live = select(_OTHER.c.workspace_id, _OTHER.c.key).where(in_state(_OTHER, *LIVE))
    is_said, is_there, is_its_turn = (
        or_(key.is_(None), tuple_(outbox.c.workspace_id, key).not_in(live))
        for key in (outbox.c.thread_key, outbox.c.target_key, outbox.c.after_key)
    )
    return and_(or_(outbox.c.summary.is_not(None), is_said), is_there, is_its_turn)


def _attempts(
    connection: Connection, workspace_id: str, condition: ColumnElement[bool]
) -> list[Attempt]:
    query = select(*columns_of(outbox, Attempt)).where(
        outbox.c.workspace_id == workspace_id, condition
    )
    return [Attempt(*row) for row in connection.execute(query)]
