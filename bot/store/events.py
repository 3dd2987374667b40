"""Timelines: everything that ever happened to a ticket, append only. All else follows from them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, func, insert, select, update

from bot.store.statements import columns_of, values_of
from bot.store.tables import events, tickets
from bot.store.types import Json


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event; `seq` counts the ticket's events from 1 in the order they arrived."""

    seq: int
    at: datetime
    type: str
    actor: str | None
    rule: str | None
    external_id: str | None
    body: Json


def append(
    connection: Connection, workspace_id: str, number: int, happened: Sequence[StoredEvent]
) -> None:
    """Keep the events and move the ticket's `last_seq`; the ticket is locked by the caller.

    A `seq` or `external_id` the ticket has already is an `IntegrityError`: nothing is overwritten.
    """
    if not happened:
        return
    owner = {"workspace_id": workspace_id, "ticket_number": number}
    connection.execute(insert(events), [{**owner, **values_of(event)} for event in happened])
    connection.execute(
        update(tickets)
        .where(tickets.c.workspace_id == workspace_id, tickets.c.number == number)
        .values(last_seq=max(event.seq for event in happened))
    )


def of(connection: Connection, workspace_id: str, number: int) -> list[StoredEvent]:
    """Return the ticket's timeline: by `at`, then by arrival."""
    query = (
        select(*columns_of(events, StoredEvent))
        .where(events.c.workspace_id == workspace_id, events.c.ticket_number == number)
        .order_by(events.c.at, events.c.seq)
    )
    return [StoredEvent(*row) for row in connection.execute(query)]


def of_each(
    connection: Connection, workspace_id: str, numbers: Sequence[int], batch: int = 200
) -> Iterator[tuple[int, list[StoredEvent]]]:
    """Yield the timeline of each of these tickets, which are in order, read some at a time."""
    for start in range(0, len(numbers), batch):
        query = (
            select(events.c.ticket_number, *columns_of(events, StoredEvent))
            .where(
                events.c.workspace_id == workspace_id,
                events.c.ticket_number.in_(numbers[start : start + batch]),
            )
            .order_by(events.c.ticket_number, events.c.at, events.c.seq)
        )
        rows = connection.execute(query).all()
        for number, group in groupby(rows, key=lambda row: row.ticket_number):
            yield number, [StoredEvent(*row[1:]) for row in group]


def known_external_ids(
    connection: Connection, workspace_id: str, number: int, external_ids: Collection[str]
) -> set[str]:
    """Return those of the senders' own ids that the ticket's timeline holds already."""
    query = select(events.c.external_id).where(
        events.c.workspace_id == workspace_id,
        events.c.ticket_number == number,
        events.c.external_id.in_(list(external_ids)),
    )
    return set(connection.execute(query).scalars())


def all_of(
    connection: Connection, workspace_id: str, batch: int = 2_000
) -> Iterator[tuple[int, StoredEvent]]:
    """Yield every event with its ticket's number, by ticket, then in the timeline's order."""
    query = (
        select(events.c.ticket_number, *columns_of(events, StoredEvent))
        .where(events.c.workspace_id == workspace_id)
        .order_by(events.c.ticket_number, events.c.at, events.c.seq)
        .execution_options(yield_per=batch)
    )
    with connection.execute(query) as rows:
        for row in rows:
            yield row[0], StoredEvent(*row[1:])


def count(connection: Connection, workspace_id: str) -> int:
    """Return how many events the workspace holds."""
    query = select(func.count()).where(events.c.workspace_id == workspace_id)
    return int(connection.execute(query).scalar_one())
