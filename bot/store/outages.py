"""Times in which Slack refuses all we say, or one method, or to be read: since when, and with what.

Whoever calls Slack writes it, so that every process and every command can tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from bot.store import statements
from bot.store.statements import columns_of
from bot.store.tables import outages

SAYING: Final = "saying"
"""The scope of what stops all that is to be said; a method's own scope is its name."""
READING: Final = "reading"
"""The scope of what stops all that is to be read."""


@dataclass(frozen=True, slots=True)
class Outage:
    """What Slack refuses since `began_at`, and the word or sentence with which it did last."""

    scope: str
    error: str
    began_at: datetime


def note(connection: Connection, workspace_id: str, outage: Outage) -> None:
    """Keep that there is an outage; one that is known goes on from where it began."""
    values = {
        "workspace_id": workspace_id,
        "scope": outage.scope,
        "error": outage.error,
        "began_at": outage.began_at,
    }
    kept = statements.insert(connection, outages).values(**values)
    connection.execute(
        kept.on_conflict_do_update(
            index_elements=["workspace_id", "scope"], set_={"error": kept.excluded.error}
        )
    )


def end(connection: Connection, workspace_id: str, scopes: Iterable[str]) -> None:
    """Forget outages that are over, if there were any."""
    place = (outages.c.workspace_id == workspace_id, outages.c.scope.in_(list(scopes)))
    connection.execute(delete(outages).where(*place))


def listing(connection: Connection, workspace_id: str) -> list[Outage]:
    """Return the outages there are, the oldest first."""
    asked = select(*columns_of(outages, Outage)).where(outages.c.workspace_id == workspace_id)
    in_order = asked.order_by(outages.c.began_at, outages.c.scope)
    return [Outage(*row) for row in connection.execute(in_order)]
