"""What `/sla` alone shows: a button for each thing this person may begin with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, actions, button, context, message, section

A_ROW: Final = 5
"""Buttons side by side: more are hard to find."""


@dataclass(frozen=True, slots=True)
class Start:
    """A command that needs nothing behind its words."""

    words: str


def start_shown(starts: Sequence[Start]) -> Payload:
    """The buttons, and where everything else is listed."""
    texts = wording.commands
    buttons = [
        button(ids.STARTS[start.words], texts.STARTS[start.words](), start.words)
        for start in starts
    ]
    rows = [actions(*buttons[at : at + A_ROW]) for at in range(0, len(buttons), A_ROW)]
    return message(texts.start(), [section(texts.start()), *rows, context(texts.ask_for_one())])
