"""Tickets as they stand: a projection of their timelines, and where their conversations are."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from bot.store.people import is_nobodys
from bot.store.statements import columns_of, each_word, next_value, values_of
from bot.store.tables import clocks, tickets
from bot.store.types import Instant

UNNUMBERED = 0
NEVER_AT = datetime(9999, 1, 1, tzinfo=UTC)  # the due time of a ticket without one: sorts last


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


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets: each field that is given narrows the choice; `unassigned` wants no agent.

    What those have who left is without one. Deleted tickets are left out, unless they alone are
    asked for, and so are those that `not_asked_by` asked for. `overdue_at` wants an open clock that
    is overdue at that instant. Names are those of `values`, in any case of their letters. `tags`
    are the spellings of a tag, one of which it has. `numbers` are the only ones that may be there.
    The tickets of `unseen` departments are left out, but for those that the `reader` asked for.
    """

    statuses: Sequence[str] = ()
    departments: Sequence[str] = ()
    requester: str | None = None
    assignee: str | None = None
    unassigned: bool = False
    deleted: bool = False
    escalated: bool = False
    not_asked_by: str | None = None
    overdue_at: datetime | None = None
    tags: Sequence[str] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    numbers: Sequence[int] | None = None
    unseen: Sequence[str] = ()
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some tickets, and the `after` that asks for those behind them; None: there are no more."""

    tickets: list[TicketRow]
    after: tuple[Any, ...] | None


def open(connection: Connection, workspace_id: str, ticket: TicketRow) -> int:  # noqa: A001
    """Keep a new ticket and return its number: 1, 2, 3, … per workspace, without gaps."""
    number = next_value(connection, workspace_id, "ticket")
    values = {**values_of(ticket), "workspace_id": workspace_id, "number": number}
    connection.execute(insert(tickets).values(**values))
    return number


def get(connection: Connection, workspace_id: str, number: int) -> TicketRow | None:
    """Return the ticket; none when there is no such number."""
    return _one(connection, _asked(workspace_id).where(tickets.c.number == number))


def several(connection: Connection, workspace_id: str, numbers: Collection[int]) -> list[TicketRow]:
    """Return the tickets of these numbers, in no order."""
    asked = _asked(workspace_id).where(tickets.c.number.in_(numbers))
    return [TicketRow(*row) for row in connection.execute(asked)]


def lock(connection: Connection, workspace_id: str, number: int) -> TicketRow | None:
    """Return the ticket; nobody else can lock it until this transaction ends.

    Whoever changes a ticket, its events, clocks or alarms locks it first.
    """
    asked = _asked(workspace_id).where(tickets.c.number == number)
    return _one(connection, asked.with_for_update(key_share=True))


def find_by_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> TicketRow | None:
    """Return the ticket whose conversation is this thread."""
    place = (tickets.c.channel_id == channel_id, tickets.c.thread_ts == thread_ts)
    return _one(connection, _asked(workspace_id).where(*place))


def find_by_requester_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> TicketRow | None:
    """Return the ticket whose requester reads in this thread, apart from the conversation."""
    place = (
        tickets.c.requester_channel_id == channel_id,
        tickets.c.requester_thread_ts == thread_ts,
    )
    return _one(connection, _asked(workspace_id).where(*place))


def begun_between(
    connection: Connection, workspace_id: str, channel_id: str, first_ts: str, end_ts: str
) -> list[TicketRow]:
    """Return the tickets that messages of a channel began, from a `ts` to before another.

    The newest first; a direct conversation with the bot is a channel too.
    """
    found: list[TicketRow] = []
    for channel, ts in (
        (tickets.c.channel_id, tickets.c.thread_ts),
        (tickets.c.requester_channel_id, tickets.c.requester_thread_ts),
    ):
        place = (channel == channel_id, ts >= first_ts, ts < end_ts)
        rows = connection.execute(_asked(workspace_id).where(*place))
        found += [TicketRow(*row) for row in rows]
    return sorted(found, key=lambda each: each.number, reverse=True)


def leave_thread(
    connection: Connection, workspace_id: str, channel_id: str, thread_ts: str
) -> None:
    """Let a thread be no ticket's any more, so that another can have it."""
    for channel, ts in (
        (tickets.c.channel_id, tickets.c.thread_ts),
        (tickets.c.requester_channel_id, tickets.c.requester_thread_ts),
    ):
        left = update(tickets).where(
            tickets.c.workspace_id == workspace_id, channel == channel_id, ts == thread_ts
        )
        connection.execute(left.values({channel: None, ts: None}))


def find_by_external_name(
    connection: Connection, workspace_id: str, external_name: str
) -> TicketRow | None:
    """Return the ticket that another program knows under this name."""
    return _one(connection, _asked(workspace_id).where(tickets.c.external_name == external_name))


def save(connection: Connection, workspace_id: str, ticket: TicketRow) -> None:
    """Change the ticket with this number to what is given."""
    connection.execute(
        update(tickets)
        .where(tickets.c.workspace_id == workspace_id, tickets.c.number == ticket.number)
        .values(**values_of(ticket, leave_out=["number"]))
    )


