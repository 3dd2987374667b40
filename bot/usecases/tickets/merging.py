"""Two tickets become one: what was asked twice is answered once."""

from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.conversations import threads
from bot.usecases.desk import Work
from bot.usecases.languages import language_of
from bot.usecases.recording import Loaded, load, record
from bot.usecases.saying import say_at_card
from bot.usecases.speaking import merged_key
from bot.usecases.tickets.allowed import audited, workable
from bot.usecases.views import TicketView
from sla_core.instants import MICROSECONDS, to_us
from sla_core.tickets.events import Absorbed, Merged


def merge(work: Work, number: int, into: int, by: str, at: datetime) -> TicketView:
    """Put a ticket into another and return that one; the threads of the first belong to it now.

    Who merges answers both. Both are locked, the lower number first, so that two who merge the
    same tickets at once wait for each other.
    """
    if number == into:
        raise UserFacingError(wording.objections.merge_itself(number))
    for each in sorted((number, into)):
        load(work, each, by=by, lock=True)
    loaded, other = workable(work, number, by), workable(work, into, by)
    if other.row.status == "closed":
        raise UserFacingError(wording.objections.merge_closed(into))
    at_us = to_us(at)
    open_us = _open_message_us(work, loaded)
    merged = record(work, loaded, [Merged(at_us=at_us, actor=by, into=str(into))])
    absorbed = Absorbed(at_us=at_us, actor=by, from_ticket=str(number), message_at_us=open_us)
    view = record(work, other, [absorbed])
    audited(work, by, at, "merge", number, {"status": loaded.row.status}, {"into": into})
    audited(work, by, at, "absorb", into, None, {"from": number})
    _tell(work, loaded, merged, view)
    return view


def _open_message_us(work: Work, loaded: Loaded) -> int | None:
    open_s = loaded.replayed(work).ticket.open_message_at_s
    return None if open_s is None else open_s * MICROSECONDS


def _tell(work: Work, loaded: Loaded, merged: TicketView, view: TicketView) -> None:
    """Tell agents at both cards, and the requester in the conversation that ends here."""
    numbers = {"number": merged.number, "into": view.number}
    say_at_card(
        work, merged.number, merged_key(merged.number), wording.tickets.merged_card, **numbers
    )
    key = f"{merged_key(merged.number)}:{view.number}"
    say_at_card(work, view.number, key, wording.tickets.absorbed_card, **numbers)
    speech = work.desk.speech.in_language(language_of(work, merged.requester))
    payload = speech.line(wording.requesters.merged, **numbers)
    thread = threads.of_requester(work, loaded.row) or threads.conversation(work, loaded.row)
    if thread is not None:
        told_key = f"{merged_key(merged.number)}:requester"
        threads.say_in(work, thread, told_key, payload, number=merged.number)
