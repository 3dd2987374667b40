"""What is asked for each field of a condition: which operators make sense, and what they take.

Forms, their menus and the sentences of rules are made from this. A file may say more: every
operator that a field's kind has is taken there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sla_core.configuration.facts import kind_of
from sla_core.tickets.vocabulary import ASSIGNEE_STATUSES, PRIORITIES, STATUSES

MENU: Final = "menu"
"""One of ``choices``."""
SEARCH: Final = "search"
"""A name of what there is, ``known`` says of what; another may be typed."""
TEXT: Final = "text"
PATTERN: Final = "pattern"
NUMBER: Final = "number"
"""A whole number from 0."""
DURATION: Final = "duration"
DATE: Final = "date"
"""A date, or an instant: a date with a time."""
SEASON: Final = "season"
"""Two days of every year."""
FLAG: Final = "flag"
"""Yes or no."""
INPUTS: Final = (MENU, SEARCH, TEXT, PATTERN, NUMBER, DURATION, DATE, SEASON, FLAG)

_EQUAL: Final = ("is", "is_not", "in", "not_in")
_WORDS: Final = ("contains", "not_contains", "starts_with", "matches", "is", "is_not")
_LENGTHS: Final = ("above", "below")
_SEVERAL: Final = frozenset({"in", "not_in", "contains", "not_contains", "starts_with"})
"""Operators that take a list."""
_OF_INSTANTS: Final[Mapping[str, str]] = {
    "before": DATE,
    "after": DATE,
    "older_than": DURATION,
    "within_last": DURATION,
    "in_season": SEASON,
}


@dataclass(frozen=True, slots=True)
class Input:
    """What one operator of a field takes: a kind of value, one of it or several.

    ``choices`` are those of a menu, ``known`` is what a search looks in: a kind of the
    configuration, ``person``, ``source`` or ``tag``.
    """

    kind: str
    takes_several: bool = False
    choices: tuple[str, ...] = ()
    known: str = ""


@dataclass(frozen=True, slots=True)
class FieldInputs:
    """The operators that make sense for a field, the likeliest first, and what they take.

    ``may_lack`` its value a ticket that has none; then ``is_set`` is among the operators.
    """

    operators: tuple[str, ...]
    value: Input
    may_lack: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """All operators of a menu."""
        return (*self.operators, "is_set") if self.may_lack else self.operators

    def of(self, operator: str) -> Input:
        """What an operator takes."""
        if operator == "is_set":
            return Input(FLAG)
        if operator in _OF_INSTANTS:
            return Input(_OF_INSTANTS[operator])
        if operator == "matches":
            return Input(PATTERN)
        return replace(self.value, takes_several=operator in _SEVERAL)


def _menu(*choices: str) -> Input:
    return Input(MENU, choices=choices)


def _search(known: str) -> Input:
    return Input(SEARCH, known=known)


_INSTANT_FIELD: Final = FieldInputs(tuple(_OF_INSTANTS), Input(DATE))
_LENGTH_FIELD: Final = FieldInputs(_LENGTHS, Input(DURATION), may_lack=True)
_COUNT_FIELD: Final = FieldInputs((*_LENGTHS, *_EQUAL), Input(NUMBER))
_TEXT_FIELD: Final = FieldInputs(_WORDS, Input(TEXT), may_lack=True)
_DECLARED: Final = {
    "choice": Input(MENU),
    "number": Input(NUMBER),
}
"""What is asked for a field that a department declares, by its type; any other is text."""

FIELDS: Final[Mapping[str, FieldInputs]] = {
    "tags": FieldInputs(("contains", "not_contains"), _search("tag"), may_lack=True),
    "priority": FieldInputs((*_EQUAL, *_LENGTHS), _menu(*PRIORITIES)),
    "customer_group": FieldInputs(_EQUAL, _search("customer_group"), may_lack=True),
    "customer": FieldInputs(_EQUAL, _search("customer"), may_lack=True),
    "department": FieldInputs(_EQUAL, _search("department"), may_lack=True),
    "subject": _TEXT_FIELD,
    "last_message": _TEXT_FIELD,
    "last_message.by": FieldInputs(_EQUAL, _search("person"), may_lack=True),
    "source": FieldInputs(_EQUAL, _search("source")),
    "status": FieldInputs(_EQUAL, _menu(*STATUSES)),
    "assignee": FieldInputs(_EQUAL, _search("person"), may_lack=True),
    "assignee_status": FieldInputs(_EQUAL, _menu(*ASSIGNEE_STATUSES), may_lack=True),
    "level": FieldInputs(_EQUAL, _search("level"), may_lack=True),
    "business_hours": FieldInputs(("is",), _menu("in", "out")),
    "created_at": _INSTANT_FIELD,
    "changed_at": _INSTANT_FIELD,
    "referrer_url": _TEXT_FIELD,
    "from_invitation": FieldInputs(("is", "is_not"), Input(FLAG), may_lack=True),
    "deleted": FieldInputs(("is",), Input(FLAG)),
    "unassigned_for": _LENGTH_FIELD,
    "waiting_for": _LENGTH_FIELD,
    "untouched_for": _LENGTH_FIELD,
    "due_in": FieldInputs(("below", "above"), Input(DURATION), may_lack=True),
    "overdue_by": _LENGTH_FIELD,
    "breaches": _COUNT_FIELD,
    "reopens": _COUNT_FIELD,
}
"""By field, those people ask for most first; ``field.NAME`` are those that departments declare."""


def inputs_of(name: str, declared: Mapping[str, Any] | None = None) -> FieldInputs:
    """What is asked for a field; for ``field.NAME`` as it is ``declared``, or as text.

    An unknown one is a ``RuleError``.
    """
    if name in FIELDS:
        return FIELDS[name]
    kind_of(name)  # refuses what is no field at all
    about = declared or {}
    value = _DECLARED.get(str(about.get("type")))
    if value is None:
        return _TEXT_FIELD
    options = tuple(str(option) for option in about.get("options") or ())
    return FieldInputs(_EQUAL, replace(value, choices=options), may_lack=True)
