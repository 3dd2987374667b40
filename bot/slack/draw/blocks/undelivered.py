"""A message that Slack refused, as its author and the ticket's agents read of it."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    SECTION,
    Payload,
    actions,
    button,
    escaped,
    message,
    section,
)
from bot.slack.draw.names import Names
from bot.slack.draw.pieces import in_pieces
from bot.views.refusals import UndeliveredMessage

NAME = 80


def undelivered(notice: UndeliveredMessage, names: Names, domain: str | None) -> list[Payload]:
    """Why and what to do, the text, and the button; a long text goes on below."""
    first, *rest = in_pieces(notice.text, SECTION)
    head, value = _head(notice), f"{notice.number} {notice.key}"
    again = actions(button(ids.SEND_AGAIN, wording.undelivered.send_again(), value, "primary"))
    blocks = [section(head), section(first), again]
    return [message(f"{head}\n{first}", blocks), *({"text": piece} for piece in rest)]


def _head(notice: UndeliveredMessage) -> str:
    phrases, error = wording.undelivered, escaped(notice.error, NAME)
    why = phrases.why_for_agents(error) if notice.is_for_agent else phrases.why(error)
    place = _place(notice)
    if notice.author is None:
        return phrases.to_author(notice.number, place, why)
    return phrases.to_agents(notice.number, place, why, escaped(notice.author, NAME))


def _place(notice: UndeliveredMessage) -> str:
    if notice.person is not None:
        return escaped(notice.person, NAME)
    if notice.channel_id is not None:
        return f"<#{notice.channel_id}>"
    return wording.undelivered.the_team()
