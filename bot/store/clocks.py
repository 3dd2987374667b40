"""Clocks as last computed: a projection of the timelines, for queries, alarms and reports."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, or_, select, update

from bot.store.statements import columns_of, values_of
from bot.store.tables import clocks

Name = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One cycle of one metric of a ticket. Seconds are business seconds."""

    metric: str
    cycle: int
    level: str | None
    level_revision: int | None
    calendar: str | None
    calendar_revision: int | None
    priority: str
    target_seconds: int | None
    started_at: datetime
    due_at: datetime | None
    breach_at: datetime | None
    stopped_at: datetime | None
    state: str
    is_open: bool
    cancel_reason: str | None
    elapsed_seconds: int
    paused_seconds: int
    breached_at: datetime | None
    decided_at: datetime | None
    breach_reason: str | None
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None
    due_version: int
    requester: str | None
    customer: str | None
    department: str | None
    agent: str | None
    tags: tuple[str, ...]

    @property
    def name(self) -> Name:
        """Return what tells it from the ticket's other clocks."""
        return (self.metric, self.cycle)


def of(connection: Connection, workspace_id: str, number: int) -> list[ClockRow]:
    """Return the ticket's clocks, by metric and cycle."""
    query = _query(workspace_id).where(clocks.c.ticket_number == number)
    return [ClockRow(*row[1:]) for row in connection.execute(query)]


def replace(
    connection: Connection, workspace_id: str, number: int, wanted: Sequence[ClockRow]
) -> list[ClockRow]:
    """Make these the ticket's clocks, writing only what changed, and return those there were.

    The alarm of a clock that goes, goes with it. The caller has the ticket locked.
    """
    before = of(connection, workspace_id, number)
    stored = {clock.name: clock for clock in before}
    for name in stored.keys() - {clock.name for clock in wanted}:
        connection.execute(delete(clocks).where(*_is(workspace_id, number, name)))
    owner = {"workspace_id": workspace_id, "ticket_number": number}
    added = [{**owner, **values_of(clock)} for clock in wanted if clock.name not in stored]
    if added:
        connection.execute(insert(clocks), added)
    for clock in wanted:
        if clock.name in stored and stored[clock.name] != clock:
            conditions = _is(workspace_id, number, clock.name)
            connection.execute(update(clocks).where(*conditions).values(**values_of(clock)))
    return before


@dataclass(frozen=True, slots=True)
class JudgedFilter:
    """Which stopped clocks: each field that is given narrows the choice.

    Decided from `from_at` on and before `to_at`; on one of `calendars`, case folded; run after
    `ran_after`.
    """

    number: int | None = None
    metric: str | None = None
    level: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None
    calendars: frozenset[str] | None = None
    ran_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class JudgedClock:
    """A stopped clock that was met or missed, and whom it is counted for."""

    number: int
    metric: str
    cycle: int
    level: str
    calendar: str
    agent: str | None
    started_at: datetime
    decided_at: datetime


def judged(connection: Connection, workspace_id: str, chosen: JudgedFilter) -> list[JudgedClock]:
    """Return the stopped clocks that were met or missed, by ticket, metric and cycle."""
    query = select(
        clocks.c.ticket_number,
        clocks.c.metric,
        clocks.c.cycle,
        clocks.c.level,
        clocks.c.calendar,
        clocks.c.agent,
        clocks.c.started_at,
        clocks.c.decided_at,
    ).where(
        clocks.c.workspace_id == workspace_id,
        clocks.c.stopped_at.is_not(None),
        clocks.c.state.in_(["met", "missed"]),
        *_narrowed(chosen),
    )
    in_order = query.order_by(clocks.c.ticket_number, clocks.c.metric, clocks.c.cycle)
    stopped = (JudgedClock(*row) for row in connection.execute(in_order))
    level = None if chosen.level is None else chosen.level.casefold()
    return [
        clock
        for clock in stopped
        if level in (None, clock.level.casefold())
        and (chosen.calendars is None or clock.calendar.casefold() in chosen.calendars)
    ]


def _narrowed(chosen: JudgedFilter) -> Iterator[ColumnElement[bool]]:
    if chosen.number is not None:
        yield clocks.c.ticket_number == chosen.number
    if chosen.metric is not None:
        yield clocks.c.metric == chosen.metric
    if chosen.from_at is not None:
        yield clocks.c.decided_at >= chosen.from_at
    if chosen.to_at is not None:
        yield clocks.c.decided_at < chosen.to_at
    if chosen.ran_after is not None:
        yield clocks.c.stopped_at > chosen.ran_after


def breaching(
    connection: Connection, workspace_id: str, from_at: datetime, to_at: datetime
) -> Iterator[tuple[int, ClockRow]]:
    """Yield the running clocks whose breach lies from `from_at` on and before `to_at`."""
    runs = (clocks.c.is_open, clocks.c.state == "running")
    breaches = (clocks.c.breach_at >= from_at, clocks.c.breach_at < to_at)
    yield from _stream(connection, _query(workspace_id).where(*runs, *breaches))


def touching(
    connection: Connection, workspace_id: str, from_at: datetime, to_at: datetime
) -> Iterator[tuple[int, ClockRow]]:
    """Yield the clocks that ran at some time between the two, open ones included; same order."""
    ran = (
        clocks.c.started_at < to_at,
        or_(clocks.c.stopped_at.is_(None), clocks.c.stopped_at >= from_at),
    )
    yield from _stream(connection, _query(workspace_id).where(*ran))


def all_of(connection: Connection, workspace_id: str) -> Iterator[tuple[int, ClockRow]]:
    """Yield every clock of the workspace, in the same order."""
    yield from _stream(connection, _query(workspace_id))


def _stream(
    connection: Connection, query: Select[Any], batch: int = 2_000
) -> Iterator[tuple[int, ClockRow]]:
    by_log = (clocks.c.ticket_number, clocks.c.started_at, clocks.c.metric, clocks.c.cycle)
    ordered = query.order_by(None).order_by(*by_log).execution_options(yield_per=batch)
    with connection.execute(ordered) as rows:
        for row in rows:
            yield row[0], ClockRow(*row[1:])


def _query(workspace_id: str) -> Select[Any]:
    query = select(clocks.c.ticket_number, *columns_of(clocks, ClockRow))
    return query.where(clocks.c.workspace_id == workspace_id).order_by(
        clocks.c.metric, clocks.c.cycle
    )


def _is(workspace_id: str, number: int, name: Name) -> tuple[Any, ...]:
    return (
        clocks.c.workspace_id == workspace_id,
        clocks.c.ticket_number == number,
        clocks.c.metric == name[0],
        clocks.c.cycle == name[1],
    )
