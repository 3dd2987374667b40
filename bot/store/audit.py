"""Who changed what, and when: append only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from bot.store.statements import columns_of, numbered, values_of
from bot.store.tables import audit
from bot.store.types import Json


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: `before` and `after` are None where there was or is nothing."""

    at: datetime
    actor: str
    action: str
    subject: str
    before: Json | None
    after: Json | None


def record(connection: Connection, workspace_id: str, entry: AuditEntry) -> None:
    """Keep the entry."""
    number = numbered(connection, audit, workspace_id)
    values = {"workspace_id": workspace_id, **number, **values_of(entry)}
    connection.execute(insert(audit).values(**values))


def listing(
    connection: Connection, workspace_id: str, subject: str | None = None, limit: int = 100
) -> list[AuditEntry]:
    """Return the newest entries, of one subject or of all, newest first."""
    asked = select(*columns_of(audit, AuditEntry)).where(audit.c.workspace_id == workspace_id)
    if subject is not None:
        asked = asked.where(audit.c.subject == subject)
    rows = connection.execute(asked.order_by(audit.c.id.desc()).limit(limit)).mappings()
    return [AuditEntry(**row) for row in rows]
