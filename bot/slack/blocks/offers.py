"""An offer to open a form, for where Slack gives no leave to open one by itself."""

import json
from bisect import bisect_right
from typing import Final

from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import Payload, actions, button, message, section

VALUE: Final = 2000
"""Characters of a button's value."""


def form_offer(text: str, label: str, form: str, typed: str) -> Payload:
    """A message with one button; what was typed so far goes into the form."""
    offered = actions(button(ids.OPEN_FORM, label, _value(form, typed[:VALUE]), "primary"))
    return message(text, [section(text), offered])


def _value(form: str, typed: str) -> str:
    """The form and as much of the text as fits, never cut inside the JSON."""

    def written(length: int) -> str:
        return json.dumps({"form": form, "text": typed[:length]}, ensure_ascii=False)

    lengths = range(1, len(typed) + 1)
    return written(bisect_right(lengths, VALUE, key=lambda length: len(written(length))))
