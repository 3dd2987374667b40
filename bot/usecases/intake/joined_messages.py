"""Who writes twice in a row means one request: what comes soon after joins the ticket.

Until three minutes after its first message, and before an agent spoke.
"""

from datetime import timedelta
from typing import Final

from bot.errors import BrokenTimeline, NotYet
from bot.store import events, inbox_messages, tickets
from bot.store.tickets import TicketRow
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.views.messages import Message
from sla_core.tickets.events import AgentReply
from sla_core.tickets.vocabulary import OVER

JOINS_WITHIN: Final = timedelta(minutes=3)
WAITS_FOR: Final = timedelta(seconds=20)


def wait_for_earlier(work: Transaction, message: Message) -> None:
    """Raise `NotYet` while something the same person wrote just before is not worked off.

    Whoever works off several at once has them in their order; for a short while only, so that
    nothing that fails holds up what came after.
    """
    if work.now - message.at > WAITS_FOR:
        return
    channel = *work.scope, message.channel_id
    for arrival in inbox_messages.between(*channel, soon_before(message.ts), message.ts):
        is_theirs = (
            arrival.payload["user_id"] == message.user_id and arrival.message_ts != message.ts
        )
        if is_theirs and arrival.state == "pending" and arrival.payload["thread_ts"] is None:
            raise NotYet


def find_open(work: Transaction, message: Message) -> int | None:
    """The ticket that a message of the same person joins, or None."""
    for row in _begun_before(work, message.channel_id, message.ts):
        is_theirs = row.requester == message.user_id and not row.is_deleted
        if is_theirs and row.status not in OVER and not _has_spoken(work, row.number):
            return row.number
    return None


def find_joined(work: Transaction, channel_id: str, ts: str) -> TicketRow | None:
    """The ticket that a message outside of threads joined, or None."""
    name = f"{channel_id}:{ts}"
    for row in _begun_before(work, channel_id, ts):
        if events.known_external_ids(*work.scope, row.number, [name]):
            return row
    return None


def soon_before(ts: str) -> str:
    """The earliest ``ts`` of a message that one of this ``ts`` may still join."""
    return _moved(ts, -JOINS_WITHIN)


def soon_after(ts: str) -> str:
    """The latest ``ts`` of a message that may still join one of this ``ts``."""
    return _moved(ts, JOINS_WITHIN)


def _moved(ts: str, by: timedelta) -> str:
    seconds, dot, fraction = ts.partition(".")
    return f"{int(seconds) + int(by.total_seconds())}{dot}{fraction}"


def _begun_before(work: Transaction, channel_id: str, ts: str) -> list[TicketRow]:
    """The tickets begun in a channel shortly before, the newest first."""
    first_ts = soon_before(ts)
    return tickets.begun_between(*work.scope, channel_id, first_ts, ts)


def _has_spoken(work: Transaction, number: int) -> bool:
    """Whether an agent has; a ticket that cannot be read is joined by nobody either."""
    try:
        return any(isinstance(event, AgentReply) for event in load(work, number).events)
    except BrokenTimeline:
        return True
