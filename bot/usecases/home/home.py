"""App Home: shown when it is opened or clicked in, and anew when something in it changed.

Whoever opens it is noted in the transaction of that; the view is made and put into the outbox
afterwards, from all that was committed by then. Where that fails, the next round does it.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.clock import is_over
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox, people, preferences
from bot.store.outbox import Outgoing
from bot.store.preferences import Preferences
from bot.usecases.ground.languages import speech_to_one_alone
from bot.usecases.ground.timelines import views_of
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.home.fingerprint import (
    AgentFingerprint,
    HomeFingerprint,
    QueueStanding,
    fingerprint_of,
)
from bot.usecases.requesters.requests import requests
from bot.views.home import AgentsHome, Home, ShownHome
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us

log = structlog.get_logger(__name__)

LOOKED_AT_AFTER: Final = timedelta(minutes=1)
"""How long somebody's App Home stays as it is, unless they do something there."""
OPENED_WITHIN: Final = timedelta(days=1)
"""For how long it is kept up to date after it was opened."""


def visited(work: Transaction, person_id: str) -> None:
    """Note that somebody opened their App Home, or clicked in it: it is to be shown anew."""
    _note(work, person_id, home_opened_at=work.now, home_looked_at=work.now, home_mark=None)


def look_again(work: Transaction, person_id: str) -> None:
    """Have the next round look at somebody's App Home, if they opened it lately."""
    seen = preferences.get(*work.scope, person_id)
    if seen.home_opened_at is not None and seen.home_opened_at > work.now - OPENED_WITHIN:
        _note(work, person_id, home_looked_at=None)


def show(program: Program, person_id: str, cause: str, said: Payload | None = None) -> None:
    """Have Slack show somebody's App Home as it is now, once for a cause.

    What a click of theirs was answered with stands above all else.
    """
    with program.look() as work:
        fingerprint = fingerprint_of(work, person_id)
        view = _drawn(work, person_id, fingerprint, said)
    _publish(program, person_id, cause, fingerprint.mark, view)


def show_what_changed(program: Program) -> int:
    """Show App Homes opened within a day anew where something changed; return how many.

    Each is looked at once in a minute.
    """
    with program.look() as work:
        due = _due(work)
    if not due:
        return 0
    with program.work() as work:
        for person_id in due:
            _note(work, person_id, home_looked_at=work.now)
    return sum(_show_if_new(program, person_id, seen.home_mark) for person_id, seen in due.items())


def _due(work: Transaction) -> dict[str, Preferences]:
    opened = preferences.homes_opened_since(*work.scope, work.now - OPENED_WITHIN)
    due = {person_id: seen for person_id, seen in opened.items() if _is_due(seen, work.now)}
    people_by_id = people.among(*work.scope, due) if due else {}
    return {
        person_id: seen
        for person_id, seen in due.items()
        if person_id in people_by_id and not people_by_id[person_id].is_deleted
    }


def _is_due(seen: Preferences, now: datetime) -> bool:
    return seen.home_looked_at is None or is_over(seen.home_looked_at, now, LOOKED_AT_AFTER)


def _show_if_new(program: Program, person_id: str, mark: str | None) -> bool:
    """Show somebody what changed; trouble with one is logged, and harms no other."""
    try:
        with program.look() as work:
            fingerprint = fingerprint_of(work, person_id)
            if fingerprint.mark == mark:
                return False
            view = _drawn(work, person_id, fingerprint, None)
        _publish(program, person_id, str(to_us(work.now)), fingerprint.mark, view)
    except Exception:
        log.exception("an app home could not be shown", person=person_id)
        return False
    return True


def _publish(program: Program, person_id: str, cause: str, mark: str, view: Payload) -> None:
    with program.work() as work:
        _note(work, person_id, home_looked_at=work.now, home_mark=mark)
        outgoing = Outgoing(
            key=str(MessageKey.of(KeyKind.HOME, person_id, cause)),
            lane=person_id,
            method="views.publish",
            payload={"view": view},
            created_at=work.now,
        )
        outbox.put(*work.scope, outgoing)


def _note(work: Transaction, person_id: str, **values: Any) -> None:
    key = *work.scope, person_id
    preferences.save(*key, replace(preferences.get(*key), **values))


def _drawn(
    work: Transaction, person_id: str, fingerprint: HomeFingerprint, answer: Payload | None
) -> Payload:
    home = ShownHome(_home(work, person_id, fingerprint), answer)
    return speech_to_one_alone(work, person_id).payload(home)


def _home(work: Transaction, person_id: str, fingerprint: HomeFingerprint) -> Home:
    is_somebody_here = fingerprint.agent or fingerprint.watched or fingerprint.set_up
    return Home(
        now=work.now,
        agent=None if fingerprint.agent is None else _agent(work, fingerprint.agent),
        watched=fingerprint.watched,
        set_up=fingerprint.set_up,
        requests=None if is_somebody_here and not fingerprint.asked else requests(work, person_id),
        language=fingerprint.language,
        time_zone=fingerprint.time_zone,
    )


def _agent(work: Transaction, agent: AgentFingerprint) -> AgentsHome:
    return AgentsHome(
        queue=_views(work, agent.queue),
        queued=agent.queued,
        waiting=agent.waiting,
        met=agent.met,
        missed=agent.missed,
        nearly_due=_views(work, agent.nearly_due),
        near=agent.near,
        unassigned=agent.unassigned,
    )


def _views(work: Transaction, standing: tuple[QueueStanding, ...]) -> tuple[TicketView, ...]:
    return tuple(views_of(work, [ticket.number for ticket in standing]))
