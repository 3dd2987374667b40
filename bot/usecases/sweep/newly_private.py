"""A department becomes private, or moves its alert channel: what was said of it elsewhere goes.

A ticket that goes to a private department takes its messages along; here the department goes and
the tickets stay. One that is resolved, closed, spam or deleted has its card in the new channel when
it comes back. It is done once for each newest revision of a department. Who is stopped in the
middle begins anew, which changes nothing that is done.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

import structlog

from bot.store import jobs, ticket_lists
from bot.store.ticket_lists import TicketFilter
from bot.usecases.consequences.departures import (
    leave_behind,
    make_summaries_anew,
    take_along,
)
from bot.usecases.ground.privacy import as_written
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program, Transaction
from bot.views.tickets import ticket_view
from sla_core.instants import from_us

log = structlog.get_logger(__name__)

TOGETHER: Final = 200
"""How many tickets are listed together; each is changed in a transaction of its own."""


def close_departments(program: Program) -> int:
    """Let the tickets of private departments be read in their own channels only.

    Returns how many were looked at: 0 where nothing of a department changed since the last time.
    """
    with program.look() as work:
        changed_at = _departments_changed_at(work)
        if changed_at is None or _is_done(work, changed_at):
            return 0
    with program.work() as work:
        for name in _present(work):
            make_summaries_anew(work, name)
    count = 0
    for number in _numbers(program):
        _take_along(program, number, changed_at)
        count += 1
    with program.work() as work:
        jobs.claim(work.connection, _job(work), changed_at)
    return count


def _departments_changed_at(work: Transaction) -> datetime | None:
    """When a department was changed last; none where none is private."""
    if not work.private_departments:
        return None
    revisions = work.history.revisions
    return from_us(max(revision.at_us for revision in revisions if revision.kind == "department"))


def _is_done(work: Transaction, changed_at: datetime) -> bool:
    done_at = jobs.last_run_at(work.connection, _job(work))
    return done_at is not None and done_at >= changed_at


def _job(work: Transaction) -> str:
    return f"private:{work.workspace_id}"


def _present(work: Transaction) -> tuple[str, ...]:
    """The private departments that are there, as tickets have them.

    What stands in the channel of one that was removed was said among its own people, and stays.
    """
    present = (
        name for name, department in work.private_departments.items() if department is not None
    )
    return as_written(work, frozenset(present))


def _numbers(program: Program) -> Iterator[int]:
    """The tickets of private departments, deleted ones too, the newest first."""
    for deleted in (False, True):
        after, is_first = None, True
        while is_first or after is not None:
            with program.look() as work:
                names = _present(work)
                selection = TicketFilter(departments=names, deleted=deleted)
                page = ticket_lists.listing(*work.scope, selection, limit=TOGETHER, after=after)
            if names:
                yield from (row.number for row in page.tickets)
            after, is_first = page.after if names else None, False


def _take_along(program: Program, number: int, changed_at: datetime) -> None:
    try:
        with program.work() as work:
            loaded = load(work, number, lock=True)
            replayed, cause = loaded.replayed(work), f"private:{changed_at.isoformat()}"
            view = ticket_view(loaded.row, replayed)
            if replayed.ticket.is_settled or replayed.ticket.away is not None:
                leave_behind(work, view, cause)
            else:
                take_along(work, view, loaded.row.department, loaded.events, cause)
    except Exception:
        log.exception("a ticket cannot leave the channels of others", ticket=number)
