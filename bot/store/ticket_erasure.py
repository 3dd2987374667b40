"""A ticket taken out of the database as if it had never been: of tests alone, never of work."""

from sqlalchemy import Connection, delete, select, update

from bot.store.audit_erasure import erase_events
from bot.store.outbox import POST
from bot.store.statements import in_state
from bot.store.tables import (
    alarms,
    clock_numbers,
    clocks,
    events,
    follow_ups,
    outbox,
    reviews,
    tickets,
)

DELETE = "chat.delete"
_OF_A_TICKET = (follow_ups, reviews, clock_numbers, alarms, clocks, events)
"""What belongs to a ticket, in an order in which nothing refers to what is gone."""


def messages_in_slack(connection: Connection, workspace_id: str, number: int) -> list[str]:
    """Return the keys of a ticket's messages that stand in Slack, or may."""
    query = select(outbox.c.key).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.ticket_number == number,
        outbox.c.method == POST,
        in_state(outbox, "sent", "sending", "unknown"),
    )
    return list(connection.execute(query.order_by(outbox.c.id)).scalars())


def erase(connection: Connection, workspace_id: str, number: int) -> None:
    """Remove a ticket with its timeline and all that follows from it; its number stays taken.

    The audit log keeps the digests of its events, so that it can still be proved. What waits to be
    said of it is not said any more, what is to be deleted of it is; what was said loses its words.
    """
    erase_events(connection, workspace_id, number)
    of_ticket = outbox.c.workspace_id == workspace_id, outbox.c.ticket_number == number
    unsaid = update(outbox).where(
        *of_ticket, in_state(outbox, "pending"), outbox.c.method != DELETE
    )
    connection.execute(unsaid.values(state="superseded"))
    settled = update(outbox).where(*of_ticket, in_state(outbox, "sent", "dead", "superseded"))
    connection.execute(settled.values(payload={}, summary=None, author=None, refused_at=None))
    connection.execute(update(outbox).where(*of_ticket).values(ticket_number=None))
    for table in _OF_A_TICKET:
        rows = delete(table).where(
            table.c.workspace_id == workspace_id, table.c.ticket_number == number
        )
        connection.execute(rows)
    connection.execute(
        delete(tickets).where(tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    )
