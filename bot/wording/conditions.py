"""Conditions of rules as half-sentences: "the tags contain URGENT", "nobody has had it for 2 h"."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.wording import words
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.times import dated
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_PREFIX, kind_of
from sla_core.configuration.inputs import DATE, FLAG, PATTERN, SEASON, TEXT, Input, inputs_of
from sla_core.instants import from_s

Naming = Callable[[str], str]
"""What somebody, a group or a channel is called that a rule names."""

nothing: Final = later("nothing")
_yes: Final = later("yes")
_no: Final = later("no")

_FIELDS: Final[Mapping[str, Sentence]] = {
    "source": later("the source"),
    "status": later("the status"),
    "created_at": later("the creation"),
    "changed_at": later("the last change"),
    "deleted": later("the ticket is deleted"),
    "referrer_url": later("the page it came from"),
    "priority": later("the priority"),
    "last_message": later("the last message"),
    "last_message.by": later("the writer of the last message"),
    "assignee_status": later("the assignee's status"),
    "department": later("the department"),
    "assignee": later("the assignee"),
    "customer_group": later("the customer group"),
    "from_invitation": later("the ticket came from an invitation"),
    "tags": later("the tags"),
    "customer": later("the customer"),
    "subject": later("the subject"),
    "level": later("the level"),
    "business_hours": later("the time"),
    "unassigned_for": later("the time without an assignee"),
    "waiting_for": later("the time a message has waited"),
    "untouched_for": later("the time untouched"),
    "due_in": later("the time left on the next clock"),
    "overdue_by": later("the time overdue"),
    "breaches": later("the number of missed clocks"),
    "reopens": later("the number of reopens"),
}
_OPERATORS: Final[Mapping[str, Sentence]] = {
    "is": later("{field} is {value}"),
    "is_not": later("{field} is not {value}"),
    "in": later("{field} is {value}"),
    "not_in": later("{field} is none of {value}"),
    "contains": later("{field} contains {value}"),
    "not_contains": later("{field} does not contain {value}"),
    "starts_with": later("{field} starts with {value}"),
    "matches": later("{field} matches the pattern {value}"),
    "above": later("{field} is above {value}"),
    "below": later("{field} is below {value}"),
    "before": later("{field} was before {value}"),
    "after": later("{field} was after {value}"),
    "older_than": later("{field} was more than {value} ago"),
    "within_last": later("{field} was at most {value} ago"),
    "in_season": later("{field} was {value}, of any year"),
}
_SET: Final[Mapping[bool, Sentence]] = {
    True: later("{field} is known"),
    False: later("{field} is not known"),
}
_LENGTHS: Final[Mapping[str, Sentence]] = {
    "above": later("more than {value}"),
    "older_than": later("more than {value}"),
    "below": later("less than {value}"),
    "within_last": later("at most {value}"),
}
_SPANS: Final[Mapping[str, Sentence]] = {
    "unassigned_for": later("nobody has had it for {length}"),
    "waiting_for": later("a message has waited for {length}"),
    "untouched_for": later("nobody has touched it for {length}"),
    "due_in": later("its next clock has {length} left"),
    "overdue_by": later("a clock is overdue by {length}"),
}
_OWN: Final[Mapping[tuple[str, str], Sentence]] = {
    ("tags", "contains"): later("the tags contain {value}"),
    ("tags", "not_contains"): later("the tags do not contain {value}"),
    ("created_at", "before"): later("it was created before {value}"),
    ("created_at", "after"): later("it was created after {value}"),
    ("created_at", "older_than"): later("it was created more than {value} ago"),
    ("created_at", "within_last"): later("it was created at most {value} ago"),
    ("created_at", "in_season"): later("it was created {value}, of any year"),
    ("changed_at", "before"): later("it was last changed before {value}"),
    ("changed_at", "after"): later("it was last changed after {value}"),
    ("changed_at", "older_than"): later("it was last changed more than {value} ago"),
    ("changed_at", "within_last"): later("it was last changed at most {value} ago"),
    ("changed_at", "in_season"): later("it was last changed {value}, of any year"),
}
"""What is said otherwise than by the field's name and the operator's words."""
_ONE: Final[Mapping[tuple[str, str, Any], Sentence]] = {
    ("tags", "is_set", True): later("it has tags"),
    ("tags", "is_set", False): later("it has no tags"),
    ("assignee", "is_set", True): later("somebody has it"),
    ("assignee", "is_set", False): later("nobody has it"),
    ("assignee_status", "is", "unassigned"): later("nobody has it"),
    ("assignee_status", "is", "active"): later("who has it is active"),
    ("assignee_status", "is", "away"): later("who has it is away"),
    ("assignee_status", "is", "do_not_disturb"): later("who has it is not to be disturbed"),
    ("assignee_status", "is", "left"): later("who has it left the workspace"),
    ("business_hours", "is", "in"): later("it is within business hours"),
    ("business_hours", "is", "out"): later("it is outside business hours"),
    ("deleted", "is", True): later("the ticket is deleted"),
    ("deleted", "is", False): later("the ticket is not deleted"),
    ("deleted", "is_not", True): later("the ticket is not deleted"),
    ("deleted", "is_not", False): later("the ticket is deleted"),
    ("deleted", "is_set", True): later("it is known whether the ticket is deleted"),
    ("deleted", "is_set", False): later("it is not known whether the ticket is deleted"),
    ("from_invitation", "is", True): later("it came from an invitation"),
    ("from_invitation", "is", False): later("it is known not to come from an invitation"),
    ("from_invitation", "is_not", True): later("it is not known to come from an invitation"),
    ("from_invitation", "is_not", False): later("it may have come from an invitation"),
    ("from_invitation", "is_set", True): later("it is known whether an invitation led to it"),
    ("from_invitation", "is_set", False): later("it is not known whether an invitation led to it"),
    ("unassigned_for", "is_set", True): later("nobody has it"),
    ("unassigned_for", "is_set", False): later("somebody has it"),
    ("waiting_for", "is_set", True): later("a message waits"),
    ("waiting_for", "is_set", False): later("no message waits"),
    ("due_in", "is_set", True): later("a clock runs"),
    ("due_in", "is_set", False): later("no clock runs"),
    ("overdue_by", "is_set", True): later("a clock is overdue"),
    ("overdue_by", "is_set", False): later("no clock is overdue"),
}
_STATUSES: Final[Mapping[str, Sentence]] = {
    "active": later("active"),
    "away": later("away"),
    "do_not_disturb": later("do not disturb"),
    "left": later("gone from the workspace"),
    "unassigned": later("nobody's"),
}
_HOURS: Final[Mapping[str, Sentence]] = {
    "in": later("within business hours"),
    "out": later("outside business hours"),
}
_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "status": words.status_inside,
    "priority": words.priority_inside,
    "assignee_status": lambda name: _STATUSES[name]() if name in _STATUSES else name,
    "business_hours": lambda name: _HOURS[name]() if name in _HOURS else name,
}
"""What the words of a menu are called."""
_OPERATOR_NAMES: Final[Mapping[str, Sentence]] = {
    "is": later("is"),
    "is_not": later("is not"),
    "in": later("is one of"),
    "not_in": later("is none of"),
    "contains": later("contains"),
    "not_contains": later("does not contain"),
    "starts_with": later("starts with"),
    "matches": later("matches the pattern"),
    "above": later("is above"),
    "below": later("is below"),
    "before": later("was before"),
    "after": later("was after"),
    "older_than": later("was longer ago than"),
    "within_last": later("was within the last"),
    "in_season": later("was in the season"),
    "is_set": later("is known"),
}
_TWO: Final = 2


def condition(of: Condition, naming: Naming = str) -> str:
    """A condition, as half a sentence in lower case."""
    one = _ONE.get((of.name, of.operator, _folded(of.wanted)))
    if one is not None:
        return one()
    if of.operator == "is_set":
        return _SET[of.wanted]().format(field=field_name(of.name))
    values = [_value(of, wanted, naming) for wanted in _several(of)]
    if of.name in _SPANS:
        length = _LENGTHS[of.operator]().format(value=values[0])
        return _SPANS[of.name]().format(length=length)
    if of.operator == "in_season":
        value = season(values)
    elif of.operator == "not_in":
        value = ", ".join(values)
    else:
        value = either(values)
    sentence = _OWN.get((of.name, of.operator), _OPERATORS[of.operator])
    return sentence().format(field=field_name(of.name), value=value)


def field_name(name: str) -> str:
    """What a field is called inside a sentence: "the customer group"."""
    if name.startswith(FIELD_PREFIX):
        return _("the field {name}").format(name=name.removeprefix(FIELD_PREFIX))
    return _FIELDS[name]()


def operator_name(name: str) -> str:
    """What an operator is called in a menu."""
    return _OPERATOR_NAMES[name]()


def value_of(of: Condition, value: Any, naming: Naming = str) -> str:
    """The value a ticket has, as its condition is read; "nothing" where it has none."""
    if value in (None, (), ""):
        return nothing()
    if isinstance(value, bool):
        return _yes() if value else _no()
    if isinstance(value, list | tuple | frozenset):
        return ", ".join(str(one) for one in value)
    if of.name in _SPANS or of.takes_duration:
        return words.duration(value)
    if kind_of(of.name) == "instant":
        local = from_s(value)
        return _("{when} UTC").format(when=dated(local, with_year=True))
    return _word(of.name, inputs_of(of.name).value, str(value), naming)


def both(parts: Iterable[str]) -> str:
    """Things that all hold: "a, b and c"."""
    return _joined(list(parts), _("{first} and {last}"))


def either(parts: Iterable[str]) -> str:
    """Things of which one holds: "a, b or c"."""
    return _joined(list(parts), _("{first} or {last}"))


def season(days: Sequence[str]) -> str:
    """The two days of a season."""
    first, last = days
    return _("between {first} and {last}").format(first=first, last=last)


def _joined(parts: Sequence[str], pair: str) -> str:
    if len(parts) < _TWO:
        return "".join(parts)
    return pair.format(first=", ".join(parts[:-1]), last=parts[-1])


def _several(of: Condition) -> Sequence[Any]:
    return of.wanted if isinstance(of.wanted, list | tuple) else (of.wanted,)


def _folded(wanted: Any) -> Any:
    """What stands in the table of whole sentences: a word or a flag; a list never does."""
    if isinstance(wanted, str):
        return wanted.casefold()
    return wanted if isinstance(wanted, bool) else None


def _value(of: Condition, wanted: Any, naming: Naming) -> str:
    if of.takes_duration:
        return words.duration(wanted)
    if isinstance(wanted, bool):
        return _yes() if wanted else _no()
    asked = inputs_of(of.name).of(of.operator)
    return _word(of.name, asked, str(wanted), naming)


def _word(name: str, asked: Input, text: str, naming: Naming) -> str:
    if asked.kind == PATTERN:
        return f"`{text}`"
    if asked.kind == TEXT and name not in ("source", "tags"):
        return _("“{text}”").format(text=text)
    if asked.kind in (DATE, SEASON, FLAG):
        return text
    if asked.known == "person":
        return naming(text)
    return _WORDS[name](text.casefold()) if name in _WORDS else text


def choice_name(name: str, choice: str) -> str:
    """What one of the words is called in the menu of a field."""
    called = _WORDS[name](choice.casefold()) if name in _WORDS else choice
    return called[:1].upper() + called[1:]
