"""What presses: the running clocks of tickets that wait for agents, and tickets without any.

Read from the projections alone, so that a queue of thousands costs two questions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from bot.store.people import is_nobodys
from bot.store.tables import clocks, tickets


@dataclass(frozen=True, slots=True)
class Queue:
    """Which tickets wait for an agent: theirs and nobody's, in these departments and statuses.

    Nobody's are also those of who left; those `skipped` are left out, and those that one person
    asked: nobody answers themselves. Without an agent they are nobody's alone, and the agent's
    alone where nobody's are not wanted; no departments: in any but the `unseen` ones.
    """

    agent: str | None
    departments: tuple[str, ...] | None
    statuses: tuple[str, ...]
    skipped: frozenset[int] = frozenset()
    wants_nobodys: bool = True
    not_asked_by: str | None = None
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that runs, or is overdue, with the calendar it runs on."""

    number: int
    is_escalated: bool
    calendar: str | None
    calendar_revision: int | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnpromisedTicket:
    """A ticket on which no clock is open."""

    number: int
    is_escalated: bool
    created_at: datetime


def running_clocks(connection: Connection, workspace_id: str, queue: Queue) -> list[RunningClock]:
    """Return every clock of the queue that is open and not known to be paused."""
    query = select(
        clocks.c.ticket_number,
        tickets.c.is_escalated,
        clocks.c.calendar,
        clocks.c.calendar_revision,
        clocks.c.due_at,
    ).where(
        *_waits(workspace_id, queue),
        clocks.c.workspace_id == tickets.c.workspace_id,
        clocks.c.ticket_number == tickets.c.number,
        clocks.c.is_open,
        clocks.c.state != "paused",
    )
    return [RunningClock(*row) for row in connection.execute(query)]


def unpromised(
    connection: Connection, workspace_id: str, queue: Queue, turns: Iterable[str]
) -> list[UnpromisedTicket]:
    """Return the tickets of the queue, in these statuses or escalated, without an open clock."""
    promised = exists().where(
        clocks.c.workspace_id == tickets.c.workspace_id,
        clocks.c.ticket_number == tickets.c.number,
        clocks.c.is_open,
        clocks.c.state != "paused",
    )
    query = select(tickets.c.number, tickets.c.is_escalated, tickets.c.created_at).where(
        *_waits(workspace_id, queue),
        or_(tickets.c.status.in_(list(turns)), tickets.c.is_escalated.is_(True)),
        ~promised,
    )
    return [UnpromisedTicket(*row) for row in connection.execute(query)]


def _waits(workspace_id: str, queue: Queue) -> list[ColumnElement[bool]]:
    conditions = [
        tickets.c.workspace_id == workspace_id,
        tickets.c.is_deleted.is_(False),
        tickets.c.status.in_(queue.statuses),
        _is_held(queue),
        tickets.c.number.not_in(sorted(queue.skipped)),
    ]
    if queue.not_asked_by is not None:
        conditions.append(tickets.c.requester.is_distinct_from(queue.not_asked_by))
    if queue.unseen:
        is_seen = tickets.c.department.is_(None) | tickets.c.department.not_in(queue.unseen)
        conditions.append(is_seen)
    if queue.departments is not None:
        conditions.append(tickets.c.department.in_(queue.departments))
    return conditions


def _is_held(queue: Queue) -> ColumnElement[bool]:
    is_agents = tickets.c.assignee.in_([] if queue.agent is None else [queue.agent])
    if not queue.wants_nobodys:
        return is_agents
    is_free = is_nobodys(tickets.c.workspace_id, tickets.c.assignee)
    return is_free if queue.agent is None else or_(is_agents, is_free)
