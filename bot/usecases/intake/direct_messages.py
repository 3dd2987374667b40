"""A message to the bot alone is a request: it asks whose, and keeps the text meanwhile.

What was typed stays in the inbox, where the answer to the question finds it: nothing is taken from
a button.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import inbox_messages, outbox
from bot.store.outbox import POST, REPLY, Outgoing
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.subjects import says_something
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake import joined_messages
from bot.usecases.intake.new_tickets import asked_in, open_ticket
from bot.usecases.intake.ticket_threads import find
from bot.usecases.requesters import conversations
from bot.views.messages import Message
from bot.views.requester_messages import DepartmentQuestion
from bot.views.sentences import Line
from bot.views.tickets import TicketView

EDIT: Final = "chat.update"


def written(work: Transaction, message: Message) -> TicketView | None:
    """Take in a message outside of threads: it joins a ticket, opens one, or is asked about."""
    joined_messages.wait_for_earlier(work, message)
    joined = joined_messages.find_open(work, message)
    if joined is not None:
        return conversations.from_requester_side(work, load(work, joined, lock=True), message)
    if not says_something(message.text) or _is_asked_already(work, message):
        return None
    departments = [department.name for department in work.configuration.departments.values()]
    if not departments:
        raise UserFacingError(wording.intake.no_departments())
    if len(departments) == 1:
        return _open(work, message, departments[0], message.at)
    _ask(work, message)
    return None


def choose(
    work: Transaction, message: Message, later: Sequence[Message], department: str, at: datetime
) -> TicketView:
    """Open the ticket of a message with the department its author chose.

    What they wrote soon after it joins the ticket. A second choice is refused with the number.
    """
    ticket = find(work, message.channel_id, message.ts)
    if ticket is not None:
        raise UserFacingError(wording.intake.already_open(ticket.number))
    view = _open(work, message, department, at)
    for later_message in later:
        if find(work, later_message.channel_id, later_message.ts) is None:
            conversations.from_requester_side(
                work, load(work, view.number, lock=True), later_message
            )
    _say_chosen(work, message, view)
    return view


def is_asked(work: Transaction, channel_id: str, ts: str) -> bool:
    """Whether the author of a message was asked who should take care of it."""
    key = _key(channel_id, ts)
    return outbox.get(*work.scope, str(key)) is not None


def _open(work: Transaction, message: Message, department: str, at: datetime) -> TicketView:
    new = asked_in(message, message.user_id, at, department)
    view = open_ticket(work, new.begun_by(message, message.ts))
    inbox_messages.reconsider(*work.scope, message.channel_id, message.ts)
    return view


def _is_asked_already(work: Transaction, message: Message) -> bool:
    """Whether this is more of something that the department is asked for right now."""
    channel = *work.scope, message.channel_id
    earlier = inbox_messages.between(*channel, joined_messages.soon_before(message.ts), message.ts)
    return any(
        is_asked(work, message.channel_id, str(arrival.message_ts))
        and find(work, message.channel_id, str(arrival.message_ts)) is None
        for arrival in earlier
    )


def _ask(work: Transaction, message: Message) -> None:
    question = speech_to(work, message.user_id).payload(DepartmentQuestion())
    payload = {**question, "thread_ts": message.ts}
    _say(work, POST, _key(message.channel_id, message.ts), message.channel_id, payload)


def _say_chosen(work: Transaction, message: Message, view: TicketView) -> None:
    """Let the question say what was chosen, so that nobody chooses again."""
    key = _key(message.channel_id, message.ts)
    if not is_asked(work, message.channel_id, message.ts):
        return
    line = Line(wording.intake.chosen, {"department": view.department or ""})
    payload = speech_to(work, message.user_id).payload(line)
    _say(work, EDIT, key.derived("chosen"), message.channel_id, payload, target_key=key)


def _key(channel_id: str, ts: str) -> MessageKey:
    return MessageKey.of(KeyKind.DEPARTMENT, channel_id, ts)


def _say(
    work: Transaction,
    method: str,
    key: MessageKey,
    channel_id: str,
    payload: dict[str, object],
    target_key: MessageKey | None = None,
) -> None:
    outgoing = Outgoing(
        key=str(key),
        lane=channel_id,
        method=method,
        payload=payload,
        created_at=work.now,
        target_key=None if target_key is None else str(target_key),
        urgency=REPLY,
    )
    outbox.put(*work.scope, outgoing)
