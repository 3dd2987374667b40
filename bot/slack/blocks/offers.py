"""An offer to open a form, for where Slack gives no leave to open one by itself."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    message,
    section,
)

VALUE: Final = 2000
"""Characters of a button's value."""


def form_offer(
    text: str,
    label: str,
    form: str,
    typed: str = "",
    number: int | None = None,
    about: str = "",
) -> Payload:
    """A message with one button; what was typed so far goes into the form of a ticket, if any."""
    opens = form_button(label, form, typed, number, about)
    return message(text, [section(text), actions(opens)])


def form_button(
    label: str, form: str, typed: str = "", number: int | None = None, about: str = ""
) -> Block:
    """The button that opens a form; `about` is the key of an arrival that is kept for it."""
    known = {"number": number, "about": about or None}
    facts = {name: fact for name, fact in known.items() if fact is not None}
    return button(ids.OPEN_FORM, label, _value(form, typed[:VALUE], facts), "primary")


def _value(form: str, typed: str, facts: Mapping[str, int | str]) -> str:
    """The form and as much of the text as fits, never cut inside the JSON."""

    def written(length: int) -> str:
        return json.dumps({"form": form, "text": typed[:length], **facts}, ensure_ascii=False)

    lengths = range(1, len(typed) + 1)
    return written(bisect_right(lengths, VALUE, key=lambda length: len(written(length))))
