"""When a clock calls for attention: the points of its level, the next of them, what is due now.

A point fires once for each ``(clock, point, due version)``. What was announced already is known by
one instant, ``after_s``: every point at or before it is done with. So one row per open clock, with
its next point and that instant, is all there is to keep (semantics, section 8).

A point reached while it is to wait is told when the wait is over: warnings wait while the clock is
snoozed, but never past its breach; what comes after the breach waits while it is acknowledged; all
but the breach wait for the end of the level's quiet hours. The breach itself never waits, and takes
along the warnings that wait.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sla_core import quiet
from sla_core.calendars import Period
from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.clocks.replay import Replayed
from sla_core.configuration import Alert, AlertPoint
from sla_core.durations import format_duration


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a clock: when it is to be told, its name, who hears of it.

    ``at_s`` is when it is reached, or when the wait that held it is over. ``used_s`` are the
    business seconds used when it is reached; the more, the more severe.
    """

    at_s: int
    name: str
    used_s: int
    to: tuple[str, ...]
    escalate: bool = False

    @property
    def is_breach(self) -> bool:
        """Whether the promise is broken by then: the breach itself, or a time after it."""
        return self.name == "breach" or self.name.startswith("+")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is to be said of a clock now: its most severe point, to all who hear of any of them."""

    metric: str
    cycle: int
    due_version: int
    point: Point
    passed: tuple[str, ...]

    def key(self, ticket: str) -> str:
        """What makes it unique for ever: the clock, the point, the due version."""
        return f"alarm:{ticket}:{self.metric}:{self.cycle}:{self.point.name}:{self.due_version}"


def points_of(clock: Clock, now_s: int) -> list[Point]:
    """Every point of an open clock whose instant is known, soonest first.

    A point at or before the start is left out. While a pause holds the clock, points beyond it
    have no instant; nor has what waits without an end.
    """
    if not clock.is_open:
        return []
    found = (point for alert in _alerts(clock) for point in _points(clock, alert, now_s))
    waited = (_after_the_wait(clock, point) for point in _joined(found))
    told = [point for point in waited if point.at_s < FOREVER_S]
    return sorted(told, key=lambda point: (point.at_s, point.used_s))


def _after_the_wait(clock: Clock, point: Point) -> Point:
    """The point with the instant at which it may be told."""
    waits = clock.acknowledged if point.is_breach else clock.snoozed
    may_wait = waits or clock.promise.level.quiet_local_s is not None
    if point.name == "breach" or not may_wait:
        return point
    told_s = _waited(clock, waits, point.at_s)
    breach_s = None if point.is_breach else _breach_point_s(clock)
    if breach_s is not None and told_s > breach_s:
        told_s = max(breach_s, point.at_s)
        told_s = told_s if _tells_the_breach(clock) else _when_loud(clock, told_s)
    return replace(point, at_s=told_s)


def _waited(clock: Clock, waits: Sequence[Period], at_s: int) -> int:
    """When something may be told that is reached in the quiet hours, or after a wait began."""
    told_s = _when_loud(clock, _not_in(waits, at_s))
    while told_s > at_s:
        told_s, at_s = _when_loud(clock, _not_in(waits, told_s)), told_s
    return told_s


def _not_in(waits: Sequence[Period], at_s: int) -> int:
    for wait in waits:
        if wait.start_s < at_s < wait.end_s:
            at_s = wait.end_s
    return at_s


def _when_loud(clock: Clock, at_s: int) -> int:
    """The instant, or the end of the quiet hours in which it lies."""
    if at_s >= FOREVER_S:
        return at_s
    return quiet.over_at(clock.promise.level, clock.calendar.definition, at_s)


def _tells_the_breach(clock: Clock) -> bool:
    return any(alert.point.breach for alert in _alerts(clock))


def next_point(clock: Clock, after_s: int, now_s: int) -> Point | None:
    """The first point after what was announced, perhaps already past; None if there is none."""
    untold = _untold(clock, after_s, now_s)
    late = _held_now(clock, untold, now_s)
    return min(late or untold, key=lambda point: point.at_s, default=None)


def announcement(
    clock: Clock, after_s: int, now_s: int, *, in_quiet_hours: bool = False
) -> Announcement | None:
    """What to announce at ``now_s``: all points since ``after_s`` as one, or nothing.

    What was to be told before the quiet hours, and is late, waits for their end like the rest,
    unless it is to be said ``in_quiet_hours``.
    """
    untold = _untold(clock, after_s, now_s)
    passed = [point for point in untold if point.at_s <= now_s]
    if not passed or (not in_quiet_hours and _held_now(clock, untold, now_s)):
        return None
    worst = max(passed, key=lambda point: (point.used_s, point.is_breach))
    heard = tuple(dict.fromkeys(to for point in passed for to in point.to))
    point = Point(
        worst.at_s, worst.name, worst.used_s, heard, any(each.escalate for each in passed)
    )
    names = tuple(each.name for each in passed)
    return Announcement(clock.metric, clock.cycle, clock.due_version, point, names)


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


def _untold(clock: Clock, after_s: int, now_s: int) -> list[Point]:
    return [point for point in points_of(clock, now_s) if point.at_s > after_s]


def _held_now(clock: Clock, untold: Sequence[Point], now_s: int) -> list[Point]:
    """The points as they wait if it is quiet now and some are late; none, if none has to.

    A breach among those that are late takes them along.
    """
    loud_s = _when_loud(clock, now_s)
    late = [point for point in untold if point.at_s <= now_s]
    if loud_s == now_s or not late or any(point.name == "breach" for point in late):
        return []
    return [replace(each, at_s=loud_s) if each.at_s <= now_s else each for each in untold]


def is_escalated(found: Replayed) -> bool:
    """Whether a ticket goes before all others: somebody said so, or a point of its level did.

    Until an agent replies, or it is resolved or closed; while it is spam or deleted it does not.
    """
    ticket = found.ticket
    if ticket.is_settled or ticket.away is not None:
        return False
    done_s = max(ticket.replied_at_s or 0, ticket.settled_at_s or 0)
    return ticket.escalated or any(
        point.escalate and done_s < point.at_s <= found.at_s
        for clock in found.open_clocks()
        if any(alert.escalate for alert in _alerts(clock))
        for point in points_of(clock, found.at_s)
    )


def armed_from(clock: Clock, was: Clock | None, told_s: int, changed_s: int) -> int:
    """The instant up to which the points of a clock are done with once a change gave it others.

    ``was`` is the clock as it would stand without the change; what was due of it by ``told_s`` is
    said. Of the points that the change puts at or before itself, or before what was said already,
    only the breach is armed, and only when it was not said.
    """
    done_s = max(told_s, changed_s)
    breach_s = _breach_point_s(clock)
    if not clock.is_open or breach_s is None or breach_s > done_s:
        return done_s
    if was is None or not _is_breached(was, told_s):
        return breach_s - 1
    is_said = breach_s < changed_s or _tells_the_breach(was)
    return done_s if is_said else breach_s - 1


def _is_breached(clock: Clock, at_s: int) -> bool:
    """Whether the breach of a clock, open or stopped, was there to be said by an instant."""
    breach_s = _breach_point_s(clock)
    return breach_s is not None and breach_s <= at_s and clock.is_overdue(at_s)


def _alerts(clock: Clock) -> list[Alert]:
    """What its level says of clocks of its metric."""
    alerts = clock.promise.level.alerts
    return [each for each in alerts if not each.metrics or clock.metric in each.metrics]


def _points(clock: Clock, alert: Alert, now_s: int) -> Iterator[Point]:
    where = alert.point
    if where.breach:
        yield from _breach(clock, alert)
    elif where.after_s is not None:
        yield from _after(clock, alert, where.after_s, now_s)
    else:
        used_s = _used_before(where, clock.target_seconds)
        at_s = clock.point(used_s) if used_s > 0 else None
        if at_s is not None:
            yield Point(at_s, point_name(where), used_s, alert.to, alert.escalate)


def _used_before(where: AlertPoint, target_s: int) -> int:
    if where.share_pct is not None:
        return -(-target_s * where.share_pct // 100)
    return target_s - (where.before_s or 0)


def _breach(clock: Clock, alert: Alert) -> Iterator[Point]:
    at_s = _breach_point_s(clock)
    if at_s is not None:
        used_s = clock.target_seconds + 1
        yield Point(at_s, "breach", used_s, alert.to, alert.escalate)


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
            name = f"+{format_duration(time * after_s)}"
            yield Point(at_s, name, used_s + time * after_s, alert.to, alert.escalate)


def _joined(points: Iterable[Point]) -> list[Point]:
    """One point a name: several alerts at the same point are heard by all of theirs."""
    by_name: dict[str, Point] = {}
    for point in points:
        known = by_name.get(point.name)
        to = point.to if known is None else tuple(dict.fromkeys((*known.to, *point.to)))
        escalate = point.escalate or (known is not None and known.escalate)
        by_name[point.name] = Point(point.at_s, point.name, point.used_s, to, escalate)
    return list(by_name.values())


def point_name(where: AlertPoint) -> str:
    """``75%``, ``-15m``, ``breach`` or ``+1h``, as it is written in a configuration."""
    if where.breach:
        return "breach"
    if where.share_pct is not None:
        return f"{where.share_pct}%"
    if where.before_s is not None:
        return f"-{format_duration(where.before_s)}"
    return f"+{format_duration(where.after_s or 0)}"
