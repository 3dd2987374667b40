"""Which scopes of the manifest the installation lacks."""

from collections.abc import Collection
from datetime import datetime

from bot.store import scopes
from bot.store.engine import Database


def note_missing(
    database: Database, workspace_id: str, missing: Collection[str], now: datetime
) -> None:
    """Keep that these are missing, and no others."""
    with database.writing() as connection:
        scopes.replace(connection, workspace_id, missing, now)
