"""The live card of a ticket: what it shows, and when it has something new to show.

A card tells time: it would be another one each second. So each carries the mark of what it shows
apart from the time left, and is edited when that is another.
"""

from hashlib import sha256
from typing import Any

from bot import wording
from bot.keys.messages import card_edit_key, moved_card_key
from bot.store import outbox
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import (
    card_now,
    channel_of,
    edit,
    edit_inside,
    post,
)
from bot.views.speech import Payload
from bot.views.tickets import ClockView, TicketView
from sla_core.instants import to_us


def card_of(work: Work, view: TicketView) -> Payload:
    """The card of a ticket as it stands, with the mark of what it shows."""
    marked = {"event_payload": {"shows": _mark(view)}}
    return {**work.speech.card(view), "metadata": marked}


def edit_card(work: Work, view: TicketView, seq: int, cause: str = "") -> None:
    """Let the card of a locked ticket show what it is after event `seq`, if it shows otherwise.

    A `cause` other than the event tells edits of one instant apart.
    """
    card = card_now(work, view.number)
    shown = outbox.newest_of(work.connection, work.workspace_id, card)
    if shown is None or _mark_in(shown.payload) == _mark(view):
        return
    key = card_edit_key(view.number, f"{seq}:{to_us(work.now)}{cause}")
    edit_inside(work, key, card, card_of(work, view), ticket_number=view.number)


def move_card(work: Work, view: TicketView, cause: str) -> None:
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
    _, _, moves = old.partition("@")
    key = moved_card_key(view.number, int(moves or 0) + 1)
    post(work, key, channel_id, card_of(work, view), ticket_number=view.number)
    if not may_hold(work, lane, view.department):
        return
    said = work.speech.line(
        wording.cards.moved,
        number=view.number,
        subject=view.subject,
        department=view.department or "",
    )
    edit_key = card_edit_key(view.number, f"{cause}:moved")
    edit(work, edit_key, old, said, ticket_number=view.number)


def is_astray(work: Work, view: TicketView) -> bool:
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
        known: dict[str, Any] = (payload.get("metadata") or {}).get("event_payload") or {}
        return known.get("shows")
    except AttributeError:
        return None


def _mark(view: TicketView) -> str:
    facts = (
        *(view.subject, view.requester, view.customer, view.assignee, view.department),
        *(view.level, view.level_chosen_by, view.priority, view.status, view.is_escalated),
        *(view.tags, view.channel_id, view.thread_ts),
        tuple(_shown(clock) for clock in view.clocks),
        *((view.undelivered,) if view.undelivered else ()),
    )
    return sha256(repr(facts).encode()).hexdigest()[:16]


def _shown(clock: ClockView) -> tuple[object, ...]:
    """What a clock shows, but for the time it has left."""
    due = clock.due_at and clock.due_at.isoformat()
    return (*(clock.metric, clock.cycle, clock.state, due), clock.is_paused, clock.cancel_reason)