def wake(connection: Connection, workspace_id: str, at: datetime) -> None:
    """Let every ticket wake at an instant that does not sooner, but for those closed or spam."""
    meant = (
        tickets.c.workspace_id == workspace_id,
        tickets.c.status.not_in(("closed", "spam")),
        or_(tickets.c.wake_at.is_(None), tickets.c.wake_at > at),
    )
    connection.execute(update(tickets).where(*meant).values(wake_at=at))


def wake_one(connection: Connection, workspace_id: str, number: int, at: datetime) -> None:
    """Have a ticket looked at at an instant."""
    meant = (tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    connection.execute(update(tickets).where(*meant).values(wake_at=at))


def wake_later(
    connection: Connection, workspace_id: str, number: int, now: datetime, until: datetime
) -> None:
    """Have a ticket that is to be looked at now looked at only then."""
    meant = (tickets.c.workspace_id == workspace_id, tickets.c.number == number)
    late = update(tickets).where(*meant, tickets.c.wake_at <= now)
    connection.execute(late.values(wake_at=until))


def count(connection: Connection, workspace_id: str, filters: TicketFilter) -> int:
    """Return how many tickets there are."""
    asked = select(func.count()).select_from(tickets)
    meant = asked.where(tickets.c.workspace_id == workspace_id, *_conditions(filters))
    return int(connection.execute(meant).scalar_one())


def listing(
    connection: Connection,
    workspace_id: str,
    filters: TicketFilter | None = None,
    order: str = "newest",
    limit: int = 50,
    after: tuple[Any, ...] | None = None,
    offset: int = 0,
) -> Page:
    """Return a page of tickets.

    Orders: `newest` and `oldest` by number, `changed` (the latest first), `due` (the earliest due
    time of an open clock first, tickets without one last). `after` is that of the page before;
    `offset` leaves out so many, for who asks for a page by its number.
    """
    keys, is_descending = _order(order)
    asked = _asked(workspace_id).where(*_conditions(filters or TicketFilter()))
    if after is not None:
        behind = tuple_(*(literal(v, k.type) for v, k in zip(after, keys, strict=True)))
        place = tuple_(*keys)
        asked = asked.where(place < behind if is_descending else place > behind)
    sorting = [key.desc() if is_descending else key.asc() for key in keys]
    with_keys = asked.add_columns(*(key.label(f"key_{i}") for i, key in enumerate(keys)))
    in_order = with_keys.order_by(*sorting).limit(limit + 1).offset(offset)
    rows = connection.execute(in_order).all()
    shown, width = rows[:limit], len(keys)
    last = tuple(shown[-1][-width:]) if len(rows) > limit else None
    return Page([TicketRow(*row[:-width]) for row in shown], last)


def _order(order: str) -> tuple[list[ColumnElement[Any]], bool]:
    due = (
        select(func.min(clocks.c.due_at))
        .where(
            clocks.c.workspace_id == tickets.c.workspace_id,
            clocks.c.ticket_number == tickets.c.number,
            clocks.c.is_open,
        )
        .scalar_subquery()
    )
    orders: dict[str, tuple[list[ColumnElement[Any]], bool]] = {
        "newest": ([tickets.c.number], True),
        "oldest": ([tickets.c.number], False),
        "changed": ([tickets.c.changed_at, tickets.c.number], True),
        "due": (
            [func.coalesce(due, literal(NEVER_AT, Instant), type_=Instant), tickets.c.number],
            False,
        ),
    }
    return orders[order]


def _conditions(filters: TicketFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [tickets.c.is_deleted.is_(filters.deleted)]
    if filters.statuses:
        conditions.append(tickets.c.status.in_(filters.statuses))
    if filters.departments:
        conditions.append(tickets.c.department.in_(filters.departments))
    if filters.requester is not None:
        conditions.append(tickets.c.requester == filters.requester)
    if filters.assignee is not None:
        conditions.append(tickets.c.assignee == filters.assignee)
    if filters.unassigned:
        conditions.append(is_nobodys(tickets.c.workspace_id, tickets.c.assignee))
    return conditions + list(_narrowed(filters))


def _narrowed(filters: TicketFilter) -> Iterator[ColumnElement[bool]]:
    if filters.not_asked_by is not None:
        yield tickets.c.requester.is_distinct_from(filters.not_asked_by)
    if filters.escalated:
        yield tickets.c.is_escalated.is_(True)
    if filters.overdue_at is not None:
        yield exists().where(
            clocks.c.workspace_id == tickets.c.workspace_id,
            clocks.c.ticket_number == tickets.c.number,
            clocks.c.is_open,
            clocks.c.breach_at < filters.overdue_at,
        )
    if filters.unseen:
        is_seen = tickets.c.department.is_(None) | tickets.c.department.not_in(filters.unseen)
        yield or_(is_seen, tickets.c.requester == filters.reader)
    if filters.numbers is not None:
        yield tickets.c.number.in_(list(filters.numbers))
    if filters.tags is not None:
        tag = each_word(tickets.c.tags)
        yield exists().select_from(tag).where(tag.c.value.in_(filters.tags))
    for name, value in filters.values.items():
        yield func.lower(tickets.c[name]) == value.lower()


def _asked(workspace_id: str) -> Select[Any]:
    return select(*columns_of(tickets, TicketRow)).where(tickets.c.workspace_id == workspace_id)


def _one(connection: Connection, asked: Select[Any]) -> TicketRow | None:
    row = connection.execute(asked).one_or_none()
    return None if row is None else TicketRow(*row)
