"""What a timeline comes to, written down: the ticket's row, its clocks, their alarms.

All of it is a projection of the timeline and the configuration, in the transaction of the change.
"""

from dataclasses import replace

from bot.config.history import revision_at
from bot.store import alarms, clocks, outbox, tickets
from bot.store.alarms import AlarmRow
from bot.store.clocks import ClockRow
from bot.store.tickets import TicketRow
from bot.usecases.desk import Work
from bot.usecases.reviews import misses
from bot.usecases.speaking import alarm_prefix, breach_prefixes
from bot.usecases.views import instant
from sla_core.alarms import is_escalated, next_point
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import from_s, from_us, to_s
from sla_core.reports.log import LogRow, log_rows


def write(work: Work, row: TicketRow, replayed: Replayed) -> TicketRow:
    """Make a locked ticket's rows what a replay found, and return its own."""
    ticket = _row_of(work, row, replayed)
    tickets.save(work.connection, work.workspace_id, ticket)
    _write_clocks(work, ticket, replayed)
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
    told = alarms.by_clock(*here, number)
    log = {(row.metric, row.cycle): row for row in log_rows(replayed)}
    rows = [_clock_row(clock, log[clock.metric, clock.cycle]) for clock in replayed.clocks]
    misses.ask(work, ticket, clocks.replace(*here, number, rows), rows)
    for clock in replayed.clocks:
        _mind_what_waits(work, number, clock, told.get((clock.metric, clock.cycle)), replayed.at_s)
    wanted = [
        alarm_row(clock, told.get((clock.metric, clock.cycle)), replayed.at_s)
        for clock in replayed.clocks
    ]
    alarms.replace(*here, number, wanted)


def _mind_what_waits(
    work: Work, number: int, clock: Clock, before: AlarmRow | None, at_s: int
) -> None:
    """Give up what was not sent yet and is not true now; say after all what is true again."""
    here = work.connection, work.workspace_id
    prefix = alarm_prefix(number, clock.metric, clock.cycle)
    if not clock.is_open:
        outbox.withdraw(*here, prefix)
    elif before is not None and before.is_at_rest:
        outbox.revive(*here, prefix)
    if clock.withdrawal is not None and clock.is_open and clock.breached_at(at_s) is None:
        for meant in breach_prefixes(number, clock.metric, clock.cycle):
            outbox.take_back(*here, meant)


def alarm_row(clock: Clock, before: AlarmRow | None, at_s: int) -> AlarmRow:
    """The alarm of a clock, given the one it had; that of a stopped clock is at rest."""
    told_s = clock.started_at_s if before is None else to_s(before.announced_at)
    point = next_point(clock, told_s, at_s)
    return AlarmRow(
        metric=clock.metric,
        cycle=clock.cycle,
        due_version=clock.due_version,
        points=() if point is None else (point.name,),
        announced_at=from_s(told_s),
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
