"""The walk over the rules from the top, and what it decides for a new ticket.

Later rules see what earlier ones did. A later level overrides an earlier one until a matching rule
says ``stop``. Without a rule's choice the level is that of the customer, its group, its department,
or the default, in this order; then none (semantics, section 9).
"""

from collections.abc import Callable, Iterable
from itertools import compress
from typing import Any, Final, NamedTuple

from sla_core.configuration import Configuration
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_PREFIX, Facts
from sla_core.configuration.predicates import Matches, predicates
from sla_core.configuration.rule import Actions, Rule
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import requester_of
from sla_core.tickets.events import (
    Assigned,
    Created,
    DepartmentSet,
    LevelSet,
    PrioritySet,
    TagsChanged,
)
from sla_core.tickets.tags import retagged


def facts_of_new(created: Created, configuration: Configuration) -> Facts:
    """What rules see of a ticket at its creation; no presence, nobody assigned."""
    at_s = created.at_s
    values: dict[str, Any] = {
        "source": created.source,
        "status": "new",
        "created_at": at_s,
        "changed_at": at_s,
        "deleted": False,
        "referrer_url": created.referrer_url,
        "priority": created.priority,
        "last_message": created.text or created.subject,
        "last_message.by": requester_of(created) if created.by == "requester" else created.actor,
        "assignee_status": "unassigned",
        "department": created.department,
        "customer": created.customer,
        "customer_group": _group_of(created, configuration),
        "from_invitation": created.from_invitation,
        "tags": retagged((), created.tags),
        "subject": created.subject,
    }
    for name, value in created.fields:
        values[FIELD_PREFIX + name] = value
    calendar = configuration.hours(None, created.department)
    values["business_hours"] = "in" if calendar.is_open(at_s) else "out"
    return Facts(values, at_s, calendar)


def _group_of(created: Created, configuration: Configuration) -> str | None:
    customer = configuration.customer(created.customer)
    return created.customer_group or (customer.group if customer else None)


class RuleStep(NamedTuple):
    """One rule that matched, with what it did."""

    rule: str
    then: Actions


class Outcome(NamedTuple):
    """What a walk came to: the rules that matched, in order, and the level they chose."""

    steps: tuple[RuleStep, ...]
    level: str | None = None
    level_rule: str | None = None


class _Walk:
    """The active rules of an occasion; from the second walk on all are tried in one expression."""

    def __init__(self, rules: tuple[Rule, ...], occasion: str) -> None:
        self.source = rules
        self._rules = tuple(rule for rule in rules if rule.active and occasion in rule.when)
        asked = {
            condition.name for rule in self._rules for group in rule.groups for condition in group
        }
        self._steps = [RuleStep(rule.name, rule.then) for rule in self._rules]
        self._turns = [not asked.isdisjoint(rule.then.touched) for rule in self._rules]
        self._matches: Callable[[Facts], Matches] | None = None
        self._is_new = True

    def outcome(self, facts: Facts) -> Outcome:
        """What a walk comes to; behind a rule that changes what others ask, rule by rule."""
        if self._is_new:
            self._is_new = False
            return walk_all(self._rules, facts)
        if self._matches is None:
            self._matches = predicates(rule.groups for rule in self._rules)
        steps: list[RuleStep] = []
        level = level_rule = None
        for place in compress(range(len(self._rules)), self._matches(facts)):
            if self._turns[place]:
                rest = walk_all(self._rules[place:], facts)
                if rest.level_rule is not None:
                    level, level_rule = rest.level, rest.level_rule
                return Outcome((*steps, *rest.steps), level, level_rule)
            step = self._steps[place]
            steps.append(step)
            if step.then.level is not None:
                level, level_rule = step.then.level, step.rule
            if step.then.stop:
                break
        return Outcome(tuple(steps), level, level_rule)


_WALKS: Final[dict[tuple[int, str], _Walk]] = {}
_MOST_WALKS: Final = 64


def walk(rules: tuple[Rule, ...], occasion: str, facts: Facts) -> Outcome:
    """The matching active rules of an occasion, from the top until one says stop."""
    key = id(rules), occasion
    known = _WALKS.get(key)
    if known is None or known.source is not rules:
        if len(_WALKS) >= _MOST_WALKS:
            _WALKS.clear()
        known = _WALKS[key] = _Walk(rules, occasion)
    return known.outcome(facts)


def walk_all(rules: Iterable[Rule], facts: Facts) -> Outcome:
    """The rules that match, from the top until one says stop, whenever they run."""
    steps: list[RuleStep] = []
    level = level_rule = None
    values: dict[str, Any] = dict(facts.values)
    facts = Facts(values, facts.now_s, facts.calendar)
    texts = facts.texts
    for rule in rules:
        if not rule.matches(facts):
            continue
        then = rule.then
        steps.append(RuleStep(rule.name, then))
        if then.level is not None:
            level, level_rule = then.level, rule.name
        if then.stop:
            break
        values.update(then.fields)
        texts.update(then.texts)
        if then.add_tags or then.remove_tags:
            values["tags"] = retagged(values["tags"], then.add_tags, then.remove_tags)
            texts.pop("tags", None)
    return Outcome(tuple(steps), level, level_rule)


def matches(rule: Rule, facts: Facts) -> bool:
    """Whether any group of a rule holds in all its conditions; no group always does."""
    return rule.matches(facts)


def holds(group: Iterable[Condition], facts: Facts) -> bool:
    """Whether all conditions of a group hold."""
    return all(condition.holds(facts) for condition in group)


def decide_new(created: Created, configuration: Configuration) -> list[Event]:
    """The events that stand directly behind a creation; the last is always a ``level``."""
    facts = facts_of_new(created, configuration)
    outcome = walk(configuration.rules, "created", facts)
    events: list[Event] = []
    for step in outcome.steps:
        events.extend(_events_of(step, created))
    if outcome.level_rule is not None:
        choice = LevelSet(
            at_us=created.at_us, seq=created.seq, to=outcome.level, rule=outcome.level_rule
        )
    else:
        departments = [step.then.department for step in outcome.steps if step.then.department]
        department = departments[-1] if departments else created.department
        group = _group_of(created, configuration)
        level, chosen_by = default_level(created.customer, group, department, configuration)
        choice = LevelSet(at_us=created.at_us, seq=created.seq, to=level, chosen_by=chosen_by)
    return [*events, choice]


def _events_of(step: RuleStep, created: Created) -> list[Event]:
    stamp: dict[str, Any] = {"at_us": created.at_us, "seq": created.seq, "rule": step.rule}
    then, events = step.then, list[Event]()
    if then.priority is not None:
        events.append(PrioritySet(to=then.priority, **stamp))
    if then.department is not None:
        events.append(DepartmentSet(to=then.department, **stamp))
    if then.assignee is not None:
        events.append(Assigned(to=then.assignee, **stamp))
    if then.add_tags or then.remove_tags:
        events.append(TagsChanged(add=then.add_tags, remove=then.remove_tags, **stamp))
    return events


def default_level(
    customer_name: str | None,
    group_name: str | None,
    department_name: str | None,
    configuration: Configuration,
) -> tuple[str | None, str]:
    """The level no rule chose, and by what it was chosen; ``none`` when nothing names one."""
    customer = configuration.customer(customer_name)
    group = configuration.customer_group(group_name)
    department = configuration.department(department_name)
    for chosen_by, holder in (
        ("customer", customer),
        ("customer_group", group),
        ("department", department),
    ):
        if holder is not None and holder.level is not None:
            return holder.level, chosen_by
    default = configuration.options.default_level
    return default, "none" if default is None else "default"
