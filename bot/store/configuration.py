"""The history of the configuration: every revision of everything, append only.

The newest revision of a kind and name is what holds; one without a body says it was removed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from bot.store import statements
from bot.store.statements import columns_of, next_value, values_of
from bot.store.tables import calendar_data, config_revisions, counters
from bot.store.types import Instant, Json


@dataclass(frozen=True, slots=True)
class ConfigChange:
    """What is to become of one calendar, level, rule, department, customer, … (None: removed)."""

    kind: str
    name: str
    body: Json | None
    moves_running: bool = False


@dataclass(frozen=True, slots=True)
class ConfigRevision:
    """A change that holds from `changed_at`; revisions count 1, 2, 3, … per workspace."""

    revision: int
    changed_at: datetime
    changed_by: str
    kind: str
    name: str
    body: Json | None
    moves_running: bool


@dataclass(frozen=True, slots=True)
class CalendarData:
    """What the calendar of a revision is compiled from, and the versions of it that say the same.

    `versions` are those of the zones and of the holidays.
    """

    revision: int
    versions: tuple[str, ...]
    body: Json


def keep_data(connection: Connection, workspace_id: str, data: CalendarData) -> None:
    """Keep what a revision is compiled from, once for ever."""
    values = {"workspace_id": workspace_id, **values_of(data)}
    insertion = statements.insert(connection, calendar_data).values(**values)
    connection.execute(
        insertion.on_conflict_do_nothing(index_elements=["workspace_id", "revision"])
    )


def note_versions(
    connection: Connection, workspace_id: str, revision: int, versions: Sequence[str]
) -> None:
    """Note that other versions of the data say the same of a revision."""
    conditions = (
        calendar_data.c.workspace_id == workspace_id,
        calendar_data.c.revision == revision,
    )
    connection.execute(update(calendar_data).where(*conditions).values(versions=tuple(versions)))


def data_of_calendars(connection: Connection, workspace_id: str) -> dict[int, CalendarData]:
    """Return what is kept of every revision of a calendar, by its number."""
    query = select(*columns_of(calendar_data, CalendarData)).where(
        calendar_data.c.workspace_id == workspace_id
    )
    rows = [CalendarData(*row) for row in connection.execute(query)]
    return {data.revision: data for data in rows}


def hold(connection: Connection, workspace_id: str) -> None:
    """Let nobody else change the configuration until this transaction ends."""
    revision_counter = (counters.c.workspace_id == workspace_id, counters.c.name == "revision")
    connection.execute(select(counters.c.value).where(*revision_counter).with_for_update()).all()


def change(
    connection: Connection,
    workspace_id: str,
    changes: Sequence[ConfigChange],
    *,
    changed_at: datetime,
    changed_by: str,
) -> list[int]:
    """Append the changes in their order and return their revisions.

    Revisions become visible in their order: the counter is locked until the transaction ends. None
    is dated before the one it follows, though the clock was put back.
    """
    revisions = [next_value(connection, workspace_id, "revision") for _ in changes]
    newest_at = func.max(config_revisions.c.changed_at, type_=Instant)
    query = select(newest_at).where(config_revisions.c.workspace_id == workspace_id)
    changed_at = max(changed_at, connection.execute(query).scalar_one() or changed_at)
    stamp = {"workspace_id": workspace_id, "changed_at": changed_at, "changed_by": changed_by}
    rows = [
        {**stamp, "revision": revision, **values_of(config_change)}
        for revision, config_change in zip(revisions, changes, strict=True)
    ]
    if rows:
        connection.execute(insert(config_revisions), rows)
    return revisions


def history(connection: Connection, workspace_id: str, after: int = 0) -> list[ConfigRevision]:
    """Return all revisions above `after`, in their order."""
    query = _query(workspace_id).where(config_revisions.c.revision > after)
    return [ConfigRevision(**row) for row in connection.execute(query).mappings()]


def current(connection: Connection, workspace_id: str) -> list[ConfigRevision]:
    """Return what holds now: the newest revision of each kind and name, unless it removed it."""
    table = config_revisions
    newest = (
        select(func.max(table.c.revision))
        .where(table.c.workspace_id == workspace_id)
        .group_by(table.c.kind, table.c.name)
    )
    query = _query(workspace_id).where(table.c.revision.in_(newest), table.c.body.is_not(None))
    return [ConfigRevision(**row) for row in connection.execute(query).mappings()]


_LATEST: Final = select(func.coalesce(func.max(config_revisions.c.revision), 0)).where(
    config_revisions.c.workspace_id == bindparam("workspace_id")
)
"""Built once, as it is asked all the time."""


def latest_revision(connection: Connection, workspace_id: str) -> int:
    """Return the newest revision; 0 before the first."""
    return int(connection.execute(_LATEST, {"workspace_id": workspace_id}).scalar_one())


def language(connection: Connection, workspace_id: str) -> str | None:
    """Return the language that is to be spoken to many by what is in force; None: any."""
    table = config_revisions
    query = (
        select(table.c.body)
        .where(table.c.workspace_id == workspace_id, table.c.kind == "workspace")
        .order_by(table.c.revision.desc())
        .limit(1)
    )
    options = connection.execute(query).scalar_one_or_none()
    named = options.get("language") if isinstance(options, dict) else None
    return named if isinstance(named, str) else None


def _query(workspace_id: str) -> Select[Any]:
    table = config_revisions
    query = select(*columns_of(table, ConfigRevision)).where(table.c.workspace_id == workspace_id)
    return query.order_by(table.c.revision)
