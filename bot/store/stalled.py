"""The tickets under levels that stand still, as the configuration of those cannot be read."""

from collections.abc import Collection

from sqlalchemy import Connection, String, cast, exists, select

from bot.store.set_aside import TICKET
from bot.store.tables import set_aside, tickets


def not_set_aside(
    connection: Connection, workspace_id: str, levels: Collection[str], limit: int
) -> list[int]:
    """Return tickets under levels, given case folded, that are not set aside yet, in order.

    Closed and deleted ones are left out: nothing is promised on them any more.
    """
    here = tickets.c.workspace_id == workspace_id
    spellings = connection.execute(select(tickets.c.level).where(here).distinct()).scalars()
    meant = [name for name in spellings if name is not None and name.casefold() in levels]
    is_known = exists().where(
        set_aside.c.workspace_id == workspace_id,
        set_aside.c.kind == TICKET,
        set_aside.c.name == cast(tickets.c.number, String),
    )
    asked = select(tickets.c.number).where(
        here,
        tickets.c.level.in_(meant),
        tickets.c.status != "closed",
        tickets.c.is_deleted.is_(False),
        ~is_known,
    )
    return list(connection.execute(asked.order_by(tickets.c.number).limit(limit)).scalars())
