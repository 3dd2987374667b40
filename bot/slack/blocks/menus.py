"""Menus of what can grow: searched while one types, so that nothing is left out.

A menu shows what stands in it; what it offers is asked of us by what was typed, and at most a
hundred come back, under a heading that says of how many.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Final

from bot import wording
from bot.slack.blocks.elements import (
    PLACEHOLDER,
    Block,
    Payload,
    plain,
)
from bot.slack.blocks.inputs import VALUE, option
from bot.words.spelling import alike, value_in
from sla_core.folding import folded

OFFERED: Final = 100
"""So many choices Slack takes of one search."""
LONGEST_VALUE: Final = 150
HEADING: Final = 75
_KEPT: Final = 100
"""Characters of a long value that stand before what tells it from others."""

Choices = Mapping[str, str]
"""What can be chosen, and what each is called, in the order in which they are offered."""


def searched(choices: Choices, action_id: str = VALUE, placeholder: str | None = None) -> Block:
    """A menu that is searched; what stands in it is the only one of these choices, if any."""
    menu: Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain(placeholder or wording.forms.search(), PLACEHOLDER),
    }
    standing = [option(value_of(name), text) for name, text in choices.items()]
    return menu | ({"initial_option": standing[0]} if standing else {})


def named(name: str | None) -> Choices:
    """The choice of something that is called by its name; no choice of none."""
    return {} if name is None else {name: name}


def named_each(names: Iterable[str]) -> Choices:
    """Choices that are called by their names."""
    return {name: name for name in names}


def offer(choices: Choices, typed: str) -> Payload:
    """What fits to what was typed, the nearest first; where it is too much, of how many."""
    very, wanted = folded(typed.strip()), alike(value_in(typed))
    ranked = [(_distance(very, wanted, each), each) for each in choices.items()]
    fitting = [each for distance, each in sorted(ranked, key=_nearness) if distance is not None]
    shown = [option(value_of(name), text) for name, text in fitting[:OFFERED]]
    if len(fitting) <= OFFERED:
        return {"options": shown}
    heading = wording.forms.first_of(OFFERED, len(fitting))
    return {"option_groups": [{"label": plain(heading, HEADING), "options": shown}]}


def value_of(name: str) -> str:
    """What a choice is sent back as: its name, a long one with what tells it from all others."""
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


def _distance(very: str, wanted: str, choice: tuple[str, str]) -> int | None:
    """How far a choice is from what was typed: the same, its beginning, within; None: elsewhere."""
    if very in map(folded, choice):
        return 0
    names = [alike(each) for each in choice]
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    return 2 if any(wanted in name for name in names) else None


def _nearness(ranked: tuple[int | None, object]) -> int:
    distance, _ = ranked
    return 3 if distance is None else distance
