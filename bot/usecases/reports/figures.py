"""The log and what is counted from it, computed anew from the timelines.

For a reader all of it is without what is hidden from them: clocks that count for a department they
may not know of, and clocks of tickets that are in one now.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import structlog

from bot.errors import BrokenTimeline
from bot.explanations.requesters import AMONG_AGENTS
from bot.store import events, ticket_values
from bot.store.events import StoredEvent
from bot.usecases.changes.recording import event_of, readable
from bot.usecases.ground.privacy import hidden_from
from bot.usecases.ground.stalled_levels import require_levels
from bot.usecases.ground.transaction import Work
from sla_core.calendars.zones import zone
from sla_core.clocks.replay import replay
from sla_core.folding import folded
from sla_core.reports.compliance import ComplianceRow, compliance
from sla_core.reports.log import LogRow, log_rows
from sla_core.reports.selection import Selection
from sla_core.tickets.timeline import Timeline

log = structlog.get_logger(__name__)


def load_rows(work: Work, hidden: Collection[str] = ()) -> list[LogRow]:
    """The SLA log as it stands now: every clock of every ticket, in log order by ticket number.

    Nothing is in it of the departments that are `hidden`, by their names, folded. A ticket that
    cannot be read is left out, and the log of the program says so.
    """
    if not hidden:
        return list(_rows(work, frozenset()))
    here = work.connection, work.workspace_id
    used = ticket_values.used(*here, "department")
    numbers = ticket_values.numbers_of(*here, [each for each in used if folded(each) in hidden])
    return [row for row in _rows(work, numbers) if folded(row.department or "") not in hidden]


def _rows(work: Work, left_out: Collection[int]) -> Iterator[LogRow]:
    kept = events.all_of(work.connection, work.workspace_id)
    for number, group in groupby(kept, key=itemgetter(0)):
        if number in left_out:
            continue
        try:
            yield from _rows_of(work, number, [stored for _, stored in group])
        except BrokenTimeline as broken:
            log.warning("a ticket is left out of the report", ticket=number, reason=broken.reason)


def _rows_of(work: Work, number: int, kept: Sequence[StoredEvent]) -> list[LogRow]:
    history = work.history
    with readable(number):
        happened = [event_of(each) for each in kept]
        require_levels(work, number, happened)
        timeline = Timeline.of(str(number), happened)
        return list(log_rows(replay(timeline, history, work.now_s)))


def selection_of(work: Work) -> Selection:
    """Everything, with days cut in the workspace's zone."""
    return Selection(zone(work.configuration.options.report_time_zone))


def log_of(
    work: Work, selection: Selection, hidden: Collection[str] = (), reader: str | None = None
) -> list[LogRow]:
    """The rows of the log a selection is about, but for departments that are hidden.

    Of what somebody asked for who reads it alone it says no more than to anybody who asks.
    """
    rows = load_rows(work, hidden)
    if reader is not None:
        rows = [*_for_reader(rows, reader)]
    return selection.chosen(rows, work.now_s)


def log_for(work: Work, selection: Selection, reader: str) -> list[LogRow]:
    """The rows a selection is about, as somebody may read them."""
    return log_of(work, selection, hidden_from(work, reader), reader)


def _for_reader(rows: Iterable[LogRow], reader: str) -> Iterator[LogRow]:
    """The rows as somebody reads them: of their own requests without what is among agents."""
    for row in rows:
        if row.requester != reader:
            yield row
        elif row.metric not in AMONG_AGENTS:
            yield _modest(row)


def _modest(row: LogRow) -> LogRow:
    """The row without what the desk says of the ticket."""
    return row._replace(
        level="", priority="", customer=None, customer_group=None, tags=(), cancel_reason=None
    )


def compliance_of(work: Work, selection: Selection, by: Sequence[str]) -> list[ComplianceRow]:
    """What was kept, by groups, of the clocks a selection is about."""
    return compliance(log_of(work, selection), by, selection.zone)


def compliance_for(
    work: Work, selection: Selection, by: Sequence[str], reader: str
) -> list[ComplianceRow]:
    """The same of what somebody may read."""
    return compliance(log_for(work, selection, reader), by, selection.zone)
