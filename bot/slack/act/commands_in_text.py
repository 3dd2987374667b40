"""Whether a message is a command to the bot, and which.

Anywhere it is one that begins by addressing the bot. Alone with the bot the mention may be left
out, where what is written can hardly be a request: `next`, `show 42`, `list mine dept:Support`.
"""

from typing import Final

from bot.slack.act.commands.table import CommandMatch, meant_by_mention
from bot.slack.hear.typed_text import after_mention, are_filters, first_word, ticket_number

_FILTERS: Final = frozenset({"mine", "unassigned", "overdue", "escalated"})


def command_in(
    text: str, bot_user_id: str, channel_id: str, thread_ts: str | None
) -> CommandMatch | None:
    """What a message asks of the bot; None where it is a message to people."""
    addressed = after_mention(text, bot_user_id)
    if addressed is not None:
        return meant_by_mention(addressed)
    if thread_ts is not None or not channel_id.startswith("D"):
        return None
    invocation = meant_by_mention(text.strip())
    return invocation if invocation.command is not None and _is_plain(invocation.rest) else None


def is_command(text: str, bot_user_id: str, channel_id: str, thread_ts: str | None) -> bool:
    """Whether a message asks something of the bot, known command or not."""
    return command_in(text, bot_user_id, channel_id, thread_ts) is not None


def _is_plain(arguments: str) -> bool:
    """Whether what stands behind a command's words is a ticket's number, filters, or nothing."""
    if ticket_number(first_word(arguments)[0]) is not None:
        return True
    return are_filters(arguments, _FILTERS)
