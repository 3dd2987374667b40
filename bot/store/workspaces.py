"""The workspaces Punctual is installed in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import workspaces


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace, and who the bot is in it."""

    id: str
    name: str
    domain: str
    bot_user_id: str | None
    bot_id: str | None
    installed_at: datetime


def save(connection: Connection, workspace: Workspace) -> None:
    """Keep the workspace; one already there is changed to it."""
    upsert(connection, workspaces, values_of(workspace))


def get(connection: Connection, workspace_id: str) -> Workspace | None:
    """Return the workspace; none when Punctual is not installed there."""
    query = select(*columns_of(workspaces, Workspace)).where(workspaces.c.id == workspace_id)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else Workspace(**row)


def listing(connection: Connection) -> list[Workspace]:
    """Return all workspaces, by id."""
    query = select(*columns_of(workspaces, Workspace)).order_by(workspaces.c.id)
    return [Workspace(**row) for row in connection.execute(query).mappings()]
