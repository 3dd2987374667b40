"""What changes for the same timelines when one configuration takes the place of another."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from bot.simulation.log import LogSums
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.compliance import ComplianceRow
from sla_core.reports.flips import Flip, Kind
from sla_core.simulate import compare
from sla_core.tickets.timeline import Timeline

SHOWN: Final = 20
"""Flips that are shown where all would be too many."""

Write = Callable[[Iterable[Flip], IO[str]], Iterator[Flip]]
"""Writes flips, each when it is asked for, and passes them on."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What was kept of a metric under a level, before and after."""

    before: ComplianceRow
    after: ComplianceRow


class Flips:
    """The clocks that flip in one way: how many, and the first of them in log order."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[Flip] = []

    def add(self, count: int, flips: list[Flip]) -> None:
        """Count more, of which the first are given."""
        self.count += count
        self.first = sorted([*self.first, *flips], key=lambda flip: flip.order)[:SHOWN]


class Changes:
    """The clocks of some tickets under both configurations, and those that flip."""

    def __init__(self) -> None:
        self.before, self.after = LogSums(), LogSums()
        self.flips: dict[Kind, Flips] = defaultdict(Flips)

    def count(self, flips: Iterable[Flip]) -> None:
        """Count some flips, which come in log order behind those counted before."""
        for flip in flips:
            same = self.flips[flip.kind]
            same.count += 1
            if len(same.first) < SHOWN:
                same.first.append(flip)

    def add(self, other: "Changes") -> None:
        """Count all that another counted."""
        self.before.add(other.before)
        self.after.add(other.after)
        for kind, flips in other.flips.items():
            self.flips[kind].add(flips.count, flips.first)

    def kinds(self) -> list[tuple[Kind, int]]:
        """How many clocks flip in which way, the most frequent first."""
        counts = [(kind, flips.count) for kind, flips in self.flips.items()]
        return sorted(counts, key=lambda counted: (-counted[1], counted[0]))

    def examples(self) -> list[Flip]:
        """Some flips of every kind, in the order of the kinds."""
        kinds = self.kinds()
        amount = max(SHOWN // max(len(kinds), 1), 1)
        return [flip for kind, _ in kinds for flip in self.flips[kind].first[:amount]]

    def totals(self) -> list[Totals]:
        """What was kept by level and metric, wherever one of the two has a clock."""
        keys = {row.keys for row in (*self.before.rows(), *self.after.rows())}
        return [Totals(self.before.row(key), self.after.row(key)) for key in sorted(keys)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Writes the clocks that end differently; open ones are judged at `until_s`."""

    before: ConfigurationHistory
    after: ConfigurationHistory
    until_s: int
    as_lines: Write

    def write(self, timelines: Iterable[Timeline], out: IO[str] | None) -> Changes:
        """Write the flips of some tickets and return what changes."""
        changes = Changes()
        flips = self._flips(timelines, changes)
        changes.count(flips if out is None else self.as_lines(flips, out))
        return changes

    def _flips(self, timelines: Iterable[Timeline], changes: Changes) -> Iterator[Flip]:
        for compared in compare(timelines, self.before, self.after, self.until_s):
            changes.before.count(compared.before)
            changes.after.count(compared.after)
            yield from compared.flips
