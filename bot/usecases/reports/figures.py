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
from bot.usecases.ground.privacy import hidden_from
from bot.usecases.ground.stalled_levels import require_levels
from bot.usecases.ground.timelines import event_of, readable
from bot.usecases.ground.transaction import Transaction
from sla_core.calendars.zones import zone
from sla_core.clocks.replay import replay
from sla_core.reports.log import LogRow, log_rows
from sla_core.reports.selection import Selection
from sla_core.text_equality import folded
from sla_core.tickets.timeline import Timeline

log = structlog.get_logger(__name__)


def load_rows(work: Transaction, hidden: Collection[str] = ()) -> list[LogRow]:
    """The SLA log as it stands now: every clock of every ticket, in log order by ticket number.

    Nothing is in it of the departments that are `hidden`, by their names, folded. A ticket that
    cannot be read is left out, and the log of the program says so.
    """
    if not hidden:
        return list(_rows(work, frozenset()))
    departments = ticket_values.used(*work.scope, "department")
    numbers = ticket_values.numbers_of(
        *work.scope, [department for department in departments if folded(department) in hidden]
    )
    return [row for row in _rows(work, numbers) if folded(row.department or "") not in hidden]


def _rows(work: Transaction, left_out: Collection[int]) -> Iterator[LogRow]:
    stored_events = events.all_of(*work.scope)
    for number, group in groupby(stored_events, key=itemgetter(0)):
        if number in left_out:
            continue
        try:
            yield from _rows_of(work, number, [stored for _, stored in group])
        except BrokenTimeline as broken:
            log.warning("a ticket is left out of the report", ticket=number, reason=broken.reason)


def _rows_of(work: Transaction, number: int, stored_events: Sequence[StoredEvent]) -> list[LogRow]:
    history = work.history
    with readable(number):
        timeline_events = [event_of(stored) for stored in stored_events]
        require_levels(work, number, timeline_events)
        timeline = Timeline.of(str(number), timeline_events)
        return list(log_rows(replay(timeline, history, work.now_s)))


def everything(work: Transaction) -> Selection:
    """Everything, with days cut in the workspace's zone."""
    return Selection(zone(work.configuration.options.report_time_zone))


def rows_for(work: Transaction, reader: str | None = None) -> list[LogRow]:
    """The log as somebody may read it; for nobody in particular, as at the terminal, all of it."""
    return _read_by(work, frozenset() if reader is None else hidden_from(work, reader), reader)


def log_of(
    work: Transaction, selection: Selection, hidden: Collection[str] = (), reader: str | None = None
) -> list[LogRow]:
    """The rows of the log a selection is about, but for departments that are hidden.

    Of what somebody asked for who reads it alone it says no more than to anybody who asks.
    """
    return selection.chosen(_read_by(work, hidden, reader), work.now_s)


def _read_by(work: Transaction, hidden: Collection[str], reader: str | None) -> list[LogRow]:
    rows = load_rows(work, hidden)
    return rows if reader is None else [*_for_reader(rows, reader)]


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
