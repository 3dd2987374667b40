"""The notices of a sweep, and those of a change: of memories and replays, pure.

A notice counts as long as it came when its point was reached, or later, by all that is known now;
else it is armed again, under another due version. Of the points that a change puts at or before
itself only two are said: what was reached before the change and not told, and a breach that the
change brings (semantics, sections 8 and 11).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sla_core.alarms.announcements import Announcement, announcement, unhushed
from sla_core.alarms.memory import (
    ClockKey,
    ClockMemory,
    by_name,
    name_of,
    remembered,
)
from sla_core.alarms.points import (
    BREACH,
    Point,
    is_breach,
    names_of,
    reached_points,
    tells_the_breach,
)
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket


@dataclass(frozen=True, slots=True)
class ClockNotice:
    """Something to be said of a clock as it stands, or stood before a change.

    ``is_first`` says that nothing was said of it before.
    """

    clock: Clock
    at_s: int
    announcement: Announcement
    is_first: bool


@dataclass(frozen=True, slots=True)
class AlarmOutcome:
    """The memories of a ticket's clocks afterwards, and what is to be said."""

    memories: tuple[ClockMemory, ...]
    sayings: tuple[ClockNotice, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A ticket before a change, as it would stand now without it, and as it stands with it.

    ``at_s`` is when the change happened, which may be long before it became known.
    """

    before: ReplayedTicket
    stands: ReplayedTicket
    after: ReplayedTicket
    at_s: int


def swept(memories: Sequence[ClockMemory], replayed: ReplayedTicket) -> AlarmOutcome:
    """What is due of a ticket by now, each point of each clock once."""
    current = {memory.key: memory for memory in remembered(memories, replayed)}
    named = by_name(current.values())
    sayings = []
    for clock in replayed.clocks:
        memory = named[name_of(clock)]
        due_announcement = announcement(clock, memory, replayed.at_s)
        if due_announcement is not None:
            sayings.append(ClockNotice(clock, replayed.at_s, due_announcement, not memory.told))
            current[memory.key] = memory.telling(due_announcement.stands_for, replayed.at_s)
    return AlarmOutcome(tuple(current.values()), tuple(sayings))


def changed(memories: Sequence[ClockMemory], change: Change) -> AlarmOutcome:
    """What was due before a change and is said at once; the rest is armed or passed over."""
    stood = remembered(memories, change.stands)
    former = {memory.key: memory for memory in stood}
    current = {memory.key: memory for memory in remembered(stood, change.after)}
    named = by_name(current.values())
    stands, was = (_numbered(stood, replayed) for replayed in (change.stands, change.before))
    sayings = []
    for clock in change.after.clocks:
        memory = named[name_of(clock)]
        key = memory.key
        if key in former and _is_changed(former[key], stands.get(key), memory, clock):
            saying = _due_before(former[key], was.get(key), clock, change)
            if saying is not None:
                sayings.append(saying)
                memory = memory.telling(saying.announcement.stands_for, saying.at_s)
            current[key] = _armed(memory, former[key], was.get(key), clock, change)
    return AlarmOutcome(tuple(current.values()), tuple(sayings))


def _numbered(memories: Sequence[ClockMemory], replayed: ReplayedTicket) -> dict[ClockKey, Clock]:
    """The clocks of a replay of what was known before, by metric and number."""
    named = by_name(memories)
    return {
        named[name_of(clock)].key: clock for clock in replayed.clocks if name_of(clock) in named
    }


def _is_changed(
    former: ClockMemory, stood: Clock | None, memory: ClockMemory, clock: Clock
) -> bool:
    """Whether the points of a clock are others than they would be without a change."""
    if stood is None or former.due_version != memory.due_version:
        return True
    return _what_points_follow(stood) != _what_points_follow(clock)


def _what_points_follow(clock: Clock) -> tuple[object, ...]:
    """What the points of a clock are computed from; an event that comes late may change any.

    Revisions are not: one may say the same as the one before, to move what that left behind.
    """
    promised = clock.promise.level, clock.calendar.definition, clock.target_seconds
    return *promised, clock.started_at_s, clock.pauses, clock.breach_fixed_at_s, clock.is_open


def _due_before(
    former: ClockMemory, was: Clock | None, clock: Clock, change: Change
) -> ClockNotice | None:
    """What was due of a clock before a change, if it is open before and after it.

    Nothing is said of a breach that the change took back.
    """
    if was is None or not was.is_open or not clock.is_open:
        return None
    breached_s = was.breached_at(change.before.at_s)
    if breached_s is not None and clock.breached_at(change.after.at_s) != breached_s:
        return None
    clock_before, at_s = unhushed(was, clock, change.before.at_s), change.before.at_s
    due_announcement = announcement(clock_before, former, at_s, in_quiet_hours=True)
    if due_announcement is None:
        return None
    return ClockNotice(clock_before, at_s, due_announcement, not former.told)


def _armed(
    memory: ClockMemory, former: ClockMemory, was: Clock | None, clock: Clock, change: Change
) -> ClockMemory:
    """A memory after a change of its clock: points that stay done, and points to come."""
    points = {point.name: point for point in reached_points(clock, change.after.at_s)}
    if clock.is_open:
        memory = _only_what_holds(memory, clock, points, change.after.at_s)
    behind = {
        point.name: change.at_s
        for point in points.values()
        if point.reached_s <= change.at_s
        and not memory.is_done(point.name)
        and not _is_to_be_said(point, former, was, change)
    }
    return replace(memory, passed_over={**memory.passed_over, **behind})


def _only_what_holds(
    memory: ClockMemory, clock: Clock, points: dict[str, Point], now_s: int
) -> ClockMemory:
    """Without the points told before they were reached, as is known now.

    What its level wants no more stays done with, but for a breach that is none.
    """
    names = names_of(clock)

    def holds(name: str, at_s: int) -> bool:
        if name in names:
            return name in points and points[name].reached_s <= at_s
        return not is_breach(name) or clock.is_overdue(now_s)

    told, passed_over = (
        {name: at_s for name, at_s in instants.items() if holds(name, at_s)}
        for instants in (memory.told, memory.passed_over)
    )
    return replace(memory, told=told, passed_over=passed_over)


def _is_to_be_said(point: Point, former: ClockMemory, was: Clock | None, change: Change) -> bool:
    """Whether a point at or before a change is said all the same."""
    if was is None or (point.name == BREACH and not was.is_overdue(change.before.at_s)):
        return True
    if former.is_done(point.name):
        return False
    if point.name == BREACH:
        return tells_the_breach(was)
    return was.is_open and any(
        earlier.name == point.name and earlier.reached_s <= change.before.at_s
        for earlier in reached_points(was, change.before.at_s)
    )
