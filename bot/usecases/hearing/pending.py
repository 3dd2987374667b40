"""Whether something was heard of a ticket that is not worked off yet, so that speaking may err."""

from datetime import timedelta
from typing import Final

from bot.store import inbox
from bot.store.tickets import TicketRow
from bot.usecases.conversations import threads
from bot.usecases.desk import Work

LONGEST_HELD_UP: Final = timedelta(minutes=1)
"""How long an alarm waits for messages that were heard and are not worked off yet."""


def is_held_up(work: Work, ticket: TicketRow) -> bool:
    """Whether a message that may be of this ticket was heard and is not worked off yet."""
    since = work.now - LONGEST_HELD_UP
    return any(
        inbox.has_waiting_message(work.connection, work.workspace_id, channel_id, since)
        for channel_id in _heard_in(work, ticket)
    )


def _heard_in(work: Work, ticket: TicketRow) -> set[str]:
    """The channels, direct conversations included, in which people may write of a ticket."""
    conversation = threads.conversation(work, ticket)
    direct = threads.stands_at(work, threads.direct(work, ticket))
    return {each.channel_id for each in (conversation, direct) if each is not None}
