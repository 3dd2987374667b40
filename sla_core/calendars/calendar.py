"""Business time: how many open seconds lie between two instants, and when some are used up.

A calendar is compiled, a year at a time as it is asked, into sorted int arrays: where each open
period starts and ends, and how many open seconds lie before it. Every answer is then one or two
binary searches, whatever the distance.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import MAXYEAR, date, datetime
from functools import lru_cache
from itertools import accumulate

from sla_core.calendars.days import open_periods
from sla_core.calendars.definition import CalendarDefinition
from sla_core.calendars.periods import Period
from sla_core.errors import CalendarError
from sla_core.instants import SECONDS_A_DAY, first_second_of, from_s, to_s

LOOK_AHEAD_YEARS = 5
_SURELY_WITHIN_S = LOOK_AHEAD_YEARS * 365 * SECONDS_A_DAY
_MARGIN_S = 3 * SECONDS_A_DAY  # covers the edge of a year in any zone, and a night shift over it
_FIRST_YEAR, _LAST_YEAR = 2, 9998


class _Arrays:
    """Open periods of some years as int arrays; complete for ``from_s <= t < to_s``."""

    __slots__ = ("before", "ends", "from_s", "starts", "to_s", "years")

    def __init__(self, definition: CalendarDefinition, years: range) -> None:
        periods = open_periods(definition, years)
        lengths = (period.end_s - period.start_s for period in periods)
        self.starts = array("q", (period.start_s for period in periods))
        self.ends = array("q", (period.end_s for period in periods))
        self.before = array("q", [0, *accumulate(lengths)][: len(periods)])
        self.years = years
        self.from_s = first_second_of(date(years[0], 1, 1)) + _MARGIN_S
        self.to_s = first_second_of(date(years[-1] + 1, 1, 1)) - _MARGIN_S

    def open_before(self, at_s: int) -> int:
        """Open seconds before an instant, counted from the first compiled year."""
        at = bisect_right(self.starts, at_s) - 1
        if at < 0:
            return 0
        end_s = self.ends[at]
        return self.before[at] + (min(end_s, at_s)) - self.starts[at]

    def first_with(self, position: int) -> int | None:
        """The earliest instant with so many open seconds before it, if it is compiled."""
        at = bisect_left(self.before, position) - 1
        if at < 0:
            return None
        found_s = self.starts[at] + position - self.before[at]
        return found_s if found_s <= min(self.ends[at], self.to_s) else None

    def last_with(self, position: int) -> int | None:
        """The latest instant with so many open seconds before it, if it is compiled."""
        at = bisect_right(self.before, position) - 1
        if at < 0:
            return None
        found_s = self.starts[at] + position - self.before[at]
        return found_s if found_s < min(self.ends[at], self.to_s) else None


class Calendar:
    """A compiled calendar. It answers the same for ever; only what it has compiled grows."""

    __slots__ = ("_arrays", "definition")

    def __init__(self, definition: CalendarDefinition) -> None:
        self.definition = definition
        self._arrays: _Arrays | None = None

    def seconds_between(self, start: datetime, end: datetime) -> int:
        """Open seconds in ``[start, end)``, negative when ``end`` lies before ``start``."""
        return self.business_seconds(to_s(start), to_s(end))

    def add(self, start: datetime, seconds: int) -> datetime | None:
        """The earliest instant by which ``seconds`` open seconds passed since ``start``.

        None when that is more than five years ahead. Negative ``seconds`` are refused.
        """
        found_s = self.due(to_s(start), seconds)
        return None if found_s is None else from_s(found_s)

    def business_seconds(self, start_s: int, end_s: int) -> int:
        """Open seconds in ``[start_s, end_s)``, negative when ``end_s`` lies before."""
        arrays = self._covering(min(start_s, end_s), max(start_s, end_s))
        return arrays.open_before(end_s) - arrays.open_before(start_s)

    def due(self, start_s: int, seconds: int) -> int | None:
        """The earliest ``t >= start_s`` with ``business_seconds(start_s, t) == seconds``.

        None beyond five years. A target used up at closing time is due at closing time.
        """
        if seconds < 0:
            raise CalendarError("business time is added forwards: give 0 seconds or more")
        return start_s if seconds == 0 else self._search(_Arrays.first_with, start_s, seconds)

    def last_moment(self, start_s: int, seconds: int) -> int | None:
        """The latest ``t`` with ``business_seconds(start_s, t) == seconds``.

        One open second later, more has passed. None beyond five years.
        """
        return self._search(_Arrays.last_with, start_s, seconds)

    def open_periods(self, start_s: int, end_s: int) -> Iterator[Period]:
        """The open periods that touch ``[start_s, end_s)``, cut to it, in order."""
        if end_s <= start_s:
            return
        arrays = self._covering(start_s, end_s)
        for at in range(bisect_right(arrays.ends, start_s), len(arrays.starts)):
            if arrays.starts[at] >= end_s:
                return
            yield Period(max(arrays.starts[at], start_s), min(arrays.ends[at], end_s))

    def is_open(self, at_s: int) -> bool:
        """Whether the second that begins at ``at_s`` counts."""
        return self.business_seconds(at_s, at_s + 1) == 1

    def _search(
        self, find: Callable[[_Arrays, int], int | None], start_s: int, seconds: int
    ) -> int | None:
        arrays = self._covering(start_s, start_s)
        while (found_s := find(arrays, arrays.open_before(start_s) + seconds)) is None:
            if arrays.to_s > _years_later(start_s):
                return None
            arrays = self._covering(start_s, arrays.to_s + 2 * _MARGIN_S)
        if found_s - start_s > _SURELY_WITHIN_S and found_s > _years_later(start_s):
            return None
        return found_s

    def _covering(self, start_s: int, end_s: int) -> _Arrays:
        """Arrays that are complete from ``start_s`` to ``end_s``, compiled now if need be."""
        arrays = self._arrays
        if arrays is not None and arrays.from_s <= start_s and end_s < arrays.to_s:
            return arrays
        first, last = _year_of(start_s - _MARGIN_S), _year_of(end_s + _MARGIN_S)
        if arrays is not None:
            first, last = min(first, arrays.years[0]), max(last, arrays.years[-1])
        self._arrays = arrays = _Arrays(self.definition, range(first, last + 1))
        return arrays


def _year_of(at_s: int) -> int:
    try:
        year = from_s(at_s).year
    except (ValueError, OverflowError, OSError):
        year = 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise CalendarError(f"an instant lies between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return year


def _years_later(start_s: int) -> int:
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
