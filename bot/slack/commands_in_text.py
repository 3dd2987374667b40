"""Whether a message is a command to the bot, and which.

Anywhere it is one that begins by addressing the bot. Alone with the bot the mention may be left
out, where what is written can hardly be a request: `next`, `show 42`, `list mine dept:Support`.
"""

from typing import Final

from bot.slack.commands.table import Meant, meant_by_mention
from bot.slack.parsing import after_mention, are_filters, first_word, ticket_number

_FILTERS: Final = frozenset({"mine", "unassigned", "overdue", "escalated"})


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
    return are_filters(rest, _FILTERS)
