"""Alarms that prove false are edited: somebody had answered by then, and nobody had heard of it.

In a digest it is the line of the alarm; the others stay as they are.
"""

from bot.keys.messages import alarm_prefix, corrected_key
from bot.store import outbox, waiting_messages
from bot.store.outbox import OutboxRow
from bot.store.tickets import TicketRow
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import card_now, edit, edit_inside
from bot.views.speech import Payload
from bot.views.tickets import (
    AlertView,
    TicketView,
    clock_view,
    ticket_view,
)
from sla_core.alarms import BREACH, ClockMemory
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from sla_core.instants import from_s


def correct_what_was_said(
    work: Work, ticket: TicketRow, replayed: Replayed, clock: Clock, memory: ClockMemory
) -> None:
    """Let each message say how it is that told of a stopped clock after it had stopped."""
    if clock.stopped_at_s is None:
        return
    here = work.connection, work.workspace_id
    prefix = alarm_prefix(ticket.number, *memory.key)
    view = ticket_view(ticket, replayed)
    for row in waiting_messages.said_since(*here, prefix, from_s(clock.stopped_at_s + 1)):
        point = row.key.removeprefix(prefix).partition(":")[0]
        alert = AlertView(
            clock=clock_view(clock, replayed.at_s),
            point=point,
            is_breach=point == BREACH or point.startswith("+"),
            done_by=clock.stopped_by,
        )
        key = corrected_key(row.key, clock.stopped_at_s)
        if row.digest_key is None:
            payload = _message(work, row, view, alert)
            edit_inside(work, key, row.key, payload, ticket_number=ticket.number)
        elif may_hold(work, row.lane, ticket.department):
            waiting_messages.restate(*here, row.key, work.speech.alert_line(view, alert))
            edit(work, key, row.digest_key, {}, ticket_number=ticket.number)


def _message(work: Work, row: OutboxRow, view: TicketView, alert: AlertView) -> Payload:
    card = None
    if "@" in row.key:
        card = outbox.message_of(work.connection, work.workspace_id, card_now(work, view.number))
    return work.speech.alert(view, alert, to_channel=False, card=card)
