"""Whether a rule matches, as one expression of Python: rules are walked for every ticket.

The expression is made of fixed pieces, a piece for each condition, and never of what an admin
wrote: that is bound to it as values. So rules of the same shape share their code.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any, Final, cast

from sla_core.configuration.conditions import Condition, Predicate
from sla_core.configuration.facts import Facts, kind_of
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import PRIORITIES

Matches = tuple[bool, ...]

_ONE: Final = {
    "is": "{value} == {wanted}",
    "is_not": "{value} != {wanted}",
    "contains": "{wanted} in ({value} or '')",
    "not_contains": "{wanted} not in ({value} or '')",
    "starts_with": "({value} or '').startswith({wanted})",
}
_SEVERAL: Final = {
    "in": "{value} in {wanted}",
    "not_in": "{value} not in {wanted}",
}
_RANKS: Final[dict[str, Callable[[int], Sequence[str]]]] = {
    "above": lambda rank: PRIORITIES[rank + 1 :],
    "below": lambda rank: PRIORITIES[:rank],
}
_OF_A_TAG: Final = {
    "contains": "{wanted} in ({value} or ())",
    "not_contains": "{wanted} not in ({value} or ())",
}
_OF_TAGS: Final = {
    "contains": "not {wanted}.isdisjoint({value} or ())",
    "not_contains": "{wanted}.isdisjoint({value} or ())",
}


def predicate(groups: Sequence[Sequence[Condition]]) -> Predicate:
    """Whether any group holds in all its conditions; no group always does."""
    if not groups:
        return _always
    writer = _FunctionWriter()
    return cast("Predicate", writer.function(writer.expression(groups)))


def predicates(rules: Iterable[Sequence[Sequence[Condition]]]) -> Callable[[Facts], Matches]:
    """Which of several rules match, by their groups, in one expression for all."""
    writer = _FunctionWriter()
    expressions = [writer.expression(groups) if groups else "True" for groups in rules]
    whole = "".join(f"{expression}, " for expression in expressions)
    return cast("Callable[[Facts], Matches]", writer.function(f"({whole})"))


class _FunctionWriter:
    """Writes one function: the values bound to it, and the fields it reads once."""

    def __init__(self) -> None:
        self._values: list[Any] = []
        self._fields: dict[str, str] = {}

    def expression(self, groups: Sequence[Sequence[Condition]]) -> str:
        """Whether any group holds."""
        any_of = (f"({' and '.join(map(self._piece, group))})" for group in groups)
        return f"({' or '.join(any_of)})"

    def function(self, expression: str) -> FunctionType:
        """The function of facts that an expression, written here, is the answer of."""
        fields = [f"({var} := t[{self._bind(name)}])" for name, var in self._fields.items()]
        names = "".join(f", v{number}" for number in range(len(self._values)))
        parts = ["(t := facts.texts)", *fields, expression]
        code = _code(f"lambda facts{names}: ({', '.join(parts)})[-1]")
        return FunctionType(code, {}, "matches", tuple(self._values))

    def _bind(self, value: Any) -> str:
        self._values.append(value)
        return f"v{len(self._values) - 1}"

    def _piece(self, condition: Condition) -> str:
        template, wanted = _template(condition)
        if template is None:
            return f"{self._bind(condition.holds)}(facts)"
        variable = self._fields.setdefault(condition.name, f"f{len(self._fields)}")
        return template.format(value=variable, wanted=self._bind(wanted))


def _always(_: Facts) -> bool:
    return True


def _template(condition: Condition) -> tuple[str | None, Any]:
    """The piece of a condition on plain text, and what it compares with; none of any other."""
    kind, operator, wanted = kind_of(condition.name), condition.operator, condition.wanted
    several = wanted if isinstance(wanted, list | tuple) else (wanted,)
    texts = [folded(str(text)) for text in several]
    if kind not in ("text", "texts", "priority") or not all(texts):
        return None, None
    if operator in _RANKS:
        return _SEVERAL["in"], frozenset(_RANKS[operator](PRIORITIES.index(texts[0])))
    if operator in _SEVERAL:
        return _SEVERAL[operator], frozenset(texts)
    if len(texts) == 1:
        return (_OF_A_TAG if kind == "texts" else _ONE).get(operator), texts[0]
    return (_OF_TAGS.get(operator), frozenset(texts)) if kind == "texts" else (None, None)


@lru_cache(maxsize=4096)
def _code(source: str) -> CodeType:
    """The code of a function that is written as one expression."""
    constants = compile(source, "<rule>", "eval").co_consts
    return next(constant for constant in constants if isinstance(constant, CodeType))
