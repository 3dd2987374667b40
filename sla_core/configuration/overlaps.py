"""What is certain of conditions without any ticket: which exclude each other, which imply others.

Only what holds for every ticket is said; where that is not plain nothing is. Conditions on numbers,
lengths, priorities, flags and seasons are tried at every value at which one of them turns; those on
text are compared as text; those on people by name only, as one person may be written in two ways.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sla_core.calendars import always, compiled
from sla_core.configuration.conditions import Condition
from sla_core.configuration.dates import is_date
from sla_core.configuration.facts import Facts, kind_of
from sla_core.instants import MICROSECONDS, SECONDS_A_DAY, first_second_of, parse_us
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import PRIORITIES

Group = Sequence[Condition]

_ALWAYS: Final = compiled(always())
_NOW_S: Final = first_second_of(date(2100, 1, 1))
_A_LEAP_YEAR: Final = date(2096, 1, 1)
_PEOPLE: Final = frozenset({"assignee", "last_message.by"})
_AGES: Final = frozenset({"older_than", "within_last"})
_FINITE: Final = frozenset({"is", "in"})
_PARTS: Final = frozenset({"contains", "starts_with"})


def contradiction(group: Group) -> tuple[Condition, Condition] | None:
    """Two conditions of a group that no ticket meets together, if that is certain."""
    for place, first in enumerate(group):
        for second in group[place + 1 :]:
            if excludes(first, second):
                return first, second
    return None


def excludes(one: Condition, other: Condition) -> bool:
    """Whether it is certain that no ticket meets both conditions."""
    if one.name != other.name:
        return False
    if one.operator == "is_set" or other.operator == "is_set":
        return _excludes_by_presence(one, other) or _excludes_by_presence(other, one)
    values = _values([one, other])
    if values is not None:
        return not any(one.holds(facts) and other.holds(facts) for facts in values)
    return _excludes_as_text(one, other) or _excludes_as_text(other, one)


def lies_inside(group: Group, other: Group) -> bool:
    """Whether it is certain that every ticket that meets a group meets another one, too."""
    return all(_follows(group, condition) for condition in other)


def _follows(group: Group, wanted: Condition) -> bool:
    """Whether what a group says of one field makes sure that a condition on it holds."""
    given = [condition for condition in group if condition.name == wanted.name]
    if not given:
        return False
    if wanted in given:
        return True
    values = _values([*given, wanted])
    if values is not None:
        return all(
            wanted.holds(facts)
            for facts in values
            if all(condition.holds(facts) for condition in given)
        )
    return any(_implies_as_text(condition, wanted) for condition in given)


# --- values at which conditions turn ------------------------------------------------------------


def _values(conditions: Sequence[Condition]) -> list[Facts] | None:
    """All cases there are for conditions on one field; None where they cannot be told."""
    name, kind = conditions[0].name, kind_of(conditions[0].name)
    asked = [condition for condition in conditions if condition.operator != "is_set"]
    find = _CASES.get(kind)
    values = None if find is None else find(asked)
    if values is None:
        return None
    return [Facts({name: value}, _NOW_S, _ALWAYS) for value in (None, *values)]


def _priorities(_: Sequence[Condition]) -> Iterable[Any]:
    return PRIORITIES


def _flags(_: Sequence[Condition]) -> Iterable[Any]:
    return (True, False)


def _numbers(conditions: Sequence[Condition]) -> Iterable[int]:
    """Every number at which one of the conditions may turn, and those beside it."""
    bounds = {0}
    for condition in conditions:
        wanted = condition.wanted
        bounds.update(wanted if isinstance(wanted, list | tuple) else (wanted,))
    return sorted({max(0, bound + step) for bound in bounds for step in (-1, 0, 1)})


def _ages(conditions: Sequence[Condition]) -> Iterable[int]:
    return [_NOW_S - age_s for age_s in _numbers(conditions)]


def _instants(conditions: Sequence[Condition]) -> Iterable[int] | None:
    """Ages, dates, instants and seasons are not compared with each other: hours lie between."""
    operators = {condition.operator for condition in conditions}
    if operators <= _AGES:
        return _ages(conditions)
    if operators == {"in_season"}:
        first_s = first_second_of(_A_LEAP_YEAR)
        return [first_s + day * SECONDS_A_DAY for day in range(366)]
    if not operators <= {"before", "after"}:
        return None
    dates = [condition.wanted for condition in conditions if is_date(condition.wanted)]
    if not dates:
        instants = [parse_us(condition.wanted) // MICROSECONDS for condition in conditions]
        return [instant_s + step for instant_s in instants for step in (-1, 0, 1)]
    if len(dates) < len(conditions):
        return None
    days = [date.fromisoformat(day) for day in dates]
    return [first_second_of(day + timedelta(days=step)) for day in days for step in (-1, 0, 1)]


_CASES: Final[Mapping[str, Callable[[Sequence[Condition]], Iterable[Any] | None]]] = {
    "priority": _priorities,
    "flag": _flags,
    "count": _numbers,
    "seconds": _numbers,
    "since": _ages,
    "instant": _instants,
}


# --- text ---------------------------------------------------------------------------------------


def _texts(condition: Condition) -> list[str]:
    wanted = condition.wanted
    return [
        folded(str(text)) for text in (wanted if isinstance(wanted, list | tuple) else (wanted,))
    ]


def _is_by_name(condition: Condition) -> bool:
    """Whether its texts are whole names, of which nothing but equality is known."""
    return condition.name == "tags" or condition.name in _PEOPLE


def _excludes_by_presence(one: Condition, other: Condition) -> bool:
    """Whether one says that there is no value, and the other that there is."""
    return one.operator == "is_set" and not one.wanted and _has_value(other)


def _has_value(condition: Condition) -> bool:
    if condition.operator == "is_set":
        return bool(condition.wanted)
    if _is_negated(condition) or condition.operator == "matches":
        return False
    return kind_of(condition.name) != "text" or all(_texts(condition))


def _is_negated(condition: Condition) -> bool:
    return condition.operator in ("is_not", "not_in", "not_contains")


def _excludes_as_text(one: Condition, other: Condition) -> bool:
    """Whether nothing that satisfies one satisfies the other: each of its texts is ruled out."""
    if "matches" in (one.operator, other.operator):
        return False
    if _is_by_name(one):
        return _is_ruled_out(one, other, _equal)
    if one.operator in _FINITE:
        facts = (Facts({one.name: text}, _NOW_S, _ALWAYS) for text in _texts(one))
        return not any(other.holds(each) for each in facts)
    if one.operator == other.operator == "starts_with":
        return not any(
            first.startswith(second) or second.startswith(first)
            for first in _texts(one)
            for second in _texts(other)
        )
    return _is_ruled_out(one, other, _is_part)


def _is_ruled_out(one: Condition, other: Condition, rules_out: Callable[[str, str], bool]) -> bool:
    """Whether each text that one wants is one that the other does not: tags, names, parts."""
    if _is_negated(one) or not _is_negated(other):
        return False
    if rules_out is _is_part and other.operator != "not_contains":
        return False
    if (one.operator in _PARTS) != (other.operator == "not_contains"):
        return False
    return all(any(rules_out(no, text) for no in _texts(other)) for text in _texts(one))


def _equal(one: str, other: str) -> bool:
    return one == other


def _is_part(part: str, whole: str) -> bool:
    return part in whole


def _implies_as_text(one: Condition, wanted: Condition) -> bool:
    if wanted.operator == "is_set":
        return bool(wanted.wanted) and _has_value(one)
    if one.operator == "is_set":
        return not one.wanted and _is_negated(wanted)
    if "matches" in (one.operator, wanted.operator):
        return False
    return any(implies(one, wanted) for implies in _IMPLICATIONS)


def _as_names(one: Condition, wanted: Condition) -> bool:
    """Of two lists with the same meaning, one is part of the other."""
    same = _MEANINGS.get(one.operator)
    if same is None or same != _MEANINGS.get(wanted.operator):
        return False
    ours, theirs = set(_texts(one)), set(_texts(wanted))
    return theirs <= ours if _is_negated(one) else ours <= theirs


def _as_few(one: Condition, wanted: Condition) -> bool:
    """Each of the few texts there can be satisfies what is wanted."""
    if _is_by_name(one) or one.operator not in _FINITE:
        return False
    facts = (Facts({one.name: text}, _NOW_S, _ALWAYS) for text in _texts(one))
    return all(wanted.holds(each) for each in facts)


def _as_parts(one: Condition, wanted: Condition) -> bool:
    """Each part or beginning that is there has a part that is wanted in it, or none that is not."""
    if _is_by_name(one):
        return False
    ours, theirs = _texts(one), _texts(wanted)
    if one.operator in _PARTS and wanted.operator == "contains":
        return all(any(part in text for part in theirs) for text in ours)
    if one.operator == wanted.operator == "starts_with":
        return all(text.startswith(tuple(theirs)) for text in ours)
    if one.operator == "not_contains" and _is_negated(wanted):
        return all(any(part in text for part in ours) for text in theirs)
    return False


_MEANINGS: Final[Mapping[str, str]] = {
    "is": "in",
    "in": "in",
    "is_not": "not_in",
    "not_in": "not_in",
    "contains": "contains",
    "not_contains": "not_contains",
}
_IMPLICATIONS: Final = (_as_names, _as_few, _as_parts)
