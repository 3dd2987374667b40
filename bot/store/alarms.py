"""Alarms: one row per open clock, and per stopped one whose breach is not told, with what is next.

A clock with no point to come (a pause holds it, or all are told) has a row without `fire_at`. What
was told is kept in `bot.store.clock_numbers`.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    union_all,
    update,
)

from bot.store.statements import columns_of, values_of
from bot.store.tables import alarms, tickets
from bot.store.types import Instant


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """The next points of a clock (several may fall together), as computed at `due_version`."""

    metric: str
    cycle: int
    due_version: int
    points: tuple[str, ...]
    fire_at: datetime | None


@dataclass(frozen=True, slots=True)
class DueTicket:
    """A ticket on which something is due, with the first instant and the latest by now.

    What is said of it must be true at the latest one.
    """

    number: int
    soonest_at: datetime
    latest_at: datetime


def replace(
    connection: Connection, workspace_id: str, number: int, wanted: Sequence[AlarmRow]
) -> None:
    """Make these the ticket's alarms; the caller has the ticket locked, its clocks are written."""
    if sorted(wanted, key=_name) == of(connection, workspace_id, number):
        return
    of_ticket = (alarms.c.workspace_id == workspace_id, alarms.c.ticket_number == number)
    connection.execute(delete(alarms).where(*of_ticket))
    owner = {"workspace_id": workspace_id, "ticket_number": number}
    if wanted:
        connection.execute(insert(alarms), [{**owner, **values_of(alarm)} for alarm in wanted])


def of(connection: Connection, workspace_id: str, number: int) -> list[AlarmRow]:
    """Return the ticket's alarms, by metric and cycle."""
    of_ticket = (alarms.c.workspace_id == workspace_id, alarms.c.ticket_number == number)
    query = select(*columns_of(alarms, AlarmRow)).where(*of_ticket)
    return sorted((AlarmRow(*row) for row in connection.execute(query)), key=_name)


def due_by(
    connection: Connection,
    workspace_id: str,
    now: datetime,
    limit: int,
    after: DueTicket | None = None,
) -> list[DueTicket]:
    """Return tickets on which something is due, the longest overdue first.

    Given the last one of a page, those behind it.
    """
    due = due_times(workspace_id).subquery()
    soonest = func.min(due.c.at, type_=Instant)
    query = select(due.c.number, soonest, func.max(due.c.at, type_=Instant))
    query = query.where(due.c.at <= now).group_by(due.c.number)
    if after is not None:
        after_key = tuple_(literal(after.soonest_at, Instant), literal(after.number))
        query = query.having(tuple_(soonest, due.c.number) > after_key)
    in_order = query.order_by(soonest, due.c.number).limit(limit)
    return [DueTicket(*row) for row in connection.execute(in_order)]


def claim_due(
    connection: Connection,
    workspace_id: str,
    now: datetime,
    limit: int,
    among: Collection[int] | None = None,
) -> list[int]:
    """Return the tickets on which something is due, the longest overdue first, and lock them.

    Only those `among` some numbers, if given. A ticket somebody else has locked is passed over:
    whoever holds it computes its alarms anew, or claimed them. Whether something is due is asked
    again after the lock.
    """
    due = due_times(workspace_id).subquery()
    soonest = func.min(due.c.at)
    chosen = select(due.c.number, soonest.label("at")).where(due.c.at <= now)
    if among is not None:
        chosen = chosen.where(due.c.number.in_(among))
    chosen = chosen.group_by(due.c.number).order_by(soonest).limit(limit)
    order = [row.number for row in connection.execute(chosen)]
    claimed = (
        select(tickets.c.number)
        .where(tickets.c.workspace_id == workspace_id, tickets.c.number.in_(order))
        .with_for_update(skip_locked=True, key_share=True)
    )
    ours = list(connection.execute(claimed).scalars())
    still_due = select(due.c.number).where(due.c.at <= now, due.c.number.in_(ours)).distinct()
    return sorted(connection.execute(still_due).scalars(), key=order.index)


def next_fire_at(connection: Connection, workspace_id: str) -> datetime | None:
    """Return when something is due next, an alarm or a ticket that wakes; none when nothing is."""
    due = due_times(workspace_id).subquery()
    query = select(func.min(due.c.at, type_=Instant))
    earliest: datetime | None = connection.execute(query).scalar_one()
    return earliest


def postpone(connection: Connection, workspace_id: str, number: int, until: datetime) -> None:
    """Let what is due on a ticket before an instant be due only then."""
    connection.execute(
        update(alarms)
        .where(
            alarms.c.workspace_id == workspace_id,
            alarms.c.ticket_number == number,
            alarms.c.fire_at < until,
        )
        .values(fire_at=until)
    )
    connection.execute(
        update(tickets)
        .where(
            tickets.c.workspace_id == workspace_id,
            tickets.c.number == number,
            tickets.c.wake_at < until,
        )
        .values(wake_at=until)
    )


def due_times(workspace_id: str) -> CompoundSelect[Any]:
    """The instants at which something of a ticket is due."""
    return union_all(
        select(alarms.c.ticket_number.label("number"), alarms.c.fire_at.label("at")).where(
            alarms.c.workspace_id == workspace_id, alarms.c.fire_at.is_not(None)
        ),
        select(tickets.c.number, tickets.c.wake_at).where(
            tickets.c.workspace_id == workspace_id, tickets.c.wake_at.is_not(None)
        ),
    )


def _name(alarm: AlarmRow) -> tuple[str, int]:
    return (alarm.metric, alarm.cycle)
