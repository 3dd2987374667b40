"""Business time: how many open seconds lie between two instants, and when some are used up.

A calendar is compiled, a year at a time as it is asked, into a timetable. Every answer is then one
or two look-ups in it, whatever the distance.
"""

from collections.abc import Callable, Iterator
from datetime import MAXYEAR, UTC, date, datetime
from functools import lru_cache

from sla_core.calendars.days import open_periods
from sla_core.calendars.definition import CalendarDefinition
from sla_core.calendars.periods import Period
from sla_core.calendars.timetable import LOOK_AHEAD_YEARS, NEVER_S, SURELY_WITHIN_S, Timetable
from sla_core.errors import CalendarError
from sla_core.instants import SECONDS_A_DAY, first_second_of, from_s, to_s

_MARGIN_S = 3 * SECONDS_A_DAY  # covers the edge of a year in any zone, and a night shift over it
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTHING = Timetable((), range(0), 0, 0)
_utc_of = datetime.fromtimestamp


class Calendar:
    """A compiled calendar. It answers the same for ever; only what it has compiled grows."""

    __slots__ = ("_timetable", "definition")

    def __init__(self, definition: CalendarDefinition) -> None:
        self.definition = definition
        self._timetable = _NOTHING

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Open seconds in ``[start, end)``, negative when ``end`` lies before ``start``."""
        return self.business_seconds(_second(start), _second(end))

    def add(self, start: datetime, seconds: int) -> datetime | None:
        """The earliest instant by which ``seconds`` open seconds passed since ``start``.

        None when that is more than five years ahead. Negative ``seconds`` are refused.
        """
        try:
            since = start - _EPOCH  # what `_second` does, without calling it
        except TypeError:
            raise ValueError(f"{start} needs an offset: an instant has one") from None
        start_s = since.days * SECONDS_A_DAY + since.seconds
        due_s = self._timetable.due(start_s, seconds)
        if due_s != NEVER_S:
            return _utc_of(due_s, UTC)  # nearly always, and without a call of `due`
        later_s = self.due(start_s, seconds)
        return None if later_s is None else _utc_of(later_s, UTC)

    def business_seconds(self, start_s: int, end_s: int) -> int:
        """Open seconds in ``[start_s, end_s)``, negative when ``end_s`` lies before."""
        table = self._timetable
        if not (table.from_s <= start_s < table.to_s and table.from_s <= end_s < table.to_s):
            table = self.timetable(min(start_s, end_s), max(start_s, end_s))
        return table.open_before(end_s) - table.open_before(start_s)

    def due(self, start_s: int, seconds: int) -> int | None:
        """The earliest ``t >= start_s`` with ``business_seconds(start_s, t) == seconds``.

        None beyond five years. A target used up at closing time is due at closing time.
        """
        due_s = self._timetable.due(start_s, seconds)
        if due_s != NEVER_S:
            return due_s
        if seconds < 0:
            raise CalendarError("negative_time")
        return self._search(Timetable.first_with, start_s, seconds) if seconds else start_s

    def last_moment(self, start_s: int, seconds: int) -> int | None:
        """The latest ``t`` with ``business_seconds(start_s, t) == seconds``.

        One open second later, more has passed. None beyond five years.
        """
        return self._search(Timetable.last_with, start_s, seconds)

    def open_periods(self, start_s: int, end_s: int) -> Iterator[Period]:
        """The open periods that touch ``[start_s, end_s)``, cut to it, in order."""
        if start_s < end_s:
            yield from self.timetable(start_s, end_s).touching(start_s, end_s)

    def is_open(self, at_s: int) -> bool:
        """Whether the second that begins at ``at_s`` counts."""
        return self.business_seconds(at_s, at_s + 1) == 1

    def timetable(self, start_s: int, end_s: int) -> Timetable:
        """A timetable that is complete from ``start_s`` to ``end_s``, compiled now if need be."""
        table = self._timetable
        if table.from_s <= start_s and end_s < table.to_s:
            return table
        first, last = _year_of(start_s - _MARGIN_S), _year_of(end_s + _MARGIN_S)
        if table.years:
            first, last = min(first, table.years[0]), max(last, table.years[-1])
        self._timetable = table = _compile(self.definition, range(first, last + 1))
        return table

    def timetable_after(self, table: Timetable, start_s: int) -> Timetable | None:
        """One that reaches a year further; None when this one holds five years from ``start_s``."""
        if table.to_s > years_later(start_s):
            return None
        return self.timetable(start_s, table.to_s + 2 * _MARGIN_S)

    def _search(
        self, find: Callable[[Timetable, int], int], start_s: int, seconds: int
    ) -> int | None:
        table = self._timetable
        if not table.from_s <= start_s < table.to_s:
            table = self.timetable(start_s, start_s)
        while (instant_s := find(table, table.open_before(start_s) + seconds)) == NEVER_S:
            longer = self.timetable_after(table, start_s)
            if longer is None:
                return None
            table = longer
        if instant_s - start_s > SURELY_WITHIN_S and instant_s > years_later(start_s):
            return None
        return instant_s


def _second(instant: datetime) -> int:
    """Whole seconds since 1970 UTC; ``to_s`` in fewer steps, and as strict."""
    try:
        since = instant - _EPOCH
    except TypeError:
        return to_s(instant)
    return since.days * SECONDS_A_DAY + since.seconds


def _compile(definition: CalendarDefinition, years: range) -> Timetable:
    from_s = first_second_of(date(years[0], 1, 1)) + _MARGIN_S
    to_s = first_second_of(date(years[-1] + 1, 1, 1)) - _MARGIN_S
    return Timetable(open_periods(definition, years), years, from_s, to_s)


def _year_of(at_s: int) -> int:
    try:
        year = from_s(at_s).year
    except (ValueError, OverflowError, OSError):
        year = 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarError("instant_out_of_range", first=_FIRST_YEAR, last=_LAST_YEAR)
    return year


def years_later(start_s: int) -> int:
    """The same date and time five years on; the first of March for a 29 February."""
    start = from_s(start_s)
    year = min(start.year + LOOK_AHEAD_YEARS, MAXYEAR)
    if (start.month, start.day) == (2, 29):
        return to_s(start.replace(year=year, month=3, day=1))
    return to_s(start.replace(year=year))


@lru_cache(maxsize=512)
def compiled(definition: CalendarDefinition) -> Calendar:
    """The calendar of a definition; the same object for equal definitions."""
    return Calendar(definition)
