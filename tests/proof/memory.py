"""What the court remembers of a clock, and how it tells clocks apart and when they changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sla_core.alarms import Announcement
from sla_core.clocks.clock import Clock
from tests.proof.needs import Need, promised

Name = tuple[str, int]


@dataclass
class Memory:
    """All that was said of one clock, and what is done with by what was known last.

    ``told`` holds, by name, when a point was said or stood for by a more severe one; ``left`` what
    a change put behind itself.
    """

    clock: Clock
    number: int | None = None
    version: int = 0
    told: dict[str, int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)
    forgiven: bool = False
    was_miss: bool = False


def name_of(clock: Clock) -> Name:
    """Metric and cycle in one replay."""
    return clock.metric, clock.cycle


def opening(clock: Clock) -> tuple[str, int | None]:
    return clock.metric, clock.opened_by


def side_by_side_s(one: Clock, other: Clock) -> int:
    """For how many seconds two clocks ran side by side."""
    ends = [2**62 if each.is_open else each.stopped_at_s for each in (one, other)]
    return min(ends) - max(one.started_at_s, other.started_at_s)


def is_stopped_miss(clock: Clock) -> bool:
    """Whether a clock stopped too late, and nobody took that back."""
    if clock.is_open or clock.cancel_reason is not None:
        return False
    return clock.elapsed(clock.stopped_at_s) > clock.target_seconds


def is_stood_for(memory: Memory, clock: Clock, need: Need, at_s: int) -> bool:
    """Whether a point was said, or something at least as severe."""
    return any(each.name in memory.told and each[:2] >= need[:2] for each in promised(clock, at_s))


def no_worse(
    needs: Iterable[Need], found: Announcement, reached: dict[str, int | None]
) -> set[str]:
    """What an announcement stands for: all that was reached and is not worse."""
    worst = next(need for need in needs if need.name == found.point.name)
    milder = {need.name for need in needs if need <= worst and reached[need.name] is not None}
    return milder | set(found.passed)


def differs(was: Clock, clock: Clock) -> bool:
    return _points_follow(was) != _points_follow(clock)


def _points_follow(clock: Clock) -> tuple[object, ...]:
    promised = clock.promise.level, clock.calendar.definition, clock.target_seconds
    return *promised, clock.started_at_s, clock.pauses, clock.breach_fixed_at_s, clock.is_open
