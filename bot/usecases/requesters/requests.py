"""One's own requests: what became of each, who has it, by when something was promised."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from bot.errors import BrokenTimeline
from bot.store import ticket_lists
from bot.store.ticket_lists import TicketFilter
from bot.store.tickets import TicketRow
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.views.requester_messages import answer_by
from bot.views.requests import Request, Requests
from bot.views.tickets import TicketView

PAGE: Final = 20


def requests(work: Transaction, person_id: str, page: int = 1) -> Requests:
    """A page of what a person asked for; the nearest there is where there are fewer pages."""
    rows = asked_for(work, person_id)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    page_rows = rows[(page - 1) * PAGE : page * PAGE]
    return Requests(tuple(_readable(work, page_rows)), page, pages, len(rows))


def _readable(work: Transaction, rows: Iterable[TicketRow]) -> Iterator[Request]:
    for row in rows:
        with suppress(BrokenTimeline):
            yield request(work, row)


def request(work: Transaction, row: TicketRow) -> Request:
    """A ticket as who asked sees it."""
    view = load(work, row.number).view(work)
    thread = threads.of_requester(work, row)
    return Request(
        number=row.number,
        subject=view.subject,
        status=view.status,
        assignee=view.assignee,
        promised_at=_promised_at(view),
        place=threads.stands_at(work, thread),
        now=view.now,
    )


def _promised_at(view: TicketView) -> datetime | None:
    """By when an answer was promised, else by when it is to be resolved."""
    due = [
        clock.due_at for clock in view.open_clocks if clock.metric == "resolution" and clock.due_at
    ]
    return answer_by(view) or min(due, default=None)


def asked_for(work: Transaction, person_id: str) -> list[TicketRow]:
    """All that a person asked for, the newest first."""
    rows: list[TicketRow] = []
    after = None
    while True:
        page = ticket_lists.listing(
            *work.scope,
            TicketFilter(requester=person_id),
            "newest",
            limit=200,
            after=after,
        )
        rows.extend(page.tickets)
        after = page.after
        if after is None:
            return rows
