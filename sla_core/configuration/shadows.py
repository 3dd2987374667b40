"""Rules that can never decide, as one above them stops whenever they match; said only if certain.

A rule stands in the shadow of one above that stops where each of its groups lies inside a group of
that one, where both run on the same occasions, and where no rule between them changes what the
upper one asks about. A `time` rule never does: there a rule that stops acts once for each cause.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sla_core.configuration.overlaps import Group, contradiction, lies_inside
from sla_core.configuration.rule import Rule

_OF_CLOCKS: Final = frozenset({"due_in", "overdue_by", "breaches"})
_OF_HOURS: Final = frozenset(
    {"business_hours", "created_at", "changed_at", "unassigned_for", "waiting_for", "untouched_for"}
)
_TOUCHED: Final[Mapping[str, frozenset[str]]] = {
    "level": frozenset({"level"}),
    "priority": _OF_CLOCKS | {"priority"},
    "department": _OF_CLOCKS | _OF_HOURS | {"department"},
    "assignee": _OF_CLOCKS | {"assignee", "assignee_status", "unassigned_for"},
    "add_tags": frozenset({"tags"}),
    "remove_tags": frozenset({"tags"}),
    "status": _OF_CLOCKS | _OF_HOURS | {"status", "deleted", "reopens"},
}
"""The fields that an action may change for the rules below."""


def shadows(rules: Sequence[Rule]) -> Iterator[tuple[int, int]]:
    """Each active rule that never decides and the one above that sees to it, by their places."""
    for below, rule in enumerate(rules):
        if rule.active and "time" not in rule.when and _may_match(rule):
            above = next((place for place in range(below) if _hides(rules, place, below)), None)
            if above is not None:
                yield below, above


def _may_match(rule: Rule) -> bool:
    return all(contradiction(group) is None for group in rule.groups)


def _hides(rules: Sequence[Rule], above: int, below: int) -> bool:
    upper, lower = rules[above], rules[below]
    if not (upper.active and upper.then.stop and set(lower.when) <= set(upper.when)):
        return False
    between = [rule for rule in rules[above + 1 : below] if rule.active]
    touched = {field for rule in between for field in _touched_by(rule)}
    groups: Sequence[Group] = [
        group
        for group in upper.groups or ((),)
        if touched.isdisjoint(condition.name for condition in group)
    ]
    return all(
        any(lies_inside(group, other) for other in groups) for group in lower.groups or ((),)
    )


def _touched_by(rule: Rule) -> Iterator[str]:
    for action, fields in _TOUCHED.items():
        if getattr(rule.then, action):
            yield from fields
