"""A ticket goes to a private department: where it was, its messages say only that it moved away.

What was said of it among agents (card, alarms, notes, a conversation that the bot began) is edited
in each channel that may not hold it now; what still waits to be said is said at its new card, else
to the department's first lead.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MOVED_AWAY, MessageKey
from bot.store import outbox, tickets, waiting_messages
from bot.store.outbox import OutboxRow
from bot.store.tickets import TicketRow
from bot.usecases.consequences import beginnings
from bot.usecases.consequences.cards import is_astray, move_card
from bot.usecases.consequences.confirmations import is_reached
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.privacy import (
    belongs_to,
    is_channel,
    is_private,
    may_hold,
    may_see,
)
from bot.usecases.ground.recipients import first_lead
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.timelines import absorbed_by
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import (
    card_now,
    edit,
    lane_of_card,
    reply,
)
from bot.views.sentences import Facts, Line
from bot.views.tickets import TicketView
from sla_core.tickets.event import Event

WAITING: Final = frozenset({"pending", "superseded"})
"""What is still to be said, or would be if it were true again."""
GONE_OUT: Final = frozenset({"sending", "unknown", "sent"})
OF_THE_DESK: Final = frozenset(
    {KeyKind.ALARM, KeyKind.ASSIGNED, KeyKind.EXCLUSION, KeyKind.FOLLOW_UP}
)
"""What is said to one person because they are of the department."""


def take_along_if_moved(work: Transaction, step: TicketStep) -> None:
    """Let a ticket be read elsewhere from now on, if what happened to it moved it there."""
    if not step.history or not step.events:
        return
    is_moved = step.view.department != step.before.department
    if is_moved or is_astray(work, step.view) or is_cut_off(work, step.view, step.before):
        was, cause = step.before.department, str(step.row.last_seq)
        take_along(work, step.view, was, step.history, cause)


def take_along(
    work: Transaction, view: TicketView, was: str | None, events: Sequence[Event], cause: str
) -> None:
    """Let a locked ticket be read where its department reads now, and no private one elsewhere.

    `was` is the department it had; `events` what had happened to it; `cause`, what moves it, tells
    the edits of one move from those of another.
    """
    move_card(work, view, cause)
    move_conversation(work, view, was, events, absorbed_by(work, events))
    leave_behind(work, view, cause)


def leave_behind(work: Transaction, view: TicketView, cause: str) -> None:
    """Clear up after a locked ticket that `cause` moved, where it may not be read any more."""
    if not is_private(work, view.department):
        return
    for row in waiting_messages.posts_of(*work.scope, view.number):
        if _is_among_agents(row, view.number) and not may_hold(work, row.lane, view.department):
            _clear(work, view, row, cause)
        elif row.state == "dead" and not belongs_to(work, row.lane, view.department):
            outbox.bury(*work.scope, row.key)
        elif _is_to_an_outsider(work, view, row):
            waiting_messages.take_back_one(*work.scope, row.key)
            outbox.bury(*work.scope, row.key)
    make_summaries_anew(work, view.department)


def make_summaries_anew(work: Transaction, department: str | None) -> None:
    """Forget digests and the like that were not said yet to who may read a department no more.

    They were made when they might have been; what is still due is made again without it.
    """
    for row in waiting_messages.summaries(*work.scope):
        may_read = may_hold if is_channel(row.lane) else _may_be_told
        if not may_read(work, row.lane, department):
            waiting_messages.forget(*work.scope, row.key)


def _may_be_told(work: Transaction, person_id: str, department: str | None) -> bool:
    return may_see(work, department, person_id)


def is_cut_off(work: Transaction, view: TicketView, row: TicketRow) -> bool:
    """Whether a ticket is talked about where others read it, and nowhere else yet."""
    return _is_cut_off(work, row, view.department)


def _is_cut_off(work: Transaction, row: TicketRow, department: str | None) -> bool:
    is_overheard = threads.is_overheard(work, row, department)
    return is_overheard and is_reached(work, row) and threads.direct(work, row) is None


def move_conversation(
    work: Transaction,
    view: TicketView,
    was: str | None,
    events: Sequence[Event],
    merged: Iterable[TicketRow] = (),
) -> None:
    """Go on with the talk about a ticket where its agents and who asked read, if it cannot stay.

    The conversation begins anew in a channel of the department, with all that was said; what was
    said in a private one stays among agents. Who asked where others read it is written to alone
    from then on, and told so there: also who asked for what was `merged` into the ticket.
    """
    row = tickets.get(*work.scope, view.number)
    for other in merged:
        if _is_cut_off(work, other, view.department):
            _talk_alone(work, other)
    if row is None or (row.thread_ts is not None and not threads.is_overheard(work, row)):
        return
    if is_cut_off(work, view, row):
        _talk_alone(work, row)
    channel_id = _place_anew(work, view, row, was)
    if channel_id is not None:
        beginnings.begin_anew(work, view, row, channel_id, events)


def _talk_alone(work: Transaction, row: TicketRow) -> None:
    speech, thread_ts = speech_to(work, row.requester), row.thread_ts
    assert row.requester is not None and row.channel_id is not None  # noqa: S101,PT018 is_cut_off
    facts: Facts = {"number": row.number, "subject": row.subject}
    payload = speech.payload(Line(wording.requesters.goes_on_here, facts))
    reply(work, MessageKey.direct(row.number), row.requester, payload, ticket_number=row.number)
    thread_payload = speech.payload(Line(wording.requesters.goes_on_alone, {"number": row.number}))
    thread = threads.Thread(row.channel_id, thread_ts)
    key = MessageKey.of(KeyKind.ALONE, row.number)
    threads.say_in(work, thread, key, thread_payload, number=row.number)


def _place_anew(work: Transaction, view: TicketView, row: TicketRow, was: str | None) -> str | None:
    """The channel in which a conversation has to begin anew; None where it has not."""
    key, lane = threads.newest_conversation(work, view.number) or (None, None)
    place_of = threads.place_of_agents if is_private(work, was) else threads.place_of_conversations
    channel_id = place_of(work, view.department)
    must_go = lane is None or is_private(work, was) or not may_hold(work, lane, view.department)
    is_new = key is None and row.thread_ts is None
    return None if channel_id == lane or is_new or not must_go else channel_id


def _is_among_agents(row: OutboxRow, number: int) -> bool:
    """Whether agents alone read a message in a channel: not who asked in it."""
    key, root = MessageKey.parse(row.key), MessageKey.parse(row.thread_key or "")
    begun = (each.is_card_of(number) or each.is_conversation_of(number) for each in (key, root))
    return is_channel(row.lane) and (any(begun) or key.is_alarm)


def _is_to_an_outsider(work: Transaction, view: TicketView, row: OutboxRow) -> bool:
    """Whether a message of the desk goes to one person who may not know of the ticket now."""
    is_of_the_desk = MessageKey.parse(row.key).kind in OF_THE_DESK
    is_alone = row.lane.startswith(("U", "W"))
    return is_of_the_desk and is_alone and not may_see(work, view.department, row.lane)


def _clear(work: Transaction, view: TicketView, row: OutboxRow, cause: str) -> None:
    target = MessageKey.parse(row.key)
    key = MessageKey.of(KeyKind.GONE, target, cause)
    if row.digest_key is not None:
        waiting_messages.restate(*work.scope, row.key, wording.cards.moved_away(view.number))
        digest = outbox.get(*work.scope, row.digest_key)
        if digest is not None and digest.state in GONE_OUT:
            edit(work, key, MessageKey.parse(row.digest_key), {}, ticket_number=view.number)
    elif row.state == "dead":
        outbox.bury(*work.scope, row.key)
    elif row.state in WAITING:
        _carry(work, view, row)
    elif row.state in GONE_OUT:
        edit(work, key, target, _moved_away(work, view), ticket_number=view.number)


def _carry(work: Transaction, view: TicketView, row: OutboxRow) -> None:
    """Say what waits where the ticket is read now; its old card, and elsewhere, not at all."""
    lane, card = lane_of_card(work, view.number), card_now(work, view.number)
    lead, key = first_lead(work, view.department), MessageKey.parse(row.key)
    is_root = key.is_card_of(view.number) or key.is_conversation_of(view.number)
    is_at_card = MessageKey.parse(row.thread_key or "").is_card_of(view.number)
    if is_root or not is_at_card or (lane or lead) is None:
        waiting_messages.take_back_one(*work.scope, row.key)
    elif lane is not None:
        waiting_messages.send_elsewhere(*work.scope, row, lane, str(card))
    elif lead is not None:
        waiting_messages.send_elsewhere(*work.scope, row, lead, None)


def _moved_away(work: Transaction, view: TicketView) -> dict[str, Any]:
    payload = work.speech.payload(Line(wording.cards.moved_away, {"number": view.number}))
    return {**payload, "metadata": {"event_payload": {"shows": MOVED_AWAY}}}
