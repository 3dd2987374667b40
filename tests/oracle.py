"""What calendars and clocks ought to say, worked out the slow way, with nothing of the core's.

A calendar is a table of open minutes, made by walking the wall clock of its zone forwards: a time
that opens is the first minute whose wall clock has reached it, a time that closes is the last one
that shows it. Gaps, folds and missing days need little further thought.

A clock is a row of flags, one for each unit of time, that say whether a pause holds it; elapsed is
the count of open units without a flag. What happens to a ticket is told in the words of
semantics, sections 4 to 7, one ``if`` after another.
"""

from dataclasses import dataclass, field
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
    Closures are dates or pairs of wall times.
    """

    zone: str
    week: tuple[tuple[tuple[int, int], ...], ...]
    country: str | None = None
    closures: tuple = ()
    openings: tuple = ()


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
        free = _holidays(plan.country, first.year - 1, last.year + 1)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day in openings:
                windows = openings[day]
            elif day in free:
                windows = ()
            else:
                windows = plan.week[day.weekday()]
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

    def units(self, from_s: int, to_s: int, unit_s: int) -> np.ndarray:
        """For each unit of 1 or 60 seconds whether it is open."""
        minutes = self.open[from_s // 60 - self.first : to_s // 60 - self.first]
        return np.repeat(minutes, 60 // unit_s)


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
def _holidays(country: str | None, first: int, last: int) -> frozenset:
    if country is None:
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(first, last + 1)))


class Business:
    """Business time of a plan between two instants, second by second."""

    def __init__(self, plan: Plan, from_s: int, to_s: int) -> None:
        self.from_s = from_s
        flags = Table(plan, from_s, to_s).units(from_s, to_s, 1)
        self.before = np.concatenate([[0], np.cumsum(flags)])

    def between(self, start_s: int, end_s: int) -> int:
        return int(self.before[end_s - self.from_s] - self.before[start_s - self.from_s])

    def due(self, start_s: int, seconds: int) -> int | None:
        """The earliest instant, or None where the table is too short to tell."""
        start = start_s - self.from_s
        place = np.searchsorted(self.before[start:], self.before[start] + seconds, "left")
        return int(start_s + place) if start + place < len(self.before) else None

    def last_moment(self, start_s: int, seconds: int) -> int | None:
        """The latest instant, or None where the table is too short to tell."""
        start = start_s - self.from_s
        place = np.searchsorted(self.before[start:], self.before[start] + seconds, "right")
        return int(start_s + place - 1) if start + place < len(self.before) else None


# --- clocks ---------------------------------------------------------------------------------

SETTLED = ("resolved", "closed")
NO_LEVEL_PAUSES = {
    "resolution": ("answered", "pending", "on_hold"),
    "periodic_update": ("pending", "on_hold"),
}
REPLY_METRICS = ("first_reply", "next_reply", "chat_reply")


@dataclass
class OracleClock:
    """One cycle of a metric; ``held`` flags the units in which a pause holds it."""

    metric: str
    cycle: int
    start: int
    held: np.ndarray
    level: str | None = None
    calendar: str | None = None
    priority: str = "normal"
    target: int | None = None
    stopped: int | None = None
    reason: str | None = None
    fixed: int | None = None
    withdrawn: int | None = None


@dataclass
class Desk:
    """One ticket. Instants are counted in units from the beginning of the tables."""

    levels: dict
    open: dict
    clocks: list = field(default_factory=list)
    status: str = "new"
    until: int | None = None
    level: str | None = None
    priority: str = "normal"
    source: str = "email"
    ours: bool = False
    message_open: bool = False
    first_phase: bool = False

    # what happens

    def happen(self, at: int, line: dict) -> None:  # noqa: C901 one `if` a kind of event
        kind = line["type"]
        if kind == "created":
            self._created(at, line)
        elif kind == "requester_message" and self.status != "closed":
            self._requester_message(at)
        elif kind == "agent_reply":
            self._agent_reply(at)
        elif kind == "call_answered":
            self._end("call_answer", at)
            self._agent_reply(at)
        elif kind == "call_abandoned":
            self._lapse("call_answer", at, "abandoned")
        elif kind == "call_ringing" and self.source == "call" and not self.ours:
            self._start("call_answer", at)
        elif kind == "assigned" and line["to"] is not None:
            self._end("first_assign", at)
        elif kind == "status":
            self._status(at, line["to"])
            self.until = line.get("until")
        elif kind == "priority" and line["to"] != self.priority:
            self.priority = line["to"]
            self._change(at)
        elif kind == "level" and line["to"] != "auto":
            name = line["to"].lower() if line["to"] is not None else None
            if name != self.level:
                self.level = name
                self._change(at)
        self._hold(at)

    def _created(self, at: int, line: dict) -> None:
        self.priority = line.get("priority", "normal")
        self.source = line.get("source", "email")
        self.ours = line.get("by") == "agent"
        self._start("first_assign", at)
        self._start("resolution", at)
        self._start("periodic_update", at)
        if self.ours:
            return
        if self.source == "call":
            self._start("call_answer", at)
            return
        self.message_open = True
        if self.source == "chat":
            self._start("chat_reply", at)
        else:
            self.first_phase = True
            self._start("first_reply", at)

    def _requester_message(self, at: int) -> None:
        if self.status in ("answered", "pending", "on_hold", "resolved"):
            self._status(at, "open")
        if self.message_open:
            return
        self.message_open = True
        if self.source == "chat":
            self._start("chat_reply", at)
        elif not self.first_phase:
            self._start("next_reply", at)

    def _agent_reply(self, at: int) -> None:
        self.message_open = self.first_phase = False
        for metric in REPLY_METRICS:
            self._end(metric, at)
        self._end("periodic_update", at)
        if self.status in ("new", "open"):
            self._status(at, "answered")
        self._start("periodic_update", at)

    def _status(self, at: int, to: str) -> None:
        before, self.status, self.until = self.status, to, None
        if before in SETTLED and to not in SETTLED:
            self._reopen(at)
        elif before not in SETTLED and to in SETTLED:
            self.message_open = self.first_phase = False
            for clock in [each for each in self.clocks if each.stopped is None]:
                if clock.metric == "resolution":
                    self._stop(clock, at)
                else:
                    self._cancel(clock, at, "resolved_unanswered")

    def _reopen(self, at: int) -> None:
        mode = self.levels[self.level]["reopen"] if self.level in self.levels else "resume"
        clock = self._latest("resolution")
        if mode == "new_cycle":
            self._start("resolution", at)
        elif mode == "resume":
            clock.held[clock.stopped : at] = True
            clock.stopped = None
            self._apply(clock, at, "carry")
        self._start("periodic_update", at)

    def _change(self, at: int) -> None:
        mode = self.levels[self.level]["on_change"] if self.level in self.levels else "carry"
        for clock in [each for each in self.clocks if each.stopped is None]:
            self._apply(clock, at, mode)

    # what clocks do

    def _start(self, metric: str, at: int) -> None:
        latest = self._latest(metric)
        if self.status in SETTLED or (latest is not None and latest.stopped is None):
            return
        clock = OracleClock(metric, latest.cycle + 1 if latest else 1, at, self._free())
        self._promise(clock)
        self.clocks.append(clock)

    def _apply(self, clock: OracleClock, at: int, mode: str) -> None:
        target, calendar = self._target(clock.metric), self._calendar()
        if clock.target is None:
            self._carry(clock, at)
        elif target is None:
            heir = OracleClock(clock.metric, clock.cycle + 1, clock.start, clock.held.copy())
            self._cancel(clock, at, "level_change")
            self.clocks.append(heir)
        elif (target, calendar) == (clock.target, clock.calendar):
            self._promise(clock)
        elif mode == "restart":
            self._cancel(clock, at, "level_change")
            self._start(clock.metric, at)
        else:
            self._carry(clock, at)

    def _carry(self, clock: OracleClock, at: int) -> None:
        breached = self.breached(clock, at)
        self._promise(clock)
        overdue = self._is_overdue(clock, at)
        if breached is None and overdue:
            clock.fixed = at
        elif breached is not None and overdue:
            clock.fixed = breached
        elif breached is not None:
            clock.fixed, clock.withdrawn = None, breached

    def _promise(self, clock: OracleClock) -> None:
        clock.level, clock.priority = self.level, self.priority
        clock.calendar, clock.target = self._calendar(), self._target(clock.metric)

    def _end(self, metric: str, at: int) -> None:
        clock = self._latest(metric)
        if clock is not None and clock.stopped is None:
            self._stop(clock, at)

    def _lapse(self, metric: str, at: int, reason: str) -> None:
        clock = self._latest(metric)
        if clock is not None and clock.stopped is None:
            self._cancel(clock, at, reason)

    def _stop(self, clock: OracleClock, at: int) -> None:
        clock.stopped = at
        clock.held[at:] = False

    def _cancel(self, clock: OracleClock, at: int, reason: str) -> None:
        if not self._is_overdue(clock, at):
            clock.reason = reason
        self._stop(clock, at)

    def _hold(self, at: int) -> None:
        level = self.levels.get(self.level)
        pauses = level["pause_on"] if level else NO_LEVEL_PAUSES
        for clock in self.clocks:
            if clock.stopped is None:
                clock.held[at:] = self.status in pauses.get(clock.metric, ())

    # what is known of a clock

    def _latest(self, metric: str) -> OracleClock | None:
        return next((each for each in reversed(self.clocks) if each.metric == metric), None)

    def _target(self, metric: str) -> int | None:
        level = self.levels.get(self.level)
        target = level["targets"].get(metric) if level else None
        if isinstance(target, dict):
            return target.get(self.priority, target.get("default"))
        return target

    def _calendar(self) -> str | None:
        level = self.levels.get(self.level)
        return level["calendar"] if level else None

    def _free(self) -> np.ndarray:
        return np.zeros(len(next(iter(self.open.values()))), dtype=bool)

    def counts(self, clock: OracleClock) -> np.ndarray:
        """Units used, at every instant from the start."""
        running = self.open[clock.calendar][clock.start :] & ~clock.held[clock.start :]
        return np.concatenate([[0], np.cumsum(running)])

    def _is_overdue(self, clock: OracleClock, at: int) -> bool:
        return clock.target is not None and self.elapsed(clock, at) > clock.target

    def elapsed(self, clock: OracleClock, at: int) -> int:
        end = at if clock.stopped is None else min(at, clock.stopped)
        return int(self.counts(clock)[end - clock.start])

    def paused(self, clock: OracleClock, at: int) -> int:
        end = at if clock.stopped is None else min(at, clock.stopped)
        both = self.open[clock.calendar] & clock.held
        return int(np.count_nonzero(both[clock.start : end]))

    def due(self, clock: OracleClock) -> int | None:
        counts = self.counts(clock)
        place = int(np.searchsorted(counts, clock.target, "left"))
        return clock.start + place if place < len(counts) else None

    def breached(self, clock: OracleClock, at: int) -> int | None:
        if clock.reason is not None or not self._is_overdue(clock, at):
            return None
        if clock.fixed is not None:
            return clock.fixed
        return clock.start + int(np.searchsorted(self.counts(clock), clock.target, "right")) - 1

    def state(self, clock: OracleClock, at: int) -> str:
        if clock.reason is not None:
            return "cancelled"
        if self._is_overdue(clock, at):
            return "missed"
        if clock.stopped is not None:
            return "met"
        return "paused" if clock.held[-1] else "running"


def judged(
    lines: list[dict], levels: dict, plans: dict, from_s: int, until_s: int, end_s: int, unit_s: int
) -> list[dict]:
    """Every clock with a target at ``until_s``, from JSON lines in order of arrival.

    The tables reach to ``end_s``; every instant lies on a whole unit. Due times are only known
    within the tables.
    """
    tables = {
        name: Table(plan, from_s, end_s).units(from_s, end_s, unit_s)
        for name, plan in plans.items()
    }
    desk = Desk({name.lower(): level for name, level in levels.items()}, tables)
    placed = sorted(enumerate(lines), key=lambda each: (_instant(each[1]["at"]), each[0]))
    for _, line in placed:
        at_s = int(_instant(line["at"]))
        if at_s > until_s:
            break
        _let_until_pass(desk, at_s, from_s, unit_s)
        desk.happen((at_s - from_s) // unit_s, line)
    _let_until_pass(desk, until_s, from_s, unit_s)
    now = (until_s - from_s) // unit_s
    seconds = _Seconds(from_s, unit_s)
    placed = sorted(desk.clocks, key=lambda clock: (clock.metric, clock.cycle))
    return [_row(desk, clock, now, seconds) for clock in placed if clock.target is not None]


def _let_until_pass(desk: Desk, at_s: int, from_s: int, unit_s: int) -> None:
    if desk.until is not None and _instant(desk.until) <= at_s:
        at = (int(_instant(desk.until)) - from_s) // unit_s
        desk.happen(at, {"type": "status", "to": "open"})


def _instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@dataclass(frozen=True)
class _Seconds:
    from_s: int
    unit_s: int

    def instant(self, units: int | None) -> int | None:
        return None if units is None else self.from_s + units * self.unit_s


def _row(desk: Desk, clock: OracleClock, now: int, seconds: _Seconds) -> dict:
    unit_s = seconds.unit_s
    return {
        "metric": clock.metric,
        "cycle": clock.cycle,
        "level": clock.level,
        "priority": clock.priority,
        "target_s": clock.target * unit_s,
        "started_at_s": seconds.instant(clock.start),
        "due_at_s": seconds.instant(desk.due(clock)),
        "stopped_at_s": seconds.instant(clock.stopped),
        "state": desk.state(clock, now),
        "elapsed_s": desk.elapsed(clock, now) * unit_s,
        "paused_s": desk.paused(clock, now) * unit_s,
        "breached_at_s": seconds.instant(desk.breached(clock, now)),
        "cancel_reason": clock.reason,
        "withdrawn_at_s": seconds.instant(clock.withdrawn),
    }
