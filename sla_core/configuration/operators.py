"""The operators of each kind of field: what is wanted, checked once and compiled into a test.

Text is compared folded, tags too. A list under ``contains`` means any of them.
"""

from collections.abc import Callable, Mapping
from operator import eq, gt, le, lt
from typing import Any, Final

from sla_core.configuration.dates import beginning, ending, is_in_season, season
from sla_core.configuration.facts import Facts
from sla_core.configuration.patterns import searching
from sla_core.errors import RuleError
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import PRIORITIES

Test = Callable[[Any, Facts], bool]
"""Whether a value that is there satisfies what is wanted; text comes folded, but to patterns."""
Operator = Callable[[Any], Test]
Compare = Callable[[int, int], bool]


def _folded(value: object) -> str:
    return folded(str(value))


def _text_list(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    if not items or not all(isinstance(item, str | int | float | bool) for item in items):
        raise RuleError("no_texts", field="if")
    return [_folded(item) for item in items]


def _is(wanted: Any) -> Test:
    text, *more = _text_list(wanted)
    if more:
        raise RuleError("several_texts", field="if")
    return lambda value, _: value == text


def _in(wanted: Any) -> Test:
    texts = frozenset(_text_list(wanted))
    return lambda value, _: value in texts


def _contains(wanted: Any) -> Test:
    first, *others = _text_list(wanted)
    if not others:
        return lambda value, _: first in value
    texts = (first, *others)
    return lambda value, _: any(text in value for text in texts)


def _starts_with(wanted: Any) -> Test:
    texts = tuple(_text_list(wanted))
    return lambda value, _: value.startswith(texts)


def _matches(wanted: Any) -> Test:
    found = searching(str(wanted))
    return lambda value, _: found(str(value))


def is_of_texts(kind: str, operator: str) -> bool:
    """Whether what is looked at is the value as it is folded, and not as it stands."""
    return kind in ("text", "texts", "priority") and operator not in ("matches", "is_set")


def _has_any(wanted: Any) -> Test:
    texts = frozenset(_text_list(wanted))
    return lambda values, _: not texts.isdisjoint(values)


def is_flag(wanted: Any) -> Test:
    """Whether the value is the one of true and false that is wanted."""
    if not isinstance(wanted, bool):
        raise RuleError("no_flag", field="if")
    return lambda value, _: value is wanted


def _rank(wanted: Any) -> int:
    if _folded(wanted) not in PRIORITIES:
        raise RuleError("no_priority", field="if", known=PRIORITIES)
    return PRIORITIES.index(_folded(wanted))


def _above(wanted: Any) -> Test:
    priorities = frozenset(PRIORITIES[_rank(wanted) + 1 :])
    return lambda value, _: value in priorities


def _below(wanted: Any) -> Test:
    priorities = frozenset(PRIORITIES[: _rank(wanted)])
    return lambda value, _: value in priorities


def _before(wanted: Any) -> Test:
    bound = beginning(wanted)
    return lambda value, facts: value < bound(facts.calendar.definition.place)


def _after(wanted: Any) -> Test:
    bound = ending(wanted)
    return lambda value, facts: value > bound(facts.calendar.definition.place)


def _in_season(wanted: Any) -> Test:
    days = season(wanted)
    return lambda value, facts: is_in_season(value, days, facts.calendar.definition.place)


def _seconds(wanted: Any) -> int:
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
        raise RuleError("no_duration", field="if")
    return wanted


def _numbers(wanted: Any) -> list[int]:
    items = wanted if isinstance(wanted, list | tuple) else [wanted]
    if not items or not all(type(item) is int and item >= 0 for item in items):
        raise RuleError("no_number", field="if")
    return list(items)


def _number(wanted: Any) -> int:
    number, *more = _numbers(wanted)
    if more:
        raise RuleError("several_numbers", field="if")
    return number


def _any_of(wanted: Any) -> Test:
    numbers = frozenset(_numbers(wanted))
    return lambda value, _: value in numbers


def _compared(read: Callable[[Any], int], holds: Compare) -> Operator:
    """An operator that compares the value itself."""

    def make(wanted: Any) -> Test:
        bound = read(wanted)
        return lambda value, _: holds(value, bound)

    return make


def _aged(holds: Compare) -> Operator:
    """An operator that compares the business time since the value, which is an instant."""

    def make(wanted: Any) -> Test:
        bound_s = _seconds(wanted)
        return lambda value, facts: holds(facts.age_s(value), bound_s)

    return make


_TEXT: Final[Mapping[str, Operator]] = {
    "is": _is,
    "is_not": _is,
    "in": _in,
    "not_in": _in,
    "contains": _contains,
    "not_contains": _contains,
    "starts_with": _starts_with,
    "matches": _matches,
}
OPERATORS: Final[Mapping[str, Mapping[str, Operator]]] = {
    "text": _TEXT,
    "texts": {"contains": _has_any, "not_contains": _has_any},
    "priority": {
        "is": _is,
        "is_not": _is,
        "in": _in,
        "not_in": _in,
        "above": _above,
        "below": _below,
    },
    "flag": {"is": is_flag, "is_not": is_flag},
    "instant": {
        "before": _before,
        "after": _after,
        "older_than": _aged(gt),
        "within_last": _aged(le),
        "in_season": _in_season,
    },
    "since": {
        "above": _aged(gt),
        "below": _aged(lt),
        "older_than": _aged(gt),
        "within_last": _aged(le),
    },
    "seconds": {
        "above": _compared(_seconds, gt),
        "below": _compared(_seconds, lt),
        "older_than": _compared(_seconds, gt),
        "within_last": _compared(_seconds, le),
    },
    "count": {
        "is": _compared(_number, eq),
        "is_not": _compared(_number, eq),
        "in": _any_of,
        "not_in": _any_of,
        "above": _compared(_number, gt),
        "below": _compared(_number, lt),
    },
}
NEGATED: Final = frozenset({"is_not", "not_in", "not_contains"})
"""They hold when the same test without the negation does not, and where there is no value."""
_AGES: Final = frozenset({"older_than", "within_last"})


def takes_duration(kind: str, operator: str) -> bool:
    """Whether what is wanted is a duration, in seconds."""
    return operator in _AGES or (kind in ("since", "seconds") and operator in OPERATORS[kind])
