"""Up to where each channel, direct conversation and thread was read, and what is to be read.

A channel has the empty `thread_ts`. `read_to` is a `ts`, Slack's time: what stands there at or
before it is known. `read_at` is our time: when the last reading that succeeded began.

Who writes several rows locks them first, all in one order, or passes over those that others hold:
two processes that waited for each other's rows would both fail.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    delete,
    func,
    or_,
    select,
    tuple_,
    update,
)

from bot.store import statements
from bot.store.statements import columns_of, values_of
from bot.store.tables import readings

CHANNEL: Final = ""
"""The `thread_ts` of a channel as a whole: its first messages, not their replies."""

GONE: Final = "thread_not_found"
"""The `error` of a thread that Slack has no more: nothing can be read there, nor be missed."""
LIMITED: Final = "ratelimited"
"""The `error` of a place for which Slack takes no more calls for a while."""

Spot = tuple[str, str]
"""A channel and a thread in it, or the channel as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one channel or thread.

    It is to be read while `asked_at` is set, from `next_at` on, `attempts` having failed. Slack
    has refused since `refused_at`, and `error` says with what. People last wrote there, as far as
    we know, at `used_at`.
    """

    channel_id: str
    thread_ts: str
    read_to: str
    used_at: datetime
    next_at: datetime
    read_at: datetime | None = None
    asked_at: datetime | None = None
    is_urgent: bool = False
    attempts: int = 0
    refused_at: datetime | None = None
    error: str | None = None

    @property
    def spot(self) -> Spot:
        """Return what tells it from the others."""
        return self.channel_id, self.thread_ts

    @property
    def is_thread(self) -> bool:
        """Return whether it is of a thread, not of a channel."""
        return self.thread_ts != CHANNEL

    @property
    def is_gone(self) -> bool:
        """Return whether it is of a thread that Slack has no more."""
        return self.error == GONE


def add(connection: Connection, workspace_id: str, new: Sequence[Reading]) -> None:
    """Keep the readings that are not there yet."""
    if new:
        in_order = sorted(new, key=lambda reading: reading.spot)
        rows = [{"workspace_id": workspace_id, **values_of(reading)} for reading in in_order]
        kept = statements.insert(connection, readings).on_conflict_do_nothing()
        connection.execute(kept, rows)


def get(connection: Connection, workspace_id: str, spot: Spot) -> Reading | None:
    """Return the reading of a channel or thread; none where it was never to be read."""
    return next(iter(_rows(connection, _of(workspace_id, [spot]))), None)


def lock(connection: Connection, workspace_id: str, spot: Spot) -> Reading | None:
    """Return a reading that nobody else may write until this transaction ends."""
    return next(iter(_rows(connection, _of(workspace_id, [spot]).with_for_update())), None)


def lock_channel(connection: Connection, workspace_id: str, channel_id: str) -> None:
    """Lock the readings of a channel and its threads, several of which are to be written."""
    _lock(
        connection,
        (readings.c.workspace_id == workspace_id, readings.c.channel_id == channel_id),
    )


def channels(connection: Connection, workspace_id: str) -> dict[str, Reading]:
    """Return the readings of all channels and direct conversations, by channel."""
    asked = _asked(workspace_id).where(readings.c.thread_ts == CHANNEL)
    return {reading.channel_id: reading for reading in _rows(connection, asked)}


def several(
    connection: Connection, workspace_id: str, spots: Iterable[Spot]
) -> dict[Spot, Reading]:
    """Return the readings of these places, as far as there are any."""
    found = list(spots)
    rows = _rows(connection, _of(workspace_id, found)) if found else []
    return {reading.spot: reading for reading in rows}


def longest_idle(connection: Connection, workspace_id: str) -> Reading | None:
    """Return the channel that was read the longest ago of those that are not to be read."""
    idle = _asked(workspace_id).where(
        readings.c.thread_ts == CHANNEL, readings.c.asked_at.is_(None)
    )
    looked_at = func.coalesce(readings.c.read_at, readings.c.used_at)
    in_order = idle.order_by(looked_at, readings.c.channel_id)
    return next(iter(_rows(connection, in_order.limit(1))), None)


def unread_thread(
    connection: Connection, workspace_id: str, read_before: datetime, began_before: str | None
) -> Reading | None:
    """Return the thread that was read the longest ago, and before an instant; none without one.

    Not of those that are to be read, or that Slack has no more. `began_before` is a `ts`; without
    it threads of every age count.
    """
    asked = _asked(workspace_id).where(
        readings.c.thread_ts != CHANNEL,
        readings.c.asked_at.is_(None),
        func.coalesce(readings.c.error, "") != GONE,
        or_(readings.c.read_at.is_(None), readings.c.read_at < read_before),
    )
    if began_before is not None:
        asked = asked.where(readings.c.thread_ts < began_before)
    read_at = func.coalesce(readings.c.read_at, readings.c.used_at)
    in_order = asked.order_by(read_at, *_in_order()).limit(1)
    return next(iter(_rows(connection, in_order)), None)


def threads_of(connection: Connection, workspace_id: str, channel_id: str) -> dict[str, Reading]:
    """Return the readings of a channel's threads, by thread."""
    asked = _asked(workspace_id).where(
        readings.c.channel_id == channel_id, readings.c.thread_ts != CHANNEL
    )
    return {reading.thread_ts: reading for reading in _rows(connection, asked)}


