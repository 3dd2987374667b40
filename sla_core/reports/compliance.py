"""What was kept: clocks met, missed, cancelled and open, by any grouping, with their times."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sla_core.errors import SlaError
from sla_core.reports.log import LogRow
from sla_core.text_equality import folded

Keys = Callable[[LogRow, ZoneInfo], Iterable[str]]


def _day(row: LogRow, zone: ZoneInfo) -> date | None:
    if row.decided_at_s is None:
        return None
    return datetime.fromtimestamp(row.decided_at_s, zone).date()


def _by_day(row: LogRow, zone: ZoneInfo) -> Iterable[str]:
    day = _day(row, zone)
    return [""] if day is None else [day.isoformat()]


def _by_week(row: LogRow, zone: ZoneInfo) -> Iterable[str]:
    day = _day(row, zone)
    return [""] if day is None else [(day - timedelta(days=day.weekday())).isoformat()]


def _by_month(row: LogRow, zone: ZoneInfo) -> Iterable[str]:
    day = _day(row, zone)
    return [""] if day is None else [day.isoformat()[:7]]


def _by_field(name: str) -> Keys:
    return lambda row, _: [getattr(row, name) or ""]


GROUPINGS: Final[dict[str, Keys]] = {
    "day": _by_day,
    "date": _by_day,
    "week": _by_week,
    "month": _by_month,
    "department": _by_field("department"),
    "agent": _by_field("agent"),
    "level": _by_field("level"),
    "metric": _by_field("metric"),
    "priority": _by_field("priority"),
    "source": _by_field("source"),
    "customer": _by_field("customer"),
    "customer_group": _by_field("customer_group"),
    "tag": lambda row, _: row.tags or ("",),
}
"""How a clock is grouped: days by when it was decided, empty while undecided; a week by its Monday;
a clock with several tags counts under each."""


@dataclass(frozen=True, slots=True)
class Times:
    """How many clocks, and the elapsed business seconds of the shortest, average and longest."""

    count: int
    average_s: int | None
    maximum_s: int | None
    minimum_s: int | None

    @classmethod
    def of(cls, elapsed: Sequence[int]) -> "Times":
        """The times of some clocks; None where there is no clock. The average is rounded."""
        if not elapsed:
            return cls(0, None, None, None)
        average_s = (2 * sum(elapsed) + len(elapsed)) // (2 * len(elapsed))
        return cls(len(elapsed), average_s, max(elapsed), min(elapsed))


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """One group of clocks: its keys, in the order asked, and what became of them."""

    keys: tuple[str, ...]
    met: Times
    missed: Times
    cancelled: int
    open: int

    @property
    def total(self) -> int:
        """Every clock of the group: the rows of the log under the same filter."""
        return self.met.count + self.missed.count + self.cancelled + self.open

    @property
    def compliance_pct(self) -> float | None:
        """Share of met among met and missed, in percent; None when nothing was decided."""
        judged = self.met.count + self.missed.count
        return 100 * self.met.count / judged if judged else None


class Tally:
    """The clocks of one group while they are counted; tallies of parts add up."""

    __slots__ = ("cancelled", "met", "missed", "open")

    def __init__(self) -> None:
        self.met = array("q")
        self.missed = array("q")
        self.cancelled = 0
        self.open = 0

    def count(self, row: LogRow) -> None:
        """Count one more clock."""
        if row.state == "met":
            self.met.append(row.elapsed_seconds)
        elif row.state == "missed":
            self.missed.append(row.elapsed_seconds)
        elif row.state == "cancelled":
            self.cancelled += 1
        else:
            self.open += 1

    def add(self, other: "Tally") -> None:
        """Count all that another tally counted."""
        self.met += other.met
        self.missed += other.missed
        self.cancelled += other.cancelled
        self.open += other.open

    def row(self, keys: tuple[str, ...]) -> ComplianceRow:
        """What became of them."""
        met, missed = Times.of(self.met), Times.of(self.missed)
        return ComplianceRow(keys, met, missed, self.cancelled, self.open)


def compliance(rows: Iterable[LogRow], by: Sequence[str], zone: ZoneInfo) -> list[ComplianceRow]:
    """One row a group, sorted by its keys; without groupings one row for everything.

    ``by`` names groupings of ``GROUPINGS``; days are cut in ``zone``. Spellings of a tag are one,
    that of the oldest ticket which has it (semantics, section 9).
    """
    groupings = [_grouping(name) for name in by]
    if "tag" in by:
        rows = _with_one_spelling(list(rows))
    tallies: dict[tuple[str, ...], Tally] = {} if by else {(): Tally()}
    for row in rows:
        for keys in _keys(row, groupings, zone):
            tallies.setdefault(keys, Tally()).count(row)
    return [tally.row(keys) for keys, tally in sorted(tallies.items())]


def _with_one_spelling(rows: Sequence[LogRow]) -> list[LogRow]:
    spellings: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.created_at_s, row.ticket)):
        for tag in row.tags:
            spellings.setdefault(folded(tag), tag)
    return [row._replace(tags=tuple(spellings[folded(tag)] for tag in row.tags)) for row in rows]


def _grouping(name: str) -> Keys:
    if name not in GROUPINGS:
        raise SlaError("unknown_grouping", field="by", name=name, known=tuple(GROUPINGS))
    return GROUPINGS[name]


def _keys(row: LogRow, groupings: Sequence[Keys], zone: ZoneInfo) -> list[tuple[str, ...]]:
    combinations: list[tuple[str, ...]] = [()]
    for grouping in groupings:
        combinations = [(*before, key) for before in combinations for key in grouping(row, zone)]
    return combinations
