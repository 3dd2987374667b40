"""The form of one condition of a rule: a field, an operator, and a value of the kind that takes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks.elements import Block, plain
from bot.slack.draw.blocks.inputs import OPTION, TEXT, option, people, select, several, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.menus import searched, searched_several
from bot.wording import conditions as phrases
from sla_core.configuration.conditions import Condition
from sla_core.configuration.inputs import (
    DATE,
    DURATION,
    FLAG,
    MENU,
    NUMBER,
    PATTERN,
    SEARCH,
    SEASON,
    Input,
)
from sla_core.configuration.patterns import MOST_CHARACTERS

FIELD: Final = "field"
DAY, MOMENT = "day", "moment"
FIRST_DAY, LAST_DAY = "first_day", "last_day"
YES, NO = "true", "false"


@dataclass(frozen=True, slots=True)
class ConditionFields:
    """What stands in the form of a condition.

    `names` are the fields that may be looked at, by what they are grouped under, `standing` the
    values of inputs by their blocks, `known` what values of a search are called.
    """

    name: str
    operator: str
    names: Mapping[str, Sequence[str]]
    operators: Sequence[str]
    asked: Input
    standing: Mapping[str, Any] = field(default_factory=dict)


def operator_field(name: str) -> str:
    """The block of the operators of a field: each has its own, as Slack keeps what is chosen."""
    return f"operator_{name}"


def value_field(name: str, asked: Input) -> str:
    """The block of what is compared with; a condition on dates or seasons has two."""
    if asked.kind == SEARCH:
        return f"search_{asked.known}"
    if asked.kind in (MENU, FLAG):
        return f"{asked.kind}_{name}"
    return {DATE: DAY, SEASON: FIRST_DAY}.get(asked.kind, asked.kind)


def condition_blocks(of: ConditionFields) -> list[Block]:
    """The fields of the form."""
    texts = wording.rule_editors
    names = {
        texts.GROUPS[group](): {name: _capital(phrases.field_name(name)) for name in fields}
        for group, fields in of.names.items()
        if fields
    }
    operators = {name: phrases.operator_name(name) for name in of.operators}
    menu = grouped(names, of.name)
    return [
        dispatching(input_field(FIELD, texts.field(), menu, hint=texts.field_hint())),
        dispatching(
            input_field(operator_field(of.name), texts.operator(), select(operators, of.operator))
        ),
        *_INPUTS.get(of.asked.kind, _texts)(of),
    ]


def grouped(groups: Mapping[str, Mapping[str, str]], chosen: str) -> Block:
    """A menu of choices by what they are grouped under."""
    options = [
        {
            "label": plain(label, OPTION),
            "options": [option(value, text) for value, text in choices.items()],
        }
        for label, choices in groups.items()
    ]
    initial = option(chosen, next(each[chosen] for each in groups.values() if chosen in each))
    return {"type": "static_select", "option_groups": options, "initial_option": initial}


def dispatching(block: Block) -> Block:
    """The same input, which says at once what was chosen in it."""
    return {**block, "dispatch_action": True}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(standing: Any) -> list[str]:
    """What stands in a field, one or several, as a list."""
    if isinstance(standing, list | tuple):
        return [str(one) for one in standing]
    return [] if standing in (None, "") else [str(standing)]


def _standing(of: ConditionFields) -> list[str]:
    return listed(of.standing.get(value_field(of.name, of.asked)))


def _value(of: ConditionFields, element: Block, hint: str | None = None) -> Block:
    texts = wording.rule_editors
    label = texts.any_value() if of.asked.takes_several else texts.value()
    return input_field(value_field(of.name, of.asked), label, element, hint=hint)


def _menu(of: ConditionFields) -> Iterator[Block]:
    chosen = _standing(of)
    spelled = {choice.casefold(): choice for choice in (*of.asked.choices, *chosen)}
    names = {value: phrases.choice_name(of.name, value) for value in spelled.values()}
    if of.asked.takes_several:
        yield _value(of, several(names, chosen))
    else:
        yield _value(of, select(names, chosen[0] if chosen else None))


def _search(of: ConditionFields) -> Iterator[Block]:
    chosen = _standing(of)
    if of.asked.known == "person":
        yield _value(of, people(chosen) if of.asked.takes_several else _person(chosen))
    elif of.asked.takes_several:
        yield _value(of, searched_several({one: one for one in chosen}))
    else:
        yield _value(of, searched({one: one for one in chosen[:1]}))


def _person(chosen: Sequence[str]) -> Block:
    return {"type": "users_select"} | ({"initial_user": chosen[0]} if chosen else {})


def _texts(of: ConditionFields) -> Iterator[Block]:
    texts, several_lines = wording.rule_editors, of.asked.takes_several
    hint = texts.lines_hint() if several_lines else texts.text_hint()
    element = text_input("\n".join(_standing(of)), most=TEXT, many_lines=several_lines)
    yield _value(of, element, hint)


def _pattern(of: ConditionFields) -> Iterator[Block]:
    element = text_input("".join(_standing(of)), most=MOST_CHARACTERS)
    yield _value(of, element, wording.rule_editors.pattern_hint())


def _number(of: ConditionFields) -> Iterator[Block]:
    texts = wording.rule_editors
    hint = texts.numbers_hint() if of.asked.takes_several else texts.number_hint()
    yield _value(of, text_input(", ".join(_standing(of)), most=TEXT), hint)


def _duration(of: ConditionFields) -> Iterator[Block]:
    element = text_input("".join(_standing(of)), most=TEXT)
    yield _value(of, element, wording.rule_editors.duration_hint())


def _date(of: ConditionFields) -> Iterator[Block]:
    texts, day, moment = wording.rule_editors, of.standing.get(DAY), of.standing.get(MOMENT)
    element: Block = {"type": "datetimepicker"}
    element |= {"initial_date_time": moment} if moment else {}
    yield input_field(DAY, texts.date(), _datepicker(day), optional=True)
    yield input_field(MOMENT, texts.moment(), element, optional=True)


def _season(of: ConditionFields) -> Iterator[Block]:
    texts = wording.rule_editors
    first, last = (_datepicker(of.standing.get(day)) for day in (FIRST_DAY, LAST_DAY))
    yield input_field(FIRST_DAY, texts.first_day(), first, hint=texts.season_hint())
    yield input_field(LAST_DAY, texts.last_day(), last)


def _datepicker(day: Any) -> Block:
    return {"type": "datepicker"} | ({"initial_date": day} if day else {})


def _flag(of: ConditionFields) -> Iterator[Block]:
    said = {
        value: _capital(phrases.condition(Condition(of.name, of.operator, value == YES)))
        for value in (YES, NO)
    }
    chosen = _standing(of)
    yield _value(of, select(said, chosen[0] if chosen else YES))


_INPUTS: Final[Mapping[str, Callable[[ConditionFields], Iterator[Block]]]] = {
    MENU: _menu,
    SEARCH: _search,
    PATTERN: _pattern,
    NUMBER: _number,
    DURATION: _duration,
    DATE: _date,
    SEASON: _season,
    FLAG: _flag,
}
