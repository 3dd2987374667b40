"""Whose workspace the database is, and who the bot is there."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import SettingsError
from bot.store import outages, workspaces
from bot.store.engine import Database
from bot.store.outages import SAYING
from bot.store.workspaces import Workspace


@dataclass(frozen=True, slots=True)
class Identity:
    """The workspace and the bot in it; `domain` is the first part of the workspace's address."""

    team_id: str
    team: str
    domain: str
    user_id: str
    bot_id: str


def known_identity(database: Database) -> Identity | None:
    """Return who we were when Slack was last asked; none in a database without a workspace."""
    with database.reading() as connection:
        listed = workspaces.listing(connection)
    if len(listed) != 1 or listed[0].bot_user_id is None:
        return None
    workspace = listed[0]
    return Identity(
        team_id=workspace.id,
        team=workspace.name,
        domain=workspace.domain,
        user_id=str(workspace.bot_user_id),
        bot_id=workspace.bot_id or "",
    )


def remember(database: Database, identity: Identity, now: datetime) -> None:
    """Keep who we are; raise `SettingsError` where the database is another workspace's."""
    workspace = Workspace(
        id=identity.team_id,
        name=identity.team,
        domain=identity.domain,
        bot_user_id=identity.user_id,
        bot_id=identity.bot_id,
        installed_at=now,
    )
    with database.writing() as connection:
        listed = {row.id: row for row in workspaces.listing(connection)}
        if listed and workspace.id not in listed:
            raise SettingsError(
                f"DATABASE_URL: this database belongs to workspace {min(listed)} and the token to "
                f"{workspace.id}: give each workspace a database of its own"
            )
        before = listed.get(workspace.id, workspace)
        workspaces.save(connection, replace(workspace, installed_at=before.installed_at))


def note_refusal(database: Database, team_id: str, error: str) -> None:
    """Keep with what an outage goes on in which nothing can be said, if there is one."""
    with database.writing() as connection:
        outages.rename(connection, team_id, SAYING, error)
