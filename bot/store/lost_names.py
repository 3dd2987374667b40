"""Names of older configurations that mean nobody any more, as anybody could have taken them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.store import statements
from bot.store.statements import columns_of, values_of
from bot.store.tables import lost_names


@dataclass(frozen=True, slots=True)
class LostName:
    """One name, the keys to where it stood, and the ids of who bore it when it was lost.

    It was lost by a `revision` of the configuration. `told_at` is when admins were told of it.
    """

    revision: int
    place: str
    written: str
    bearers: tuple[str, ...]
    lost_at: datetime
    told_at: datetime | None = None


def add(connection: Connection, workspace_id: str, lost: Sequence[LostName]) -> None:
    """Keep that these names were lost."""
    rows = [{"workspace_id": workspace_id, **values_of(name)} for name in lost]
    if rows:
        insertion = statements.insert(connection, lost_names).on_conflict_do_nothing()
        connection.execute(insertion, rows)


def newest(connection: Connection, workspace_id: str) -> list[LostName]:
    """Return what the last revision lost that lost any, in the order of the places."""
    in_workspace = lost_names.c.workspace_id == workspace_id
    revision = select(func.max(lost_names.c.revision)).where(in_workspace).scalar_subquery()
    query = select(*columns_of(lost_names, LostName)).where(
        in_workspace, lost_names.c.revision == revision
    )
    rows = connection.execute(query.order_by(lost_names.c.place, lost_names.c.written))
    return [LostName(**row) for row in rows.mappings()]


def note_told(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Note that admins were told of all of them."""
    untold = (lost_names.c.workspace_id == workspace_id, lost_names.c.told_at.is_(None))
    connection.execute(update(lost_names).where(*untold).values(told_at=at))
