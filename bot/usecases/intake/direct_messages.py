"""What is written to the bot alone is a request: it asks whose, and keeps what was typed meanwhile.

What was typed stays in the inbox, where the answer to the question finds it: nothing is taken from
a button.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.keys.messages import department_key
from bot.store import inbox, outbox
from bot.store.outbox import POST, REPLY, Outgoing
from bot.usecases.changes.recording import load
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.subjects import says_something
from bot.usecases.ground.transaction import Work
from bot.usecases.intake import joined_messages
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.intake.ticket_threads import find
from bot.usecases.requesters import conversations
from bot.views.messages import Message
from bot.views.tickets import TicketView

EDIT: Final = "chat.update"


def written(work: Work, message: Message) -> TicketView | None:
    """Take in a message outside of threads: it joins a ticket, opens one, or is asked about."""
    joined_messages.wait_for_earlier(work, message)
    joined = joined_messages.find_open(work, message)
    if joined is not None:
        return conversations.from_requester_side(work, load(work, joined, lock=True), message)
    if not says_something(message.text) or _is_asked_already(work, message):
        return None
    departments = [each.name for each in work.configuration.departments.values()]
    if not departments:
        raise UserFacingError(wording.intake.no_departments())
    if len(departments) == 1:
        return _open(work, message, departments[0], message.at)
    _ask(work, message)
    return None


def choose(
    work: Work, message: Message, later: Sequence[Message], department: str, at: datetime
) -> TicketView:
    """Open the ticket of a message with the department its author chose.

    What they wrote soon after it joins the ticket. A second choice is refused with the number.
    """
    found = find(work, message.channel_id, message.ts)
    if found is not None:
        raise UserFacingError(wording.intake.already_open(found.number))
    view = _open(work, message, department, at)
    for each in later:
        if find(work, each.channel_id, each.ts) is None:
            conversations.from_requester_side(work, load(work, view.number, lock=True), each)
    _say_chosen(work, message, view)
    return view


def is_asked(work: Work, channel_id: str, ts: str) -> bool:
    """Whether the author of a message was asked who should take care of it."""
    key = department_key(channel_id, ts)
    return outbox.get(work.connection, work.workspace_id, key) is not None


def _open(work: Work, message: Message, department: str, at: datetime) -> TicketView:
    view = open_ticket(
        work,
        NewTicket(
            requester=message.user_id,
            by=message.user_id,
            at=at,
            text=message.text,
            subject=message.subject,
            links=message.links,
            department=department,
            requester_channel_id=message.channel_id,
            requester_thread_ts=message.ts,
        ),
    )
    inbox.reconsider(work.connection, work.workspace_id, message.channel_id, message.ts)
    return view


def _is_asked_already(work: Work, message: Message) -> bool:
    """Whether this is more of something that the department is asked for right now."""
    place = (work.connection, work.workspace_id, message.channel_id)
    before = inbox.messages_between(*place, joined_messages.soon_before(message.ts), message.ts)
    return any(
        is_asked(work, message.channel_id, str(each.message_ts))
        and find(work, message.channel_id, str(each.message_ts)) is None
        for each in before
    )


def _ask(work: Work, message: Message) -> None:
    speech = work.desk.speech.in_language(language_of(work, message.user_id))
    payload = {**speech.which_department(), "thread_ts": message.ts}
    _say(work, POST, department_key(message.channel_id, message.ts), message.channel_id, payload)


def _say_chosen(work: Work, message: Message, view: TicketView) -> None:
    """Let the question say what was chosen, so that nobody chooses again."""
    key = department_key(message.channel_id, message.ts)
    if not is_asked(work, message.channel_id, message.ts):
        return
    speech = work.desk.speech.in_language(language_of(work, message.user_id))
    payload = speech.line(wording.intake.chosen, department=view.department or "")
    _say(work, EDIT, f"{key}:chosen", message.channel_id, payload, target_key=key)


def _say(
    work: Work,
    method: str,
    key: str,
    channel_id: str,
    payload: dict[str, object],
    target_key: str | None = None,
) -> None:
    outgoing = Outgoing(
        key=key,
        lane=channel_id,
        method=method,
        payload=payload,
        created_at=work.now,
        target_key=target_key,
        urgency=REPLY,
    )
    outbox.put(work.connection, work.workspace_id, outgoing)
