"""The walk over the rules from the top, and what it decides for a new ticket.

Later rules see what earlier ones did. A later level overrides an earlier one until a matching rule
says ``stop``. Without a rule's choice the level is that of the customer, its group, its department,
or the default, in this order; then none (semantics, section 9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sla_core.configuration import ALWAYS, Configuration
from sla_core.rules.conditions import Condition
from sla_core.rules.facts import FIELD_PREFIX, Facts
from sla_core.rules.rule import Actions, Rule
from sla_core.tickets.events import (
    Assigned,
    Created,
    DepartmentSet,
    Event,
    LevelSet,
    PrioritySet,
    TagsChanged,
)
from sla_core.tickets.mapping import requester_of
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
    department = configuration.department(created.department)
    level = configuration.level(department.level if department else None)
    calendar = configuration.calendar(level.calendar if level else ALWAYS)
    values["business_hours"] = "in" if calendar.is_open(at_s) else "out"
    return Facts(values, at_s, calendar)


def _group_of(created: Created, configuration: Configuration) -> str | None:
    customer = configuration.customer(created.customer)
    return created.customer_group or (customer.group if customer else None)


@dataclass(frozen=True, slots=True)
class RuleStep:
    """One rule that matched, with what it did."""

    rule: str
    then: Actions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a walk came to: the rules that matched, in order, and the level they chose."""

    steps: tuple[RuleStep, ...]
    level: str | None = None
    level_rule: str | None = None


def walk(rules: Iterable[Rule], occasion: str, facts: Facts) -> Outcome:
    """The matching active rules of an occasion, from the top until one says stop."""
    return walk_all((each for each in rules if each.active and occasion in each.when), facts)


def walk_all(rules: Iterable[Rule], facts: Facts) -> Outcome:
    """The rules that match, from the top until one says stop, whenever they run."""
    steps: list[RuleStep] = []
    level = level_rule = None
    for rule in rules:
        if not matches(rule, facts):
            continue
        steps.append(RuleStep(rule.name, rule.then))
        if rule.then.level is not None:
            level, level_rule = rule.then.level, rule.name
        if rule.then.stop:
            break
        facts = replace(facts, values=_after(facts.values, rule.then))
    return Outcome(tuple(steps), level, level_rule)


def matches(rule: Rule, facts: Facts) -> bool:
    """Whether any group of a rule holds in all its conditions; no group always does."""
    return not rule.groups or any(holds(group, facts) for group in rule.groups)


def holds(group: Iterable[Condition], facts: Facts) -> bool:
    """Whether all conditions of a group hold."""
    return all(condition.holds(facts) for condition in group)


def _after(values: Mapping[str, Any], then: Actions) -> Mapping[str, Any]:
    changed = {
        name: value
        for name in ("level", "priority", "department", "assignee")
        if (value := getattr(then, name)) is not None
    }
    if then.assignee is not None:
        changed["assignee_status"] = None  # somebody has it now, in what state is not known here
    if then.add_tags or then.remove_tags:
        changed["tags"] = retagged(values["tags"], then.add_tags, then.remove_tags)
    return {**values, **changed} if changed else values


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
        departments = [each.then.department for each in outcome.steps if each.then.department]
        department = departments[-1] if departments else created.department
        group = _group_of(created, configuration)
        level, chosen_by = default_level(created.customer, group, department, configuration)
        choice = LevelSet(at_us=created.at_us, seq=created.seq, to=level, chosen_by=chosen_by)
    return [*events, choice]


def _events_of(step: RuleStep, created: Created) -> list[Event]:
    at: dict[str, Any] = {"at_us": created.at_us, "seq": created.seq, "rule": step.rule}
    then, events = step.then, list[Event]()
    if then.priority is not None:
        events.append(PrioritySet(to=then.priority, **at))
    if then.department is not None:
        events.append(DepartmentSet(to=then.department, **at))
    if then.assignee is not None:
        events.append(Assigned(to=then.assignee, **at))
    if then.add_tags or then.remove_tags:
        events.append(TagsChanged(add=then.add_tags, remove=then.remove_tags, **at))
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
