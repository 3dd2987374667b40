"""Tickets as they stand: a projection of their timelines, and where their conversations are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    insert,
    or_,
    select,
    update,
)

from bot.store.statements import columns_of, next_value, values_of
from bot.store.tables import tickets
from sla_core.tickets.vocabulary import MAY_GO_ON

UNNUMBERED = 0


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One ticket as it stands after event `last_seq`; `number` is 0 until it is opened.

    `wake_at` is when it changes by itself, as a pending one does at its `until`.
    `projected_revision` is the newest revision of the configuration its clocks were computed with;
    None while no clock can run on it, so that none can move. `requester_channel_id` and
    `requester_thread_ts` are where the requester reads, where that is not the conversation itself.
    """

    number: int
    external_name: str | None
    subject: str
    requester: str | None
    source: str
    department: str | None
    customer: str | None
    customer_group: str | None
    priority: str
    level: str | None
    status: str
    assignee: str | None
    tags: tuple[str, ...]
    channel_id: str | None
    thread_ts: str | None
    created_at: datetime
    changed_at: datetime
    wake_at: datetime | None
    last_seq: int
    is_deleted: bool = False
    projected_revision: int | None = 0
    is_escalated: bool = False
    requester_channel_id: str | None = None
    requester_thread_ts: str | None = None


def open(connection: Connection, workspace_id: str, ticket: TicketRow) -> int:  # noqa: A001
    """Keep a new ticket and return its number: 1, 2, 3, … per workspace, without gaps."""
    number = next_value(connection, workspace_id, "ticket")
    values = {**values_of(ticket), "workspace_id": workspace_id, "number": number}
    connection.execute(insert(tickets).values(**values))
    return number


def get(connection: Connection, workspace_id: str, number: int) -> TicketRow | None:
    """Return the ticket; none when there is no such number."""
    return _ticket(connection, query_of(workspace_id).where(tickets.c.number == number))


def several(connection: Connection, workspace_id: str, numbers: Collection[int]) -> list[TicketRow]:
    """Return the tickets of these numbers, in no order."""
    query = query_of(workspace_id).where(tickets.c.number.in_(numbers))
    return [TicketRow(*row) for row in connection.execute(query)]


def lock(connection: Connection, workspace_id: str, number: int) -> TicketRow | None:
    """Return the ticket; nobody else can lock it until this transaction ends.

    Whoever changes a ticket, its events, clocks or alarms locks it first.
    """
    query = query_of(workspace_id).where(tickets.c.number == number)
    return _ticket(connection, query.with_for_update(key_share=True))


def find_by_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> TicketRow | None:
    """Return the ticket whose conversation is this thread."""
    conditions = (tickets.c.channel_id == channel_id, tickets.c.thread_ts == thread_ts)
    return _ticket(connection, query_of(workspace_id).where(*conditions))


def find_by_requester_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> TicketRow | None:
    """Return the ticket whose requester reads in this thread, apart from the conversation."""
    conditions = (
        tickets.c.requester_channel_id == channel_id,
        tickets.c.requester_thread_ts == thread_ts,
    )
    return _ticket(connection, query_of(workspace_id).where(*conditions))


def begun_between(
    connection: Connection, workspace_id: str, channel_id: str, first_ts: str, end_ts: str
) -> list[TicketRow]:
    """Return the tickets that messages of a channel began, from a `ts` to before another.

    The newest first; a direct conversation with the bot is a channel too.
    """
    ticket_rows: list[TicketRow] = []
    for channel, ts in (
        (tickets.c.channel_id, tickets.c.thread_ts),
        (tickets.c.requester_channel_id, tickets.c.requester_thread_ts),
    ):
        conditions = (channel == channel_id, ts >= first_ts, ts < end_ts)
        rows = connection.execute(query_of(workspace_id).where(*conditions))
        ticket_rows += [TicketRow(*row) for row in rows]
    return sorted(ticket_rows, key=lambda ticket: ticket.number, reverse=True)


def leave_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> None:
    """Let a thread be no ticket's any more, so that another can have it."""
    for channel, ts in (
        (tickets.c.channel_id, tickets.c.thread_ts),
        (tickets.c.requester_channel_id, tickets.c.requester_thread_ts),
    ):
        of_thread = update(tickets).where(
            tickets.c.workspace_id == workspace_id, channel == channel_id, ts == thread_ts
        )
        connection.execute(of_thread.values({channel: None, ts: None}))


def save(connection: Connection, workspace_id: str, ticket: TicketRow) -> None:
    """Change the ticket with this number to what is given."""
    connection.execute(
        update(tickets)
        .where(tickets.c.workspace_id == workspace_id, tickets.c.number == ticket.number)
        .values(**values_of(ticket, leave_out=["number"]))
    )


def wake(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Let every ticket wake at an instant that does not sooner, where something may come of it."""
    conditions = (
        tickets.c.workspace_id == workspace_id,
        tickets.c.status.in_(MAY_GO_ON),
        or_(tickets.c.wake_at.is_(None), tickets.c.wake_at > at),
    )
    connection.execute(update(tickets).where(*conditions).values(wake_at=at))


def wake_one(connection: Connection, workspace_id: str, number: int, at: datetime) -> None:
    """Have a ticket looked at at an instant."""
    conditions = (tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    connection.execute(update(tickets).where(*conditions).values(wake_at=at))


def wake_later(
    connection: Connection, workspace_id: str, number: int, now: datetime, until: datetime
) -> None:
    """Have a ticket that is to be looked at now looked at only then."""
    conditions = (tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    due = update(tickets).where(*conditions, tickets.c.wake_at <= now)
    connection.execute(due.values(wake_at=until))


def query_of(workspace_id: str) -> Select[Any]:
    """Return the query of all tickets of a workspace."""
    return select(*columns_of(tickets, TicketRow)).where(tickets.c.workspace_id == workspace_id)


def _ticket(connection: Connection, query: Select[Any]) -> TicketRow | None:
    row = connection.execute(query).one_or_none()
    return None if row is None else TicketRow(*row)
