"""Menus of what can grow: searched while one types, so that nothing is left out.

A menu shows what stands in it; Slack asks us for the choices that fit the typed text, and at most a
hundred come back, under a heading that says of how many.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from bot import wording
from bot.slack.draw.blocks.elements import PLACEHOLDER, Block, Payload, plain
from bot.slack.draw.blocks.inputs import VALUE, option
from bot.words.spelling import alike, value_in
from sla_core.text_equality import folded

OFFERED: Final = 100
"""So many choices Slack takes of one search."""
LONGEST_VALUE: Final = 150
HEADING: Final = 75
_KEPT: Final = 100
"""Characters of a long value that stand before what tells it from others."""

Choices = Mapping[str, str]
"""The choices with their names, in the order in which they are offered."""


class RankedChoices(dict[str, str]):
    """Choices that were found by the typed text already, the nearest first."""


def searched(choices: Choices, action_id: str = VALUE, placeholder: str | None = None) -> Block:
    """A menu that is searched; what stands in it is the only one of these choices, if any."""
    menu: Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain(placeholder or wording.forms.search(), PLACEHOLDER),
    }
    initial = [option(value_of(name), text) for name, text in choices.items()]
    return menu | ({"initial_option": initial[0]} if initial else {})


def searched_several(choices: Choices, most: int | None = None) -> Block:
    """The same for several at once, what stands in it chosen; of `most` 1 it can be emptied too."""
    menu = {**searched({}), "type": "multi_external_select"}
    initial = [option(value_of(name), text) for name, text in choices.items()]
    menu |= {"initial_options": initial} if initial else {}
    return menu | ({"max_selected_items": most} if most else {})


def named(name: str | None) -> Choices:
    """The choice of something that is called by its name; no choice of none."""
    return {} if name is None else {name: name}


def named_each(names: Iterable[str]) -> Choices:
    """Choices that are called by their names."""
    return {name: name for name in names}


def offer(choices: Choices, typed: str, *, is_open: bool = False) -> Payload:
    """What fits to what was typed, the nearest first; where it is too much, of how many.

    In one that `is_open` what was typed is offered as it is, behind all others.
    """
    is_ranked = isinstance(choices, RankedChoices)
    fitting = list(choices.items()) if is_ranked else _fitting(choices, typed)
    own = _own(choices, typed) if is_open else {}
    shown = [*fitting[: OFFERED - len(own)], *own.items()]
    options = [option(value_of(name), text) for name, text in shown]
    if len(fitting) <= OFFERED:
        return {"options": options}
    heading = wording.forms.first_of(OFFERED, len(fitting))
    return {"option_groups": [{"label": plain(heading, HEADING), "options": options}]}


def _fitting(choices: Choices, typed: str) -> list[tuple[str, str]]:
    exact, wanted = folded(typed.strip()), alike(value_in(typed))
    ranked = [(_distance(exact, wanted, choice), choice) for choice in choices.items()]
    return [choice for distance, choice in sorted(ranked, key=_nearness) if distance is not None]


def _own(choices: Choices, typed: str) -> Choices:
    """What was typed as a choice of its own, unless it is one already or no menu can hold it."""
    word = value_in(typed)
    is_there = any(folded(word) == folded(name) for name in choices)
    fits = 0 < len(word) < LONGEST_VALUE
    return {word: wording.forms.as_typed(word)} if fits and not is_there else {}


def value_of(name: str) -> str:
    """The value that a choice is sent back as: its name, a long one with a mark of its own."""
    if len(name) <= LONGEST_VALUE:
        return name
    return f"{name[:_KEPT]}…{sha256(name.encode()).hexdigest()[: LONGEST_VALUE - _KEPT - 1]}"


def chosen_of(names: Iterable[str], value: str) -> str:
    """The name that was sent back as a value; the value itself where there is no such name."""
    if not is_shortened(value):
        return value
    return next((name for name in names if value_of(name) == value), value)


def is_shortened(value: str) -> bool:
    """Whether a value may stand for a longer name."""
    return len(value) == LONGEST_VALUE


def _distance(exact: str, wanted: str, choice: tuple[str, str]) -> int | None:
    """How far a choice is from what was typed: the same, its beginning, within; None: elsewhere."""
    if exact in map(folded, choice):
        return 0
    names = [alike(text) for text in choice]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else None


def _nearness(ranked: tuple[int | None, object]) -> int:
    distance, _ = ranked
    return 3 if distance is None else distance
