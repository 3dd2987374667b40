"""Business time as it ought to be: a table of open minutes.

A time that opens is the first minute whose wall clock has reached it, a time that closes is the
last one that shows it. Gaps, folds and missing days need little further thought.
"""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

import holidays
import numpy as np

DAY_MINUTES = 1440
_MARGIN = 3 * DAY_MINUTES
_EPOCH_DATE = date(1970, 1, 1)


@dataclass(frozen=True)
class Plan:
    """A calendar in plain values: windows in minutes after midnight, Monday first.

    A window's end at or below its start lies on the next date; 1440 is the end of the date.
    Closures are dates or pairs of wall times. ``half_days`` are the minutes that stay of a half
    day of the country, ``make_up_days`` whether the weekends that it works are open.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    country: str | None = None
    closures: tuple = ()
    openings: tuple = ()
    half_days: tuple[int, int] | None = None
    make_up_days: bool = False


class Table:
    """The open minutes of a plan from one UTC instant to another, both in whole minutes."""

    def __init__(self, plan: Plan, from_s: int, to_s: int) -> None:
        self.first = from_s // 60 - _MARGIN
        self.wall = _wall_minutes(plan.zone, self.first, to_s // 60 + _MARGIN)
        self.open = np.zeros(len(self.wall), dtype=bool)
        self._fill(plan)

    def _fill(self, plan: Plan) -> None:
        openings = dict(plan.openings)
        first, last = self._date(int(self.wall.min())), self._date(int(self.wall.max()))
        years = first.year - 1, last.year + 1
        free = _holidays(plan.country, *years)
        short = _holidays(plan.country, *years, "half_day") if plan.half_days else ()
        worked = _worked(plan.country, *years) if plan.make_up_days else ()
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day in openings:
                windows = openings[day]
            elif day in free:
                windows = ()
            else:
                windows = plan.week[day.weekday()]
                if day in worked:
                    windows = next(usual for usual in plan.week if usual)
                if day in short:
                    windows = _cut(windows, plan.half_days)
            for start, end in windows:
                self._open(day, start, end, free, openings)
        for closure in plan.closures:
            if isinstance(closure, tuple):
                begin, end = (self._wall_of(each) for each in closure)
                self.open[self._reached(begin) : self._passed(end)] = False
            else:
                begin = self._wall_of(closure)
                self.open[self._reached(begin) : self._reached(begin + DAY_MINUTES)] = False

    def _open(self, day, start, end, free, openings) -> None:
        midnight = self._wall_of(day)
        following = day + timedelta(days=1)
        begin = self._reached(midnight + start)
        if end == DAY_MINUTES:
            finish = self._reached(midnight + DAY_MINUTES)
        elif end > start:
            finish = self._passed(midnight + end)
        elif following in free or following in openings:
            finish = self._reached(midnight + DAY_MINUTES)
        else:
            finish = self._passed(midnight + DAY_MINUTES + end)
        self.open[begin:finish] = True

    def _reached(self, wall: int) -> int:
        """The first minute whose wall clock has reached a time."""
        there = self.wall >= wall
        return int(np.argmax(there)) if there.any() else len(self.wall)

    def _passed(self, wall: int) -> int:
        """The last minute at which the wall clock shows a time, or, in a gap, the end of it."""
        before = self.wall <= wall
        last = len(self.wall) - 1 - int(np.argmax(before[::-1]))
        if not before.any():
            return 0
        return last if self.wall[last] == wall else last + 1

    @staticmethod
    def _date(wall: int) -> date:
        return _EPOCH_DATE + timedelta(days=wall // DAY_MINUTES)

    @staticmethod
    def _wall_of(local: date) -> int:
        days = date(local.year, local.month, local.day) - _EPOCH_DATE
        minutes = local.hour * 60 + local.minute if isinstance(local, datetime) else 0
        return days.days * DAY_MINUTES + minutes

    def flags(self, from_s: int, to_s: int) -> np.ndarray:
        """For each minute whether it is open."""
        return self.open[from_s // 60 - self.first : to_s // 60 - self.first]


def _wall_minutes(zone: str, first: int, end: int) -> np.ndarray:
    """The wall clock at every UTC minute, in minutes since 1970 as if it had no zone."""
    days = range(first // DAY_MINUTES, end // DAY_MINUTES + 1)
    walls = np.concatenate([_wall_day(zone, day) for day in days])
    begin = days[0] * DAY_MINUTES
    return walls[first - begin : end - begin]


@lru_cache(maxsize=20_000)
def _wall_day(zone: str, day: int) -> np.ndarray:
    place, start = _zone(zone), day * DAY_MINUTES
    minutes = np.arange(start, start + DAY_MINUTES, dtype=np.int64)
    hourly = {_offset(place, start + minute) for minute in range(0, DAY_MINUTES + 1, 60)}
    if len(hourly) == 1:
        return minutes + hourly.pop()
    return minutes + np.array([_offset(place, int(minute)) for minute in minutes])


def _offset(place: ZoneInfo, minute: int) -> int:
    offset = datetime.fromtimestamp(minute * 60, UTC).astimezone(place).utcoffset()
    return int(offset.total_seconds()) // 60


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    with resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).open("rb") as data:
        return ZoneInfo.from_file(data)


@lru_cache(maxsize=256)
def _holidays(country: str | None, first: int, last: int, kind: str | None = None) -> frozenset:
    if country is None:
        return frozenset()
    years = range(first, last + 1)
    if kind not in {None, *holidays.country_holidays(country).supported_categories}:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=years, categories=kind))


@lru_cache(maxsize=256)
def _worked(country: str | None, first: int, last: int) -> frozenset:
    """The weekend days on which a country works, a year more than is asked for."""
    if country is None:
        return frozenset()
    known = holidays.country_holidays(country, years=range(first - 1, last + 2))
    return frozenset(known.weekend_workdays)


def _cut(windows, half_days) -> list[tuple[int, int]]:
    """The minutes of some windows that a half day keeps, minute by minute."""
    low, high = half_days
    kept = range(low, high if high > low else high + DAY_MINUTES)
    cut = []
    for start, end in windows:
        minutes = range(start, end if end > start else end + DAY_MINUTES)
        both = sorted(set(minutes) & set(kept))
        if both:
            until = both[-1] + 1
            cut.append((both[0], until if until <= DAY_MINUTES else until - DAY_MINUTES))
    return cut


class Business:
    """Business time of a plan between two whole minutes; answers to the second."""

    def __init__(self, plan: Plan, from_s: int, to_s: int) -> None:
        self.from_s, self.to_s = from_s, to_s
        flags = Table(plan, from_s, to_s).flags(from_s, to_s)
        self.open = bytes(flags)
        self.sums = array("l", np.concatenate([[0], np.cumsum(flags) * 60]).tolist())

    def before(self, at_s: int) -> int:
        """Open seconds from the beginning of the table until an instant."""
        minute, second = divmod(at_s - self.from_s, 60)
        return self.sums[minute] + (second if second and self.open[minute] else 0)

    def between(self, start_s: int, end_s: int) -> int:
        return self.before(end_s) - self.before(start_s)

    def due(self, start_s: int, seconds: int) -> int | None:
        """The earliest instant, or None where the table is too short to tell."""
        total = self.before(start_s) + seconds
        minute = bisect_left(self.sums, total)
        if minute == len(self.sums):
            return None
        before = max(minute - 1, 0)
        return max(start_s, self.from_s + before * 60 + total - self.sums[before])

    def last_moment(self, start_s: int, seconds: int) -> int | None:
        """The latest instant, or None where the table is too short to tell."""
        total = self.before(start_s) + seconds
        minute = bisect_right(self.sums, total)
        if minute == len(self.sums):
            return None
        return self.from_s + (minute - 1) * 60 + total - self.sums[minute - 1]


@lru_cache(maxsize=128)
def business_of(plan: Plan, from_s: int, to_s: int) -> Business:
    """The same table for the same plan and the same time."""
    return Business(plan, from_s, to_s)
