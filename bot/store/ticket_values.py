"""Which values the tickets of a workspace have."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from bot.store.statements import each_word
from bot.store.tables import tickets


def used(
    connection: Connection, workspace_id: str, name: str, unseen: Sequence[str] = ()
) -> list[str]:
    """Return every value that a column of the tickets has, or every tag, in order.

    Tickets of `unseen` departments are left out.
    """
    column = tickets.c[name]
    if name == "tags":
        tag = each_word(column)
        values = select(tag.c.value).select_from(tickets, tag)
    else:
        values = select(column).where(column.is_not(None))
    query = values.where(tickets.c.workspace_id == workspace_id).distinct()
    if unseen:
        query = query.where(
            tickets.c.department.is_(None) | tickets.c.department.not_in(list(unseen))
        )
    return sorted(str(value) for value in connection.execute(query).scalars())


def numbers_of(
    connection: Connection, workspace_id: str, departments: Sequence[str]
) -> frozenset[int]:
    """Return the numbers of all tickets of these departments, the deleted ones too."""
    query = select(tickets.c.number).where(
        tickets.c.workspace_id == workspace_id, tickets.c.department.in_(departments)
    )
    return frozenset(connection.execute(query).scalars()) if departments else frozenset()
