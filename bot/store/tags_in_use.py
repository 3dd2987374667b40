"""The tags that tickets have."""

from typing import Final

from sqlalchemy import Connection, select

from bot.store.statements import each_word
from bot.store.tables import tickets

LOOKED_AT: Final = 1000
"""So many of the newest tickets are asked: what nobody used for long is found by typing it."""


def newest(connection: Connection, workspace_id: str) -> list[str]:
    """Return the tags of the newest tickets, each spelling once, in the order of their letters."""
    recent = (
        select(tickets.c.tags)
        .where(tickets.c.workspace_id == workspace_id)
        .order_by(tickets.c.number.desc())
        .limit(LOOKED_AT)
        .subquery()
    )
    tag = each_word(recent.c.tags)
    query = select(tag.c.value).select_from(recent, tag).distinct().order_by(tag.c.value)
    return list(connection.execute(query).scalars())
