"""The channels of a workspace, as Slack last described them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.store.statements import columns_of, in_batches, upsert_all, values_of
from bot.store.tables import channels


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel; `is_member` says whether the bot is in it, `made_by` who made it, if known."""

    id: str
    name: str
    is_private: bool
    is_member: bool
    is_archived: bool
    seen_at: datetime
    made_by: str | None = None


def save(connection: Connection, workspace_id: str, channel: Channel) -> None:
    """Keep the channel; one already there is changed to it."""
    save_all(connection, workspace_id, [channel])


def save_all(connection: Connection, workspace_id: str, known: Iterable[Channel]) -> None:
    """Keep many channels, each as by `save`."""
    rows = [{"workspace_id": workspace_id, **values_of(channel)} for channel in known]
    upsert_all(connection, channels, rows)


def get(connection: Connection, workspace_id: str, channel_id: str) -> Channel | None:
    """Return the channel; none when never seen."""
    return next(iter(among(connection, workspace_id, [channel_id], [])), None)


def among(
    connection: Connection, workspace_id: str, ids: Iterable[str], names: Iterable[str]
) -> list[Channel]:
    """Return the channels of these ids and of these names (without the `#`), by id."""
    by_id: dict[str, Channel] = {}
    for column, values in ((channels.c.id, ids), (channels.c.name, names)):
        for batch in in_batches(sorted(set(values))):
            rows = connection.execute(_query(workspace_id).where(column.in_(batch))).mappings()
            by_id.update((row["id"], Channel(**row)) for row in rows)
    return [by_id[channel_id] for channel_id in sorted(by_id)]


def listing(connection: Connection, workspace_id: str) -> list[Channel]:
    """Return every channel ever seen, by id: thousands, so for none who waits for an answer."""
    return [Channel(**row) for row in connection.execute(_query(workspace_id)).mappings()]


def _query(workspace_id: str) -> Select[Any]:
    query = select(*columns_of(channels, Channel)).where(channels.c.workspace_id == workspace_id)
    return query.order_by(channels.c.id)
