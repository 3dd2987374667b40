"""One condition of a rule: a field, an operator, a value; compiled once into a predicate.

Which operators a field takes is a table of kinds. Text ignores case. A missing value satisfies
``is_not``, ``not_in``, ``not_contains`` and no other operator (semantics, section 9), except that
``is_set: false`` asks for just that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import re2

from sla_core.calendars import Calendar
from sla_core.errors import RuleError
from sla_core.instants import MICROSECONDS, parse_us
from sla_core.tickets.vocabulary import PRIORITIES

FIELD_PREFIX: Final = "field."
FIELD_KINDS: Final[Mapping[str, str]] = {
    "source": "text",
    "status": "text",
    "created_at": "instant",
    "changed_at": "instant",
    "deleted": "flag",
    "referrer_url": "text",
    "priority": "priority",
    "last_message": "text",
    "last_message.by": "text",
    "assignee_status": "text",
    "department": "text",
    "assignee": "text",
    "customer_group": "text",
    "from_invitation": "flag",
    "tags": "texts",
    "customer": "text",
    "subject": "text",
    "level": "text",
    "business_hours": "text",
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at: values by field, and business time for ages.

    A field that is missing or None has no value. Text values are text, ``tags`` a collection of
    text, instants whole seconds, flags booleans.
    """

    values: Mapping[str, Any]
    now_s: int
    calendar: Calendar

    def age_s(self, instant_s: int) -> int:
        """Business seconds from an instant until now."""
        return self.calendar.business_seconds(instant_s, self.now_s)


Predicate = Callable[[Facts], bool]
Test = Callable[[Any, Facts], bool]


def _folded(value: object) -> str:
    return str(value).casefold()


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
        folded = _folded(value)
        return any(text in folded for text in texts)

    return test


def _starts_with(wanted: Any) -> Test:
    texts = tuple(_text_list(wanted))
    return lambda value, _: _folded(value).startswith(texts)


def _matches(wanted: Any) -> Test:
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        pattern = re2.compile(str(wanted), options)
    except re2.error as error:
        raise RuleError(f"{wanted!r} is no pattern: {_reason(error)}", field="if") from None
    return lambda value, _: pattern.search(str(value)) is not None


def _reason(error: Exception) -> str:
    """What RE2 says is wrong; it says it in bytes."""
    said = error.args[0]
    return said.decode() if isinstance(said, bytes) else str(said)


def _has_any(wanted: Any) -> Test:
    texts = frozenset(_text_list(wanted))
    return lambda values, _: any(_folded(each) in texts for each in values)


def _flag(wanted: Any) -> Test:
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


def _older_than(wanted: Any) -> Test:
    seconds = _seconds(wanted)
    return lambda value, facts: facts.age_s(value) > seconds


def _within_last(wanted: Any) -> Test:
    seconds = _seconds(wanted)
    return lambda value, facts: facts.age_s(value) <= seconds


_TEXT: dict[str, Callable[[Any], Test]] = {
    "is": _is,
    "is_not": _is,
    "in": _in,
    "not_in": _in,
    "contains": _contains,
    "not_contains": _contains,
    "starts_with": _starts_with,
    "matches": _matches,
}
OPERATORS: Final[Mapping[str, Mapping[str, Callable[[Any], Test]]]] = {
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
    "flag": {"is": _flag, "is_not": _flag},
    "instant": {
        "before": _before,
        "after": _after,
        "older_than": _older_than,
        "within_last": _within_last,
    },
}
DURATION_OPERATORS: Final = frozenset({"older_than", "within_last"})
_NEGATED: Final = frozenset({"is_not", "not_in", "not_contains"})


def kind_of(name: str) -> str:
    """The kind of a field's values; custom fields are text; an unknown field is refused."""
    if name.startswith(FIELD_PREFIX) and len(name) > len(FIELD_PREFIX):
        return "text"
    if name not in FIELD_KINDS:
        raise RuleError(
            f"unknown condition {name!r}: use one of {', '.join(FIELD_KINDS)} or field.NAME",
            field="if",
        )
    return FIELD_KINDS[name]


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


def _compiled(name: str, operator: str, wanted: Any) -> Predicate:
    kind = kind_of(name)
    if operator == "is_set":
        test = _flag(wanted)
        return lambda facts: test(facts.values.get(name) not in (None, (), "", frozenset()), facts)
    operators = OPERATORS[kind]
    if operator not in operators:
        raise RuleError(
            f"{name!r} has no operator {operator!r}: use one of {', '.join(operators)}, is_set",
            field="if",
        )
    test = operators[operator](wanted)
    if operator in _NEGATED:
        return lambda facts: (value := facts.values.get(name)) is None or not test(value, facts)
    return lambda facts: (value := facts.values.get(name)) is not None and test(value, facts)
