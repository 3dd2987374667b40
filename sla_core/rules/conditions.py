"""One condition of a rule: a field, an operator, a value; compiled once into a predicate.

A missing value satisfies ``is_not``, ``not_in``, ``not_contains`` and no other operator
(semantics, section 9), except that ``is_set: false`` asks for just that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sla_core.errors import RuleError
from sla_core.rules.facts import Facts, kind_of
from sla_core.rules.operators import NEGATED, OPERATORS, is_flag, takes_duration

Predicate = Callable[[Facts], bool]


@dataclass(frozen=True, slots=True)
class Condition:
    """A field, an operator and what it is compared with; wrong ones cannot be built.

    ``wanted`` is what the file says, durations in seconds.
    """

    name: str
    operator: str
    wanted: Any
    holds: Predicate = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "holds", _compiled(self.name, self.operator, self.wanted))

    @property
    def takes_duration(self) -> bool:
        """Whether ``wanted`` are the seconds of a duration."""
        return takes_duration(kind_of(self.name), self.operator)


def _compiled(name: str, operator: str, wanted: Any) -> Predicate:
    kind = kind_of(name)
    if operator == "is_set":
        test = is_flag(wanted)
        return lambda facts: test(facts.values.get(name) not in (None, (), "", frozenset()), facts)
    operators = OPERATORS[kind]
    if operator not in operators:
        raise RuleError(
            f"{name!r} has no operator {operator!r}: use one of {', '.join(operators)}, is_set",
            field="if",
        )
    test = operators[operator](wanted)
    if operator in NEGATED:
        return lambda facts: (value := facts.values.get(name)) is None or not test(value, facts)
    return lambda facts: (value := facts.values.get(name)) is not None and test(value, facts)
