"""A rule as it is written down: groups of conditions, and what to do when one group holds."""

from dataclasses import dataclass
from typing import Final

from sla_core.errors import RuleError
from sla_core.rules.conditions import Condition
from sla_core.tickets.vocabulary import PRIORITIES

OCCASIONS: Final = ("created", "changed", "time")


@dataclass(frozen=True, slots=True)
class Actions:
    """What a matching rule does; None and empty mean: leave it."""

    level: str | None = None
    priority: str | None = None
    department: str | None = None
    assignee: str | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    stop: bool = False

    def __post_init__(self) -> None:
        if self.priority is not None and self.priority not in PRIORITIES:
            raise RuleError(
                f"unknown priority {self.priority!r}: use one of {', '.join(PRIORITIES)}",
                field="then",
            )


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
