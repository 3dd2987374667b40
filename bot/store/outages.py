"""Times in which Slack refuses all we say, or one method, or to be read: since when, and with what.

Whoever calls Slack writes it, so that every process and every command can tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, exists, or_, select, update

from bot.store import statements
from bot.store.outbox import is_live
from bot.store.statements import columns_of
from bot.store.tables import outages, outbox

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
    """Keep that there is an outage; one that is listed goes on from where it began.

    To be called before what met it is written down.
    """
    if outage.scope not in {known.scope for known in listing(connection, workspace_id)}:
        end(connection, workspace_id, [outage.scope])
    values = {
        "workspace_id": workspace_id,
        "scope": outage.scope,
        "error": outage.error,
        "began_at": outage.began_at,
    }
    insertion = statements.insert(connection, outages).values(**values)
    connection.execute(
        insertion.on_conflict_do_update(
            index_elements=["workspace_id", "scope"], set_={"error": insertion.excluded.error}
        )
    )


def rename(connection: Connection, workspace_id: str, scope: str, error: str) -> None:
    """Keep with what an outage goes on, if there is one; it began when it did."""
    conditions = (outages.c.workspace_id == workspace_id, outages.c.scope == scope)
    connection.execute(update(outages).where(*conditions).values(error=error))


def end(connection: Connection, workspace_id: str, scopes: Iterable[str]) -> None:
    """Forget outages that are over, if there were any."""
    conditions = (outages.c.workspace_id == workspace_id, outages.c.scope.in_(list(scopes)))
    connection.execute(delete(outages).where(*conditions))


def listing(connection: Connection, workspace_id: str) -> list[Outage]:
    """Return the outages there are, the oldest first.

    One of what is to be said lasts for as long as something waits that met it: what was withdrawn
    meanwhile does not show whether it is over.
    """
    waits = (outbox.c.workspace_id == workspace_id, is_live(), outbox.c.error.is_not(None))
    is_met = or_(outages.c.scope == READING, exists().where(*waits))
    query = select(*columns_of(outages, Outage)).where(
        outages.c.workspace_id == workspace_id, is_met
    )
    in_order = query.order_by(outages.c.began_at, outages.c.scope)
    return [Outage(*row) for row in connection.execute(in_order)]
