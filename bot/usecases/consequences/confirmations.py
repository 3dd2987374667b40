"""The requester is told that they were heard, by when they are answered, and when nobody is there.

Each ticket is confirmed once. That nobody is at work now is said once to a person for each stretch
of hours outside business, however many tickets they open or messages they write meanwhile.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox, ticket_lists, waiting_messages
from bot.store.ticket_lists import TicketFilter
from bot.store.tickets import TicketRow
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import reply
from bot.views.requester_messages import Confirmation, DirectConfirmation, NobodyThere
from bot.views.speech import ReadAlone, Speech
from bot.views.tickets import TicketView
from sla_core.calendars import Calendar
from sla_core.instants import from_s, to_s
from sla_core.tickets.events import AgentReply
from sla_core.tickets.vocabulary import OVER

_MEMBER: Final = re.compile(r"[UW][A-Z0-9]+")
"""The id of somebody in Slack, whom we may not have met."""
RECENT: Final = 20
"""How many of a person's newest tickets are looked at for one opened in the same stretch."""


def confirm(work: Transaction, view: TicketView, row: TicketRow, by: str) -> None:
    """Tell the requester of a ticket that is new, in its thread or in one of their own."""
    thread, speech = threads.of_requester(work, row), to_requester(work, row, view)
    back_at = _news_of_absence(work, view)
    if thread is not None:
        payload = speech.payload(Confirmation(view, back_at))
        threads.say_in(work, thread, _key(row.number), payload, number=row.number)
    elif is_reached(work, row):
        assert row.requester is not None  # noqa: S101 who is reached is somebody
        opener = None if by == row.requester else by
        payload = speech.payload(DirectConfirmation(view, opener, back_at))
        key = MessageKey.direct(row.number)
        reply(work, key, row.requester, payload, ticket_number=row.number)


def confirm_anew(work: Transaction, step: TicketStep) -> None:
    """Let a confirmation that waits to be said be true of a ticket that was answered meanwhile."""
    if not step.history or not any(isinstance(event, AgentReply) for event in step.events):
        return
    view, row, by = step.view, step.row, step.history[0].actor
    keys = _key(row.number), MessageKey.direct(row.number)
    for message in filter(None, (outbox.get(*work.scope, str(key)) for key in keys)):
        if message.state != "pending":
            continue
        speech, back_at = to_requester(work, row, view), _news_of_absence(work, view)
        if MessageKey.parse(message.key) == MessageKey.direct(row.number):
            opener = None if by == row.requester else by
            payload = speech.payload(DirectConfirmation(view, opener, back_at))
        else:
            payload = speech.payload(Confirmation(view, back_at))
        thread = {name: message.payload[name] for name in ("thread_ts",) if name in message.payload}
        waiting_messages.reword(*work.scope, replace(message, payload={**payload, **thread}))


def tell_of_absence(work: Transaction, view: TicketView, row: TicketRow, person_id: str) -> None:
    """Tell a requester who wrote again while nobody is at work, unless they know."""
    if person_id != row.requester or view.status in OVER:
        return
    back_at, thread = _news_of_absence(work, view, is_new=False), threads.of_requester(work, row)
    if back_at is not None and thread is not None:
        payload = to_requester(work, row, view).payload(NobodyThere(view, back_at))
        key = _away_key(person_id, to_s(back_at))
        threads.say_in(work, thread, key, payload, number=row.number)


def to_requester(work: Transaction, row: TicketRow, view: TicketView) -> Speech:
    """Return what makes messages to the requester: in their language, their zone if alone."""
    person = None if row.requester is None else work.directory.person(row.requester)
    is_alone = row.channel_id is None
    alone = ReadAlone(person.time_zone, view.now) if person is not None and is_alone else None
    return work.speech.for_reader(language_of(work, row.requester), alone)


def is_reached(work: Transaction, row: TicketRow) -> bool:
    """Whether a requester can be written to in Slack; who came by a gateway cannot."""
    person = None if row.requester is None else work.directory.person(row.requester)
    if person is None:
        return _MEMBER.fullmatch(row.requester or "") is not None
    return not (person.is_deleted or person.is_bot)


def _news_of_absence(
    work: Transaction, view: TicketView, *, is_new: bool = True
) -> datetime | None:
    """When somebody is at work again; None while somebody is, or where the requester was told."""
    hours, now_s = work.configuration.hours(view.level, view.department), work.now_s
    opens_s = None if hours.is_open(now_s) else hours.last_moment(now_s, 0)
    if opens_s is None or view.requester is None:
        return None
    was_told = outbox.get(
        *work.scope, str(_away_key(view.requester, opens_s))
    ) or _has_asked_since_closing(work, view, hours, but=view.number if is_new else None)
    return None if was_told else from_s(opens_s)


def _key(number: int) -> MessageKey:
    return MessageKey.of(KeyKind.CONFIRMATION, number)


def _away_key(person_id: str, until_s: int) -> MessageKey:
    return MessageKey.of(KeyKind.AWAY, person_id, until_s)


def _has_asked_since_closing(
    work: Transaction, view: TicketView, hours: Calendar, but: int | None
) -> bool:
    """Whether a ticket of the same person was confirmed since the hours ended."""
    newest = ticket_lists.listing(
        *work.scope,
        TicketFilter(requester=view.requester),
        "newest",
        limit=RECENT,
    )
    return any(
        ticket.number != but
        and hours.business_seconds(to_s(ticket.created_at), work.now_s) == 0
        and work.configuration.hours(ticket.level, ticket.department) is hours
        for ticket in newest.tickets
    )
