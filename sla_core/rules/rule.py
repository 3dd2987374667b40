"""A rule as it is written down: groups of conditions, and what to do when one group holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from sla_core.errors import RuleError
from sla_core.rules.conditions import Condition
from sla_core.rules.facts import LATER_FIELDS
from sla_core.tickets.vocabulary import PRIORITIES, STATUSES

OCCASIONS: Final = ("created", "changed", "time")
LATER_ACTIONS: Final = ("status", "note", "notify", "escalate")
"""What can be done to a ticket that is there already: only by `changed` and `time` rules."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Who is told, as in alerts, and what; without a text the rule's name says it."""

    to: tuple[str, ...]
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Actions:
    """What a matching rule does; None, false and empty mean: leave it."""

    level: str | None = None
    priority: str | None = None
    department: str | None = None
    assignee: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    status: str | None = None
    note: str | None = None
    notify: Notice | None = None
    escalate: bool = False
    stop: bool = False

    def __post_init__(self) -> None:
        _known("priority", self.priority, PRIORITIES)
        _known("status", self.status, STATUSES)


@dataclass(frozen=True, slots=True)
class Rule:
    """Any of the groups, all of a group; without groups it always matches."""

    name: str
    then: Actions
    groups: tuple[tuple[Condition, ...], ...] = ()
    when: tuple[str, ...] = ("created",)
    active: bool = True

    def __post_init__(self) -> None:
        for occasion in self.when:
            if occasion not in OCCASIONS:
                raise RuleError(
                    f"unknown occasion {occasion!r}: use {', '.join(OCCASIONS)}", field="when"
                )


def too_early(rule: Rule) -> Iterator[tuple[str | int, ...]]:
    """Where a rule that runs at the creation has what only later rules can have.

    Paths of keys: to an action, or to a group by its place and a condition.
    """
    if "created" in rule.when:
        for place, group in enumerate(rule.groups):
            names = dict.fromkeys(each.name for each in group if each.name in LATER_FIELDS)
            yield from (("if", place, name) for name in names)
        yield from (("then", name) for name in LATER_ACTIONS if getattr(rule.then, name))


def _known(what: str, name: str | None, known: Iterable[str]) -> None:
    if name is not None and name not in known:
        raise RuleError(f"unknown {what} {name!r}: use one of {', '.join(known)}", field="then")
