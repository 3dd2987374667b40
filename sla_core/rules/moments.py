"""When a `time` rule can become true next, computed and not polled.

Each condition that time alone can turn true says at which instants that may be. A group cannot
hold before each of its conditions that does not hold now had such an instant; so whoever looks at
these instants, and after every event, misses none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from sla_core.clocks.clock import Clock, last_instant
from sla_core.instants import SECONDS_A_DAY
from sla_core.rules.conditions import Condition
from sla_core.rules.facts import Facts
from sla_core.rules.observing import Observed
from sla_core.rules.rule import Rule

Decided = Collection[tuple[str, str]]
"""Rules, case folded, with the causes they decided for."""
Instants = Iterator[int | None]

_OLDER: Final = frozenset({"older_than", "above"})
_LOOK_AHEAD_S: Final = 400 * SECONDS_A_DAY
"""How far the closing of a calendar is looked for: past every yearly holiday."""
_CAUSE_CHANGES: Final = frozenset({"due_in", "overdue_by", "breaches"})
"""The fields whose cause may become another while nothing happens."""


def next_moment(
    rules: Iterable[Rule], seen: Observed, facts: Facts, decided: Decided
) -> int | None:
    """The next second at which one of these rules can become true for a cause not decided yet.

    None where time alone makes none of them true. It may be too early, never too late.
    """
    found = (
        _moment_of(group, rule, seen, facts, decided)
        for rule in rules
        for group in rule.groups or ((),)
    )
    return min((each for each in found if each is not None), default=None)


def _moment_of(
    group: tuple[Condition, ...], rule: Rule, seen: Observed, facts: Facts, decided: Decided
) -> int | None:
    missing = [each for each in group if not each.holds(facts)]
    if missing:
        firsts = [_first(each, seen) for each in missing]
        known = [each for each in firsts if each is not None]
        return max(known) if len(known) == len(firsts) else None
    if (rule.name.casefold(), seen.cause(group)) not in decided:
        return None  # it was just looked at, and decides at the next event
    firsts = [_first(each, seen) for each in group if each.name in _CAUSE_CHANGES]
    return min((each for each in firsts if each is not None), default=None)


def _first(condition: Condition, seen: Observed) -> int | None:
    """The first instant from now on at which time may turn a condition."""
    moments = _MOMENTS.get(condition.name)
    if moments is None:
        return None
    ahead = (each for each in moments(condition, seen) if each is not None and each > seen.at_s)
    return min(ahead, default=None)


def _age(condition: Condition, seen: Observed) -> Instants:
    since_s = seen.value(condition.name)
    if since_s is not None and condition.operator in _OLDER:
        yield _next_second(seen.calendar.last_moment(since_s, condition.wanted))


def _time_left(condition: Condition, seen: Observed) -> Instants:
    for clock in seen.running:
        yield _breach(clock)
        if condition.takes_duration:
            yield from _used(clock, clock.target_seconds - condition.wanted)


def _time_over(condition: Condition, seen: Observed) -> Instants:
    overs = [-each.remaining(seen.at_s) for each in seen.overdue if each.is_paused]
    if condition.takes_duration:
        overs.append(condition.wanted)
    for clock in (*seen.running, *seen.overdue):
        yield _breach(clock)
        for over in overs:  # one that runs may come to be over by more than one that is paused
            yield from _used(clock, clock.target_seconds + over)


def _misses(_: Condition, seen: Observed) -> Instants:
    return map(_breach, seen.running)


def _hours(_: Condition, seen: Observed) -> Instants:
    calendar, at_s = seen.calendar, seen.at_s
    if not calendar.is_open(at_s):
        yield calendar.last_moment(at_s, 0)
        return
    bound_s = at_s + _LOOK_AHEAD_S
    closes_s = next(calendar.open_periods(at_s, bound_s)).end_s
    yield closes_s if closes_s < bound_s else None


def _used(clock: Clock, seconds: int) -> Instants:
    """The first instant at which so much is used, and the first at which more is."""
    if seconds >= 0:
        yield clock.point(seconds)
        last_s = last_instant(clock.calendar, clock.started_at_s, clock.pauses, seconds)
        yield _next_second(last_s)


def _breach(clock: Clock) -> int | None:
    """The first second at which a clock is overdue."""
    return _next_second(clock.breach_at_s)


def _next_second(at_s: int | None) -> int | None:
    return None if at_s is None else at_s + 1


_MOMENTS: Final[dict[str, Callable[[Condition, Observed], Instants]]] = {
    "created_at": _age,
    "changed_at": _age,
    "unassigned_for": _age,
    "waiting_for": _age,
    "untouched_for": _age,
    "due_in": _time_left,
    "overdue_by": _time_over,
    "breaches": _misses,
    "business_hours": _hours,
}
