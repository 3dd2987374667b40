"""Makes rows unreadable in a live database, as a failing disk or somebody with SQL would."""

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa

NO_JSON: Final = '{"text": "torn'
"""What SQLite keeps as a document all the same."""
NO_OBJECT: Final = '"torn"'
"""PostgreSQL keeps only JSON: this is, and of another shape."""
INBOX: Final = """
    INSERT INTO inbox (workspace_id, {id}kind, dedupe_key, channel_id, message_ts, payload,
        urgency, state, attempts, received_at, next_at)
    VALUES (:workspace, {next}'message', :key, 'C0HELP1', :key, {torn}, 0, 'pending', 0, :at, :at)
"""
OUTBOX: Final = """
    INSERT INTO outbox (workspace_id, {id}key, lane, method, payload, state, attempts,
        created_at, next_at)
    VALUES (:workspace, {next}:key, 'C0HELPALERTS', 'chat.postMessage', {torn}, 'pending', 0,
        :at, :at)
"""
EVENTS: Final = """
    UPDATE events SET body = {torn} WHERE workspace_id = :workspace AND ticket_number = :ticket
"""


def poison(database_url: str, ticket: int | None) -> int:
    """Add an unreadable arrival and an unreadable message; return how many rows those are.

    The events of a ticket become unreadable as well, where one is given.
    """
    engine = sa.create_engine(database_url)
    is_sqlite = engine.dialect.name == "sqlite"
    now = datetime.now(UTC)
    given = {
        "key": f"{now.timestamp():.6f}",
        "torn": NO_JSON if is_sqlite else NO_OBJECT,
        "at": f"{now:%Y-%m-%d %H:%M:%S.%f}" if is_sqlite else now,
        "ticket": ticket,
    }
    with engine.begin() as connection:
        given["workspace"] = connection.scalar(sa.text("SELECT id FROM workspaces"))
        statements = [(INBOX, "inbox"), (OUTBOX, "outbox")]
        if ticket is not None:
            statements.append((EVENTS, "events"))
        count = sum(
            connection.execute(sa.text(_written(statement, table, is_sqlite)), given).rowcount
            for statement, table in statements
        )
    engine.dispose()
    return count


def _written(statement: str, table: str, is_sqlite: bool) -> str:
    """SQLite numbers no rows by itself here, and has no type for documents."""
    return statement.format(
        id="id, " if is_sqlite else "",
        next=f"(SELECT 1 + max(id) FROM {table}), " if is_sqlite else "",
        torn=":torn" if is_sqlite else "CAST(:torn AS jsonb)",
    )
