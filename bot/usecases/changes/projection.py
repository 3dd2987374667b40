"""What a timeline comes to, written down: the ticket's row and its clocks.

All of it is a projection of the timeline and the configuration, in the transaction of the change.
"""

from dataclasses import replace

from bot.config.history import revision_at
from bot.store import clocks, tickets
from bot.store.clocks import ClockRow
from bot.store.tickets import TicketRow
from bot.usecases.ground.steps import ClockRows
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import instant
from sla_core.alarms import is_escalated, name_of
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s, from_us, to_s
from sla_core.reports.log import LogRow, log_rows


def write_ticket(work: Transaction, row: TicketRow, replayed: ReplayedTicket) -> TicketRow:
    """Make a locked ticket's own row what a replay found, and return it; clocks stay."""
    ticket = _row_of(work, row, replayed)
    tickets.save(*work.scope, ticket)
    return ticket


def _row_of(work: Transaction, row: TicketRow, replayed: ReplayedTicket) -> TicketRow:
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


def write_clocks(work: Transaction, ticket: TicketRow, replayed: ReplayedTicket) -> ClockRows:
    """Make the rows of a locked ticket's clocks what a replay found; return them as they were."""
    log = {(row.metric, row.cycle): row for row in log_rows(replayed)}
    rows = tuple(_clock_row(clock, log[name_of(clock)]) for clock in replayed.clocks)
    before = clocks.replace(*work.scope, ticket.number, rows)
    return ClockRows(tuple(before), rows)


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
