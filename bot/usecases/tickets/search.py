"""Which ticket is meant, and what it shows."""

from bot.store import outbox, tickets
from bot.usecases.changes.access import may_work_on, require_reader
from bot.usecases.changes.allowed import merged_into
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.requesters.requests import request
from bot.views.requests import Request
from bot.views.tickets import TicketView


def show(work: Transaction, number: int, by: str) -> TicketView | Request:
    """The ticket as it stands now, for who may read it: who asked sees no more than a requester."""
    loaded = readable_by(work, number, by)
    return request(work, loaded.row) if asked_by(loaded.row, by) else loaded.view(work)


def readable_by(work: Transaction, number: int, by: str) -> LoadedTicket:
    """A ticket for who may read it, in full or as who asked; everybody else is refused."""
    loaded = load(work, number, by=by)
    require_reader(work, loaded, by)
    return loaded


def is_workable(work: Transaction, number: int, by: str) -> bool:
    """Whether a person may work on a ticket that somebody else asked for."""
    return may_work_on(work, load(work, number, by=by), by)


def find_in_thread(work: Transaction, channel_id: str, thread_ts: str) -> int | None:
    """The ticket whose conversation, or whose card's thread, this thread is.

    The threads of a ticket that went into another belong to that one.
    """
    row = tickets.find_by_thread(*work.scope, channel_id, thread_ts)
    if row is not None:
        return heir_of(work, row.number)
    message = outbox.find_by_message(*work.scope, channel_id, thread_ts)
    if message is None or message.ticket_number is None:
        return None
    return heir_of(work, message.ticket_number)


def heir_of(work: Transaction, number: int) -> int:
    """The ticket that what is said in the threads of a ticket belongs to: itself, if not merged."""
    seen = set[int]()
    while number not in seen:
        seen.add(number)
        row = tickets.get(*work.scope, number)
        if row is None or row.status != "closed":
            return number
        number = merged_into(load(work, number)) or number
    return number
