"""The fingerprint of somebody's App Home, by which one sees whether what it shows is still true.

All of it comes from projections; no ticket is replayed. What merely ages, as the time left does, is
not in it: else there would be something new every minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final

from bot.store import (
    home_counts,
    people,
    preferences,
    reviews,
    ticket_lists,
)
from bot.store.home_counts import DepartmentCount, RequestedTicket
from bot.store.queue_rows import Queue
from bot.store.reviews import OPEN, ReviewFilter
from bot.store.ticket_lists import TicketFilter
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.languages import addressing, language_of
from bot.usecases.ground.mornings import zone_of
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.privacy import unseen_by
from bot.usecases.ground.transaction import Transaction
from bot.usecases.home.set_up import set_up
from bot.usecases.requesters.requests import PAGE
from bot.usecases.reviews.breach_reviews import led_departments, unseen
from bot.usecases.tickets.queue import Order, places
from bot.views.home import DepartmentNow, SetUp
from sla_core.calendars.zones import first_instant
from sla_core.instants import from_s
from sla_core.tickets.vocabulary import TO_SOLVE

QUEUE: Final = 10
"""How many tickets of the queue are shown."""
NEAR: Final = 5
"""How many are shown that nobody has and that are nearly due."""
NEARLY_DUE_S: Final = 2 * 3600
"""What is nearly due has at most so much business time left."""

Version = tuple[int, int]
"""A ticket's number and that of its newest event."""


@dataclass(frozen=True, slots=True)
class QueueStanding:
    """Where a ticket stands in a queue, apart from the time it has left."""

    number: int
    is_escalated: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class AgentFingerprint:
    """The tickets to show an agent, and the numbers beside them, as in `AgentsHome`."""

    queue: tuple[QueueStanding, ...]
    queued: int
    waiting: int
    met: int
    missed: int
    nearly_due: tuple[QueueStanding, ...]
    near: int
    unassigned: int
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class HomeFingerprint:
    """What somebody's App Home depends on."""

    agent: AgentFingerprint | None
    watched: tuple[DepartmentNow, ...]
    set_up: SetUp | None
    asked: tuple[RequestedTicket, ...]
    language: str | None
    spoken: str
    time_zone: str | None

    @property
    def mark(self) -> str:
        """The same for as long as there is nothing new to show."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def fingerprint_of(work: Transaction, person_id: str) -> HomeFingerprint:
    """What there is to tell somebody now."""
    person = people.get(*work.scope, person_id)
    names = departments_of(work.configuration, work.directory, person_id)
    return HomeFingerprint(
        agent=_agent(work, person_id, names) if names else None,
        watched=_watched(work, person_id),
        set_up=_set_up(work, person_id),
        asked=home_counts.asked_by(*work.scope, person_id, work.now, PAGE),
        language=preferences.get(*work.scope, person_id).language,
        spoken=language_of(work, person_id),
        time_zone=None if person is None else person.time_zone,
    )


def _set_up(work: Transaction, person_id: str) -> SetUp | None:
    """How the workspace is set up, in the language of who reads it; None for who is no admin."""
    if not is_admin(work, person_id):
        return None
    with addressing(work, person_id):
        return set_up(work)


def _agent(work: Transaction, person_id: str, names: Sequence[str]) -> AgentFingerprint:
    hidden, asker = unseen_by(work, person_id), person_id
    own_queue = Queue(
        person_id, None, TO_SOLVE, wants_nobodys=False, not_asked_by=asker, unseen=hidden
    )
    own_places = places(work, own_queue)
    free_places = places(work, Queue(None, tuple(names), TO_SOLVE, not_asked_by=person_id))
    near = [place for place in free_places if _is_near(place)]
    queue, nearly_due = _standing(own_places[:QUEUE]), _standing(near[:NEAR])
    decided = _decided_today(work, person_id)
    assigned = TicketFilter(TO_SOLVE, assignee=person_id, not_asked_by=asker, unseen=hidden)
    assigned_count = ticket_lists.count(*work.scope, assigned)
    return AgentFingerprint(
        queue=queue,
        queued=len(own_places),
        waiting=max(assigned_count - len(own_places), 0),
        met=decided.get("met", 0),
        missed=decided.get("missed", 0),
        nearly_due=nearly_due,
        near=len(near),
        unassigned=len(free_places),
        versions=home_counts.versions(
            *work.scope, [standing.number for standing in (*queue, *nearly_due)]
        ),
    )


def _decided_today(work: Transaction, person_id: str) -> dict[str, int]:
    """How many promises were kept and missed since the person's midnight."""
    time_zone = zone_of(work.directory.person(person_id))
    began_at = from_s(first_instant(time_zone, work.now.astimezone(time_zone).date()))
    return home_counts.decided(*work.scope, person_id, began_at, work.now + timedelta(seconds=1))


def _is_near(order: Order) -> bool:
    is_not_escalated, seconds_left, _ = order
    return not is_not_escalated or seconds_left <= NEARLY_DUE_S


def _standing(orders: Sequence[Order]) -> tuple[QueueStanding, ...]:
    return tuple(QueueStanding(number, not calm, left_s < 0) for calm, left_s, number in orders)


def _watched(work: Transaction, person_id: str) -> tuple[DepartmentNow, ...]:
    """The departments a person leads or manages, by name."""
    names = sorted(
        department.name
        for department in work.configuration.departments.values()
        if work.directory.is_of(person_id, (*department.leads, *department.managers))
    )
    if not names:
        return ()
    now = work.now.replace(microsecond=0)
    counts = home_counts.departments(*work.scope, names, TO_SOLVE, now)
    led = led_departments(work, person_id)
    return tuple(
        DepartmentNow(
            counts.get(name, DepartmentCount(name, 0, 0, 0, 0)),
            _misses(work, person_id, name) if led is None or name in led else None,
        )
        for name in names
    )


def _misses(work: Transaction, person_id: str, department: str) -> int:
    waiting = ReviewFilter((OPEN,), (department,), unseen(work, person_id))
    return reviews.count(*work.scope, waiting)
