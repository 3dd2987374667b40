"""The scopes that the installation in Slack lacks, as Slack last told."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store import statements
from bot.store.tables import missing_scopes


def missing(connection: Connection, workspace_id: str) -> list[str]:
    """Return the scopes that are missing, by name."""
    query = select(missing_scopes.c.scope).where(missing_scopes.c.workspace_id == workspace_id)
    return sorted(connection.execute(query).scalars())


def add(connection: Connection, workspace_id: str, scopes: Iterable[str], at: datetime) -> None:
    """Note that these are missing as well."""
    rows = [{"workspace_id": workspace_id, "scope": scope, "seen_at": at} for scope in scopes]
    if rows:
        insertion = statements.insert(connection, missing_scopes).on_conflict_do_nothing()
        connection.execute(insertion, rows)


def replace(connection: Connection, workspace_id: str, scopes: Iterable[str], at: datetime) -> None:
    """Note that these are missing, and no others."""
    connection.execute(delete(missing_scopes).where(missing_scopes.c.workspace_id == workspace_id))
    add(connection, workspace_id, scopes, at)
