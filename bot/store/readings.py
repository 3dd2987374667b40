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
    delete,
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
        insertion = statements.insert(connection, readings).on_conflict_do_nothing()
        connection.execute(insertion, rows)


def get(connection: Connection, workspace_id: str, spot: Spot) -> Reading | None:
    """Return the reading of a channel or thread; none where it was never to be read."""
    return next(iter(read_rows(connection, query_at(workspace_id, [spot]))), None)


def lock(connection: Connection, workspace_id: str, spot: Spot) -> Reading | None:
    """Return a reading that nobody else may write until this transaction ends."""
    return next(iter(read_rows(connection, query_at(workspace_id, [spot]).with_for_update())), None)


def lock_channel(connection: Connection, workspace_id: str, channel_id: str) -> None:
    """Lock the readings of a channel and its threads, several of which are to be written."""
    lock_in_order(
        connection,
        (readings.c.workspace_id == workspace_id, readings.c.channel_id == channel_id),
    )


def channels(connection: Connection, workspace_id: str) -> dict[str, Reading]:
    """Return the readings of all channels and direct conversations, by channel."""
    query = query_of(workspace_id).where(readings.c.thread_ts == CHANNEL)
    return {reading.channel_id: reading for reading in read_rows(connection, query)}


def several(
    connection: Connection, workspace_id: str, spots: Iterable[Spot]
) -> dict[Spot, Reading]:
    """Return the readings of these places, as far as there are any."""
    spot_list = list(spots)
    rows = read_rows(connection, query_at(workspace_id, spot_list)) if spot_list else []
    return {reading.spot: reading for reading in rows}


def threads_of(connection: Connection, workspace_id: str, channel_id: str) -> dict[str, Reading]:
    """Return the readings of a channel's threads, by thread."""
    query = query_of(workspace_id).where(
        readings.c.channel_id == channel_id, readings.c.thread_ts != CHANNEL
    )
    return {reading.thread_ts: reading for reading in read_rows(connection, query)}


def save(connection: Connection, workspace_id: str, reading: Reading) -> None:
    """Write a reading in place of the one before."""
    statements.upsert(connection, readings, {"workspace_id": workspace_id, **values_of(reading)})


def renamed(reading: Reading, channel_id: str, read_to: str, at: datetime) -> Reading:
    """Return a reading of the channel under another id, which is to be read from an instant on."""
    return Reading(channel_id, reading.thread_ts, read_to, reading.used_at, next_at=at, asked_at=at)


def use(connection: Connection, workspace_id: str, channel_id: str, at: datetime) -> None:
    """Note that a conversation is in use."""
    is_channel = is_one_of([(channel_id, CHANNEL)])
    connection.execute(
        update(readings)
        .where(readings.c.workspace_id == workspace_id, is_channel, readings.c.used_at < at)
        .values(used_at=at)
    )


def remove(connection: Connection, workspace_id: str, spots: Iterable[Spot]) -> None:
    """Forget readings: nothing is to be heard there any more."""
    spot_list = list(spots)
    if spot_list:
        conditions = (readings.c.workspace_id == workspace_id, is_one_of(spot_list))
        lock_in_order(connection, conditions)
        connection.execute(delete(readings).where(*conditions))


def lock_in_order(
    connection: Connection, conditions: Iterable[ColumnElement[bool]], *, are_free: bool = False
) -> list[Spot]:
    """Lock rows in the order in which everybody does, and return their places."""
    query = select(readings.c.channel_id, readings.c.thread_ts).where(*conditions)
    locked = query.order_by(*lock_order()).with_for_update(skip_locked=are_free)
    return [(row.channel_id, row.thread_ts) for row in connection.execute(locked)]


def is_one_of(spots: Sequence[Spot]) -> Any:
    """Return the condition that a row is of one of these places."""
    if len(spots) == 1:
        return (readings.c.channel_id == spots[0][0]) & (readings.c.thread_ts == spots[0][1])
    return or_(tuple_(readings.c.channel_id, readings.c.thread_ts).in_(spots))


def query_at(workspace_id: str, spots: Sequence[Spot]) -> Select[Any]:
    """Return the query of the readings of these places."""
    return query_of(workspace_id).where(is_one_of(spots))


def query_of(workspace_id: str) -> Select[Any]:
    """Return the query of all readings of a workspace."""
    query = select(*columns_of(readings, Reading))
    return query.where(readings.c.workspace_id == workspace_id)


def lock_order() -> tuple[Any, ...]:
    """Return the columns by which everybody orders rows before locking them."""
    return (readings.c.channel_id, readings.c.thread_ts)


def read_rows(connection: Connection, query: Select[Any]) -> list[Reading]:
    """Return the readings that a query finds."""
    return [Reading(*row) for row in connection.execute(query)]
