"""Which channels and threads are to be read, since when, and what is read first."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    case,
    func,
    or_,
    update,
)

from bot.store.readings import (
    CHANNEL,
    GONE,
    LIMITED,
    Reading,
    Spot,
    is_one_of,
    lock_in_order,
    lock_order,
    query_at,
    query_of,
    read_rows,
)
from bot.store.tables import readings


def longest_idle(connection: Connection, workspace_id: str) -> Reading | None:
    """Return the channel that was read the longest ago of those that are not to be read."""
    idle = query_of(workspace_id).where(
        readings.c.thread_ts == CHANNEL, readings.c.asked_at.is_(None)
    )
    looked_at = func.coalesce(readings.c.read_at, readings.c.used_at)
    in_order = idle.order_by(looked_at, readings.c.channel_id)
    return next(iter(read_rows(connection, in_order.limit(1))), None)


def unread_thread(
    connection: Connection, workspace_id: str, read_before: datetime, began_before: str | None
) -> Reading | None:
    """Return the thread that was read the longest ago, and before an instant; none without one.

    Not of those that are to be read, or that Slack has no more. `began_before` is a `ts`; without
    it threads of every age count.
    """
    query = query_of(workspace_id).where(
        readings.c.thread_ts != CHANNEL,
        readings.c.asked_at.is_(None),
        func.coalesce(readings.c.error, "") != GONE,
        or_(readings.c.read_at.is_(None), readings.c.read_at < read_before),
    )
    if began_before is not None:
        query = query.where(readings.c.thread_ts < began_before)
    read_at = func.coalesce(readings.c.read_at, readings.c.used_at)
    in_order = query.order_by(read_at, *lock_order()).limit(1)
    return next(iter(read_rows(connection, in_order)), None)


def wanted(
    connection: Connection, workspace_id: str, *, newest_first: bool = False
) -> list[Reading]:
    """Return all that is to be read: the urgent first, all in the order in which it was asked for.

    With `newest_first` the urgent is in the opposite order: where hardly any call is left, what
    alarms wait for now is read before what alarms waited for. Of the rest threads come behind their
    channel, and direct conversations, of which Slack may not show all in a minute, last.
    """
    query = query_of(workspace_id).where(readings.c.asked_at.is_not(None))
    rows = read_rows(connection, query.order_by(*lock_order()))
    urgent = sorted((row for row in rows if row.is_urgent), key=_asked_at_s, reverse=newest_first)
    not_urgent = sorted(
        (row for row in rows if not row.is_urgent),
        key=lambda row: (row.channel_id.startswith("D"), _asked_at_s(row)),
    )
    return urgent + not_urgent


def _asked_at_s(reading: Reading) -> float:
    return reading.asked_at.timestamp() if reading.asked_at else 0.0


def ask_channels(
    connection: Connection, workspace_id: str, at: datetime, channel_ids: Iterable[str] | None
) -> int:
    """Have channels read, all of them unless told which; return how many were not asked for yet."""
    conditions = [readings.c.workspace_id == workspace_id, readings.c.thread_ts == CHANNEL]
    if channel_ids is not None:
        conditions.append(readings.c.channel_id.in_(list(channel_ids)))
    return _change(
        connection, [*conditions, readings.c.asked_at.is_(None)], asked_at=at, next_at=at
    )


def ask(connection: Connection, workspace_id: str, at: datetime, spots: Iterable[Spot]) -> None:
    """Have known places read that nobody asked for yet."""
    spot_list = list(spots)
    if spot_list:
        conditions = [readings.c.workspace_id == workspace_id, is_one_of(spot_list)]
        _change(connection, [*conditions, readings.c.asked_at.is_(None)], asked_at=at, next_at=at)


def look_anew(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Have all channels read as if they never had been; up to where they were stays known."""
    conditions = (readings.c.workspace_id == workspace_id, readings.c.thread_ts == CHANNEL)
    _change(connection, conditions, read_at=None)
    ask_channels(connection, workspace_id, at, None)


def limit(connection: Connection, workspace_id: str, at: datetime, *, threads: bool) -> None:
    """Note that Slack takes no call for any thread, or for any channel, that is to be read.

    What failed before keeps its reason.
    """
    is_of_kind = readings.c.thread_ts != CHANNEL if threads else readings.c.thread_ts == CHANNEL
    conditions = (
        readings.c.workspace_id == workspace_id,
        readings.c.asked_at.is_not(None),
        is_of_kind,
    )
    refused_at = case((readings.c.refused_at.is_(None), at), else_=readings.c.refused_at)
    untried = (*conditions, readings.c.attempts == 0)
    _change(connection, untried, are_free=True, attempts=1, refused_at=refused_at, error=LIMITED)


def try_again(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Have all that is to be read and waits for its next try read at once.

    Since when Slack refuses it stays known: it may refuse again. What somebody else is writing is
    left to them.
    """
    waits = (readings.c.workspace_id == workspace_id, readings.c.asked_at.is_not(None))
    _change(connection, waits, are_free=True, next_at=at, attempts=0)


def hurry(connection: Connection, workspace_id: str, spot: Spot, since: datetime) -> bool:
    """Have a place that is to be read be read before all else; return whether that is new.

    As if it had been asked for `since` then, if it was asked for later: who waits longer is first.
    """
    conditions = (readings.c.workspace_id == workspace_id, is_one_of([spot]))
    is_new = or_(readings.c.is_urgent.is_(False), readings.c.asked_at > since)
    earlier = case((readings.c.asked_at > since, since), else_=readings.c.asked_at)
    waits = (*conditions, readings.c.asked_at.is_not(None), is_new)
    hurried = update(readings).where(*waits).values(is_urgent=True, asked_at=earlier)
    return connection.execute(hurried).rowcount > 0


def claim(
    connection: Connection, workspace_id: str, spot: Spot, now: datetime, until: datetime
) -> Reading | None:
    """Take a reading that is to be read and may be now; nobody else gets it until then."""
    due = (readings.c.asked_at.is_not(None), readings.c.next_at <= now)
    query = query_at(workspace_id, [spot]).where(*due).with_for_update(skip_locked=True)
    reading = next(iter(read_rows(connection, query)), None)
    if reading is not None:
        conditions = (readings.c.workspace_id == workspace_id, is_one_of([spot]))
        connection.execute(update(readings).where(*conditions).values(next_at=until))
    return reading


def _change(
    connection: Connection,
    conditions: Iterable[ColumnElement[bool]],
    *,
    are_free: bool = False,
    **values: Any,
) -> int:
    """Change rows, of which only those that nobody holds if `are_free`; return how many."""
    where = list(conditions)
    if connection.dialect.name == "sqlite":  # whoever writes there is alone
        return connection.execute(update(readings).where(*where).values(**values)).rowcount
    spots = lock_in_order(connection, where, are_free=are_free)
    if not spots:
        return 0
    changed = update(readings).where(*where, is_one_of(spots)).values(**values)
    return connection.execute(changed).rowcount