def wanted(
    connection: Connection, workspace_id: str, *, newest_first: bool = False
) -> list[Reading]:
    """Return all that is to be read: the urgent first, all in the order in which it was asked for.

    With `newest_first` the urgent is in the opposite order: where hardly any call is left, what
    alarms wait for now is read before what alarms waited for. Of the rest threads come behind their
    channel, and direct conversations, of which Slack may not show all in a minute, last.
    """
    asked = _asked(workspace_id).where(readings.c.asked_at.is_not(None))
    rows = _rows(connection, asked.order_by(*_in_order()))
    urgent = sorted((row for row in rows if row.is_urgent), key=_asked_at_s, reverse=newest_first)
    rest = sorted(
        (row for row in rows if not row.is_urgent),
        key=lambda row: (row.channel_id.startswith("D"), _asked_at_s(row)),
    )
    return urgent + rest


def _asked_at_s(reading: Reading) -> float:
    return reading.asked_at.timestamp() if reading.asked_at else 0.0


def ask_channels(
    connection: Connection, workspace_id: str, at: datetime, channel_ids: Iterable[str] | None
) -> int:
    """Have channels read, all of them unless told which; return how many were not asked for yet."""
    meant = [readings.c.workspace_id == workspace_id, readings.c.thread_ts == CHANNEL]
    if channel_ids is not None:
        meant.append(readings.c.channel_id.in_(list(channel_ids)))
    return _change(connection, [*meant, readings.c.asked_at.is_(None)], asked_at=at, next_at=at)


def ask(connection: Connection, workspace_id: str, at: datetime, spots: Iterable[Spot]) -> None:
    """Have known places read that nobody asked for yet."""
    found = list(spots)
    if found:
        meant = [readings.c.workspace_id == workspace_id, _is_one_of(found)]
        _change(connection, [*meant, readings.c.asked_at.is_(None)], asked_at=at, next_at=at)


