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
    in_workspace = tickets.c.workspace_id == workspace_id
    spellings = connection.execute(select(tickets.c.level).where(in_workspace).distinct()).scalars()
    names = [name for name in spellings if name is not None and name.casefold() in levels]
    is_set_aside = exists().where(
        set_aside.c.workspace_id == workspace_id,
        set_aside.c.kind == TICKET,
        set_aside.c.name == cast(tickets.c.number, String),
    )
    query = select(tickets.c.number).where(
        in_workspace,
        tickets.c.level.in_(names),
        tickets.c.status != "closed",
        tickets.c.is_deleted.is_(False),
        ~is_set_aside,
    )
    return list(connection.execute(query.order_by(tickets.c.number).limit(limit)).scalars())
