"""Looks after misses: those nobody was told of, and those no lead has reviewed yet."""

from datetime import datetime
from typing import Final

import structlog

from bot.errors import BrokenTimeline
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import reviews, set_aside
from bot.usecases.changes.broken_tickets import keep_silent
from bot.usecases.changes.recording import follow, project
from bot.usecases.ground.mornings import morning, zone_of
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.clearance import must_wait
from bot.usecases.messages.direct import tell, was_told
from bot.usecases.reviews.breach_reviews import unseen
from bot.views.notices import MissesWait

log = structlog.get_logger(__name__)

A_FEW: Final = 50
"""How many tickets are looked at before others get their turn."""


def notice_misses(program: Program) -> int:
    """Write down clocks that are overdue though no alarm said so; return of how many tickets.

    A level without an alert at the breach has no point then: its misses ask for reviews as well.
    """
    with program.look() as work:
        broken = set(set_aside.tickets(*work.scope))
        numbers = reviews.unnoticed(*work.scope, work.now, A_FEW + len(broken))
    return sum(_notice(program, number) for number in numbers if number not in broken)


def _notice(program: Program, number: int) -> bool:
    """Write down what one ticket comes to; False where it has to wait."""
    try:
        with program.work() as work:
            loaded = load(work, number, lock=True)
            if must_wait(work, loaded.row):
                return False
            project(work, follow(work, loaded))
    except BrokenTimeline as broken:
        keep_silent(program, broken)
        return False
    except Exception:
        log.exception("the misses of a ticket cannot be written down", ticket=number)
        return False
    return True


def remind_leads(program: Program) -> int:
    """Tell each lead in the morning how many misses wait for them; return how many were told."""
    with program.look() as work:
        messages = list(_to_tell(work))
    if messages:
        with program.work() as work:
            for person_id, key, message in _to_tell(work):
                tell(work, person_id, key, message)
    return len(messages)


def _to_tell(work: Transaction) -> list[tuple[str, MessageKey, MissesWait]]:
    if not reviews.open_by_department(*work.scope, work.now):
        return []
    return [
        (person_id, key, message)
        for person_id, departments in _leads(work).items()
        for key, message in _morning_word(work, person_id, departments)
    ]


def _leads(work: Transaction) -> dict[str, list[str]]:
    """The departments each lead has, by the lead."""
    by_lead: dict[str, list[str]] = {}
    departments = work.configuration.departments.values()
    work.directory.learn(name for department in departments for name in department.leads)
    for department in departments:
        for person_id in sorted(work.directory.staff_of(department.leads)):
            by_lead.setdefault(person_id, []).append(department.name)
    return by_lead


def _morning_word(
    work: Transaction, person_id: str, departments: list[str]
) -> list[tuple[MessageKey, MissesWait]]:
    """What a lead is told today, if their morning has come, something waits, and they were not."""
    time_zone = zone_of(work.directory.person(person_id))
    today = work.now.astimezone(time_zone).date()
    key = MessageKey.of(KeyKind.MISSES, person_id, today.isoformat())
    since: datetime = morning(today, time_zone)
    if work.now < since or was_told(work, key):
        return []
    hidden = unseen(work, person_id)
    waiting = reviews.open_by_department(*work.scope, since, hidden)
    counts = {name: waiting[name] for name in departments if name in waiting}
    return [(key, MissesWait(sum(counts.values()), tuple(counts)))] if counts else []
