"""Tickets and the moves of the configuration: whom one concerns, and who was not computed since.

A ticket on which a clock can run says with which revision its clocks were computed. That of any
other is none: nothing of it can move.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.store.tables import alarms, clocks, tickets
from bot.store.ticket_lists import NEVER_AT
from bot.store.types import Instant


@dataclass(frozen=True, slots=True)
class PromiseNames:
    """Levels and calendars, case folded."""

    levels: frozenset[str] = frozenset()
    calendars: frozenset[str] = frozenset()

    def meets(self, other: "PromiseNames") -> bool:
        """Return whether a level or a calendar is in both."""
        return bool(self.levels & other.levels or self.calendars & other.calendars)

    def and_those(self, other: "PromiseNames") -> "PromiseNames":
        """Return the levels and calendars that are in one or both."""
        return PromiseNames(self.levels | other.levels, self.calendars | other.calendars)


@dataclass(frozen=True, slots=True)
class StaleTicket:
    """A ticket that lags, and what it and its open clocks are under."""

    number: int
    projected_revision: int
    under: PromiseNames


@dataclass(frozen=True, slots=True)
class AffectedTickets:
    """The tickets a move may concern, in order, and how many running clocks are under its names."""

    numbers: list[int]
    running: int


def listing(
    connection: Connection, workspace_id: str, revision: int, limit: int
) -> list[StaleTicket]:
    """Return tickets computed before a revision, those with the soonest alarm first."""
    fire_at = func.coalesce(alarms.c.fire_at, literal(NEVER_AT, Instant))
    soonest = (
        select(func.min(fire_at, type_=Instant))  # of an expression: SQLite would scan all alarms
        .where(
            alarms.c.workspace_id == tickets.c.workspace_id,
            alarms.c.ticket_number == tickets.c.number,
        )
        .scalar_subquery()
    )
    query = select(tickets.c.number).where(*_lag(workspace_id, revision))
    in_order = query.order_by(soonest.asc().nulls_last(), tickets.c.number).limit(limit)
    numbers = list(connection.execute(in_order).scalars())
    if not numbers:
        return []
    by_number = {ticket.number: ticket for ticket in _described(connection, workspace_id, numbers)}
    return [by_number[number] for number in numbers]


def claim(
    connection: Connection, workspace_id: str, revision: int, numbers: Collection[int]
) -> list[StaleTicket]:
    """Lock and return those of these tickets that still lag and that nobody else has locked."""
    query = select(tickets.c.number).where(
        *_lag(workspace_id, revision), tickets.c.number.in_(numbers)
    )
    locked = query.with_for_update(skip_locked=True, key_share=True)
    return _described(connection, workspace_id, list(connection.execute(locked).scalars()))


def mark(
    connection: Connection, workspace_id: str, revision: int, numbers: Collection[int]
) -> None:
    """Say of locked tickets that nothing up to this revision changes anything about them."""
    conditions = (tickets.c.workspace_id == workspace_id, tickets.c.number.in_(numbers))
    connection.execute(update(tickets).where(*conditions).values(projected_revision=revision))


def put_off(
    connection: Connection, workspace_id: str, revision: int, number: int, until: datetime
) -> None:
    """Let a ticket that cannot be computed hold up nobody, and be looked at from an instant on."""
    conditions = (tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    again = {"projected_revision": revision, "wake_at": until}
    connection.execute(update(tickets).where(*conditions).values(**again))


def concerned(
    connection: Connection, workspace_id: str, names: PromiseNames, moved_by: int
) -> AffectedTickets:
    """Return the open tickets that are under any of these names, and how many clocks run there.

    A ticket computed before the revision `moved_by` may be under them by now, so it is among them.
    """
    runs = _runs_under(connection, workspace_id, names)
    running = select(func.count()).select_from(clocks).where(*runs)
    runs_here = (*runs, clocks.c.ticket_number == tickets.c.number)
    can_move, is_of_level = _of_level(connection, workspace_id, names)
    is_concerned = or_(
        is_of_level,
        tickets.c.projected_revision < moved_by,
        select(clocks.c.metric).where(*runs_here).exists(),
    )
    numbers = select(tickets.c.number).where(*can_move, is_concerned).order_by(tickets.c.number)
    return AffectedTickets(
        list(connection.execute(numbers).scalars()), int(connection.execute(running).scalar_one())
    )


def is_any_under(connection: Connection, workspace_id: str, names: PromiseNames) -> bool:
    """Return whether a clock runs under any of these names, or a ticket could get one there."""
    runs = select(clocks.c.metric).where(*_runs_under(connection, workspace_id, names)).limit(1)
    can_move, is_of_level = _of_level(connection, workspace_id, names)
    could = select(tickets.c.number).where(*can_move, is_of_level).limit(1)
    return any(connection.execute(query).first() is not None for query in (runs, could))


def _runs_under(
    connection: Connection, workspace_id: str, names: PromiseNames
) -> tuple[ColumnElement[bool], ...]:
    """What holds of the clocks that run under any of these names."""
    is_open = (clocks.c.workspace_id == workspace_id, clocks.c.is_open)
    levels = _spelled(connection, clocks.c.level, names.levels, is_open)
    calendars = _spelled(connection, clocks.c.calendar, names.calendars, is_open)
    return (*is_open, or_(clocks.c.level.in_(levels), clocks.c.calendar.in_(calendars)))


def _of_level(
    connection: Connection, workspace_id: str, names: PromiseNames
) -> tuple[tuple[ColumnElement[bool], ...], ColumnElement[bool]]:
    """What holds of the tickets on which a clock can run, and of those of any of these levels."""
    can_move = (
        tickets.c.workspace_id == workspace_id,
        tickets.c.projected_revision.is_not(None),
    )
    levels = _spelled(connection, tickets.c.level, names.levels, can_move)
    return can_move, tickets.c.level.in_(levels)


def _lag(workspace_id: str, revision: int) -> tuple[ColumnElement[bool], ...]:
    return tickets.c.workspace_id == workspace_id, tickets.c.projected_revision < revision


def _spelled(
    connection: Connection,
    column: Column[str | None],
    names: Collection[str],
    where: Iterable[ColumnElement[bool]],
) -> list[str]:
    """Return a column's values that are one of the names, whose case is folded."""
    if not names:
        return []
    spellings = connection.execute(select(column).where(*where).distinct()).scalars()
    return [name for name in spellings if name is not None and name.casefold() in names]


def _described(
    connection: Connection, workspace_id: str, numbers: Collection[int]
) -> list[StaleTicket]:
    levels: dict[int, set[str]] = defaultdict(set)
    calendars: dict[int, set[str]] = defaultdict(set)
    running = select(clocks.c.ticket_number, clocks.c.level, clocks.c.calendar).where(
        clocks.c.workspace_id == workspace_id,
        clocks.c.ticket_number.in_(numbers),
        clocks.c.is_open,
    )
    for number, level, calendar in connection.execute(running):
        levels[number].add((level or "").casefold())
        calendars[number].add((calendar or "").casefold())
    query = select(tickets.c.number, tickets.c.projected_revision, tickets.c.level).where(
        tickets.c.workspace_id == workspace_id, tickets.c.number.in_(numbers)
    )
    return [
        StaleTicket(
            number,
            revision,
            PromiseNames(
                frozenset(levels[number] | {(level or "").casefold()}),
                frozenset(calendars[number]),
            ),
        )
        for number, revision, level in connection.execute(query)
    ]
