"""When a `time` rule can become true next, computed and not polled.

Each condition that time alone can turn true says at which instants that may be. A group cannot
hold before each of its conditions that does not hold now had such an instant; so whoever looks at
these instants, and after every event, misses none.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from sla_core.clocks.clock import Clock, last_instant
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts
from sla_core.configuration.rule import Rule
from sla_core.instants import SECONDS_A_DAY
from sla_core.rules.observation import Observation

Decided = Collection[tuple[str, str]]
"""Rules, case folded, with the causes they decided for."""
Instants = Iterator[int | None]

_OLDER: Final = frozenset({"older_than", "above"})
_LOOK_AHEAD_S: Final = 400 * SECONDS_A_DAY
"""How far the closing of a calendar is looked for: past every yearly holiday."""
_CAUSE_CHANGES: Final = frozenset({"due_in", "overdue_by", "breaches"})
"""The fields whose cause may become another while nothing happens."""
_UNFORESEEN: Final = frozenset({"assignee_status"})
"""What may be otherwise by then without a word: it sets nothing off, and is looked at then."""


def next_moment(
    rules: Iterable[Rule], seen: Observation, facts: Facts, decided: Decided
) -> int | None:
    """The next second at which one of these rules can become true for a cause not decided yet.

    None where time alone makes none of them true. It may be too early, never too late.
    """
    moments = (
        _moment_of(group, rule, seen, facts, decided)
        for rule in rules
        for group in rule.groups or ((),)
    )
    return min((at_s for at_s in moments if at_s is not None), default=None)


def _moment_of(
    group: tuple[Condition, ...], rule: Rule, seen: Observation, facts: Facts, decided: Decided
) -> int | None:
    missing = [condition for condition in group if not condition.holds(facts)]
    if missing and all(condition.name in _UNFORESEEN for condition in missing):
        return None
    missing = [condition for condition in missing if condition.name not in _UNFORESEEN]
    if missing:
        firsts = [_first(condition, seen) for condition in missing]
        instants = [at_s for at_s in firsts if at_s is not None]
        return max(instants) if len(instants) == len(firsts) else None
    if (rule.name.casefold(), seen.cause(group)) not in decided:
        return None  # it was just looked at, and decides at the next event
    firsts = [_first(condition, seen) for condition in group if condition.name in _CAUSE_CHANGES]
    return min((at_s for at_s in firsts if at_s is not None), default=None)


def _first(condition: Condition, seen: Observation) -> int | None:
    """The first instant from now on at which time may turn a condition."""
    moments = _MOMENTS.get(condition.name)
    if moments is None:
        return None
    ahead = (at_s for at_s in moments(condition, seen) if at_s is not None and at_s > seen.at_s)
    return min(ahead, default=None)


def _age(condition: Condition, seen: Observation) -> Instants:
    since_s = seen.value(condition.name)
    if since_s is not None and condition.operator in _OLDER:
        yield _next_second(seen.calendar.last_moment(since_s, condition.wanted))


def _time_left(condition: Condition, seen: Observation) -> Instants:
    for clock in seen.running:
        yield _breach(clock)
        if condition.takes_duration:
            yield from _used(clock, clock.target_seconds - condition.wanted)


def _time_over(condition: Condition, seen: Observation) -> Instants:
    overs = [-clock.remaining(seen.at_s) for clock in seen.overdue if clock.is_paused]
    if condition.takes_duration:
        overs.append(condition.wanted)
    for clock in (*seen.running, *seen.overdue):
        yield _breach(clock)
        for over in overs:  # one that runs may come to be over by more than one that is paused
            yield from _used(clock, clock.target_seconds + over)


def _misses(_: Condition, seen: Observation) -> Instants:
    return map(_breach, seen.running)


def _hours(_: Condition, seen: Observation) -> Instants:
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


_MOMENTS: Final[dict[str, Callable[[Condition, Observation], Instants]]] = {
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
