"""The points of a clock at which its level wants something said: when, how severe, to whom.

A point that is reached while it is to wait is told when the wait is over: warnings wait while the
clock is snoozed, but never past its breach; what comes after the breach waits while it is
acknowledged; all but the breach wait for the end of the level's quiet hours. The breach itself
never waits, and takes along the warnings that wait (semantics, section 8).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sla_core import quiet
from sla_core.calendars import Period
from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.configuration import Alert, AlertPoint
from sla_core.durations import format_duration

BREACH: Final = "breach"
"""The name of the point at which a promise is broken."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a clock: when it is reached, when it is to be told, its name, who hears of it.

    ``at_s`` is ``reached_s``, or when the wait that held it is over. ``used_s`` are the business
    seconds used when it is reached.
    """

    at_s: int
    reached_s: int
    name: str
    used_s: int
    to: tuple[str, ...]
    escalate: bool = False

    @property
    def severity(self) -> tuple[int, int]:
        """The greater, the more severe: warnings, then the breach, then the times after it."""
        kind = 1 if self.name == BREACH else 2 if self.is_breach else 0
        return kind, self.used_s

    @property
    def is_breach(self) -> bool:
        """Whether the promise is broken by then: the breach itself, or a time after it."""
        return is_breach(self.name)


def is_breach(name: str) -> bool:
    """Whether a promise is broken when the point of a name is reached."""
    return name == BREACH or name.startswith("+")


def points_of(clock: Clock, now_s: int) -> list[Point]:
    """Every point of a clock that is to be told at a known instant, soonest first.

    A point at or before the start is left out. While a pause holds the clock, points beyond it
    have no instant; nor has what waits without an end. A stopped clock has its breach, if it is
    a miss, and nothing else.
    """
    points = (point for point in reached_points(clock, now_s) if _may_be_told(clock, point))
    waited = (_after_the_wait(clock, point) for point in points)
    timed = [point for point in waited if point.at_s < FOREVER_S]
    return sorted(timed, key=lambda point: (point.at_s, point.used_s))


def reached_points(clock: Clock, now_s: int) -> list[Point]:
    """Every point that a clock reached, or will reach at a known instant, whatever waits."""
    points = (point for alert in alerts_of(clock) for point in _points(clock, alert, now_s))
    last_s = FOREVER_S if clock.stopped_at_s is None else clock.stopped_at_s
    return [point for point in _joined(points) if point.reached_s <= last_s]


def _may_be_told(clock: Clock, point: Point) -> bool:
    if clock.stopped_at_s is None:
        return True
    return point.name == BREACH and clock.breached_at(clock.stopped_at_s) is not None


def names_of(clock: Clock) -> frozenset[str]:
    """The names of all points that its level wants of a clock, reached ever or not."""
    alerts = alerts_of(clock)
    return frozenset(name for alert in alerts for name in _names(alert.point))


def alerts_of(clock: Clock) -> list[Alert]:
    """What its level says of clocks of its metric."""
    alerts = clock.promise.level.alerts
    return [alert for alert in alerts if not alert.metrics or clock.metric in alert.metrics]


def tells_the_breach(clock: Clock) -> bool:
    """Whether the breach of a clock is to be said."""
    return any(alert.point.breach for alert in alerts_of(clock))


def point_name(where: AlertPoint) -> str:
    """``75%``, ``-15m``, ``breach`` or ``+1h``, as it is written in a configuration."""
    if where.breach:
        return BREACH
    if where.share_pct is not None:
        return f"{where.share_pct}%"
    if where.before_s is not None:
        return f"-{format_duration(where.before_s)}"
    return _name_after(where.after_s or 0)


def loud_from(clock: Clock, at_s: int) -> int:
    """The instant, or the end of the level's quiet hours in which it lies."""
    if at_s >= FOREVER_S:
        return at_s
    return quiet.over_at(clock.promise.level, clock.calendar.definition, at_s)


# --- waiting ----------------------------------------------------------------------------------


