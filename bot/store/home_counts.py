"""The counts of an App Home, and the tickets somebody asked for: from the projections alone.

No ticket is replayed for it, so that a desk of thousands costs a few questions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from bot.store.people import is_nobodys
from bot.store.statements import in_state
from bot.store.tables import clocks, outbox, tickets


@dataclass(frozen=True, slots=True)
class DepartmentCount:
    """How many tickets of a department are open, and how many of these are so or so."""

    name: str
    open: int
    overdue: int
    escalated: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class RequestedTicket:
    """A ticket of a requester as of event `last_seq`, and how many of its clocks are overdue."""

    number: int
    last_seq: int
    status: str
    overdue: int


def departments(
    connection: Connection,
    workspace_id: str,
    names: Sequence[str],
    statuses: Sequence[str],
    now: datetime,
) -> dict[str, DepartmentCount]:
    """Return the counts of departments with tickets in these statuses, by name.

    What those have who left counts as nobody's.
    """
    is_free = is_nobodys(tickets.c.workspace_id, tickets.c.assignee)
    query = (
        select(
            tickets.c.department,
            func.count(),
            _sum(_is_overdue(now)),
            _sum(tickets.c.is_escalated.is_(True)),
            _sum(is_free),
        )
        .where(
            tickets.c.workspace_id == workspace_id,
            tickets.c.is_deleted.is_(False),
            tickets.c.status.in_(list(statuses)),
            tickets.c.department.in_(list(names)),
        )
        .group_by(tickets.c.department)
    )
    return {row[0]: DepartmentCount(*row) for row in connection.execute(query)}


def decided(
    connection: Connection, workspace_id: str, agent: str, from_at: datetime, to_at: datetime
) -> dict[str, int]:
    """Return how many clocks counted for an agent were met and missed from then to before then."""
    query = select(clocks.c.state, func.count()).where(
        clocks.c.workspace_id == workspace_id,
        clocks.c.decided_at >= from_at,
        clocks.c.decided_at < to_at,
        clocks.c.agent == agent,
        clocks.c.state.in_(["met", "missed"]),
    )
    rows = connection.execute(query.group_by(clocks.c.state))
    return {row[0]: row[1] for row in rows}


def versions(
    connection: Connection, workspace_id: str, numbers: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    """Return the numbers of tickets, in order, each with that of its newest event."""
    query = select(tickets.c.number, tickets.c.last_seq).where(
        tickets.c.workspace_id == workspace_id, tickets.c.number.in_(list(numbers))
    )
    return tuple((row[0], row[1]) for row in connection.execute(query.order_by(tickets.c.number)))


def asked_by(
    connection: Connection, workspace_id: str, person_id: str, now: datetime, limit: int
) -> tuple[RequestedTicket, ...]:
    """Return the newest tickets that a person asked for."""
    overdue = (
        select(func.count())
        .where(*_clocks_of_ticket(), clocks.c.is_open, clocks.c.due_at < now)
        .scalar_subquery()
    )
    query = select(tickets.c.number, tickets.c.last_seq, tickets.c.status, overdue).where(
        tickets.c.workspace_id == workspace_id,
        tickets.c.requester == person_id,
        tickets.c.is_deleted.is_(False),
    )
    newest = query.order_by(tickets.c.number.desc()).limit(limit)
    return tuple(RequestedTicket(*row) for row in connection.execute(newest))


def undelivered(connection: Connection, workspace_id: str, since: datetime) -> int:
    """Return how many messages that were tried since an instant will never be said."""
    query = select(func.count()).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.intent_at >= since,
        in_state(outbox, "dead"),
    )
    return int(connection.execute(query).scalar_one())


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    return exists().where(and_(*_clocks_of_ticket(), clocks.c.is_open, clocks.c.breach_at < now))


def _clocks_of_ticket() -> tuple[ColumnElement[bool], ...]:
    return (
        clocks.c.workspace_id == tickets.c.workspace_id,
        clocks.c.ticket_number == tickets.c.number,
    )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
