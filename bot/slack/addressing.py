"""Whether a message is a command to the bot, and which.

Anywhere it is one that begins by addressing the bot. Alone with the bot the mention may be left
out, where what is written can hardly be a request: `next`, `show 42`, `list mine dept:Support`.
"""

import re
from typing import Final

from bot.slack.commands.table import Meant, meant_by_mention
from bot.slack.parsing import after_mention, first_word, ticket_number
from bot.spelling import spelled

_FILTER: Final = re.compile(r"[a-z_]+:\S+|mine|unassigned|overdue|escalated", re.IGNORECASE)


def command_in(text: str, bot_user_id: str, channel_id: str, thread_ts: str | None) -> Meant | None:
    """What a message asks of the bot; None where it is a message to people."""
    told = after_mention(text, bot_user_id)
    if told is not None:
        return meant_by_mention(told)
    if thread_ts is not None or not channel_id.startswith("D"):
        return None
    asked = meant_by_mention(text.strip())
    return asked if asked.command is not None and _is_plain(asked.rest) else None


def _is_plain(rest: str) -> bool:
    """Whether what stands behind a command's words is a ticket's number, filters, or nothing."""
    if ticket_number(first_word(rest)[0]) is not None:
        return True
    return all(_FILTER.fullmatch(word) for word in spelled(rest).split())
