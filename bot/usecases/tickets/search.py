"""Which ticket is meant, and what it shows."""

from bot.store import outbox, tickets
from bot.usecases.changes.access import is_admin, is_agent_of, require_reader
from bot.usecases.changes.allowed import merged_into
from bot.usecases.changes.recording import Loaded, load
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.transaction import Work
from bot.usecases.requesters.requests import request
from bot.views.requests import Request
from bot.views.tickets import TicketView


def show(work: Work, number: int, by: str) -> TicketView | Request:
    """The ticket as it stands now, for who may read it: who asked sees no more than a requester."""
    loaded = readable_by(work, number, by)
    return request(work, loaded.row) if asked_by(loaded.row, by) else loaded.view(work)


def readable_by(work: Work, number: int, by: str) -> Loaded:
    """A ticket for who may read it, in full or as who asked; everybody else is refused."""
    loaded = load(work, number, by=by)
    require_reader(work, loaded, by)
    return loaded


def is_workable(work: Work, number: int, by: str) -> bool:
    """Whether a person may work on a ticket that somebody else asked for."""
    loaded = load(work, number, by=by)
    is_theirs = is_agent_of(work, loaded, by) or is_admin(work, by)
    return is_theirs and not asked_by(loaded.row, by)


def find_in_thread(work: Work, channel_id: str, thread_ts: str) -> int | None:
    """The ticket whose conversation, or whose card's thread, this thread is.

    The threads of a ticket that went into another belong to that one.
    """
    row = tickets.find_by_thread(work.connection, work.workspace_id, channel_id, thread_ts)
    if row is not None:
        return heir_of(work, row.number)
    said = outbox.find_by_message(work.connection, work.workspace_id, channel_id, thread_ts)
    if said is None or said.ticket_number is None:
        return None
    return heir_of(work, said.ticket_number)


def heir_of(work: Work, number: int) -> int:
    """The ticket that what is said in the threads of a ticket belongs to: itself, if not merged."""
    seen = set[int]()
    while number not in seen:
        seen.add(number)
        row = tickets.get(work.connection, work.workspace_id, number)
        if row is None or row.status != "closed":
            return number
        number = merged_into(load(work, number)) or number
    return number
