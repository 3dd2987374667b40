"""Alarms that prove false are edited: somebody had answered by then, and nobody had heard of it.

In a digest it is the line of the alarm; the others stay as they are.
"""

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox, waiting_messages
from bot.store.tickets import TicketRow
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import card_now, edit, edit_inside
from bot.views.agent_messages import ClockAlert
from bot.views.speech import Payload
from bot.views.tickets import (
    AlertView,
    TicketView,
    clock_view,
    ticket_view,
)
from sla_core.alarms import ClockMemory
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s


def correct_what_was_said(
    work: Transaction,
    ticket: TicketRow,
    replayed: ReplayedTicket,
    clock: Clock,
    memory: ClockMemory,
) -> None:
    """Let each message say how it is that told of a stopped clock after it had stopped."""
    if clock.stopped_at_s is None:
        return
    prefix = KeyKind.ALARM.prefix(ticket.number, *memory.key)
    view = ticket_view(ticket, replayed)
    for row in waiting_messages.said_since(*work.scope, prefix, from_s(clock.stopped_at_s + 1)):
        alarm = MessageKey.parse(row.key)
        alert = AlertView(
            clock=clock_view(clock, replayed.at_s),
            point=alarm.point,
            is_breach=alarm.is_breach,
            done_by=clock.stopped_by,
        )
        key = MessageKey.of(KeyKind.CORRECTED, alarm, clock.stopped_at_s)
        if row.digest_key is None:
            payload = _message(work, alarm, view, alert)
            edit_inside(work, key, alarm, payload, ticket_number=ticket.number)
        elif may_hold(work, row.lane, ticket.department):
            waiting_messages.restate(
                *work.scope, row.key, work.speech.summary(ClockAlert(view, alert))
            )
            digest = MessageKey.parse(row.digest_key)
            edit(work, key, digest, {}, ticket_number=ticket.number)


def _message(work: Transaction, alarm: MessageKey, view: TicketView, alert: AlertView) -> Payload:
    card = None
    if alarm.is_elsewhere:
        key = str(card_now(work, view.number))
        card = outbox.message_of(*work.scope, key)
    return work.speech.payload(ClockAlert(view, alert, card=card))
