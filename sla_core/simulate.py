"""The past under a configuration: timelines in, the SLA log out; and what another would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sla_core.configuration import ConfigurationHistory
from sla_core.reports.flips import Flip, flips
from sla_core.reports.log import LogRow, log_rows
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import replay_anew
from sla_core.tickets.timeline import Timeline


def simulate(
    timelines: Iterable[Timeline], history: ConfigurationHistory, until_s: int
) -> Iterator[list[LogRow]]:
    """The rows of each ticket in turn, its rules decided anew under the configuration.

    Open clocks are judged at ``until_s``; later events are ignored, and so are tickets created
    later.
    """
    books = Rulebooks(history, always=history.latest)
    for timeline in timelines:
        if timeline.created.at_s <= until_s:
            yield log_rows(replay_anew(timeline, books, until_s))


@dataclass(frozen=True, slots=True)
class TicketComparison:
    """The clocks of one ticket under two configurations, and those that end differently."""

    before: list[LogRow]
    after: list[LogRow]
    flips: list[Flip]


def compare(
    timelines: Iterable[Timeline],
    before: ConfigurationHistory,
    after: ConfigurationHistory,
    until_s: int,
) -> Iterator[TicketComparison]:
    """What ``simulate`` makes of each ticket in turn under either configuration."""
    books_before = Rulebooks(before, always=before.latest)
    books_after = Rulebooks(after, always=after.latest)
    for timeline in timelines:
        if timeline.created.at_s <= until_s:
            rows_before = log_rows(replay_anew(timeline, books_before, until_s))
            rows_after = log_rows(replay_anew(timeline, books_after, until_s))
            yield TicketComparison(rows_before, rows_after, flips(rows_before, rows_after))
