"""Where the card of a ticket is, in the outbox."""

from sqlalchemy import Connection

from bot.keys.messages import card_key, moved_card_key
from bot.store import outbox


def newest_card(connection: Connection, workspace_id: str, number: int) -> str:
    """The key of a ticket's card: the newest, where it went from one channel to another."""
    key, move = card_key(number), 1
    while outbox.get(connection, workspace_id, moved := moved_card_key(number, move)) is not None:
        key, move = moved, move + 1
    return key
