"""The channels of a workspace, as Slack last described them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import channels


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel; `is_member` says whether the bot is in it."""

    id: str
    name: str
    is_private: bool
    is_member: bool
    is_archived: bool
    seen_at: datetime


def save(connection: Connection, workspace_id: str, channel: Channel) -> None:
    """Keep the channel; one already there is changed to it."""
    upsert(connection, channels, {"workspace_id": workspace_id, **values_of(channel)})


def get(connection: Connection, workspace_id: str, channel_id: str) -> Channel | None:
    """Return the channel; none when never seen."""
    row = connection.execute(_asked(workspace_id).where(channels.c.id == channel_id)).mappings()
    return next((Channel(**values) for values in row), None)


def by_name(connection: Connection, workspace_id: str, name: str) -> list[Channel]:
    """Return the channels of this name (without the `#`), by id."""
    asked = _asked(workspace_id).where(channels.c.name == name)
    return [Channel(**row) for row in connection.execute(asked).mappings()]


def listing(connection: Connection, workspace_id: str) -> list[Channel]:
    """Return every channel ever seen, by id."""
    return [Channel(**row) for row in connection.execute(_asked(workspace_id)).mappings()]


def _asked(workspace_id: str) -> Select[Any]:
    chosen = select(*columns_of(channels, Channel)).where(channels.c.workspace_id == workspace_id)
    return chosen.order_by(channels.c.id)
