"""One's own requests: what became of each, who has it, by when something was promised."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Final

from bot.errors import BrokenTimeline
from bot.store import tickets
from bot.store.tickets import TicketFilter, TicketRow
from bot.usecases.changes.recording import load
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.views.requester_messages import answer_by
from bot.views.requests import Request, Requests
from bot.views.tickets import TicketView

PAGE: Final = 20


def requests(work: Work, person_id: str, page: int = 1) -> Requests:
    """A page of what a person asked for; the nearest there is where there are fewer pages."""
    rows = asked_for(work, person_id)
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(page, 1), pages)
    shown = rows[(page - 1) * PAGE : page * PAGE]
    return Requests(tuple(_readable(work, shown)), page, pages, len(rows))


def _readable(work: Work, rows: Iterable[TicketRow]) -> Iterator[Request]:
    for row in rows:
        with suppress(BrokenTimeline):
            yield request(work, row)


def request(work: Work, row: TicketRow) -> Request:
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
    due = [each.due_at for each in view.open_clocks if each.metric == "resolution" and each.due_at]
    return answer_by(view) or min(due, default=None)


def asked_for(work: Work, person_id: str) -> list[TicketRow]:
    """All that a person asked for, the newest first."""
    found: list[TicketRow] = []
    after = None
    while True:
        page = tickets.listing(
            work.connection,
            work.workspace_id,
            TicketFilter(requester=person_id),
            "newest",
            limit=200,
            after=after,
        )
        found.extend(page.tickets)
        after = page.after
        if after is None:
            return found
