"""Which clocks a report is about: a range of days and filters by what they are."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sla_core.calendars.zones import first_instant
from sla_core.errors import SlaError
from sla_core.reports.log import LogRow
from sla_core.text_equality import folded

_YEARS: Final = range(3, 9998)


@dataclass(frozen=True, slots=True)
class Selection:
    """Days from and to, both inclusive, in the report's zone; text compared with case folded.

    A range selects by ``decided_at``; without one, or in one that includes now, the undecided
    belong to it too (semantics, section 10).
    """

    zone: ZoneInfo
    first_on: date | None = None
    last_on: date | None = None
    department: str | None = None
    agent: str | None = None
    level: str | None = None
    metric: str | None = None
    state: str | None = None
    customer: str | None = None

    def __post_init__(self) -> None:
        for name, day in (("from", self.first_on), ("to", self.last_on)):
            if day is not None and day.year not in _YEARS:
                years = {"first": _YEARS[0], "last": _YEARS[-1]}
                raise SlaError("day_out_of_range", field=name, day=day, **years)
        if self.first_on and self.last_on and self.last_on < self.first_on:
            raise SlaError("backward_range", field="to")

    def chosen(self, rows: list[LogRow], now_s: int) -> list[LogRow]:
        """The rows it is about, order kept."""
        from_s, to_s_ = self._from_s(), self._to_s()
        includes_now = (from_s is None or from_s <= now_s) and (to_s_ is None or now_s < to_s_)
        filters = self._filters()
        return [
            row
            for row in rows
            if _in_range(row.decided_at_s, from_s, to_s_, undecided=includes_now)
            and all(_same(getattr(row, name), value) for name, value in filters)
        ]

    def _filters(self) -> list[tuple[str, str]]:
        names = ("department", "agent", "level", "metric", "state", "customer")
        return [(name, value) for name in names if (value := getattr(self, name)) is not None]

    def _from_s(self) -> int | None:
        return None if self.first_on is None else first_instant(self.zone, self.first_on)

    def _to_s(self) -> int | None:
        if self.last_on is None:
            return None
        return first_instant(self.zone, self.last_on + timedelta(days=1))


def _in_range(at_s: int | None, from_s: int | None, to_s_: int | None, *, undecided: bool) -> bool:
    if at_s is None:
        return undecided
    return (from_s is None or from_s <= at_s) and (to_s_ is None or at_s < to_s_)


def _same(value: Any, wanted: str) -> bool:
    return folded(value or "") == folded(wanted)
