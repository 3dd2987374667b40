"""The SLA log of timelines under one configuration, and what was kept of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import IO, Final

from bot.output.report_columns import LOG_COLUMNS
from bot.output.tables import csv_lines
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.compliance import ComplianceRow, Tally
from sla_core.reports.log import LogRow
from sla_core.simulate import simulate
from sla_core.tickets.timeline import Timeline

BY: Final = ("level", "metric")


class LogSums:
    """The clocks of some tickets, by level and metric."""

    def __init__(self) -> None:
        self.tallies: dict[tuple[str, ...], Tally] = {}

    def count(self, rows: Iterable[LogRow]) -> None:
        """Count some rows of the log."""
        for row in rows:
            keys = row.level, row.metric
            tally = self.tallies.get(keys)
            if tally is None:
                tally = self.tallies[keys] = Tally()
            tally.count(row)

    def add(self, other: "LogSums") -> None:
        """Count all that another counted."""
        for keys, tally in other.tallies.items():
            self.tallies.setdefault(keys, Tally()).add(tally)

    def rows(self) -> list[ComplianceRow]:
        """What was kept, by level and metric."""
        return [tally.row(keys) for keys, tally in sorted(self.tallies.items())]

    def row(self, keys: tuple[str, ...]) -> ComplianceRow:
        """What was kept of one level and metric; nothing where there is no clock of it."""
        return self.tallies.get(keys, Tally()).row(keys)


@dataclass(frozen=True, slots=True)
class Log:
    """Writes the log as CSV, without its header; open clocks are judged at `until_s`."""

    history: ConfigurationHistory
    until_s: int

    def write(self, timelines: Iterable[Timeline], out: IO[str] | None) -> LogSums:
        """Write the log of some tickets and return its sums."""
        sums = LogSums()
        rows = chain.from_iterable(simulate(timelines, self.history, self.until_s))
        sums.count(rows if out is None else csv_lines(LOG_COLUMNS, rows, out))
        return sums
