"""What becomes of the same clocks under another configuration: those that flip.

A clock is met, missed, cancelled or open, or it is not promised at all. It flips when that changes;
a clock that is missed by more than before, or met under another level, does not.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sla_core.reports.log import LogRow

MET: Final = "met"
MISSED: Final = "missed"
CANCELLED: Final = "cancelled"
OPEN: Final = "open"
NOT_PROMISED: Final = "not promised"
OUTCOMES: Final = (MET, MISSED, CANCELLED, OPEN, NOT_PROMISED)

Kind = tuple[str, str]
"""An outcome before and one after."""
Pair = tuple[LogRow | None, LogRow | None]


def outcome(row: LogRow | None) -> str:
    """What became of a clock; one that runs or is paused is open, none is not promised."""
    if row is None:
        return NOT_PROMISED
    return row.state if row.state in OUTCOMES else OPEN


@dataclass(frozen=True, slots=True)
class Flip:
    """A clock that ends differently: its rows of both logs, None where it is not promised."""

    before: LogRow | None
    after: LogRow | None

    @property
    def kind(self) -> Kind:
        """Its outcomes, before and after."""
        return outcome(self.before), outcome(self.after)

    @property
    def row(self) -> LogRow:
        """The row that names it: the one before, or the one after where there was none."""
        row = self.before or self.after
        assert row is not None  # noqa: S101 a flip is of a clock
        return row

    @property
    def order(self) -> tuple[str, int, str, int]:
        """Its place, which is that of the log."""
        return self.row.order


def flips(before: Sequence[LogRow], after: Sequence[LogRow]) -> list[Flip]:
    """The clocks of one ticket that end differently, in log order."""
    pairs = _pairs(before, after)
    result = [Flip(*pair) for pair in pairs if outcome(pair[0]) != outcome(pair[1])]
    return sorted(result, key=lambda flip: flip.order)


def _pairs(before: Iterable[LogRow], after: Iterable[LogRow]) -> list[Pair]:
    """The rows that speak of the same clock.

    These are the rows of a metric that start at the same instant: where a level restarts clocks,
    it has more cycles, and the number of a cycle says nothing. Of the rest, rows of the same cycle.
    """
    by_start, gone, new = _matched(before, after, lambda row: (row.metric, row.started_at_s))
    by_cycle, gone, new = _matched(gone, new, lambda row: (row.metric, row.cycle))
    alone: list[Pair] = [*((row, None) for row in gone), *((None, row) for row in new)]
    return [*by_start, *by_cycle, *alone]


def _matched(
    before: Iterable[LogRow], after: Iterable[LogRow], key: Callable[[LogRow], Hashable]
) -> tuple[list[Pair], list[LogRow], list[LogRow]]:
    """Pairs of rows with the same key, in their order; then the rows left over on either side."""
    waiting: dict[Hashable, deque[LogRow]] = defaultdict(deque)
    for row in before:
        waiting[key(row)].append(row)
    pairs: list[Pair] = []
    new: list[LogRow] = []
    for row in after:
        same = waiting.get(key(row))
        if same:
            pairs.append((same.popleft(), row))
        else:
            new.append(row)
    return pairs, [row for rows in waiting.values() for row in rows], new
