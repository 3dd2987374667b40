"""An offer to open a form, for where Slack gives no leave to open one by itself."""

import json

from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import Payload, actions, button, message, section

VALUE = 1500


def form_offer(text: str, label: str, form: str, typed: str) -> Payload:
    """A message with one button; what was typed so far goes into the form."""
    value = json.dumps({"form": form, "text": typed[:VALUE]})[:2000]
    return message(text, [section(text), actions(button(ids.OPEN_FORM, label, value, "primary"))])
