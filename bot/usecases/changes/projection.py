"""What a timeline comes to, written down: the ticket's row, its clocks, their alarms.

All of it is a projection of the timeline and the configuration, in the transaction of the change.
"""

from dataclasses import replace

from bot.config.history import revision_at
from bot.store import alarms, clocks, tickets
from bot.store.alarms import AlarmRow
from bot.store.clocks import ClockRow
from bot.store.tickets import TicketRow
from bot.usecases.consequences import review_requests
from bot.usecases.consequences.alarm_rows import recall
from bot.usecases.consequences.announcements import bring_in_line
from bot.usecases.ground.transaction import Work
from bot.views.tickets import instant
from sla_core.alarms import (
    ClockMemory,
    by_name,
    is_escalated,
    name_of,
    next_point,
    remembered,
)
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import from_s, from_us, to_s
from sla_core.reports.log import LogRow, log_rows


def write(work: Work, row: TicketRow, replayed: Replayed) -> TicketRow:
    """Make a locked ticket's rows what a replay found, and return its own."""
    ticket = write_ticket(work, row, replayed)
    _write_clocks(work, ticket, replayed)
    return ticket


def write_ticket(work: Work, row: TicketRow, replayed: Replayed) -> TicketRow:
    """Make a locked ticket's own row what a replay found, and return it; clocks stay."""
    ticket = _row_of(work, row, replayed)
    tickets.save(work.connection, work.workspace_id, ticket)
    return ticket


def _row_of(work: Work, row: TicketRow, replayed: Replayed) -> TicketRow:
    ticket = replayed.ticket
    nothing_runs = ticket.is_settled or ticket.away is not None
    return replace(
        row,
        department=ticket.department,
        customer=ticket.customer,
        customer_group=ticket.customer_group,
        priority=ticket.priority,
        level=ticket.level,
        status=ticket.status,
        is_deleted=ticket.is_deleted,
        is_escalated=is_escalated(replayed),
        assignee=ticket.assignee,
        tags=ticket.tags,
        changed_at=from_s(ticket.changed_at_s or to_s(row.changed_at)),
        wake_at=None if ticket.until_us is None else from_us(ticket.until_us),
        projected_revision=None if nothing_runs else revision_at(work.history, replayed.at_s),
    )


def _write_clocks(work: Work, ticket: TicketRow, replayed: Replayed) -> None:
    here, number = (work.connection, work.workspace_id), ticket.number
    log = {(row.metric, row.cycle): row for row in log_rows(replayed)}
    rows = [_clock_row(clock, log[name_of(clock)]) for clock in replayed.clocks]
    review_requests.ask(work, ticket, clocks.replace(*here, number, rows), rows)
    before = recall(work, number)
    memories = remembered(before, replayed)
    bring_in_line(work, ticket, replayed, before, memories)
    known = by_name(memories)
    found = (alarm_row(each, known[name_of(each)], replayed.at_s) for each in replayed.clocks)
    alarms.replace(*here, number, [row for row in found if row is not None])


def alarm_row(clock: Clock, memory: ClockMemory, at_s: int) -> AlarmRow | None:
    """The alarm of a clock; a stopped one has none but for a breach that is not told."""
    point = next_point(clock, memory, at_s)
    if point is None and not clock.is_open:
        return None
    return AlarmRow(
        metric=clock.metric,
        cycle=clock.cycle,
        due_version=memory.due_version,
        points=() if point is None else (point.name,),
        fire_at=None if point is None else from_s(point.at_s),
    )


def _clock_row(clock: Clock, row: LogRow) -> ClockRow:
    promise = clock.promise
    return ClockRow(
        metric=clock.metric,
        cycle=clock.cycle,
        level=promise.level.name,
        level_revision=promise.level_revision,
        calendar=promise.calendar.definition.name,
        calendar_revision=promise.calendar_revision,
        priority=clock.priority,
        target_seconds=clock.target_seconds,
        started_at=from_s(clock.started_at_s),
        due_at=instant(clock.due_at_s),
        breach_at=instant(clock.breach_at_s),
        stopped_at=instant(clock.stopped_at_s),
        state=row.state,
        is_open=clock.is_open,
        cancel_reason=clock.cancel_reason,
        elapsed_seconds=row.elapsed_seconds,
        paused_seconds=row.paused_seconds,
        breached_at=instant(row.breached_at_s),
        decided_at=instant(row.decided_at_s),
        breach_reason=clock.breach_reason,
        withdrawn_at=instant(row.withdrawn_at_s),
        withdrawn_by=clock.withdrawal.by if clock.withdrawal else None,
        withdrawn_reason=clock.withdrawal.reason if clock.withdrawal else None,
        due_version=clock.due_version,
        requester=row.requester,
        customer=row.customer,
        department=row.department,
        agent=row.agent,
        tags=row.tags,
    )
