"""The SLA log: one row for every clock with a target (interfaces, section 5; semantics, 10)."""

from typing import Final, NamedTuple

from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.tickets.ticket import Ticket

UNASSIGNED: Final = "unassigned"


class LogRow(NamedTuple):
    """One clock as it is reported. Instants and durations in whole seconds, or None.

    The fields down to ``withdrawn_at_s`` are the columns of the log, in order; ``_at_s`` there
    reads ``_at``. The rest is for groups and filters.
    """

    ticket: str
    requester: str | None
    customer: str | None
    department: str | None
    agent: str
    level: str
    metric: str
    cycle: int
    priority: str
    target_seconds: int
    started_at_s: int
    due_at_s: int | None
    stopped_at_s: int | None
    state: str
    elapsed_seconds: int
    paused_seconds: int
    remaining_seconds: int
    breached_at_s: int | None
    decided_at_s: int | None
    cancel_reason: str | None
    withdrawn_at_s: int | None
    source: str
    customer_group: str | None
    tags: tuple[str, ...]
    subject: str | None
    created_at_s: int

    @property
    def is_undecided(self) -> bool:
        """Whether it runs or is paused within its target."""
        return self.decided_at_s is None

    @property
    def order(self) -> tuple[str, int, str, int]:
        """Its place in the log: ticket, started, metric, cycle."""
        return self.ticket, self.started_at_s, self.metric, self.cycle


_LAST_COLUMN: Final = "withdrawn_at_s"
COLUMNS: Final = {
    "withdrawn" if name == _LAST_COLUMN else name.removesuffix("_s"): name
    for name in LogRow._fields[: LogRow._fields.index(_LAST_COLUMN) + 1]
}
"""The columns of the log, in order, each with the field it shows."""


def log_rows(replayed: ReplayedTicket) -> list[LogRow]:
    """The rows of one ticket's clocks, judged at the instant it was replayed to, in log order."""
    rows = [_row(clock, replayed.ticket, replayed.at_s) for clock in replayed.clocks]
    return rows if len(rows) < 2 else sorted(rows, key=_order)  # noqa: PLR2004 nothing to sort


def _order(row: LogRow) -> tuple[str, int, str, int]:
    return row.order


def _row(clock: Clock, ticket: Ticket, at_s: int) -> LogRow:
    state, elapsed, breached_at_s, decided_at_s = clock.judged(at_s)
    seen_at_s = at_s if decided_at_s is None else decided_at_s
    created_at_s = ticket.created_at_s
    assert created_at_s is not None  # noqa: S101 a clock starts after its ticket
    return LogRow(
        ticket=ticket.name,
        requester=ticket.requester,
        customer=ticket.was("customer", seen_at_s),
        department=ticket.was("department", seen_at_s),
        agent=_agent(clock, ticket, seen_at_s),
        level=clock.promise.level.name,
        metric=clock.metric,
        cycle=clock.cycle,
        priority=clock.priority,
        target_seconds=clock.target_seconds,
        started_at_s=clock.started_at_s,
        due_at_s=clock.due_at_s,
        stopped_at_s=clock.stopped_at_s,
        state=state,
        elapsed_seconds=elapsed,
        paused_seconds=clock.paused(at_s) if clock.pauses else 0,
        remaining_seconds=clock.target_seconds - elapsed,
        breached_at_s=breached_at_s,
        decided_at_s=decided_at_s,
        cancel_reason=clock.cancel_reason,
        withdrawn_at_s=clock.withdrawn_at_s,
        source=ticket.source,
        customer_group=ticket.was("customer_group", seen_at_s),
        tags=ticket.was("tags", seen_at_s),
        subject=ticket.subject,
        created_at_s=created_at_s,
    )


def _agent(clock: Clock, ticket: Ticket, seen_at_s: int) -> str:
    """Who a clock is counted for: who stopped it, else who had the ticket then."""
    stopped_at_s = clock.stopped_at_s
    if stopped_at_s is None:
        return ticket.was("assignee", seen_at_s) or UNASSIGNED
    return clock.stopped_by or ticket.was("assignee", stopped_at_s) or UNASSIGNED
