"""Whether something was heard of a ticket that is not worked off yet, so that speaking may err."""

from datetime import timedelta
from typing import Final

from bot.store import inbox, outbox
from bot.store.tickets import TicketRow
from bot.usecases.desk import Work
from bot.usecases.speaking import conversation_key

LONGEST_HELD_UP: Final = timedelta(minutes=1)
"""How long an alarm waits for messages that were heard and are not worked off yet."""


def is_held_up(work: Work, ticket: TicketRow) -> bool:
    """Whether a message that may be of this ticket was heard and is not worked off yet."""
    channel_id = ticket.channel_id
    if channel_id is None:
        key = conversation_key(ticket.number)
        root = outbox.get(work.connection, work.workspace_id, key)
        channel_id = None if root is None else root.lane
    since = work.now - LONGEST_HELD_UP
    return channel_id is not None and inbox.has_waiting_message(
        work.connection, work.workspace_id, channel_id, since
    )
