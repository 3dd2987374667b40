"""What forms are made of: modals, their inputs, and the modal that only says something."""

from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.slack.blocks.elements import (
    Block,
    Payload,
    plain,
    section,
    sentence,
)

VALUE: Final = "value"
"""The action id of every input: its block's id says which it is."""
TITLE: Final = 24
OPTION: Final = 75
TEXT: Final = 3000


def notice(title: str, text: str) -> Payload:
    """A modal that only says something."""
    return {
        "type": "modal",
        "title": plain(title, TITLE),
        "close": plain(wording.forms.close(), TITLE),
        "blocks": [section(sentence(text))],
    }


def modal(callback_id: str, title: str, submit: str, blocks: list[Block]) -> Payload:
    """A form with its inputs."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "submit": plain(submit, TITLE),
        "close": plain(wording.forms.cancel(), TITLE),
        "blocks": blocks,
    }


def field(
    block_id: str, label: str, element: Block, *, optional: bool = False, hint: str | None = None
) -> Block:
    """One input with its label; its value is found under the block's id."""
    found = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {"action_id": VALUE, **element},
        "optional": optional,
    }
    return found | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(initial: str = "", *, most: int | None = None, many_lines: bool = False) -> Block:
    """A field to type into."""
    found: Block = {"type": "plain_text_input", "multiline": many_lines}
    if most is not None:
        found["max_length"] = most
    if initial:
        found["initial_value"] = initial[: most or TEXT]
    return found


def option(value: str, text: str) -> Block:
    """One choice."""
    return {"text": plain(text, OPTION), "value": value}


def select(choices: Mapping[str, str], initial: str | None = None) -> Block:
    """A menu of what cannot grow: of what can, see `menus`."""
    options = [option(value, text) for value, text in choices.items()]
    found: Block = {"type": "static_select", "options": options}
    first = next((each for each in options if each["value"] == initial), None)
    return found | ({"initial_option": first} if first else {})
