"""A channel that takes messages again: unarchived, or the bot was invited."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.delivery.refusals import REOPENING
from bot.store import outbox

LONGEST: Final = timedelta(days=7)
"""What was refused longer ago is of no use to anybody any more."""


def reopen(connection: Any, workspace_id: str, channel_id: str, now: datetime) -> int:
    """Have that said which the channel refused within a week; return how many messages it is."""
    return outbox.reopen(connection, workspace_id, channel_id, REOPENING, now, LONGEST)
