"""Lists of tickets: which, in which order, a page at a time, and how many there are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from bot.store.people import is_nobodys
from bot.store.statements import each_word
from bot.store.tables import clocks, tickets
from bot.store.tickets import TicketRow, query_of
from bot.store.types import Instant

NEVER_AT = datetime(9999, 1, 1, tzinfo=UTC)  # the due time of a ticket without one: sorts last


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


def count(connection: Connection, workspace_id: str, filters: TicketFilter) -> int:
    """Return how many tickets there are."""
    query = select(func.count()).select_from(tickets)
    matching = query.where(tickets.c.workspace_id == workspace_id, *_conditions(filters))
    return int(connection.execute(matching).scalar_one())


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
    query = query_of(workspace_id).where(*_conditions(filters or TicketFilter()))
    if after is not None:
        after_key = tuple_(*(literal(v, k.type) for v, k in zip(after, keys, strict=True)))
        sort_key = tuple_(*keys)
        query = query.where(sort_key < after_key if is_descending else sort_key > after_key)
    sorting = [key.desc() if is_descending else key.asc() for key in keys]
    with_keys = query.add_columns(*(key.label(f"key_{i}") for i, key in enumerate(keys)))
    in_order = with_keys.order_by(*sorting).limit(limit + 1).offset(offset)
    rows = connection.execute(in_order).all()
    page_rows, width = rows[:limit], len(keys)
    last = tuple(page_rows[-1][-width:]) if len(rows) > limit else None
    return Page([TicketRow(*row[:-width]) for row in page_rows], last)


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
