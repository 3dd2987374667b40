"""What is to be said of a clock now, and when there will be something to say next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sla_core.alarms.memory import ClockMemory
from sla_core.alarms.points import BREACH, Point, loud_from, points_of, reached_points
from sla_core.clocks.clock import Clock


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be said of a clock now: its most severe point, to all who hear of any of them.

    ``passed`` are the names of the points that are said with it; ``stands_for`` also has what was
    said, or left out, before and is no more severe.
    """

    metric: str
    number: int
    due_version: int
    point: Point
    passed: tuple[str, ...]
    stands_for: tuple[str, ...]

    def key(self, ticket: str) -> str:
        """What makes it unique for ever: the clock, the point, the due version."""
        return f"alarm:{ticket}:{self.metric}:{self.number}:{self.point.name}:{self.due_version}"


def next_point(clock: Clock, memory: ClockMemory, now_s: int) -> Point | None:
    """The first point that is not done with, perhaps already past; None if there is none."""
    untold = _untold(clock, memory, now_s)
    late = _held_now(clock, untold, now_s)
    return min(late or untold, key=lambda point: point.at_s, default=None)


def announcement(
    clock: Clock, memory: ClockMemory, now_s: int, *, in_quiet_hours: bool = False
) -> Announcement | None:
    """What to announce at ``now_s``: all points reached and not done with as one, or nothing.

    What was to be told before the quiet hours, and is late, waits for their end like the rest,
    unless it is to be said ``in_quiet_hours``.
    """
    untold = _untold(clock, memory, now_s)
    passed = [point for point in untold if point.at_s <= now_s]
    if not passed or (not in_quiet_hours and _held_now(clock, untold, now_s)):
        return None
    worst = max(passed, key=lambda point: point.severity)
    to = tuple(dict.fromkeys(to for point in passed for to in point.to))
    point = replace(worst, to=to, escalate=any(point.escalate for point in passed))
    names = tuple(point.name for point in passed)
    milder = (
        point.name
        for point in reached_points(clock, now_s)
        if point.reached_s <= now_s and point.severity <= worst.severity
    )
    all_names = tuple(dict.fromkeys((*names, *milder)))
    return Announcement(clock.metric, memory.number, memory.due_version, point, names, all_names)


def unhushed(clock: Clock, after: Clock, changed_s: int) -> Clock:
    """A clock as it stood until a change, without its quiet hours if the change would lose a point.

    What is reached and waits for their end may be behind the change for the clock it becomes, and
    would never be said.
    """
    level = clock.promise.level
    if level.quiet_local_s is None:
        return clock
    loud = clock._replace(promise=replace(clock.promise, level=replace(level, quiet_local_s=None)))
    waiting = _told_by(loud, changed_s) - _told_by(clock, changed_s)
    return loud if waiting & _told_by(after, changed_s) else clock


def _told_by(clock: Clock, at_s: int) -> set[str]:
    return {point.name for point in points_of(clock, at_s) if point.at_s <= at_s}


def _untold(clock: Clock, memory: ClockMemory, now_s: int) -> list[Point]:
    """What is neither done with nor stood for by something more severe that was told."""
    points = points_of(clock, now_s)
    said = max((each.severity for each in points if each.name in memory.told), default=(0, 0))
    return [each for each in points if each.severity > said and not memory.is_done(each.name)]


def _held_now(clock: Clock, untold: Sequence[Point], now_s: int) -> list[Point]:
    """The points as they wait if it is quiet now and some are late; none, if none has to.

    A breach among those that are late takes them along.
    """
    loud_s = loud_from(clock, now_s)
    late = [point for point in untold if point.at_s <= now_s]
    if loud_s == now_s or not late or any(point.name == BREACH for point in late):
        return []
    return [replace(point, at_s=loud_s) if point.at_s <= now_s else point for point in untold]
