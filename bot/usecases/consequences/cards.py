"""The live card of a ticket: what it shows, and when it has something new to show.

Each carries the mark of what it shows (``bot.views.cards``), and is edited when that is another.
"""

from typing import Any

from bot import wording
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import (
    card_now,
    channel_of,
    edit,
    edit_inside,
    post,
)
from bot.views.agent_messages import LiveCard
from bot.views.cards import mark_of
from bot.views.sentences import Facts, Line
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us


def card_of(work: Transaction, view: TicketView) -> Payload:
    """The card of a ticket as it stands, with the mark of what it shows."""
    metadata = {"event_payload": {"shows": mark_of(view)}}
    return {**work.speech.payload(LiveCard(view)), "metadata": metadata}


def show(work: Transaction, step: TicketStep) -> None:
    """Let the card of a ticket show what it is after a step."""
    edit_card(work, step.view, step.row.last_seq)


def edit_card(work: Transaction, view: TicketView, seq: int, *cause: int | str) -> None:
    """Let the card of a locked ticket show what it is after event `seq`, if it shows otherwise.

    A `cause` other than the event tells edits of one instant apart.
    """
    card = card_now(work, view.number)
    newest = outbox.newest_of(*work.scope, str(card))
    if newest is None or _mark_in(newest.payload) == mark_of(view):
        return
    key = MessageKey.card(view.number).derived(seq, to_us(work.now), *cause)
    edit_inside(work, key, card, card_of(work, view), ticket_number=view.number)


def move_card(work: Transaction, view: TicketView, cause: str) -> None:
    """Let a ticket that is another department's have its card where that one's agents read.

    Where the department reads in the same channel, or in none, the card stays. The old one says
    where the ticket went; what is said at the card is said at the new one from then on. Of a ticket
    that its channel may not hold it is `leaving` that says so.
    """
    department = work.configuration.department(view.department)
    channel_id = work.directory.channel_id(department.alert_channel if department else None)
    old = card_now(work, view.number)
    lane = channel_of(work, old)
    if channel_id is None or channel_id == lane:
        return
    if lane is None:
        post(work, old, channel_id, card_of(work, view), ticket_number=view.number)
        return
    post(work, old.moved(old.move + 1), channel_id, card_of(work, view), ticket_number=view.number)
    if not may_hold(work, lane, view.department):
        return
    facts: Facts = {
        "number": view.number,
        "subject": view.subject,
        "department": view.department or "",
    }
    payload = work.speech.payload(Line(wording.cards.moved, facts))
    key = MessageKey.card(view.number).derived(cause, "moved")
    edit(work, key, old, payload, ticket_number=view.number)


def is_astray(work: Transaction, view: TicketView) -> bool:
    """Whether a card stands where its department's may not, and could stand where they may."""
    lane = channel_of(work, card_now(work, view.number)) if work.private_departments else None
    if lane is None or may_hold(work, lane, view.department):
        return False
    department = work.configuration.department(view.department)
    alerts = None if department is None else department.alert_channel
    return work.directory.channel_id(alerts) is not None


def _mark_in(payload: Any) -> str | None:
    """The mark of what a card shows; None where that cannot be told, so that it is shown anew."""
    try:
        mark: dict[str, Any] = (payload.get("metadata") or {}).get("event_payload") or {}
        return mark.get("shows")
    except AttributeError:
        return None
