"""Alarms: one row per open clock, saying which of its points comes next, when, and what is told.

Every point at or before `announced_at` is done with. A clock with no point to come (a pause holds
it, or all are told) has a row without `fire_at`, so that what was told is not forgotten.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, select, tuple_

from bot.store.statements import columns_of, values_of
from bot.store.tables import alarms, tickets


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """The next points of a clock (several may fall together), as computed at `due_version`."""

    metric: str
    cycle: int
    due_version: int
    points: tuple[str, ...]
    announced_at: datetime
    fire_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueAlarm:
    """An alarm whose time has come, and whose it is."""

    workspace_id: str
    ticket_number: int
    alarm: AlarmRow


def replace(
    connection: Connection, workspace_id: str, number: int, wanted: Sequence[AlarmRow]
) -> None:
    """Make these the ticket's alarms; the caller has the ticket locked, its clocks are written."""
    if sorted(wanted, key=_name) == of(connection, workspace_id, number):
        return
    whose = (alarms.c.workspace_id == workspace_id, alarms.c.ticket_number == number)
    connection.execute(delete(alarms).where(*whose))
    owner = {"workspace_id": workspace_id, "ticket_number": number}
    if wanted:
        connection.execute(insert(alarms), [{**owner, **values_of(alarm)} for alarm in wanted])


def of(connection: Connection, workspace_id: str, number: int) -> list[AlarmRow]:
    """Return the ticket's alarms, by metric and cycle."""
    whose = (alarms.c.workspace_id == workspace_id, alarms.c.ticket_number == number)
    asked = select(*columns_of(alarms, AlarmRow)).where(*whose)
    return sorted((AlarmRow(*row) for row in connection.execute(asked)), key=_name)


def claim_due(connection: Connection, now: datetime, limit: int) -> list[DueAlarm]:
    """Return what is due, the longest overdue first, of at most `limit` tickets, and lock those.

    A ticket somebody else has locked is passed over: whoever holds it computes its alarms anew, or
    claimed them. The alarms are read after the lock, so that they are not those of before.
    """
    place = (alarms.c.workspace_id, alarms.c.ticket_number)
    due = (
        select(tickets.c.workspace_id, tickets.c.number)
        .join(
            alarms,
            and_(
                alarms.c.workspace_id == tickets.c.workspace_id,
                alarms.c.ticket_number == tickets.c.number,
            ),
        )
        .where(alarms.c.fire_at <= now)
        .order_by(alarms.c.fire_at)
        .limit(limit)
        .with_for_update(of=tickets, skip_locked=True, key_share=True)
    )
    claimed = list(dict.fromkeys(tuple(row) for row in connection.execute(due)))
    asked = (
        select(*place, *columns_of(alarms, AlarmRow))
        .where(tuple_(*place).in_(claimed), alarms.c.fire_at <= now)
        .order_by(alarms.c.fire_at, *place, alarms.c.metric, alarms.c.cycle)
    )
    return [DueAlarm(row[0], row[1], AlarmRow(*row[2:])) for row in connection.execute(asked)]


def next_fire_at(connection: Connection) -> datetime | None:
    """Return when the next alarm of any workspace is due; none when there is no open clock."""
    earliest: datetime | None = connection.execute(select(func.min(alarms.c.fire_at))).scalar_one()
    return earliest


def _name(alarm: AlarmRow) -> tuple[str, int]:
    return (alarm.metric, alarm.cycle)