def _after_the_wait(clock: Clock, point: Point) -> Point:
    """The point with the instant at which it may be told."""
    waits = clock.acknowledged if point.is_breach else clock.snoozed
    may_wait = waits or clock.promise.level.quiet_local_s is not None
    if point.name == BREACH or not may_wait:
        return point
    told_s = _waited(clock, waits, point.at_s)
    breach_s = None if point.is_breach else _breach_point_s(clock)
    if breach_s is not None and told_s > breach_s:
        told_s = max(breach_s, point.at_s)
        told_s = told_s if tells_the_breach(clock) else loud_from(clock, told_s)
    return replace(point, at_s=told_s)


def _waited(clock: Clock, waits: Sequence[Period], at_s: int) -> int:
    """When something may be told that is reached in the quiet hours, or after a wait began."""
    told_s = loud_from(clock, _not_in(waits, at_s))
    while told_s > at_s:
        told_s, at_s = loud_from(clock, _not_in(waits, told_s)), told_s
    return told_s


def _not_in(waits: Sequence[Period], at_s: int) -> int:
    for wait in waits:
        if wait.start_s < at_s < wait.end_s:
            at_s = wait.end_s
    return at_s


# --- where a level wants something said ---------------------------------------------------------


def _points(clock: Clock, alert: Alert, now_s: int) -> Iterator[Point]:
    alert_point = alert.point
    if alert_point.breach:
        yield from _breach(clock, alert)
    elif alert_point.after_s is not None:
        yield from _after(clock, alert, alert_point.after_s, now_s)
    else:
        used_s = _used_before(alert_point, clock.target_seconds)
        at_s = clock.point(used_s) if used_s > 0 else None
        if at_s is not None:
            yield _point(at_s, point_name(alert_point), used_s, alert)


def _point(at_s: int, name: str, used_s: int, alert: Alert) -> Point:
    return Point(at_s, at_s, name, used_s, alert.to, alert.escalate)


def _used_before(alert_point: AlertPoint, target_s: int) -> int:
    if alert_point.share_pct is not None:
        return -(-target_s * alert_point.share_pct // 100)
    return target_s - (alert_point.before_s or 0)


def _breach(clock: Clock, alert: Alert) -> Iterator[Point]:
    at_s = _breach_point_s(clock)
    if at_s is not None:
        yield _point(at_s, BREACH, clock.target_seconds + 1, alert)


def _breach_point_s(clock: Clock) -> int | None:
    """One second after the breach, or at once where a change made the clock overdue."""
    if clock.breach_fixed_at_s is not None:
        return clock.breach_fixed_at_s
    return None if clock.breach_at_s is None else clock.breach_at_s + 1


def _after(clock: Clock, alert: Alert, after_s: int, now_s: int) -> Iterator[Point]:
    breached_at_s = clock.breached_at(now_s)
    used_s = clock.target_seconds if breached_at_s is None else clock.elapsed(breached_at_s)
    for time in range(1, alert.point.repeat + 1):
        at_s = clock.point(used_s + time * after_s)
        if at_s is not None:
            yield _point(at_s, _name_after(time * after_s), used_s + time * after_s, alert)


def _name_after(after_s: int) -> str:
    return f"+{format_duration(after_s)}"


def _names(alert_point: AlertPoint) -> list[str]:
    if alert_point.after_s is None:
        return [point_name(alert_point)]
    return [_name_after(time * alert_point.after_s) for time in range(1, alert_point.repeat + 1)]


def _joined(points: Iterable[Point]) -> list[Point]:
    """One point a name: several alerts at the same point are heard by all of theirs."""
    by_name: dict[str, Point] = {}
    for point in points:
        earlier = by_name.get(point.name)
        if earlier is None:
            by_name[point.name] = point
        else:
            to = tuple(dict.fromkeys((*earlier.to, *point.to)))
            escalate = point.escalate or earlier.escalate
            by_name[point.name] = replace(point, to=to, escalate=escalate)
    return list(by_name.values())
