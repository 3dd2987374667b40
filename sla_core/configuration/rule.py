"""A rule as it is written down: groups of conditions, and what to do when one group holds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sla_core.configuration.conditions import Condition, Predicate
from sla_core.configuration.facts import LATER_FIELDS
from sla_core.configuration.predicates import predicate
from sla_core.errors import RuleError
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import PRIORITIES, STATUSES

OCCASIONS: Final = ("created", "changed", "time")
MOST_RULES: Final = 200
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
    fields: Mapping[str, str | None] = field(init=False, repr=False, compare=False)
    """What conditions find behind it, by field; in what state who gets it is, is not known."""
    texts: Mapping[str, str | None] = field(init=False, repr=False, compare=False)
    """The same, folded."""

    def __post_init__(self) -> None:
        _known("unknown_priority", self.priority, PRIORITIES)
        _known("unknown_status", self.status, STATUSES)
        names = ("level", "priority", "department", "assignee")
        fields: dict[str, str | None] = {
            name: value for name in names if (value := getattr(self, name)) is not None
        }
        if self.assignee is not None:
            fields["assignee_status"] = None
        texts = {name: None if value is None else folded(value) for name, value in fields.items()}
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "texts", texts)

    @property
    def touched(self) -> frozenset[str]:
        """The fields that conditions find otherwise behind it."""
        has_tags = self.add_tags or self.remove_tags
        return frozenset({*self.fields, *(("tags",) if has_tags else ())})


@dataclass(frozen=True, slots=True)
class Rule:
    """Any of the groups, all of a group; without groups it always matches."""

    name: str
    then: Actions
    groups: tuple[tuple[Condition, ...], ...] = ()
    when: tuple[str, ...] = ("created",)
    active: bool = True
    matches: Predicate = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "matches", predicate(self.groups))
        for occasion in self.when:
            if occasion not in OCCASIONS:
                raise RuleError("unknown_occasion", field="when", name=occasion, known=OCCASIONS)


def too_early(rule: Rule) -> Iterator[tuple[str | int, ...]]:
    """Where a rule that runs at the creation has what only later rules can have.

    Paths of keys: to an action, or to a group by its place and a condition.
    """
    if "created" in rule.when:
        for position, group in enumerate(rule.groups):
            names = dict.fromkeys(
                condition.name for condition in group if condition.name in LATER_FIELDS
            )
            yield from (("if", position, name) for name in names)
        yield from (("then", name) for name in LATER_ACTIONS if getattr(rule.then, name))


def _known(problem: str, name: str | None, known: tuple[str, ...]) -> None:
    if name is not None and name not in known:
        raise RuleError(problem, field="then", name=name, known=known)
