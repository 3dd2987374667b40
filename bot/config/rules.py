"""Rules as they are written down, read and written: occasions, groups of conditions, actions."""

from collections.abc import Iterable
from typing import Any, Final

from bot.config.keys import Key, Plain, plain, record
from bot.config.parts import Part, built, duration_s, every, flag, one_of, same_name, text, texts
from bot.suggesting import advice
from sla_core.durations import format_duration
from sla_core.rules.conditions import (
    DURATION_OPERATORS,
    FIELD_KINDS,
    FIELD_PREFIX,
    OPERATORS,
    Condition,
    kind_of,
)
from sla_core.rules.rule import OCCASIONS, Actions, Rule
from sla_core.tickets.vocabulary import PRIORITIES

ONLY_CREATED: Final = "only `created` rules run in this version"
LATER_CONDITIONS: Final = frozenset(
    {
        "unassigned_for",
        "waiting_for",
        "untouched_for",
        "due_in",
        "overdue_by",
        "breaches",
        "reopens",
    }
)
LATER_ACTIONS: Final = frozenset({"status", "note", "notify", "escalate"})
_ONE_VALUE: Final = frozenset({"is", "is_not", "is_set"})


def _wanted(part: Part, operator: str) -> Any:
    """What a condition compares with: a scalar, texts, or the seconds of a duration."""
    if operator in DURATION_OPERATORS:
        return duration_s(part)
    if part.is_list:
        if operator in _ONE_VALUE:
            raise part.refused(f"`{operator}` takes one value: use `in` or `not_in` for several")
        return texts(part)
    return part.tree.value if isinstance(part.tree.value, bool) else text(part)


def _conditions(named: tuple[str, Part]) -> list[Condition]:
    name, part = named
    if name in LATER_CONDITIONS:
        raise part.refused(f"a condition of `changed` and `time` rules, and {ONLY_CREATED}")
    if not name.startswith(FIELD_PREFIX) and name not in FIELD_KINDS:
        known = [*FIELD_KINDS, f"{FIELD_PREFIX}NAME"]
        raise part.refused(f"there is no condition {name}: {advice(name, known)}")
    kind = built(part, lambda: kind_of(name))
    operators = [*OPERATORS[kind], "is_set"]
    if not part.is_mapping:
        raise part.refused(f"is {part.shown}: give an operator, such as {{{operators[0]}: …}}")

    def condition(compared: tuple[str, Part]) -> Condition:
        operator, below = compared
        if operator not in operators:
            raise below.refused(f"{name} has no operator {operator}: {advice(operator, operators)}")
        wanted = _wanted(below, operator)
        return built(below, lambda: Condition(name, operator, wanted))

    return every(part.keys().items(), condition)


def _group(part: Part) -> tuple[Condition, ...]:
    groups = every(part.keys().items(), _conditions)
    conditions = tuple(condition for group in groups for condition in group)
    if not conditions:
        raise part.refused("holds no condition: add one, or leave `if` out for every ticket")
    return conditions


def _written_group(group: Iterable[Condition]) -> Plain:
    written: Plain = {}
    for condition in group:
        wanted = condition.wanted
        if condition.operator in DURATION_OPERATORS:
            wanted = format_duration(wanted)
        elif isinstance(wanted, tuple):
            wanted = list(wanted)
        written.setdefault(condition.name, {})[condition.operator] = wanted
    return written


def _groups(part: Part) -> tuple[tuple[Condition, ...], ...]:
    return tuple(every(part.items(), _group))


_ACTIONS = (
    Key("level", "level", text),
    Key("priority", "priority", one_of(PRIORITIES)),
    Key("department", "department", text),
    Key("assignee", "assignee", text),
    Key("add_tags", "add_tags", texts, list),
    Key("remove_tags", "remove_tags", texts, list),
    Key("stop", "stop", flag),
)


def _actions(part: Part) -> Actions:
    for name in part.written_keys:
        if name in LATER_ACTIONS:
            text = f"an action of `changed` and `time` rules, and {ONLY_CREATED}"
            raise part.find([name]).refused(text)
    actions = record(part, Actions, _ACTIONS)
    if actions == Actions():
        raise part.refused("does nothing: give an action, such as level or stop")
    return actions


def _when(part: Part) -> tuple[str, ...]:
    occasions = every(part.items(), one_of(OCCASIONS))
    if occasions != ["created"]:
        raise part.refused(f"{ONLY_CREATED}: give [created], or leave it out")
    return tuple(occasions)


_RULE = (
    Key("name", "name", text),
    Key("active", "active", flag),
    Key("when", "when", _when, list),
    Key("if", "groups", _groups, lambda groups: [_written_group(each) for each in groups]),
    Key("then", "then", _actions, lambda actions: plain(actions, _ACTIONS)),
)


def read_rules(part: Part) -> tuple[Rule, ...]:
    """The rules of a list, in its order; two of one name are refused."""
    firsts: dict[str, Part] = {}

    def read(each: Part) -> Rule:
        rule = record(each, Rule, _RULE, required=["name", "then"])
        first = firsts.setdefault(rule.name.casefold(), each)
        if first is not each:
            raise each.refused(f"{same_name(first)}: rename one of them")
        return rule

    return tuple(every(part.items(), read))


def write_rules(rules: Iterable[Rule]) -> list[Plain]:
    """The keys of each rule, in order."""
    return [plain(rule, _RULE) for rule in rules]