def look_anew(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Have all channels read as if they never had been; up to where they were stays known."""
    meant = (readings.c.workspace_id == workspace_id, readings.c.thread_ts == CHANNEL)
    _change(connection, meant, read_at=None)
    ask_channels(connection, workspace_id, at, None)


def limit(connection: Connection, workspace_id: str, at: datetime, *, threads: bool) -> None:
    """Note that Slack takes no call for any thread, or for any channel, that is to be read.

    What failed before keeps its reason.
    """
    is_meant = readings.c.thread_ts != CHANNEL if threads else readings.c.thread_ts == CHANNEL
    meant = (readings.c.workspace_id == workspace_id, readings.c.asked_at.is_not(None), is_meant)
    refused_at = case((readings.c.refused_at.is_(None), at), else_=readings.c.refused_at)
    untried = (*meant, readings.c.attempts == 0)
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
    meant = (readings.c.workspace_id == workspace_id, _is_one_of([spot]))
    is_new = or_(readings.c.is_urgent.is_(False), readings.c.asked_at > since)
    earlier = case((readings.c.asked_at > since, since), else_=readings.c.asked_at)
    waits = (*meant, readings.c.asked_at.is_not(None), is_new)
    hurried = update(readings).where(*waits).values(is_urgent=True, asked_at=earlier)
    return connection.execute(hurried).rowcount > 0


def save(connection: Connection, workspace_id: str, reading: Reading) -> None:
    """Write a reading in place of the one before."""
    statements.upsert(connection, readings, {"workspace_id": workspace_id, **values_of(reading)})


def renamed(reading: Reading, channel_id: str, read_to: str, at: datetime) -> Reading:
    """Return a reading of the channel under another id, which is to be read from an instant on."""
    return Reading(channel_id, reading.thread_ts, read_to, reading.used_at, next_at=at, asked_at=at)


def use(connection: Connection, workspace_id: str, channel_id: str, at: datetime) -> None:
    """Note that a conversation is in use."""
    place = _is_one_of([(channel_id, CHANNEL)])
    connection.execute(
        update(readings)
        .where(readings.c.workspace_id == workspace_id, place, readings.c.used_at < at)
        .values(used_at=at)
    )


def claim(
    connection: Connection, workspace_id: str, spot: Spot, now: datetime, until: datetime
) -> Reading | None:
    """Take a reading that is to be read and may be now; nobody else gets it until then."""
    due = (readings.c.asked_at.is_not(None), readings.c.next_at <= now)
    asked = _of(workspace_id, [spot]).where(*due).with_for_update(skip_locked=True)
    reading = next(iter(_rows(connection, asked)), None)
    if reading is not None:
        place = (readings.c.workspace_id == workspace_id, _is_one_of([spot]))
        connection.execute(update(readings).where(*place).values(next_at=until))
    return reading


def remove(connection: Connection, workspace_id: str, spots: Iterable[Spot]) -> None:
    """Forget readings: nothing is to be heard there any more."""
    found = list(spots)
    if found:
        place = (readings.c.workspace_id == workspace_id, _is_one_of(found))
        _lock(connection, place)
        connection.execute(delete(readings).where(*place))


def _change(
    connection: Connection,
    meant: Iterable[ColumnElement[bool]],
    *,
    are_free: bool = False,
    **values: Any,
) -> int:
    """Change rows, of which only those that nobody holds if `are_free`; return how many."""
    where = list(meant)
    if connection.dialect.name == "sqlite":  # whoever writes there is alone
        return connection.execute(update(readings).where(*where).values(**values)).rowcount
    spots = _lock(connection, where, are_free=are_free)
    if not spots:
        return 0
    changed = update(readings).where(*where, _is_one_of(spots)).values(**values)
    return connection.execute(changed).rowcount


def _lock(
    connection: Connection, meant: Iterable[ColumnElement[bool]], *, are_free: bool = False
) -> list[Spot]:
    """Lock rows in the order in which everybody does, and return their places."""
    asked = select(readings.c.channel_id, readings.c.thread_ts).where(*meant)
    locked = asked.order_by(*_in_order()).with_for_update(skip_locked=are_free)
    return [(row.channel_id, row.thread_ts) for row in connection.execute(locked)]


def _is_one_of(spots: Sequence[Spot]) -> Any:
    if len(spots) == 1:
        return (readings.c.channel_id == spots[0][0]) & (readings.c.thread_ts == spots[0][1])
    return or_(tuple_(readings.c.channel_id, readings.c.thread_ts).in_(spots))


def _of(workspace_id: str, spots: Sequence[Spot]) -> Select[Any]:
    return _asked(workspace_id).where(_is_one_of(spots))


def _asked(workspace_id: str) -> Select[Any]:
    chosen = select(*columns_of(readings, Reading))
    return chosen.where(readings.c.workspace_id == workspace_id)


def _in_order() -> tuple[Any, ...]:
    return (readings.c.channel_id, readings.c.thread_ts)


def _rows(connection: Connection, asked: Select[Any]) -> list[Reading]:
    return [Reading(*row) for row in connection.execute(asked)]
