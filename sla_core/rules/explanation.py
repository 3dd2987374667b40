"""Rules tried on a ticket as it stands: which match, which condition fails at which value, and why.

Nothing is decided. Each occasion is one walk from the top, in which later rules see what earlier
ones would do, as in the walks that decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sla_core.configuration import Configuration, ConfigurationHistory
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts, kind_of
from sla_core.configuration.rule import Rule
from sla_core.rules.decision import Decider, Group, first_match
from sla_core.rules.observation import Observation, Outside
from sla_core.rules.rulebook import Rulebooks
from sla_core.tickets.event import Event
from sla_core.tickets.events import LevelSet, Ruled

_ANEW: Final = {"created": "changed", "changed": "changed", "time": "time"}
"""Rules of a creation are walked like those of a change: on the ticket as it stands."""


@dataclass(frozen=True, slots=True)
class TriedCondition:
    """A condition, the value it looked at, and whether it holds for that.

    Of an instant whose age is asked, the value is that: business seconds.
    """

    condition: Condition
    value: Any
    holds: bool


@dataclass(frozen=True, slots=True)
class TriedRule:
    """A rule, what became of it, and what it would do; groups in their order.

    ``outcome`` is ``matches``, ``done`` (a ``time`` rule that acted for this cause already),
    ``fails``, ``stopped`` (a rule above stops the walk) or ``off``. ``next_s`` is the second at
    which a ``time`` rule comes true if nothing happens.
    """

    rule: Rule
    outcome: str
    groups: tuple[tuple[TriedCondition, ...], ...] = ()
    effects: tuple[Event, ...] = ()
    next_s: int | None = None


@dataclass(frozen=True, slots=True)
class TriedWalk:
    """The rules of one occasion, from the top."""

    occasion: str
    rules: tuple[TriedRule, ...]


@dataclass
class _Trial:
    """One walk, and what was seen on the way."""

    decider: Decider
    is_in_time: bool
    tried: dict[str, TriedRule] = field(default_factory=dict)

    def matching(self, rule: Rule, seen: Observation, facts: Facts) -> dict[str | None, Group]:
        """The groups that hold; what was looked at is noted."""
        groups = tuple(
            tuple(
                TriedCondition(condition, _value(condition, facts), condition.holds(facts))
                for condition in group
            )
            for group in rule.groups
        )
        first = first_match(rule, seen, facts)
        matched = self.decider.undecided(rule, seen, facts) if self.is_in_time else first
        outcome = "matches" if matched else "done" if first else "fails"
        next_s = None
        if self.is_in_time and not matched:
            next_s = self.decider.next_of(rule, seen, facts)
        self.tried[rule.name] = TriedRule(rule, outcome, groups, next_s=next_s)
        return matched


def _value(condition: Condition, facts: Facts) -> Any:
    """The value a condition looks at: how long ago an instant was where that is asked."""
    value = facts.values.get(condition.name)
    kind = kind_of(condition.name)
    is_age = kind == "since" or (kind == "instant" and condition.takes_duration)
    return facts.age_s(value) if is_age and value is not None else value


def tried(
    name: str,
    events: Sequence[Event],
    configuration: Configuration,
    outside: Outside,
    at_us: int,
    history: ConfigurationHistory,
) -> list[TriedWalk]:
    """The rules of a configuration tried on a ticket, by occasion; those without rules left out.

    ``history`` is what its clocks run by.
    """
    walks = []
    for occasion in _ANEW:
        rules = [rule for rule in configuration.rules if occasion in rule.when]
        if rules:
            only = replace(
                configuration, rules=tuple(replace(rule, when=(_ANEW[occasion],)) for rule in rules)
            )
            decider = Decider(name, Rulebooks(history, always=only), outside)
            for event in events:
                decider.take(event)
            decider.stand_at(max(at_us, events[-1].at_us))
            walks.append(
                TriedWalk(occasion, _walked(decider, rules, is_in_time=occasion == "time"))
            )
    return walks


def _walked(decider: Decider, rules: Sequence[Rule], *, is_in_time: bool) -> tuple[TriedRule, ...]:
    trial = _Trial(decider, is_in_time)
    decided = decider.try_out([rule for rule in rules if rule.active], trial.matching)
    found = []
    for rule in rules:
        seen = trial.tried.get(rule.name)
        if seen is None:
            found.append(TriedRule(rule, "stopped" if rule.active else "off"))
            continue
        effects = tuple(
            event for event in decided if event.rule == rule.name and not isinstance(event, Ruled)
        )
        found.append(replace(seen, effects=effects))
    return tuple(found)


def chosen_level(walk: TriedWalk) -> LevelSet | None:
    """The level that a walk would set; None where it leaves the ticket's."""
    levels = [event for rule in walk.rules for event in rule.effects if isinstance(event, LevelSet)]
    return levels[-1] if levels else None
