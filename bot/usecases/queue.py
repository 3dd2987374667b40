"""What to solve next, and lists of tickets."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.store import tickets
from bot.store.tickets import TicketFilter, TicketRow
from bot.usecases.access import is_admin, is_agent_somewhere
from bot.usecases.desk import Work
from bot.usecases.people import departments_of
from bot.usecases.recording import load
from bot.usecases.views import ClockView, TicketView

PAGE = 10
UNPROMISED_HOURS: Final = 168
"""A ticket without a level counts as due so many hours after its creation."""
TO_SOLVE: Final = ("new", "open", "answered", "pending", "on_hold")


@dataclass(frozen=True, slots=True)
class Next:
    """The ticket to solve next, and the clock that puts it first (None: it has no level)."""

    ticket: TicketView
    clock: ClockView | None
    seconds_left: int


def next_ticket(work: Work, by: str, skipped: frozenset[int] = frozenset()) -> Next | None:
    """The ticket with the least time left over its running clocks, among the agent's departments.

    Unassigned ones and the agent's own.
    """
    names = departments_of(work.configuration, work.directory, by)
    if not names:
        raise UserFacingError(wording.refusals.no_agent())
    rows = _all(work, TicketFilter(statuses=TO_SOLVE, departments=names))
    waiting = [
        _urgency(load(work, row.number).view(work))
        for row in rows
        if row.assignee in (None, by) and row.number not in skipped
    ]
    candidates = [each for each in waiting if each is not None]
    return min(candidates, key=lambda each: (each.seconds_left, each.ticket.number), default=None)


def _urgency(view: TicketView) -> Next | None:
    running = [clock for clock in view.open_clocks if not clock.is_paused]
    if running:
        first = min(running, key=lambda clock: clock.remaining_seconds)
        return Next(view, first, first.remaining_seconds)
    if view.level is not None:
        return None
    due_at = view.created_at + timedelta(hours=UNPROMISED_HOURS)
    return Next(view, None, int((due_at - view.now).total_seconds()))


@dataclass(frozen=True, slots=True)
class TicketList:
    """A page of tickets, the most urgent first; pages count from 1."""

    tickets: list[TicketView]
    page: int
    pages: int
    total: int


def listing(work: Work, by: str, filters: Mapping[str, str], page: int = 1) -> TicketList:
    """The open tickets that fit, by due time; requesters see their own only.

    Spam and deleted tickets are left out unless their status is asked for.

    Filters: ``mine``, ``unassigned``, ``overdue`` (each with any value), ``dept``, ``status``.
    """
    found = _all(work, _filter(work, by, filters))
    views = [load(work, row.number).view(work) for row in found]
    if "overdue" in filters:
        views = [view for view in views if _is_overdue(view)]
    pages = max(1, -(-len(views) // PAGE))
    page = min(max(page, 1), pages)
    return TicketList(views[(page - 1) * PAGE : page * PAGE], page, pages, len(views))


def _filter(work: Work, by: str, filters: Mapping[str, str]) -> TicketFilter:
    status = filters.get("status")
    is_deleted = status == "deleted"
    statuses = () if is_deleted else TO_SOLVE if status is None else (status,)
    if not (is_agent_somewhere(work, by) or is_admin(work, by)):
        return TicketFilter(statuses=statuses, requester=by, deleted=is_deleted)
    departments = _departments(work, filters)
    return TicketFilter(
        statuses=statuses,
        departments=departments,
        assignee=by if "mine" in filters else None,
        unassigned="unassigned" in filters,
        deleted=is_deleted,
    )


def _departments(work: Work, filters: Mapping[str, str]) -> tuple[str, ...]:
    if "dept" not in filters:
        return ()
    department = work.configuration.department(filters["dept"])
    return (department.name if department else filters["dept"],)


def _is_overdue(view: TicketView) -> bool:
    return any(clock.state == "missed" for clock in view.open_clocks)


def _all(work: Work, filters: TicketFilter) -> list[TicketRow]:
    found: list[TicketRow] = []
    after = None
    while True:
        page = tickets.listing(
            work.connection, work.workspace_id, filters, "due", limit=200, after=after
        )
        found.extend(page.tickets)
        after = page.after
        if after is None:
            return found
