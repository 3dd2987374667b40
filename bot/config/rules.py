"""Rules as they are written down, read and written: occasions, groups of conditions, actions."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from bot.config.keys import Key, Plain, plain, record
from bot.config.parts import (
    Part,
    built,
    duration_s,
    every,
    flag,
    one_of,
    same_name,
    text,
    texts,
    whole_number,
)
from bot.config.tree import tree_of
from bot.wording.suggestions import advice
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_KINDS, FIELD_PREFIX, kind_of
from sla_core.configuration.operators import OPERATORS, takes_duration
from sla_core.configuration.rule import (
    OCCASIONS,
    Actions,
    Notice,
    Rule,
    too_early,
)
from sla_core.durations import format_duration
from sla_core.tickets.vocabulary import PRIORITIES, STATUSES

Path = Sequence[str | int]
_ONE_VALUE: Final = frozenset({"is", "is_not", "is_set"})


def _wanted(part: Part, kind: str, operator: str) -> Any:
    """What a condition compares with: a scalar, texts, numbers, or the seconds of a duration."""
    if takes_duration(kind, operator):
        return duration_s(part)
    if kind == "count" and operator != "is_set":
        return tuple(every(part.items(), _number)) if part.is_list else _number(part)
    if part.is_list:
        if operator in _ONE_VALUE:
            raise part.refused(f"`{operator}` takes one value: use `in` or `not_in` for several")
        return texts(part)
    return part.tree.value if isinstance(part.tree.value, bool) else text(part)


def _number(part: Part) -> int:
    value = whole_number(part)
    if value is None or value < 0:
        raise part.refused(f"is {part.shown}: give a whole number from 0")
    return value


def _conditions(named: tuple[str, Part]) -> list[Condition]:
    name, part = named
    if not name.startswith(FIELD_PREFIX) and name not in FIELD_KINDS:
        names = [*FIELD_KINDS, f"{FIELD_PREFIX}NAME"]
        raise part.refused(f"there is no condition {name}: {advice(name, names)}")
    kind = built(part, lambda: kind_of(name))
    operators = [*OPERATORS[kind], "is_set"]
    if not part.is_mapping:
        raise part.refused(f"is {part.shown}: give an operator, such as {{{operators[0]}: …}}")

    def condition(compared: tuple[str, Part]) -> Condition:
        operator, below = compared
        if operator not in operators:
            raise below.refused(f"{name} has no operator {operator}: {advice(operator, operators)}")
        wanted = _wanted(below, kind, operator)
        return built(below, lambda: Condition(name, operator, wanted))

    return every(part.keys().items(), condition)


def read_conditions(name: str, operators: Plain) -> list[Condition]:
    """The conditions on one field by their operators; `ConfigRefused` where one is wrong."""
    return _conditions((name, Part(tree_of(operators), "")))


def _group(part: Part) -> tuple[Condition, ...]:
    """All of a mapping; of a list of them where one field is asked twice by one operator."""
    named = [pair for below in part.items() for pair in below.keys().items()]
    conditions = tuple(chain.from_iterable(every(named, _conditions)))
    if not conditions:
        raise part.refused("holds no condition: add one, or leave `if` out for every ticket")
    return conditions


def _written_group(group: Iterable[Condition]) -> Plain | list[Plain]:
    return written_group((each.name, each.operator, _written(each)) for each in group)


def _written(condition: Condition) -> Any:
    wanted = condition.wanted
    if condition.takes_duration:
        return format_duration(wanted)
    return list(wanted) if isinstance(wanted, tuple) else wanted


def written_group(group: Iterable[tuple[str, str, Any]]) -> Plain | list[Plain]:
    """The keys of a group of conditions, each a field, an operator and a value as written."""
    parts: list[Plain] = [{}]
    for name, operator, wanted in group:
        operators = parts[-1].get(name, {})
        if operator in operators or (operators and name != [*parts[-1]][-1]):
            parts.append({})  # so that nothing is lost, and their order is kept
        parts[-1].setdefault(name, {})[operator] = wanted
    return parts[0] if len(parts) == 1 else parts


def conditions_of(group: Plain | list[Plain]) -> Iterator[tuple[str, str, Any]]:
    """The same the other way round: each condition of a group that was written."""
    for part in group if isinstance(group, list) else [group]:
        for name, operators in part.items():
            yield from ((name, operator, wanted) for operator, wanted in operators.items())


def _groups(part: Part) -> tuple[tuple[Condition, ...], ...]:
    return tuple(every(part.items(), _group))


_NOTICE = (Key("to", "to", texts, list), Key("text", "text", text))


def _notice(part: Part) -> Notice:
    """Who is told, alone or with what: `notify: leads`, `notify: {to: [leads], text: …}`."""
    notice = record(part, Notice, _NOTICE, required=["to"]) if part.is_mapping else _brief(part)
    if not notice.to:
        raise part.refused("tells nobody: give channel, assignee, leads, or a person")
    return notice


def _brief(part: Part) -> Notice:
    return Notice(texts(part))


def _written_notice(notice: Notice) -> Plain | list[str]:
    to = list(notice.to)
    return to if notice.text is None else {"to": to, "text": notice.text}


_ACTIONS = (
    Key("level", "level", text),
    Key("priority", "priority", one_of(PRIORITIES)),
    Key("department", "department", text),
    Key("assignee", "assignee", text),
    Key("add_tags", "add_tags", texts, list),
    Key("remove_tags", "remove_tags", texts, list),
    Key("status", "status", one_of(STATUSES)),
    Key("note", "note", text),
    Key("notify", "notify", _notice, _written_notice),
    Key("escalate", "escalate", flag),
    Key("stop", "stop", flag),
)


def _actions(part: Part) -> Actions:
    actions = record(part, Actions, _ACTIONS)
    if actions == Actions():
        raise part.refused("does nothing: give an action, such as level or stop")
    return actions


def read_actions(keys: Plain) -> Actions:
    """What a rule does by its keys; `ConfigRefused` where something is wrong with it."""
    return _actions(Part(tree_of(keys), ""))


def _when(part: Part) -> tuple[str, ...]:
    occasions = every(part.items(), one_of(OCCASIONS))
    if not occasions:
        raise part.refused(f"never: give {', '.join(OCCASIONS)}, or set `active: false`")
    return tuple(dict.fromkeys(occasions))


_RULE = (
    Key("name", "name", text),
    Key("active", "active", flag),
    Key("when", "when", _when, list),
    Key("if", "groups", _groups, lambda groups: [_written_group(group) for group in groups]),
    Key("then", "then", _actions, lambda actions: plain(actions, _ACTIONS)),
)


def read_rules(part: Part) -> tuple[Rule, ...]:
    """The rules of a list, in its order; two of one name are refused."""
    firsts: dict[str, Part] = {}

    def read(entry: Part) -> Rule:
        rule = record(entry, Rule, _RULE, required=["name", "then"])
        every(too_early(rule), lambda path: _refuse_too_early(entry, path))
        first = firsts.setdefault(rule.name.casefold(), entry)
        if first is not entry:
            raise entry.refused(same_name(first))
        return rule

    return tuple(every(part.items(), read))


def _refuse_too_early(part: Part, path: Path) -> None:
    subject = "an action" if path[0] == "then" else "a condition"
    text = f"{subject} of `changed` and `time` rules: say `when: [changed]` or `when: [time]`"
    raise part.find(path).refused(text)


def write_rules(rules: Iterable[Rule]) -> list[Plain]:
    """The keys of each rule, in order."""
    return [plain(rule, _RULE) for rule in rules]
