"""A ticket goes to a private department: where it was, its messages say only that it moved away.

What was said of it among agents (card, alarms, notes, a conversation that the bot began) is edited
in each channel that may not hold it now; what still waits to be said is said at its new card, else
to the department's first lead.
"""

from typing import Any, Final

from bot import wording
from bot.store import outbox, tickets, unsaid
from bot.store.outbox import OutboxRow
from bot.usecases.alerts.announcing import first_lead
from bot.usecases.conversations import pieces, threads
from bot.usecases.conversations.confirming import is_reached
from bot.usecases.desk import Work
from bot.usecases.privacy import is_channel, is_private, may_hold
from bot.usecases.saying import MOVED_AWAY, card_now, edit, lane_of_card, reply
from bot.usecases.speaking import is_card_key
from bot.usecases.views import TicketView

GONE_OUT: Final = frozenset({"sending", "unknown", "sent"})


def leave_behind(work: Work, view: TicketView, seq: int) -> None:
    """Clear up after a locked ticket that event `seq` moved, where it may not be read any more."""
    if not is_private(work, view.department):
        return
    for row in unsaid.posts_of(work.connection, work.workspace_id, view.number):
        if _is_among_agents(row, view.number) and not may_hold(work, row.lane, view.department):
            _clear(work, view, row, seq)


def move_conversation(work: Work, view: TicketView, was: str | None, text: str) -> None:
    """Begin the conversation of a ticket anew where its agents read, if it cannot stay.

    Only one that the bot began: who asked in a channel goes on reading there.
    """
    row = tickets.get(work.connection, work.workspace_id, view.number)
    old = threads.newest_conversation(work, view.number)
    if row is None or row.thread_ts is not None or old is None:
        return
    key, lane = old
    channel_id = threads.place_of_conversations(work, view.department)
    must_go = is_private(work, was) or not may_hold(work, lane, view.department)
    if channel_id is None or channel_id == lane or not must_go:
        return
    _, _, moves = key.partition("@")
    anew = threads.moved_conversation_key(view.number, int(moves or 0) + 1)
    first, *rest = work.speech.conversation(view, text, is_relayed=is_reached(work, row))
    reply(work, anew, channel_id, first, ticket_number=view.number)
    pieces.say_below(work, anew, channel_id, rest, number=view.number, author=row.requester)


def _is_among_agents(row: OutboxRow, number: int) -> bool:
    """Whether agents alone read a message in a channel: not who asked in it."""
    keys = (row.key, row.thread_key or "")
    begun = (is_card_key(key, number) or threads.is_conversation_key(key, number) for key in keys)
    return is_channel(row.lane) and (any(begun) or row.key.startswith("alarm:"))


def _clear(work: Work, view: TicketView, row: OutboxRow, seq: int) -> None:
    here, key = (work.connection, work.workspace_id), f"gone:{row.key}:{seq}"
    if row.digest_key is not None:
        unsaid.restate(*here, row.key, wording.cards.moved_away(view.number))
        digest = outbox.get(*here, row.digest_key)
        if digest is not None and digest.state in GONE_OUT:
            edit(work, key, row.digest_key, {}, ticket_number=view.number)
    elif row.state == "pending":
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
        unsaid.withdraw_one(*here, row.key)
    elif lane is not None:
        unsaid.send_elsewhere(*here, row, lane, card)
    elif lead is not None:
        unsaid.send_elsewhere(*here, row, lead, None)


def _moved_away(work: Work, view: TicketView) -> dict[str, Any]:
    said = work.speech.line(wording.cards.moved_away, number=view.number)
    return {**said, "metadata": {"event_payload": {"shows": MOVED_AWAY}}}
