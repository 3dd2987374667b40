"""What cannot be used, and so was set aside: with its reason, for admins to see."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from bot.store import statements
from bot.store.statements import columns_of, values_of
from bot.store.tables import set_aside

ARRIVAL: Final = "arrival"
"""Something that came in and is not worked off: a row of the inbox, by its id."""
MESSAGE: Final = "message"
"""Something that is not said: a row of the outbox, by its key."""
REQUEST: Final = "request"
"""Something that Slack sent and that is nothing we can keep, by its digest."""
TICKET: Final = "ticket"
"""A ticket whose timeline cannot be replayed, by its number."""
UNSAID: Final = "set_aside: "
"""The beginning of the error of a message that was given up as broken."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """One thing, by kind and name; `reason` is for logs and the terminal."""

    kind: str
    name: str
    reason: str
    at: datetime


def note(connection: Connection, workspace_id: str, item: SetAside) -> bool:
    """Keep it; return False, and keep nothing, where it is known already."""
    values = {"workspace_id": workspace_id, **values_of(item)}
    if_new = statements.insert(connection, set_aside).values(**values).on_conflict_do_nothing()
    return connection.execute(if_new.returning(set_aside.c.name)).scalar_one_or_none() is not None


def forget(connection: Connection, workspace_id: str, kind: str, name: str) -> None:
    """Say that it can be used again."""
    conditions = (set_aside.c.workspace_id == workspace_id, set_aside.c.kind == kind)
    connection.execute(delete(set_aside).where(*conditions, set_aside.c.name == name))


def listing(connection: Connection, workspace_id: str, since: datetime) -> list[SetAside]:
    """Return what was set aside since an instant, and every ticket that still is; the newest first.

    A ticket is among them until it can be read again.
    """
    query = select(*columns_of(set_aside, SetAside)).where(
        set_aside.c.workspace_id == workspace_id,
        (set_aside.c.at >= since) | (set_aside.c.kind == TICKET),
    )
    in_order = query.order_by(set_aside.c.at.desc(), set_aside.c.kind, set_aside.c.name)
    return [SetAside(*row) for row in connection.execute(in_order)]


def tickets(connection: Connection, workspace_id: str) -> list[int]:
    """Return the numbers of the tickets that are set aside, in order."""
    query = select(set_aside.c.name).where(
        set_aside.c.workspace_id == workspace_id, set_aside.c.kind == TICKET
    )
    return sorted(int(name) for name in connection.execute(query).scalars())
