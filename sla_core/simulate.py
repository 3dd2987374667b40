"""The past under a configuration: timelines in, the SLA log out."""

from collections.abc import Iterable, Iterator

from sla_core.clocks.replay import replay
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.log import LogRow, log_rows
from sla_core.rules.walk import decide_new
from sla_core.tickets.timeline import Timeline


def simulate(
    timelines: Iterable[Timeline], history: ConfigurationHistory, until_s: int
) -> Iterator[list[LogRow]]:
    """The rows of each ticket in turn, its rules decided anew under the configuration.

    Open clocks are judged at ``until_s``; later events are ignored, and so are tickets created
    later.
    """
    configuration = history.latest
    for timeline in timelines:
        created = timeline.created
        if created.at_s <= until_s:
            decided = timeline.decided_anew(decide_new(created, configuration))
            yield log_rows(replay(decided, history, until_s))
