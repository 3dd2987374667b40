"""A ticket that is resolved asks its requester whether it is; one that opens again takes that back.

Said by whatever changes a ticket, in its transaction: once for each resolution.
"""

from collections.abc import Iterable, Sequence

from bot.keys.messages import solved_key
from bot.store import waiting_messages
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import telling
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import edit
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import Event, StatusSet
from sla_core.tickets.vocabulary import AWAY, SETTLED


def say_changed(
    work: Work, row: TicketRow, view: TicketView, kept: Sequence[Event], happened: Sequence[Event]
) -> None:
    """Ask, take back or ask as before, as what happened to a ticket resolved it or opened it.

    ``row`` is the ticket as it was, ``view`` as it is.
    """
    if row.status == view.status or not {row.status, view.status} & SETTLED:
        return
    resolved, question = last_resolved(happened), last_resolved(kept)
    if view.status == "resolved" and resolved is not None:
        _ask(work, row, view, resolved)
    elif question is not None and view.status == "resolved":
        _ask_again(work, row, view, question)
    elif question is not None and view.status not in SETTLED | AWAY:
        _take_back(work, row, view, question)


def last_resolved(events: Iterable[Event]) -> StatusSet | None:
    """The last of these events that resolved the ticket."""
    found = None
    for event in events:
        if isinstance(event, StatusSet) and event.to == "resolved":
            found = event
    return found


def _ask(work: Work, row: TicketRow, view: TicketView, resolved: StatusSet) -> None:
    thread = threads.of_requester(work, row)
    if thread is not None:
        in_silence = resolved.actor == work.bot_user_id
        payload = telling(work, row).solved(view, in_silence=in_silence)
        threads.say_in(
            work, thread, solved_key(row.number, resolved.seq), payload, number=row.number
        )


def _ask_again(work: Work, row: TicketRow, view: TicketView, question: StatusSet) -> None:
    key = solved_key(row.number, question.seq)
    if not waiting_messages.revive_one(work.connection, work.workspace_id, key):
        _change(work, row, question, telling(work, row).solved(view, in_silence=False))


def _take_back(work: Work, row: TicketRow, view: TicketView, question: StatusSet) -> None:
    """Let the question say that the ticket is open; after a silence, one not sent is not asked."""
    key = solved_key(row.number, question.seq)
    is_of_silence = question.actor == work.bot_user_id
    if not (
        is_of_silence and waiting_messages.withdraw_one(work.connection, work.workspace_id, key)
    ):
        _change(work, row, question, telling(work, row).reopened(view))


def _change(work: Work, row: TicketRow, question: StatusSet, payload: Payload) -> None:
    key = solved_key(row.number, question.seq)
    edit(work, f"{key}:{to_us(work.now)}", key, payload, ticket_number=row.number)
