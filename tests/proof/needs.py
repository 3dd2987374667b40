"""What a level wants said of a clock, when that is reached and whether it waits, by the law alone.

A point is reached at the first second at which so much of the clock's own time is used, found by
asking the clock how much it used; nothing of ``sla_core.alarms`` is used here.
"""

from bisect import bisect_left
from datetime import datetime
from typing import NamedTuple

from sla_core.calendars import Period
from sla_core.clocks.clock import Clock

WARNING, BREACH, AFTER = range(3)
A_WHILE_S = 900
"""Quiet hours begin and end on the quarter, in every zone."""


class Need(NamedTuple):
    """A point in the words of its level; ``used_s`` is the clock's own time when it is reached."""

    kind: int
    used_s: int
    name: str


def promised(clock: Clock, at_s: int) -> list[Need]:
    """The points of a clock, the mildest first, each once."""
    target_s = clock.target_seconds
    found = set()
    for alert in clock.promise.level.alerts:
        where = alert.point
        if alert.metrics and clock.metric not in alert.metrics:
            continue
        if where.share_pct is not None:
            used_s = (target_s * where.share_pct + 99) // 100
            found.add(Need(WARNING, used_s, f"{where.share_pct}%"))
        elif where.before_s is not None:
            found.add(Need(WARNING, target_s - where.before_s, f"-{_written(where.before_s)}"))
        elif where.breach:
            found.add(Need(BREACH, target_s + 1, "breach"))
        else:
            breached_s = clock.breached_at(at_s)
            base_s = target_s if breached_s is None else clock.elapsed(breached_s)
            for time in range(1, where.repeat + 1):
                later_s = time * (where.after_s or 0)
                found.add(Need(AFTER, base_s + later_s, f"+{_written(later_s)}"))
    return sorted(found)


def _written(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    parts = (hours, "h"), (rest // 60, "m"), (rest % 60, "s")
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def reached_at(clock: Clock, need: Need, at_s: int) -> int | None:
    """The second in which a point was reached, None if it was not by ``at_s``."""
    if need.used_s < 1 or (need.kind != WARNING and not clock.is_overdue(at_s)):
        return None
    if need.kind == BREACH and clock.breach_fixed_at_s is not None:
        return clock.breach_fixed_at_s
    if clock.elapsed(at_s) < need.used_s:
        return None
    start_s = clock.started_at_s
    return start_s + bisect_left(range(start_s, at_s + 1), need.used_s, key=clock.elapsed)


def _waits(clock: Clock, need: Need, at_s: int) -> tuple[Period, ...]:
    """The times in which a point of this kind waits; a snooze has none after the breach."""
    if need.kind == WARNING:
        return () if clock.is_overdue(at_s) else clock.snoozed
    return clock.acknowledged if need.kind == AFTER else ()


def is_quiet(clock: Clock, at_s: int) -> bool:
    """Whether the wall of the calendar's zone shows quiet hours of the level."""
    quiet = clock.promise.level.quiet_local_s
    if quiet is None:
        return False
    wall = datetime.fromtimestamp(at_s, clock.calendar.definition.place)
    starts_s, ends_s = quiet
    wall_s = wall.hour * 3600 + wall.minute * 60 + wall.second
    if starts_s < ends_s:
        return starts_s <= wall_s < ends_s
    return wall_s >= starts_s or wall_s < ends_s


def _is_hushed(clock: Clock, need: Need, at_s: int) -> bool:
    """Whether quiet hours hold a point back; a breach that is said takes the warnings along."""
    if need.kind == BREACH or not is_quiet(clock, at_s):
        return False
    tells_breach = any(each.kind == BREACH for each in promised(clock, at_s))
    return need.kind == AFTER or not (clock.is_overdue(at_s) and tells_breach)


def must_wait(clock: Clock, need: Need, reached_s: int, at_s: int) -> bool:
    """Whether a point was reached during a wait, or in quiet hours, and that is not over."""
    if all(_is_hushed(clock, need, each) for each in (*range(reached_s, at_s, A_WHILE_S), at_s)):
        return True
    return any(
        wait.start_s < reached_s < wait.end_s and at_s < wait.end_s
        for wait in _waits(clock, need, at_s)
    )


def may_wait(clock: Clock, need: Need, at_s: int) -> bool:
    """Whether such points wait just now."""
    return _is_hushed(clock, need, at_s) or any(
        wait.start_s <= at_s < wait.end_s for wait in _waits(clock, need, at_s)
    )
