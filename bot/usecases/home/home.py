"""App Home: shown when it is opened or clicked in, and anew when something in it changed.

Whoever opens it is noted in the transaction of that; what it shows is made and put into the outbox
afterwards, from what was committed by then. Where that fails, the next round does it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.clock import is_over
from bot.keys.messages import home_key
from bot.store import outbox, people, preferences
from bot.store.outbox import Outgoing
from bot.store.preferences import Preferences
from bot.usecases.changes.recording import views_of
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.home.fingerprint import (
    AgentsGlance,
    Glance,
    QueueStanding,
    glance,
)
from bot.usecases.requesters.requests import requests
from bot.views.home import AgentsHome, Home
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us

log = structlog.get_logger(__name__)

LOOKED_AT_AFTER: Final = timedelta(minutes=1)
"""How long somebody's App Home stays as it is, unless they do something there."""
OPENED_WITHIN: Final = timedelta(days=1)
"""For how long it is kept up to date after it was opened."""


def visited(work: Work, person_id: str) -> None:
    """Note that somebody opened their App Home, or clicked in it: it is to be shown anew."""
    _note(work, person_id, home_opened_at=work.now, home_looked_at=work.now, home_mark=None)


def look_again(work: Work, person_id: str) -> None:
    """Have the next round look at somebody's App Home, if they opened it lately."""
    seen = preferences.get(work.connection, work.workspace_id, person_id)
    if seen.home_opened_at is not None and seen.home_opened_at > work.now - OPENED_WITHIN:
        _note(work, person_id, home_looked_at=None)


def show(desk: Desk, person_id: str, cause: str, said: Payload | None = None) -> None:
    """Have Slack show somebody's App Home as it is now, once for a cause.

    What a click of theirs was answered with stands above all else.
    """
    with desk.look() as work:
        found = glance(work, person_id)
        view = _drawn(work, person_id, found, said)
    _publish(desk, person_id, cause, found.mark, view)


def show_what_changed(desk: Desk) -> int:
    """Show App Homes opened within a day anew where something changed; return how many.

    Each is looked at once in a minute.
    """
    with desk.look() as work:
        due = _due(work)
    if not due:
        return 0
    with desk.work() as work:
        for person_id in due:
            _note(work, person_id, home_looked_at=work.now)
    return sum(_show_if_new(desk, person_id, seen.home_mark) for person_id, seen in due.items())


def _due(work: Work) -> dict[str, Preferences]:
    here = work.connection, work.workspace_id
    opened = preferences.homes_opened_since(*here, work.now - OPENED_WITHIN)
    due = {person_id: each for person_id, each in opened.items() if _is_due(each, work.now)}
    known = people.among(*here, due) if due else {}
    return {
        person_id: each
        for person_id, each in due.items()
        if person_id in known and not known[person_id].is_deleted
    }


def _is_due(seen: Preferences, now: datetime) -> bool:
    return seen.home_looked_at is None or is_over(seen.home_looked_at, now, LOOKED_AT_AFTER)


def _show_if_new(desk: Desk, person_id: str, mark: str | None) -> bool:
    """Show somebody what changed; trouble with one is logged, and harms no other."""
    try:
        with desk.look() as work:
            found = glance(work, person_id)
            if found.mark == mark:
                return False
            view = _drawn(work, person_id, found, None)
        _publish(desk, person_id, str(to_us(work.now)), found.mark, view)
    except Exception:
        log.exception("an app home could not be shown", person=person_id)
        return False
    return True


def _publish(desk: Desk, person_id: str, cause: str, mark: str, view: Payload) -> None:
    with desk.work() as work:
        _note(work, person_id, home_looked_at=work.now, home_mark=mark)
        outgoing = Outgoing(
            key=home_key(person_id, cause),
            lane=person_id,
            method="views.publish",
            payload={"view": view},
            created_at=work.now,
        )
        outbox.put(work.connection, work.workspace_id, outgoing)


def _note(work: Work, person_id: str, **seen: Any) -> None:
    key = work.connection, work.workspace_id, person_id
    preferences.save(*key, replace(preferences.get(*key), **seen))


def _drawn(work: Work, person_id: str, found: Glance, said: Payload | None) -> Payload:
    with addressing(work, person_id):
        return work.speech.home(_home(work, person_id, found), said)


def _home(work: Work, person_id: str, found: Glance) -> Home:
    is_somebody_here = found.agent or found.watched or found.set_up
    return Home(
        now=work.now,
        agent=None if found.agent is None else _agent(work, found.agent),
        watched=found.watched,
        set_up=found.set_up,
        requests=None if is_somebody_here and not found.asked else requests(work, person_id),
        language=found.language,
        time_zone=found.time_zone,
    )


def _agent(work: Work, found: AgentsGlance) -> AgentsHome:
    return AgentsHome(
        queue=_views(work, found.queue),
        queued=found.queued,
        waiting=found.waiting,
        met=found.met,
        missed=found.missed,
        nearly_due=_views(work, found.nearly_due),
        near=found.near,
        unassigned=found.unassigned,
    )


def _views(work: Work, standing: tuple[QueueStanding, ...]) -> tuple[TicketView, ...]:
    return tuple(views_of(work, [each.number for each in standing]))
