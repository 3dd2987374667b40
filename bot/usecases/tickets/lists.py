"""Lists of tickets by what people ask for, page by page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final

from bot import wording
from bot.errors import BrokenTimeline, UserFacingError
from bot.store import ticket_lists, ticket_values
from bot.store.ticket_lists import TicketFilter
from bot.store.tickets import TicketRow
from bot.usecases.changes.access import is_agent_or_admin
from bot.usecases.ground.privacy import asked_by, unseen_by
from bot.usecases.ground.subjects import hashtags
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.usecases.requesters.requests import asked_for, request
from bot.views.requests import Request
from bot.views.tickets import TicketView
from bot.words.spelling import named
from bot.words.tags import is_same_tag
from sla_core.tickets.events import Created
from sla_core.tickets.vocabulary import PRIORITIES, SOURCES, STATUSES, TO_SOLVE

PAGE: Final = 10

ALIASES: Final = {"hold": "on_hold", "onhold": "on_hold"}
"""What people call statuses besides their names."""


OF_THE_DESK: Final = frozenset({"escalated", "level", "priority", "customer", "group", "tag"})
"""What is asked for by these is not told to who asked, so their own tickets are left out."""


@dataclass(frozen=True, slots=True)
class TicketList:
    """A page of tickets, the most urgent first; pages count from 1.

    What the reader asked for is a request. `unreadable` has the numbers of those on it whose
    timeline is broken.
    """

    tickets: list[TicketView | Request]
    page: int
    pages: int
    total: int
    unreadable: tuple[int, ...] = ()
    of_agents: str | None = None
    """A filter that is for agents alone, so that nothing was found for a requester."""


def listing(work: Transaction, by: str, filters: Mapping[str, str], page: int = 1) -> TicketList:
    """The open tickets that fit, by due time; requesters see their own only, as requests.

    Settled, spam and deleted tickets are left out unless their status is asked for. A page behind
    the last one is the last one.

    Filters: ``mine``, ``unassigned``, ``overdue``, ``escalated`` (each with any value), ``dept``,
    ``level``, ``status``, ``priority``, ``customer``, ``group``, ``tag``, ``source``. A value that
    nothing has is refused, with the nearest one that is there; requesters are told of none. What
    requesters do not see they cannot filter by; of tags they know those that they wrote themselves.
    """
    of_agents = _of_agents(filters)
    if of_agents not in (None, "tag") and not is_agent_or_admin(work, by):
        return TicketList([], 1, 1, 0, of_agents=of_agents)
    selection = _filter(work, by, filters)
    total = ticket_lists.count(*work.scope, selection)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    page_rows = ticket_lists.listing(
        *work.scope, selection, "due", limit=PAGE, offset=(page - 1) * PAGE
    )
    numbers = [row.number for row in page_rows.tickets]
    views = list(_shown(work, by, page_rows.tickets))
    readable = {view.number for view in views}
    unreadable = tuple(number for number in numbers if number not in readable)
    return TicketList(views, page, pages, total, unreadable)


def _shown(work: Transaction, by: str, rows: Iterable[TicketRow]) -> Iterator[TicketView | Request]:
    for row in rows:
        with suppress(BrokenTimeline):
            if asked_by(row, by):
                yield request(work, row)
            else:
                yield load(work, row.number).view(work)


def _of_agents(filters: Mapping[str, str]) -> str | None:
    """A filter by what requesters do not see, tags last: they know those they wrote."""
    names = sorted(OF_THE_DESK.intersection(filters))
    return names[0] if names else None


def _filter(work: Transaction, by: str, filters: Mapping[str, str]) -> TicketFilter:
    sees_all = is_agent_or_admin(work, by)
    selection = TicketFilter(
        statuses=TO_SOLVE,
        requester=None if sees_all else by,
        assignee=by if "mine" in filters and sees_all else None,
        unassigned="unassigned" in filters,
        escalated="escalated" in filters,
        unseen=unseen_by(work, by) if sees_all else (),
        reader=by,
        not_asked_by=by if sees_all and _of_agents(filters) else None,
        overdue_at=work.now.replace(microsecond=0) if "overdue" in filters else None,
    )
    if "status" in filters:
        selection = _of_status(selection, filters["status"])
    values = {}
    for key, name in filters.items():
        if key in COLUMNS and key != "tag":
            values[COLUMNS[key].column] = _known(work, by, key, name) if sees_all else name
    selection = replace(selection, values=values)
    if "tag" not in filters:
        return selection
    return _of_tag(work, by, selection, filters["tag"], sees_all=sees_all)


def _of_tag(
    work: Transaction, by: str, selection: TicketFilter, tag: str, *, sees_all: bool
) -> TicketFilter:
    """The tickets with a tag, however it is spelled on them; for a requester those they wrote."""
    if not sees_all:
        spellings = [
            spelling
            for row in asked_for(work, by)
            for spelling in row.tags
            if is_same_tag(spelling, tag)
        ]
        return replace(selection, tags=spellings, numbers=_tagged_by(work, by, tag))
    tags = ticket_values.used(*work.scope, "tags", unseen_by(work, by))
    spellings = [spelling for spelling in tags if is_same_tag(spelling, tag)]
    if not spellings:
        raise UserFacingError(wording.refusals.no_value("tag", tag, tags))
    return replace(selection, tags=spellings)


def _tagged_by(work: Transaction, by: str, tag: str) -> list[int]:
    """The tickets of a requester in whose first words this tag stands."""
    numbers = []
    for row in asked_for(work, by):
        with suppress(BrokenTimeline):
            first = load(work, row.number).events[0]
            words = (first.text, first.subject) if isinstance(first, Created) else ()
            if any(is_same_tag(text, tag) for text in hashtags(*(text or "" for text in words))):
                numbers.append(row.number)
    return numbers


def _of_status(selection: TicketFilter, written: str) -> TicketFilter:
    name = written.casefold().replace(" ", "_").replace("-", "_")
    status = ALIASES.get(name, name)
    if status == "deleted":
        return replace(selection, statuses=(), deleted=True)
    if status not in STATUSES:
        known = [*STATUSES, "deleted"]
        raise UserFacingError(wording.refusals.no_value("status", written, known))
    return replace(selection, statuses=(status,))


@dataclass(frozen=True, slots=True)
class FilterColumn:
    """A column of tickets that can be filtered by, and the values that are configured for it."""

    column: str
    configured: Callable[[Transaction, str], list[str]] = lambda work, by: []


COLUMNS: Final[Mapping[str, FilterColumn]] = {
    "dept": FilterColumn("department", suggestions.readable_departments),
    "level": FilterColumn("level", suggestions.levels),
    "customer": FilterColumn(
        "customer",
        lambda work, by: [customer.name for customer in work.configuration.customers.values()],
    ),
    "group": FilterColumn(
        "customer_group",
        lambda work, by: [group.name for group in work.configuration.customer_groups.values()],
    ),
    "priority": FilterColumn("priority", lambda work, by: list(PRIORITIES)),
    "source": FilterColumn("source", lambda work, by: list(SOURCES)),
}


def _known(work: Transaction, by: str, key: str, written: str) -> str:
    """The value as it is written where it is known; one that neither is nor ever was is refused.

    What only tickets have that are hidden from who asks is not known, nor is their department.
    """
    column, wanted = COLUMNS[key], written.removeprefix("#")
    configured = column.configured(work, by)
    match = named(wanted, configured)
    if match is not None:
        return match
    used = ticket_values.used(*work.scope, column.column, unseen_by(work, by))
    match = named(wanted, used)
    if match is None:
        known = list(dict.fromkeys([*configured, *used]))
        raise UserFacingError(wording.refusals.no_value(key, written, known))
    return match
