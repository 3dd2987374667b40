"""Time passed: what is due is announced, each point of each clock once.

Safe to run at any moment, twice, or in several processes: tickets are claimed, and the outbox
takes a key only once. One ticket is one transaction, so that one which cannot be computed holds up
nobody else's.
"""

from datetime import timedelta
from typing import Final

import structlog

from bot.store import alarms
from bot.usecases.alerts.announcing import announce_due
from bot.usecases.conversations import silence
from bot.usecases.desk import Desk, Work
from bot.usecases.hearing import is_held_up
from bot.usecases.promises import ruling
from bot.usecases.promises.following import AFTER_TROUBLE, follow_moves
from bot.usecases.recording import Loaded, follow, load, project, record
from bot.usecases.views import ticket_view

log = structlog.get_logger(__name__)

HELD_UP: Final = timedelta(seconds=1)


def sweep(desk: Desk) -> int:
    """Announce everything that is due by now; return how many tickets were looked at.

    Tickets that lag behind a move come first, a few at a time: their alarms may be due earlier.
    """
    looked_at = 0
    while True:
        followed = follow_moves(desk)
        while _is_something_due(desk) and _sweep_one(desk):
            looked_at += 1
        if not followed:
            return looked_at


def _is_something_due(desk: Desk) -> bool:
    with desk.look() as work:
        first_at = alarms.next_fire_at(work.connection, work.workspace_id)
        return first_at is not None and first_at <= work.now


def _sweep_one(desk: Desk) -> bool:
    """Look at the ticket that is due the longest; False when somebody else has all that are due."""
    number = None
    try:
        with desk.work() as work:
            claimed = alarms.claim_due(work.connection, work.workspace_id, work.now, 1)
            if not claimed:
                return False
            number = claimed[0]
            _announce_due(work, load(work, number, lock=True))
    except Exception:
        if number is None:
            raise
        log.exception("a ticket cannot be swept", ticket=number)
        _put_off(desk, number)
    return True


def _put_off(desk: Desk, number: int) -> None:
    with desk.work() as work:
        until = work.now + AFTER_TROUBLE
        alarms.postpone(work.connection, work.workspace_id, number, until)


def _announce_due(work: Work, loaded: Loaded) -> None:
    """Announce what is due of one locked ticket, and set its alarms to what comes next."""
    number = loaded.row.number
    if is_held_up(work, loaded.row):
        alarms.postpone(work.connection, work.workspace_id, number, work.now + HELD_UP)
        return
    loaded = _decide(work, follow(work, loaded))
    announce_due(work, loaded.row, loaded.replayed(work))
    project(work, loaded)


def _decide(work: Work, loaded: Loaded) -> Loaded:
    """Let rules and the silence of the requester do what is due by now, in order of the instants.

    Who is to be reminded is reminded.
    """
    while True:
        replayed = loaded.replayed(work)
        found = silence.of(work, replayed, loaded.events)
        made = ruling.decided(work, loaded.row, loaded.events, ())
        deed = silence.deed(work, found)
        if deed is not None:
            made = [each for each in made if each.at_us <= deed.at_us] or [deed]
        if not made:
            silence.remind(work, loaded.row, ticket_view(loaded.row, replayed), found)
            return loaded
        record(work, loaded, made)
        loaded = load(work, loaded.row.number, lock=True)
