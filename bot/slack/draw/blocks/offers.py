"""An offer to open a form, for where Slack gives no leave to open one by itself."""

import json
from bisect import bisect_right
from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block, Payload, actions, button, message, section
from bot.wording.markup import escape

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
    offer = form_button(label, form, typed, number, about)
    return message(text, [section(text), actions(offer)])


def form_button(
    label: str, form: str, typed: str = "", number: int | None = None, about: str = ""
) -> Block:
    """The button that opens a form; `about` is the key of an arrival that is kept for it."""
    optional = {"number": number, "about": about or None}
    facts = {name: fact for name, fact in optional.items() if fact is not None}
    return button(ids.OPEN_FORM, label, _value(form, typed[:VALUE], facts), "primary")


def _value(form: str, typed: str, facts: Mapping[str, int | str]) -> str:
    """The form and as much of the text as fits, never cut inside the JSON."""

    def value_with(length: int) -> str:
        return json.dumps({"form": form, "text": typed[:length], **facts}, ensure_ascii=False)

    lengths = range(1, len(typed) + 1)
    return value_with(bisect_right(lengths, VALUE, key=lambda length: len(value_with(length))))


def edit_button(form: str, name: str) -> Block:
    """The button that opens the form of an item."""
    return button(ids.OPEN_TO_EDIT, wording.editors.edit(), _value(form, name, {}))


def item_buttons(edit: str, copy: str, archive: str, name: str) -> Block:
    """The buttons that open the forms of an item: to edit it, to copy it, to archive it."""
    texts = wording.editors
    return actions(
        *(
            button(action_id, label, _value(form, escape(name), {}))
            for action_id, label, form in (
                (ids.OPEN_TO_EDIT, texts.edit(), edit),
                (ids.OPEN_TO_COPY, texts.copy(), copy),
                (ids.OPEN_TO_ARCHIVE, texts.archive(), archive),
            )
            if form
        )
    )
