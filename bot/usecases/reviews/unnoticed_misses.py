"""Looks after misses: those nobody was told of, and those no lead has reviewed yet."""

from datetime import datetime
from typing import Final

import structlog

from bot.errors import BrokenTimeline
from bot.store import reviews, set_aside
from bot.usecases.changes.broken_tickets import keep_silent
from bot.usecases.changes.recording import follow, load, project
from bot.usecases.ground.mornings import morning, zone_of
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.hearing.clearance import must_wait
from bot.usecases.messages.direct import tell, was_told
from bot.usecases.reviews.breach_reviews import unseen
from bot.views.notices import MissesWait

log = structlog.get_logger(__name__)

A_FEW: Final = 50
"""How many tickets are looked at before others get their turn."""


def notice_misses(desk: Desk) -> int:
    """Write down clocks that are overdue though no alarm said so; return of how many tickets.

    A level without an alert at the breach has no point then: its misses ask for reviews as well.
    """
    with desk.look() as work:
        here = work.connection, work.workspace_id
        broken = set(set_aside.tickets(*here))
        found = reviews.unnoticed(*here, work.now, A_FEW + len(broken))
    return sum(_notice(desk, number) for number in found if number not in broken)


def _notice(desk: Desk, number: int) -> bool:
    """Write down what one ticket comes to; False where it has to wait."""
    try:
        with desk.work() as work:
            loaded = load(work, number, lock=True)
            if must_wait(work, loaded.row):
                return False
            project(work, follow(work, loaded))
    except BrokenTimeline as broken:
        keep_silent(desk, broken)
        return False
    except Exception:
        log.exception("the misses of a ticket cannot be written down", ticket=number)
        return False
    return True


def remind_leads(desk: Desk) -> int:
    """Tell each lead in the morning how many misses wait for them; return how many were told."""
    with desk.look() as work:
        wanted = list(_to_tell(work))
    if wanted:
        with desk.work() as work:
            for person_id, key, told in _to_tell(work):
                tell(work, person_id, key, told)
    return len(wanted)


def _to_tell(work: Work) -> list[tuple[str, str, MissesWait]]:
    if not reviews.open_by_department(work.connection, work.workspace_id, work.now):
        return []
    return [
        (person_id, key, told)
        for person_id, departments in _leads(work).items()
        for key, told in _morning_word(work, person_id, departments)
    ]


def _leads(work: Work) -> dict[str, list[str]]:
    """The departments each lead has, by the lead."""
    found: dict[str, list[str]] = {}
    departments = work.configuration.departments.values()
    work.directory.learn(name for each in departments for name in each.leads)
    for department in departments:
        for person_id in sorted(work.directory.staff_of(department.leads)):
            found.setdefault(person_id, []).append(department.name)
    return found


def _morning_word(
    work: Work, person_id: str, departments: list[str]
) -> list[tuple[str, MissesWait]]:
    """What a lead is told today, if their morning has come, something waits, and they were not."""
    place = zone_of(work.directory.person(person_id))
    today = work.now.astimezone(place).date()
    key = f"misses:{person_id}:{today.isoformat()}"
    since: datetime = morning(today, place)
    if work.now < since or was_told(work, key):
        return []
    here, hidden = (work.connection, work.workspace_id), unseen(work, person_id)
    waiting = reviews.open_by_department(*here, since, hidden)
    theirs = {name: waiting[name] for name in departments if name in waiting}
    return [(key, MissesWait(sum(theirs.values()), tuple(theirs)))] if theirs else []
