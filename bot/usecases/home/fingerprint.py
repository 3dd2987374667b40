"""What one glance tells of somebody's desk, by which one sees whether their App Home is still true.

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
    tickets,
)
from bot.store.home_counts import AskedTicket, DepartmentCount
from bot.store.queue_rows import Queue
from bot.store.reviews import OPEN, ReviewFilter
from bot.store.tickets import TicketFilter
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.mornings import zone_of
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.privacy import unseen_by
from bot.usecases.ground.transaction import Work
from bot.usecases.home.set_up import set_up
from bot.usecases.requesters.requests import PAGE
from bot.usecases.reviews.breach_reviews import led_departments, unseen
from bot.usecases.tickets.queue import TO_SOLVE, Order, places
from bot.views.home import DepartmentNow, SetUp
from sla_core.calendars.zones import first_instant
from sla_core.instants import from_s

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
class AgentsGlance:
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
class Glance:
    """What somebody's App Home depends on."""

    agent: AgentsGlance | None
    watched: tuple[DepartmentNow, ...]
    set_up: SetUp | None
    asked: tuple[AskedTicket, ...]
    language: str | None
    spoken: str
    time_zone: str | None

    @property
    def mark(self) -> str:
        """The same for as long as there is nothing new to show."""
        return sha256(repr(self).encode()).hexdigest()[:16]


def glance(work: Work, person_id: str) -> Glance:
    """What there is to tell somebody now."""
    here = work.connection, work.workspace_id
    person = people.get(*here, person_id)
    names = departments_of(work.configuration, work.directory, person_id)
    return Glance(
        agent=_agent(work, person_id, names) if names else None,
        watched=_watched(work, person_id),
        set_up=set_up(work) if is_admin(work, person_id) else None,
        asked=home_counts.asked_by(*here, person_id, work.now, PAGE),
        language=preferences.get(*here, person_id).language,
        spoken=language_of(work, person_id),
        time_zone=None if person is None else person.time_zone,
    )


def _agent(work: Work, person_id: str, names: Sequence[str]) -> AgentsGlance:
    here = work.connection, work.workspace_id
    hidden, asker = unseen_by(work, person_id), person_id
    whose = Queue(person_id, None, TO_SOLVE, wants_nobodys=False, not_asked_by=asker, unseen=hidden)
    mine = places(work, whose)
    free = places(work, Queue(None, tuple(names), TO_SOLVE, not_asked_by=person_id))
    near = [each for each in free if _is_near(each)]
    queue, nearly_due = _standing(mine[:QUEUE]), _standing(near[:NEAR])
    decided = _decided_today(work, person_id)
    theirs = TicketFilter(TO_SOLVE, assignee=person_id, not_asked_by=asker, unseen=hidden)
    has = tickets.count(*here, theirs)
    return AgentsGlance(
        queue=queue,
        queued=len(mine),
        waiting=max(has - len(mine), 0),
        met=decided.get("met", 0),
        missed=decided.get("missed", 0),
        nearly_due=nearly_due,
        near=len(near),
        unassigned=len(free),
        versions=home_counts.versions(*here, [each.number for each in (*queue, *nearly_due)]),
    )


def _decided_today(work: Work, person_id: str) -> dict[str, int]:
    """How many promises were kept and missed since the person's midnight."""
    place = zone_of(work.directory.person(person_id))
    began_at = from_s(first_instant(place, work.now.astimezone(place).date()))
    here = work.connection, work.workspace_id
    return home_counts.decided(*here, person_id, began_at, work.now + timedelta(seconds=1))


def _is_near(place: Order) -> bool:
    is_not_escalated, seconds_left, _ = place
    return not is_not_escalated or seconds_left <= NEARLY_DUE_S


def _standing(found: Sequence[Order]) -> tuple[QueueStanding, ...]:
    return tuple(QueueStanding(number, not calm, left_s < 0) for calm, left_s, number in found)


def _watched(work: Work, person_id: str) -> tuple[DepartmentNow, ...]:
    """The departments a person leads or manages, by name."""
    names = sorted(
        each.name
        for each in work.configuration.departments.values()
        if work.directory.is_of(person_id, (*each.leads, *each.managers))
    )
    if not names:
        return ()
    here = work.connection, work.workspace_id
    now = work.now.replace(microsecond=0)
    counts = home_counts.departments(*here, names, TO_SOLVE, now)
    led = led_departments(work, person_id)
    return tuple(
        DepartmentNow(
            counts.get(name, DepartmentCount(name, 0, 0, 0, 0)),
            _misses(work, person_id, name) if led is None or name in led else None,
        )
        for name in names
    )


def _misses(work: Work, person_id: str, department: str) -> int:
    waiting = ReviewFilter((OPEN,), (department,), unseen(work, person_id))
    return reviews.count(work.connection, work.workspace_id, waiting)
