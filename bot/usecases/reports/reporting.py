"""The log and what is counted from it, computed anew from the timelines."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

import structlog

from bot.errors import BrokenTimeline
from bot.store import events
from bot.store.events import StoredEvent
from bot.usecases.desk import Work
from bot.usecases.promises.stalled import require_levels
from bot.usecases.recording import event_of, readable
from sla_core.calendars.zones import zone
from sla_core.clocks.replay import replay
from sla_core.reports.compliance import ComplianceRow, compliance
from sla_core.reports.log import LogRow, log_rows
from sla_core.reports.selection import Selection
from sla_core.tickets.timeline import Timeline

log = structlog.get_logger(__name__)


def load_rows(work: Work) -> list[LogRow]:
    """The SLA log as it stands now: every clock of every ticket, in log order by ticket number.

    A ticket that cannot be read is left out, and the log of the program says so.
    """
    return list(_rows(work))


def _rows(work: Work) -> Iterator[LogRow]:
    kept = events.all_of(work.connection, work.workspace_id)
    for number, group in groupby(kept, key=itemgetter(0)):
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


def log_of(work: Work, selection: Selection) -> list[LogRow]:
    """The rows of the log a selection is about."""
    return selection.chosen(load_rows(work), work.now_s)


def compliance_of(work: Work, selection: Selection, by: Sequence[str]) -> list[ComplianceRow]:
    """What was kept, by groups, of the clocks a selection is about."""
    return compliance(log_of(work, selection), by, selection.zone)
