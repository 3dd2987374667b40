"""A ticket goes to a private department: where it was, its messages say only that it moved away.

What was said of it among agents (card, alarms, notes, a conversation that the bot began) is edited
in each channel that may not hold it now; what still waits to be said is said at its new card, else
to the department's first lead.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot import wording
from bot.keys.messages import MOVED_AWAY, direct_key, is_card_key
from bot.store import outbox, tickets, waiting_messages
from bot.store.outbox import OutboxRow
from bot.store.tickets import TicketRow
from bot.usecases.consequences import beginnings
from bot.usecases.consequences.announcements import first_lead
from bot.usecases.consequences.confirmations import is_reached
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.privacy import (
    belongs_to,
    is_channel,
    is_private,
    may_hold,
    may_see,
)
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import (
    card_now,
    edit,
    lane_of_card,
    reply,
)
from bot.views.tickets import TicketView
from sla_core.tickets.events import Event

WAITING: Final = frozenset({"pending", "superseded"})
"""What is still to be said, or would be if it were true again."""
GONE_OUT: Final = frozenset({"sending", "unknown", "sent"})


def leave_behind(work: Work, view: TicketView, cause: str) -> None:
    """Clear up after a locked ticket that `cause` moved, where it may not be read any more."""
    if not is_private(work, view.department):
        return
    for row in waiting_messages.posts_of(work.connection, work.workspace_id, view.number):
        if _is_among_agents(row, view.number) and not may_hold(work, row.lane, view.department):
            _clear(work, view, row, cause)
        elif row.state == "dead" and not belongs_to(work, row.lane, view.department):
            outbox.bury(work.connection, work.workspace_id, row.key)
        elif _is_to_an_outsider(work, view, row):
            waiting_messages.take_back_one(work.connection, work.workspace_id, row.key)
            outbox.bury(work.connection, work.workspace_id, row.key)
    make_summaries_anew(work, view.department)


def make_summaries_anew(work: Work, department: str | None) -> None:
    """Forget digests and the like that were not said yet to who may read a department no more.

    They were made when they might have been; what is still due is made again without it.
    """
    for row in waiting_messages.summaries(work.connection, work.workspace_id):
        may_read = may_hold if is_channel(row.lane) else _may_be_told
        if not may_read(work, row.lane, department):
            waiting_messages.forget(work.connection, work.workspace_id, row.key)


def _may_be_told(work: Work, person_id: str, department: str | None) -> bool:
    return may_see(work, department, person_id)


def is_cut_off(work: Work, view: TicketView, row: TicketRow) -> bool:
    """Whether a ticket is talked about where others read it, and nowhere else yet."""
    return _is_cut_off(work, row, view.department)


def _is_cut_off(work: Work, row: TicketRow, department: str | None) -> bool:
    is_overheard = threads.is_overheard(work, row, department)
    return is_overheard and is_reached(work, row) and threads.direct(work, row) is None


def move_conversation(
    work: Work,
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
    row = tickets.get(work.connection, work.workspace_id, view.number)
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


def _talk_alone(work: Work, row: TicketRow) -> None:
    speech, begun = work.desk.speech.in_language(language_of(work, row.requester)), row.thread_ts
    assert row.requester is not None and row.channel_id is not None  # noqa: S101,PT018 is_cut_off
    told = speech.line(wording.requesters.goes_on_here, number=row.number, subject=row.subject)
    reply(work, direct_key(row.number), row.requester, told, ticket_number=row.number)
    said = speech.line(wording.requesters.goes_on_alone, number=row.number)
    place = threads.Thread(row.channel_id, begun)
    threads.say_in(work, place, f"alone:{row.number}", said, number=row.number)


def _place_anew(work: Work, view: TicketView, row: TicketRow, was: str | None) -> str | None:
    """The channel in which a conversation has to begin anew; None where it has not."""
    key, lane = threads.newest_conversation(work, view.number) or (None, None)
    place_of = threads.place_of_agents if is_private(work, was) else threads.place_of_conversations
    channel_id = place_of(work, view.department)
    must_go = lane is None or is_private(work, was) or not may_hold(work, lane, view.department)
    is_new = key is None and row.thread_ts is None
    return None if channel_id == lane or is_new or not must_go else channel_id


def _is_among_agents(row: OutboxRow, number: int) -> bool:
    """Whether agents alone read a message in a channel: not who asked in it."""
    keys = (row.key, row.thread_key or "")
    begun = (is_card_key(key, number) or threads.is_conversation_key(key, number) for key in keys)
    return is_channel(row.lane) and (any(begun) or row.key.startswith("alarm:"))


def _is_to_an_outsider(work: Work, view: TicketView, row: OutboxRow) -> bool:
    """Whether a message of the desk goes to one person who may not know of the ticket now."""
    is_of_the_desk = row.key.startswith(("alarm:", "assigned:", "exclusion:", "follow_up:"))
    is_alone = row.lane.startswith(("U", "W"))
    return is_of_the_desk and is_alone and not may_see(work, view.department, row.lane)


def _clear(work: Work, view: TicketView, row: OutboxRow, cause: str) -> None:
    here, key = (work.connection, work.workspace_id), f"gone:{row.key}:{cause}"
    if row.digest_key is not None:
        waiting_messages.restate(*here, row.key, wording.cards.moved_away(view.number))
        digest = outbox.get(*here, row.digest_key)
        if digest is not None and digest.state in GONE_OUT:
            edit(work, key, row.digest_key, {}, ticket_number=view.number)
    elif row.state == "dead":
        outbox.bury(*here, row.key)
    elif row.state in WAITING:
        _carry(work, view, row)
    elif row.state in GONE_OUT:
        edit(work, key, row.key, _moved_away(work, view), ticket_number=view.number)


def _carry(work: Work, view: TicketView, row: OutboxRow) -> None:
    """Say what waits where the ticket is read now; its old card, and elsewhere, not at all."""
    here = work.connection, work.workspace_id
    lane, card = lane_of_card(work, view.number), card_now(work, view.number)
    lead = first_lead(work, view.department)
    is_root = is_card_key(row.key, view.number) or threads.is_conversation_key(row.key, view.number)
    is_at_card = is_card_key(row.thread_key or "", view.number)
    if is_root or not is_at_card or (lane or lead) is None:
        waiting_messages.take_back_one(*here, row.key)
    elif lane is not None:
        waiting_messages.send_elsewhere(*here, row, lane, card)
    elif lead is not None:
        waiting_messages.send_elsewhere(*here, row, lead, None)


def _moved_away(work: Work, view: TicketView) -> dict[str, Any]:
    said = work.speech.line(wording.cards.moved_away, number=view.number)
    return {**said, "metadata": {"event_payload": {"shows": MOVED_AWAY}}}
