"""What forms are made of: modals, their inputs, and the modal that only says something."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot import wording
from bot.slack.draw.blocks.elements import Block, Payload, plain, section, sentence

VALUE: Final = "value"
"""The action id of every input: its block's id says which it is."""
TITLE: Final = 24
OPTION: Final = 75
TEXT: Final = 3000


def notice(title: str, *texts: str) -> Payload:
    """A modal that only says something."""
    return {
        "type": "modal",
        "title": plain(title, TITLE),
        "close": plain(wording.forms.close(), TITLE),
        "blocks": [section(sentence(text)) for text in texts],
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
    block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {"action_id": VALUE, **element},
        "optional": optional,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(initial: str = "", *, most: int | None = None, many_lines: bool = False) -> Block:
    """A field to type into."""
    element: Block = {"type": "plain_text_input", "multiline": many_lines}
    if most is not None:
        element["max_length"] = most
    if initial:
        element["initial_value"] = initial[: most or TEXT]
    return element


def option(value: str, text: str) -> Block:
    """One choice."""
    return {"text": plain(text, OPTION), "value": value}


def select(choices: Mapping[str, str], initial: str | None = None) -> Block:
    """A menu of choices that cannot grow: for those that can, see `menus`."""
    options = [option(value, text) for value, text in choices.items()]
    element: Block = {"type": "static_select", "options": options}
    selected = next((entry for entry in options if entry["value"] == initial), None)
    return element | ({"initial_option": selected} if selected else {})


def several(choices: Mapping[str, str], chosen: Iterable[str]) -> Block:
    """A menu of what cannot grow, of which several may be chosen."""
    return _with_chosen("multi_static_select", choices, chosen)


def boxes(choices: Mapping[str, str], chosen: Iterable[str]) -> Block:
    """Boxes to tick."""
    return _with_chosen("checkboxes", choices, chosen)


def _with_chosen(kind: str, choices: Mapping[str, str], chosen: Iterable[str]) -> Block:
    options, ticked = [option(value, text) for value, text in choices.items()], {*chosen}
    initial = [entry for entry in options if entry["value"] in ticked]
    element: Block = {"type": kind, "options": options}
    return element | ({"initial_options": initial} if initial else {})


def people(chosen: Iterable[str]) -> Block:
    """Slack's own menu of people."""
    ids = list(chosen)
    return {"type": "multi_users_select"} | ({"initial_users": ids} if ids else {})


def channels(chosen: Iterable[str], most: int | None = None) -> Block:
    """Slack's own menu of channels, those that are private included."""
    ids = list(chosen)
    element: Block = {
        "type": "multi_conversations_select",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    element |= {"initial_conversations": ids} if ids else {}
    return element | ({"max_selected_items": most} if most else {})
