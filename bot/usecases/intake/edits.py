"""A message that was edited or deleted later: no clock moves, and agents are told what it says now.

What it said when it was judged stays in the timeline. What was not judged yet is judged as it
stands now.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.errors import NotYet
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import inbox, inbox_messages
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake.ticket_threads import event_at, find_message
from bot.usecases.messages.outgoing import card_now, lane_of_card, post
from bot.usecases.requesters import conversations
from bot.views.agent_messages import TextCorrected
from sla_core.tickets.events import Note

MAY_STILL_COME: Final = timedelta(minutes=1)
"""How long after a message an edit of it waits to hear of it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a message says from ``at`` on; without ``text`` it was deleted.

    ``version`` tells the corrections of a message apart. ``kept`` is how the inbox keeps it.
    """

    channel_id: str
    ts: str
    thread_ts: str | None
    user_id: str
    text: str | None
    written_at: datetime
    at: datetime
    version: str
    kept: dict[str, Any]


def corrected(work: Transaction, correction: Correction) -> None:
    """Take in that a message changed. Raises `NotYet` while the message may still come."""
    is_judged = _keep(work, correction)
    ticket = find_message(work, correction.channel_id, correction.ts, correction.thread_ts)
    if is_judged and ticket is not None:
        _tell(work, correction, ticket.number)


def _keep(work: Transaction, correction: Correction) -> bool:
    """Keep what a message says now; whether it was judged as it stood before."""
    arrival = inbox_messages.find(*work.scope, correction.channel_id, correction.ts, lock=True)
    if arrival is None:
        if correction.at - correction.written_at < MAY_STILL_COME:
            raise NotYet
        return True
    if correction.text is not None:
        inbox.correct(*work.scope, arrival.id, {**arrival.payload, **correction.kept})
    elif arrival.state == "pending":
        inbox.mark_done(*work.scope, arrival.id, work.now)
    return arrival.state != "pending"


def _tell(work: Transaction, correction: Correction, number: int) -> None:
    loaded = load(work, number, lock=True)
    event = event_at(work, loaded, correction.channel_id, correction.ts)
    if event is None or isinstance(event, Note):
        return
    place = (correction.channel_id, correction.ts)
    if correction.text is None:
        conversations.deleted(work, number, *place)
    else:
        conversations.edited(work, loaded.row, correction)  # type: ignore[arg-type] # it has a text
    card = card_now(work, number)
    channel_id = lane_of_card(work, number)
    if channel_id is not None:
        author = work.directory.name_of(correction.user_id)
        payload = work.speech.payload(TextCorrected(author, correction.text))
        key = MessageKey.of(KeyKind.CORRECTION, number, *place, correction.version)
        post(work, key, channel_id, payload, ticket_number=number, thread_key=card)
