"""A message that Slack refused, as its author and the ticket's agents read of it."""

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import SECTION, Payload, actions, button, message, section
from bot.slack.pieces import in_pieces


def undelivered(head: str, text: str, value: str) -> list[Payload]:
    """The head, the text, which is escaped already, and the button; a long text goes on below."""
    first, *rest = in_pieces(text, SECTION)
    again = actions(button(ids.SEND_AGAIN, wording.undelivered.send_again(), value, "primary"))
    shown = [section(head), section(first), again]
    return [message(f"{head}\n{first}", shown), *({"text": piece} for piece in rest)]
