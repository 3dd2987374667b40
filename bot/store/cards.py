"""Where the card of a ticket is, in the outbox."""

from sqlalchemy import Connection

from bot.keys.messages import MessageKey
from bot.store import outbox


def newest_card(connection: Connection, workspace_id: str, number: int) -> MessageKey:
    """The key of a ticket's card: the newest, where it went from one channel to another."""
    key = MessageKey.card(number)
    while outbox.get(connection, workspace_id, str(moved := key.moved(key.move + 1))) is not None:
        key = moved
    return key
