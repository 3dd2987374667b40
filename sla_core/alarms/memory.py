"""The lasting memory of a clock: its number, the points told, its due version.

Cycles are counted anew by every replay, so an event that is heard late may give a clock another
cycle, take it away, or bring it back. A clock has a number of its own from when it is first seen;
a replay hands it to the clock of that metric with the same opening event, else to the one whose
span overlaps most, but never to the heir of a clock that a change of level ended. What was told
hangs on the number and outlives the clock (semantics, section 8).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sla_core.alarms.points import BREACH, points_of
from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.clocks.replay import ReplayedTicket

FORGIVEN_AFTER_S: Final = 7 * 86_400
"""The breach of a clock that stopped so long before it is first seen counts as told."""

ClockName = tuple[str, int]
"""A clock of one replay: metric and cycle."""
ClockKey = tuple[str, int]
"""A clock for ever: metric and number."""


@dataclass(frozen=True, slots=True)
class ClockMemory:
    """One clock, named by metric and number, as it was last seen and what was told of it.

    ``cycle`` is that of the last replay, None while no replay has it. ``opened_by`` is that of the
    clock; None where it began before numbers were kept. ``told`` are the names of the points that
    were said, or stood for by a more severe one, each with the instant at which it was;
    ``passed_over`` those that a change left behind. ``told_until_s`` is of the time before names
    were kept: every point at or before it is told.
    """

    metric: str
    number: int
    cycle: int | None
    opened_by: int | None
    started_at_s: int
    stopped_at_s: int | None = None
    is_missed: bool = False
    """Whether it was seen to have stopped as a miss."""
    due_at_s: int | None = None
    due_version: int = 1
    told: Mapping[str, int] = field(default_factory=dict)
    passed_over: Mapping[str, int] = field(default_factory=dict)
    told_until_s: int | None = None

    @property
    def key(self) -> ClockKey:
        """What tells it from the ticket's other clocks, for ever."""
        return self.metric, self.number

    def is_done(self, point: str) -> bool:
        """Whether nothing is to be said of a point any more."""
        return point in self.told or point in self.passed_over

    def telling(self, points: Iterable[str], at_s: int) -> "ClockMemory":
        """The same, with points told at an instant."""
        return replace(self, told={**self.told, **dict.fromkeys(points, at_s)})


def name_of(clock: Clock) -> ClockName:
    """What tells a clock from the others of one replay."""
    return clock.metric, clock.cycle


def by_name(memories: Iterable[ClockMemory]) -> dict[ClockName, ClockMemory]:
    """The memories of the clocks of the last replay, by metric and cycle."""
    return {
        (memory.metric, memory.cycle): memory for memory in memories if memory.cycle is not None
    }


def remembered(
    memories: Sequence[ClockMemory], replayed: ReplayedTicket
) -> tuple[ClockMemory, ...]:
    """The memories when a replay was seen: every clock has one; what was remembered stays."""
    handed = dict(_handed(memories, replayed.clocks))
    seen: dict[ClockKey, ClockMemory] = {}
    for clock in replayed.clocks:
        former = handed.get(name_of(clock)) or _new(clock, [*memories, *seen.values()])
        seen[former.key] = _seen(former, clock, replayed.at_s)
    gone = (memory for memory in memories if memory.key not in seen)
    others = (replace(memory, cycle=None) for memory in gone)
    return tuple(sorted((*seen.values(), *others), key=lambda memory: memory.key))


def _new(clock: Clock, memories: Iterable[ClockMemory]) -> ClockMemory:
    numbers = (memory.number for memory in memories if memory.metric == clock.metric)
    number = max(numbers, default=0) + 1
    return ClockMemory(
        clock.metric, number, None, clock.opened_by, clock.started_at_s, due_version=0
    )


def _seen(former: ClockMemory, clock: Clock, at_s: int) -> ClockMemory:
    """A memory after its clock was seen at an instant."""
    told = dict(former.told)
    if former.told_until_s is not None:
        told |= _told_until(clock, former.told_until_s, at_s)
    is_missed = clock.stopped_at_s is not None and clock.breached_at(at_s) is not None
    if is_missed and _counts_as_told(former, clock, at_s):
        told.setdefault(BREACH, at_s)
    due_s = clock.due_at_s
    moved = None not in (due_s, former.due_at_s) and due_s != former.due_at_s
    return replace(
        former,
        cycle=clock.cycle,
        opened_by=clock.opened_by,
        started_at_s=clock.started_at_s,
        stopped_at_s=clock.stopped_at_s,
        is_missed=is_missed,
        due_at_s=former.due_at_s if due_s is None else due_s,
        due_version=max(former.due_version + moved, clock.due_version),
        told=told,
        told_until_s=None,
    )


def _told_until(clock: Clock, until_s: int, at_s: int) -> dict[str, int]:
    """The points of a clock that were told by an instant."""
    return {point.name: until_s for point in points_of(clock, at_s) if point.at_s <= until_s}


def _counts_as_told(former: ClockMemory, clock: Clock, at_s: int) -> bool:
    """Whether nobody is to hear of the breach of a clock that has stopped."""
    if clock.breach_reason == "reprocessed":
        return True
    stopped_s = at_s if clock.stopped_at_s is None else clock.stopped_at_s
    return not former.is_missed and at_s - stopped_s > FORGIVEN_AFTER_S


# --- whose number is whose ----------------------------------------------------------------------


def _handed(
    memories: Sequence[ClockMemory], clocks: Sequence[Clock]
) -> Iterator[tuple[ClockName, ClockMemory]]:
    """The clocks that take over a memory, and which: by opening event, then by overlap."""
    free = {_opening(memory): memory for memory in memories}
    unmatched = []
    for clock in clocks:
        former = free.pop((clock.metric, clock.opened_by), None)
        former = former or free.pop((clock.metric, clock.cycle, clock.started_at_s), None)
        if former is not None:
            yield name_of(clock), former
        elif not clock.is_heir:
            unmatched.append(clock)
    if unmatched and free:
        yield from _by_overlap(free.values(), unmatched)


def _opening(memory: ClockMemory) -> tuple[object, ...]:
    """What tells which clock it is: its opening event, or its place if that is not known."""
    if memory.opened_by is None:
        return memory.metric, memory.cycle, memory.started_at_s
    return memory.metric, memory.opened_by


def _by_overlap(
    memories: Iterable[ClockMemory], clocks: Sequence[Clock]
) -> Iterator[tuple[ClockName, ClockMemory]]:
    """Clocks with the memories with which they ran side by side, the longest first."""
    pairs = [
        (_overlap_s(memory, clock), -memory.number, memory, clock)
        for clock in clocks
        for memory in memories
        if memory.metric == clock.metric
    ]
    clocks_done: set[ClockName] = set()
    keys_done: set[ClockKey] = set()
    for overlap_s, _, memory, clock in sorted(pairs, key=lambda pair: pair[:2], reverse=True):
        name, key = name_of(clock), memory.key
        if overlap_s > 0 and name not in clocks_done and key not in keys_done:
            clocks_done.add(name)
            keys_done.add(key)
            yield name, memory


def _overlap_s(memory: ClockMemory, clock: Clock) -> int:
    """For how many seconds a remembered clock and one of a replay ran side by side."""
    ends = (end_s for end_s in (memory.stopped_at_s, clock.stopped_at_s) if end_s is not None)
    return min(ends, default=FOREVER_S) - max(memory.started_at_s, clock.started_at_s)
