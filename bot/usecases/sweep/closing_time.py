"""Half an hour before a calendar closes for the day: what breaches in its first hour after that.

One message a channel and a calendar and a day, where there is something to say. Who does it today
does it in time; nobody is woken by it in the morning.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import clocks, tickets
from bot.usecases.ground.recipients import first_lead
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.clearance import must_wait
from bot.usecases.messages.direct import was_told
from bot.usecases.messages.outgoing import post
from bot.views.speech import Payload
from bot.views.tickets import ClosingClock, ClosingView
from sla_core.calendars import Calendar
from sla_core.closing_time import Closing, closing_within
from sla_core.configuration import Department
from sla_core.instants import from_s, iso, to_s

AHEAD_S: Final = 30 * 60
AT_LAST_S: Final = 5 * 60
"""So long before the closing those are left out of which something may have been missed."""


@dataclass(frozen=True, slots=True)
class _Message:
    key: MessageKey
    channel_id: str
    lead: str | None
    payload: Payload
    closes_at_s: int
    numbers: frozenset[int]


def say_closing_time(program: Program) -> int:
    """Say what is to be said before calendars close; return how many messages that were.

    A message waits while something may have been missed of a ticket in it; at last it is left out.
    """
    with program.look() as work:
        by_key = {message.key: message for message in _messages(work)}
    if not by_key:
        return 0
    with program.work() as work:
        unheard = _unheard(
            work, {number for message in by_key.values() for number in message.numbers}
        )
        messages = [
            message
            for message in _messages(work, unheard)
            if message.closes_at_s - work.now_s <= AT_LAST_S
            or message.key not in by_key
            or not by_key[message.key].numbers & unheard
        ]
        for message in messages:
            _post(work, message)
    return len(messages)


def _unheard(work: Transaction, numbers: Iterable[int]) -> set[int]:
    """Those of the tickets of which something may have been written that was not heard."""
    rows = tickets.several(*work.scope, sorted(numbers))
    return {row.number for row in rows if must_wait(work, row)}


def _post(work: Transaction, message: _Message) -> None:
    content = message.key, message.channel_id, message.payload
    post(work, *content, ticket_number=None, fallback_lane=message.lead)


def _messages(work: Transaction, left_out: Collection[int] = ()) -> Iterator[_Message]:
    for definition in work.configuration.calendars.values():
        calendar = work.configuration.calendar(definition.name)
        closing = closing_within(calendar, work.now_s, AHEAD_S)
        if closing is not None:
            clocks_due = _breaching(work, calendar, closing)
            breaching = [clock for clock in clocks_due if clock.number not in left_out]
            yield from _of_calendar(work, calendar, closing, breaching)


def _of_calendar(
    work: Transaction, calendar: Calendar, closing: Closing, breaching: Sequence[ClosingClock]
) -> Iterator[_Message]:
    name = calendar.definition.name
    for channel_id, departments in _by_channel(work).items() if breaching else ():
        names = {department.name.casefold() for department in departments}
        closing_clocks = [
            clock for clock in breaching if (clock.department or "").casefold() in names
        ]
        key = MessageKey.of(KeyKind.CLOSING, name, channel_id, iso(closing.closes_at_s))
        if not closing_clocks or was_told(work, key):
            continue
        view = ClosingView(
            calendar=name,
            closes_at=from_s(closing.closes_at_s),
            opens_at=from_s(closing.opens_at_s),
            clocks=tuple(
                sorted(closing_clocks, key=lambda clock: (clock.left_seconds, clock.number))
            ),
        )
        leads = filter(None, (first_lead(work, department.name) for department in departments))
        lead, payload = next(leads, None), work.speech.payload(view)
        numbers = frozenset(clock.number for clock in closing_clocks)
        yield _Message(key, channel_id, lead, payload, closing.closes_at_s, numbers)


def _by_channel(work: Transaction) -> dict[str, list[Department]]:
    """The departments by the channel their alerts go to."""
    by_channel: dict[str, list[Department]] = {}
    for department in work.configuration.departments.values():
        channel_id = work.directory.channel_id(department.alert_channel)
        if channel_id is not None:
            by_channel.setdefault(channel_id, []).append(department)
    return by_channel


def _breaching(work: Transaction, calendar: Calendar, closing: Closing) -> Iterator[ClosingClock]:
    """The running clocks on a calendar that breach in the first hour after a closing."""
    times = from_s(closing.closes_at_s), from_s(closing.hour_ends_at_s)
    for number, clock in clocks.breaching(*work.scope, *times):
        is_on_it = (clock.calendar or "").casefold() == calendar.definition.name.casefold()
        ticket = tickets.get(*work.scope, number)
        if not is_on_it or ticket is None or clock.breach_at is None:
            continue
        left_s = calendar.business_seconds(closing.closes_at_s, to_s(clock.breach_at))
        yield ClosingClock(
            number=number,
            subject=ticket.subject,
            channel_id=ticket.channel_id,
            thread_ts=ticket.thread_ts,
            department=ticket.department,
            assignee=ticket.assignee,
            metric=clock.metric,
            left_seconds=left_s,
        )
