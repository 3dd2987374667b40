"""The operators of each kind of field: what is wanted, checked once and compiled into a test.

Text is compared folded, tags too. A list under ``contains`` means any of them.
"""

from collections.abc import Callable, Mapping
from operator import eq, gt, le, lt
from typing import Any, Final
from unicodedata import normalize

import re2

from sla_core.errors import RuleError
from sla_core.folding import folded
from sla_core.instants import MICROSECONDS, parse_us
from sla_core.rules.facts import Facts
from sla_core.tickets.vocabulary import PRIORITIES

Test = Callable[[Any, Facts], bool]
"""Whether a value that is there satisfies what is wanted."""
Operator = Callable[[Any], Test]
Compare = Callable[[int, int], bool]


def _folded(value: object) -> str:
    return folded(str(value))


def _text_list(value: object) -> list[str]:
    items = value if isinstance(value, list | tuple) else [value]
    if not items or not all(isinstance(each, str | int | float | bool) for each in items):
        raise RuleError("give a text or a list of texts", field="if")
    return [_folded(each) for each in items]


def _is(wanted: Any) -> Test:
    text, *more = _text_list(wanted)
    if more:
        raise RuleError("`is` compares with one text: use `in` for a list", field="if")
    return lambda value, _: _folded(value) == text


def _in(wanted: Any) -> Test:
    texts = frozenset(_text_list(wanted))
    return lambda value, _: _folded(value) in texts


def _contains(wanted: Any) -> Test:
    texts = _text_list(wanted)

    def test(value: Any, _: Facts) -> bool:
        inside = _folded(value)
        return any(text in inside for text in texts)

    return test


def _starts_with(wanted: Any) -> Test:
    texts = tuple(_text_list(wanted))
    return lambda value, _: _folded(value).startswith(texts)


def _matches(wanted: Any) -> Test:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        pattern = re2.compile(normalize("NFC", str(wanted)), options)
    except re2.error as error:
        raise RuleError(f"{wanted!r} is no pattern: {_reason(error)}", field="if") from None
    return lambda value, _: pattern.search(normalize("NFC", str(value))) is not None


def _reason(error: Exception) -> str:
    """What RE2 says is wrong; it says it in bytes."""
    said = error.args[0]
    return said.decode() if isinstance(said, bytes) else str(said)


def _has_any(wanted: Any) -> Test:
    texts = frozenset(_text_list(wanted))
    return lambda values, _: any(_folded(each) in texts for each in values)


def is_flag(wanted: Any) -> Test:
    """Whether the value is the one of true and false that is wanted."""
    if not isinstance(wanted, bool):
        raise RuleError("give true or false", field="if")
    return lambda value, _: value is wanted


def _rank(wanted: Any) -> int:
    if _folded(wanted) not in PRIORITIES:
        raise RuleError(f"give one of {', '.join(PRIORITIES)}", field="if")
    return PRIORITIES.index(_folded(wanted))


def _above(wanted: Any) -> Test:
    rank = _rank(wanted)
    return lambda value, _: PRIORITIES.index(value) > rank


def _below(wanted: Any) -> Test:
    rank = _rank(wanted)
    return lambda value, _: PRIORITIES.index(value) < rank


def _instant(wanted: Any) -> int:
    try:
        return parse_us(wanted) // MICROSECONDS
    except (TypeError, ValueError):
        raise RuleError("give an instant such as 2026-03-02T08:55:00+01:00", field="if") from None


def _before(wanted: Any) -> Test:
    instant_s = _instant(wanted)
    return lambda value, _: value < instant_s


def _after(wanted: Any) -> Test:
    instant_s = _instant(wanted)
    return lambda value, _: value > instant_s


def _seconds(wanted: Any) -> int:
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
        raise RuleError("give a duration such as 30m", field="if")
    return wanted


def _numbers(wanted: Any) -> list[int]:
    items = wanted if isinstance(wanted, list | tuple) else [wanted]
    if not items or not all(type(each) is int and each >= 0 for each in items):
        raise RuleError("give a whole number from 0", field="if")
    return list(items)


def _number(wanted: Any) -> int:
    number, *more = _numbers(wanted)
    if more:
        raise RuleError("give one number: use `in` for several", field="if")
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
