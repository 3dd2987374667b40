"""A ticket that is resolved asks its requester whether it is; one that opens again takes that back.

Said by whatever changes a ticket, in its transaction: once for each resolution.
"""

from collections.abc import Iterable

from bot.keys.messages import MessageKey
from bot.store import waiting_messages
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import to_requester
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import edit
from bot.views.requester_messages import SolvedQuestion, TicketReopened
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.event import Event
from sla_core.tickets.events import StatusSet
from sla_core.tickets.vocabulary import OVER, SETTLED


def say_changed(work: Transaction, step: TicketStep) -> None:
    """Ask, take back or ask as before, as what happened to a ticket resolved it or opened it."""
    row, view = step.before, step.view
    if row.status == view.status or not {row.status, view.status} & SETTLED:
        return
    resolved, question = last_resolved(step.events), last_resolved(step.history)
    if view.status == "resolved" and resolved is not None:
        _ask(work, row, view, resolved)
    elif question is not None and view.status == "resolved":
        _ask_again(work, row, view, question)
    elif question is not None and view.status not in OVER:
        _take_back(work, row, view, question)


def last_resolved(events: Iterable[Event]) -> StatusSet | None:
    """The last of these events that resolved the ticket."""
    last = None
    for event in events:
        if isinstance(event, StatusSet) and event.to == "resolved":
            last = event
    return last


def _ask(work: Transaction, row: TicketRow, view: TicketView, resolved: StatusSet) -> None:
    thread = threads.of_requester(work, row)
    if thread is not None:
        in_silence = resolved.actor == work.bot_user_id
        payload = to_requester(work, row, view).payload(SolvedQuestion(view, in_silence))
        key = MessageKey.solved(row.number, resolved.seq)
        threads.say_in(work, thread, key, payload, number=row.number)


def _ask_again(work: Transaction, row: TicketRow, view: TicketView, question: StatusSet) -> None:
    key = str(MessageKey.solved(row.number, question.seq))
    if not waiting_messages.revive_one(*work.scope, key):
        payload = to_requester(work, row, view).payload(SolvedQuestion(view, in_silence=False))
        _change(work, row, question, payload)


def _take_back(work: Transaction, row: TicketRow, view: TicketView, question: StatusSet) -> None:
    """Let the question say that the ticket is open; after a silence, one not sent is not asked."""
    key = str(MessageKey.solved(row.number, question.seq))
    is_of_silence = question.actor == work.bot_user_id
    if not (is_of_silence and waiting_messages.withdraw_one(*work.scope, key)):
        payload = to_requester(work, row, view).payload(TicketReopened(view))
        _change(work, row, question, payload)


def _change(work: Transaction, row: TicketRow, question: StatusSet, payload: Payload) -> None:
    key = MessageKey.solved(row.number, question.seq)
    edit(work, key.derived(to_us(work.now)), key, payload, ticket_number=row.number)
