"""The requester is told that they were heard, by when they are answered, and when nobody is there.

Each ticket is confirmed once. That nobody is at work now is said once to a person for each stretch
of hours outside business, however many tickets they open or messages they write meanwhile.
"""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.keys.messages import (
    away_key,
    confirmation_key,
    direct_key,
)
from bot.store import outbox, tickets, waiting_messages
from bot.store.tickets import TicketFilter, TicketRow
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import reply
from bot.views.requester_messages import Telling
from bot.views.tickets import TicketView
from sla_core.calendars import Calendar
from sla_core.configuration import ALWAYS
from sla_core.instants import from_s, to_s
from sla_core.tickets.vocabulary import AWAY, SETTLED

_MEMBER: Final = re.compile(r"[UW][A-Z0-9]+")
"""The id of somebody in Slack, whom we may not have met."""
RECENT: Final = 20
"""How many of a person's newest tickets are looked at for one opened in the same stretch."""


def confirm(work: Work, view: TicketView, row: TicketRow, by: str) -> None:
    """Tell the requester of a ticket that is new, in its thread or in one of their own."""
    thread, tell = threads.of_requester(work, row), telling(work, row)
    back_at = _news_of_absence(work, view)
    if thread is not None:
        payload = tell.confirmation(view, back_at)
        threads.say_in(work, thread, confirmation_key(row.number), payload, number=row.number)
    elif is_reached(work, row):
        assert row.requester is not None  # noqa: S101 who is reached is somebody
        payload = tell.opened(view, by=None if by == row.requester else by, back_at=back_at)
        key = direct_key(row.number)
        reply(work, key, row.requester, payload, ticket_number=row.number)


def confirm_anew(work: Work, view: TicketView, row: TicketRow, by: str | None) -> None:
    """Let a confirmation that waits to be said be true of the ticket as it stands now.

    ``by`` is who opened it.
    """
    here = work.connection, work.workspace_id
    keys = confirmation_key(row.number), direct_key(row.number)
    for message in filter(None, (outbox.get(*here, key) for key in keys)):
        if message.state != "pending":
            continue
        tell, back_at = telling(work, row), _news_of_absence(work, view)
        if message.key == direct_key(row.number):
            payload = tell.opened(view, by=None if by == row.requester else by, back_at=back_at)
        else:
            payload = tell.confirmation(view, back_at)
        place = {name: message.payload[name] for name in ("thread_ts",) if name in message.payload}
        waiting_messages.reword(*here, replace(message, payload={**payload, **place}))


def tell_of_absence(work: Work, view: TicketView, row: TicketRow, person_id: str) -> None:
    """Tell a requester who wrote again while nobody is at work, unless they know."""
    if person_id != row.requester or view.status in SETTLED | AWAY:
        return
    back_at, thread = _news_of_absence(work, view, is_new=False), threads.of_requester(work, row)
    if back_at is not None and thread is not None:
        key, payload = away_key(person_id, to_s(back_at)), telling(work, row).away(view, back_at)
        threads.say_in(work, thread, key, payload, number=row.number)


def telling(work: Work, row: TicketRow) -> Telling:
    """How the requester of a ticket is told: in their language, and in their zone if alone."""
    person = None if row.requester is None else work.directory.person(row.requester)
    is_alone = row.channel_id is None
    zone_name = person.time_zone if person is not None and is_alone else None
    return work.speech.to_requester(language_of(work, row.requester), zone_name)


def is_reached(work: Work, row: TicketRow) -> bool:
    """Whether a requester can be written to in Slack; who came by a gateway cannot."""
    person = None if row.requester is None else work.directory.person(row.requester)
    if person is None:
        return _MEMBER.fullmatch(row.requester or "") is not None
    return not (person.is_deleted or person.is_bot)


def hours_of(work: Work, level_name: str | None, department_name: str | None) -> Calendar:
    """The calendar of a ticket's level, else of its department's, else one that never closes."""
    configuration = work.configuration
    department = configuration.department(department_name)
    level = configuration.level(level_name) or configuration.level(
        department.level if department else None
    )
    return configuration.calendar(level.calendar if level else ALWAYS)


def _news_of_absence(work: Work, view: TicketView, *, is_new: bool = True) -> datetime | None:
    """When somebody is at work again; None while somebody is, or where the requester was told."""
    hours, now_s = hours_of(work, view.level, view.department), work.now_s
    opens_s = None if hours.is_open(now_s) else hours.last_moment(now_s, 0)
    if opens_s is None or view.requester is None:
        return None
    told = outbox.get(
        work.connection, work.workspace_id, away_key(view.requester, opens_s)
    ) or _has_asked_since_closing(work, view, hours, but=view.number if is_new else None)
    return None if told else from_s(opens_s)


def _has_asked_since_closing(
    work: Work, view: TicketView, hours: Calendar, but: int | None
) -> bool:
    """Whether a ticket of the same person was confirmed since the hours ended."""
    newest = tickets.listing(
        work.connection,
        work.workspace_id,
        TicketFilter(requester=view.requester),
        "newest",
        limit=RECENT,
    )
    return any(
        each.number != but
        and hours.business_seconds(to_s(each.created_at), work.now_s) == 0
        and hours_of(work, each.level, each.department) is hours
        for each in newest.tickets
    )
