"""One condition of a rule: a field, an operator, a value; compiled once into a predicate.

A missing value satisfies ``is_not``, ``not_in``, ``not_contains`` and no other operator
(semantics, section 9), except that ``is_set: false`` asks for just that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sla_core.configuration.facts import Facts, kind_of
from sla_core.configuration.operators import (
    NEGATED,
    OPERATORS,
    is_flag,
    is_of_texts,
    takes_duration,
)
from sla_core.errors import RuleError

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
        known = tuple(operators)
        raise RuleError("unknown_operator", field="if", name=name, operator=operator, known=known)
    test = operators[operator](wanted)
    if is_of_texts(kind, operator):
        if operator in NEGATED:
            return lambda facts: (text := facts.texts[name]) is None or not test(text, facts)
        return lambda facts: (text := facts.texts[name]) is not None and test(text, facts)
    if operator in NEGATED:
        return lambda facts: (value := facts.values.get(name)) is None or not test(value, facts)
    return lambda facts: (value := facts.values.get(name)) is not None and test(value, facts)
