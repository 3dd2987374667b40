"""What a change would do to clocks before it is made: to those that run, to those that stopped.

Both are answered by replaying twice, as things are and as they would be, and comparing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import MICROSECONDS
from sla_core.tickets.clock_events import Reprocessed
from sla_core.tickets.event import Event
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class ClockStanding:
    """What is said of a clock at an instant; seconds are business seconds."""

    state: str
    level: str
    target_seconds: int
    elapsed_seconds: int
    due_at_s: int | None
    breached_at_s: int | None


@dataclass(frozen=True, slots=True)
class ClockChange:
    """One clock before and after; None where it has no target."""

    ticket: str
    metric: str
    cycle: int
    before: ClockStanding | None
    after: ClockStanding | None

    @property
    def moves_due(self) -> bool:
        """Whether its due time would be another one."""
        return _due(self.before) != _due(self.after)

    @property
    def breaches(self) -> bool:
        """Whether it would become a miss."""
        return _state(self.before) != "missed" and _state(self.after) == "missed"

    @property
    def fits_again(self) -> bool:
        """Whether a miss would be taken back."""
        return _state(self.before) == "missed" and _state(self.after) != "missed"

    @property
    def ends(self) -> bool:
        """Whether it would be cancelled, for want of a target."""
        return _state(self.before) != "cancelled" and _state(self.after) == "cancelled"


def moved(
    timeline: Timeline, now: ConfigurationHistory, wanted: ConfigurationHistory, at_s: int
) -> list[ClockChange]:
    """The open clocks of a ticket that would stand otherwise at ``at_s`` under another history."""
    before, after = replay(timeline, now, at_s), replay(timeline, wanted, at_s)
    stopped = {(clock.metric, clock.cycle) for clock in before.clocks if not clock.is_open}
    changes = _changes(timeline.ticket, before, after)
    return [change for change in changes if (change.metric, change.cycle) not in stopped]


@dataclass(frozen=True, slots=True)
class OutdatedClock:
    """An open clock that another history gives another level or calendar; their names until then.

    ``kinds`` are what has to move for that: ``level``, ``calendar`` or both.
    """

    level: str
    calendar: str
    kinds: tuple[str, ...]


def trailing(
    timeline: Timeline, now: ConfigurationHistory, wanted: ConfigurationHistory, at_s: int
) -> Iterator[OutdatedClock]:
    """The open clocks of a ticket that would run under another promise, revisions not compared."""
    before, after = (
        {
            (clock.metric, clock.cycle): clock
            for clock in replay(timeline, history, at_s).open_clocks()
        }
        for history in (now, wanted)
    )
    for name, clock in (after | before).items():
        kinds = _kinds_that_move(before.get(name), after.get(name))
        if kinds:
            level = clock.promise.level
            yield OutdatedClock(level.name, level.calendar, kinds)


def _kinds_that_move(before: Clock | None, after: Clock | None) -> tuple[str, ...]:
    """The kinds in which a clock's promise differs; its level alone where only one is open.

    A level that goes over to another calendar takes its clocks along.
    """
    if before is None or after is None:
        return ("level",)
    old, new = before.promise, after.promise
    is_elsewhere = old.level.calendar.casefold() != new.level.calendar.casefold()
    differs = {
        "level": old.level != new.level,
        "calendar": old.calendar.definition != new.calendar.definition and not is_elsewhere,
    }
    return tuple(kind for kind, is_other in differs.items() if is_other)


def corrections(
    timeline: Timeline, history: ConfigurationHistory, as_of_s: int, at_s: int
) -> list[ClockChange]:
    """The stopped clocks that would be judged otherwise by their levels as in force at ``as_of_s``.

    Cancelled ones stay cancelled. ``reprocessed`` makes the events that judge them so.
    """
    before = replay(timeline, history, at_s)
    judged = [
        (clock.metric, clock.cycle)
        for clock in before.clocks
        if not clock.is_open and clock.cancel_reason is None
    ]
    at_us = (at_s + 1) * MICROSECONDS - 1
    events = reprocessed(judged, as_of_s, at_us, actor=None)
    after = replay(_followed_by(timeline, events), history, at_s)
    return _changes(timeline.ticket, before, after)


def reprocessed(
    names: Iterable[tuple[str, int]], as_of_s: int, at_us: int, actor: str | None
) -> list[Event]:
    """The events that judge some clocks, given by metric and cycle, anew."""
    as_of_us = as_of_s * MICROSECONDS
    return [
        Reprocessed(at_us=at_us, actor=actor, metric=metric, cycle=cycle, as_of_us=as_of_us)
        for metric, cycle in names
    ]


def _followed_by(timeline: Timeline, events: Iterable[Event]) -> Timeline:
    last = timeline.events[-1].seq
    numbered = (replace(event, seq=seq) for seq, event in enumerate(events, last + 1))
    return Timeline.of(timeline.ticket, (*timeline.events, *numbered))


def _changes(ticket: str, before: ReplayedTicket, after: ReplayedTicket) -> list[ClockChange]:
    old, new = _standings(before), _standings(after)
    return [
        ClockChange(ticket, *name, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    ]


def _standings(replayed: ReplayedTicket) -> dict[tuple[str, int], ClockStanding]:
    return {
        (clock.metric, clock.cycle): _standing(clock, replayed.at_s) for clock in replayed.clocks
    }


def _standing(clock: Clock, at_s: int) -> ClockStanding:
    state, elapsed, breached_at_s, _ = clock.judged(at_s)
    name = clock.promise.level.name
    return ClockStanding(state, name, clock.target_seconds, elapsed, clock.due_at_s, breached_at_s)


def _state(standing: ClockStanding | None) -> str | None:
    return None if standing is None else standing.state


def _due(standing: ClockStanding | None) -> int | None:
    return None if standing is None else standing.due_at_s
