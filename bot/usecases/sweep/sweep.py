"""Time passed: what is due is announced, each point of each clock once.

Safe to run at any moment, twice, or in several processes: tickets are claimed, and the outbox
takes a key only once. One ticket is one transaction, so that one which cannot be computed holds up
nobody else's.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.errors import BrokenTimeline
from bot.store import alarms, tickets
from bot.store.alarms import DueTicket
from bot.usecases.changes.acts import SWEEP
from bot.usecases.changes.broken_tickets import keep_silent
from bot.usecases.changes.recording import (
    follow,
    project,
    record,
)
from bot.usecases.consequences import rules, silence
from bot.usecases.ground.presence import knowing_presence
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.clearance import hold_back, must_wait
from bot.usecases.hearing.timekeeping import may_decide, may_decide_in
from bot.usecases.sweep.reprojection import AFTER_TROUBLE, follow_moves
from bot.views.tickets import ticket_view
from sla_core.alarms import points_of
from sla_core.instants import from_s

log = structlog.get_logger(__name__)

TOGETHER: Final = 500
"""How many tickets on which something is due are looked at together."""


def sweep(program: Program, show_signs: Callable[[], None] = lambda: None) -> int:
    """Announce everything that is due by now; return how many tickets were looked at.

    Tickets that lag behind a move come first, a few at a time: their alarms may be due earlier.
    What is due on a ticket of which something may have been missed waits until that was read.
    `show_signs` is called before anything is decided: who listens shows that it still does.
    """
    looked_at = 0
    while may_decide(program):
        followed = follow_moves(program)
        looked_at += _sweep_due(program, show_signs)
        if not followed:
            break
    return looked_at


def _sweep_due(program: Program, show_signs: Callable[[], None]) -> int:
    count = 0
    page: list[DueTicket] = []
    while page := _due(program, after=page[-1] if page else None):
        show_signs()
        due = {ticket.number: ticket.latest_at for ticket in page}
        with program.work() as work:
            held = hold_back(work, due)
        ready = {number: at for number, at in due.items() if number not in held}
        while ready and (number := _sweep_one(program, ready)) is not None:
            del ready[number]
            count += 1
    return count


def _due(program: Program, after: DueTicket | None) -> list[DueTicket]:
    with program.look() as work:
        if not may_decide_in(work):
            return []
        return alarms.due_by(*work.scope, work.now, TOGETHER, after)


def _sweep_one(program: Program, ready: dict[int, datetime]) -> int | None:
    """Look at the ticket that is due the longest; None when somebody else has all that are due.

    Nothing is done where something may have been written that is not worked off. Where Slack
    refuses for long to show that, alarms are announced and nothing else is decided: what else is
    due is looked at again after a while.
    """
    claimed: list[int] = []
    try:
        knowing_presence(program, partial(_sweep_claimed, program, ready, claimed))
    except BrokenTimeline as broken:
        keep_silent(program, broken)
    except Exception:
        if not claimed:
            raise
        log.exception("a ticket cannot be swept", ticket=claimed[0])
        _put_off(program, claimed[0])
    return claimed[0] if claimed else None


def _sweep_claimed(program: Program, ready: dict[int, datetime], claimed: list[int]) -> None:
    """Claim a ticket, say which, and do what is due on it."""
    with program.work() as work:
        claimed[:] = alarms.claim_due(*work.scope, work.now, 1, list(ready))
        if not claimed:
            return
        number = claimed[0]
        work.way = SWEEP
        loaded = load(work, number, lock=True)
        due_at = max(ready[number], _reached_at(work, loaded))
        if not must_wait(work, loaded.row, due_at):
            project(work, _decide(work, follow(work, loaded)), is_due=True)
        elif not must_wait(work, loaded.row, due_at, may_err=True):
            project(work, follow(work, loaded), is_due=True)
            until = work.now + AFTER_TROUBLE
            tickets.wake_later(*work.scope, number, work.now, until)


def _reached_at(work: Transaction, loaded: LoadedTicket) -> datetime:
    """When the newest of the points was reached that would be said now."""
    replayed = loaded.replayed(work)
    points = (
        point.at_s
        for clock in replayed.open_clocks()
        for point in points_of(clock, replayed.at_s)
        if point.at_s <= work.now_s
    )
    return from_s(max(points, default=0))


def _put_off(program: Program, number: int) -> None:
    with program.work() as work:
        until = work.now + AFTER_TROUBLE
        alarms.postpone(*work.scope, number, until)


def _decide(work: Transaction, loaded: LoadedTicket) -> LoadedTicket:
    """Let rules and the silence of the requester do what is due by now, in order of the instants.

    Who is to be reminded is reminded.
    """
    while True:
        replayed = loaded.replayed(work)
        found = silence.of(work, replayed, loaded.events)
        decisions = rules.decided(work, loaded.row, loaded.events, ())
        deed = silence.deed(work, found)
        if deed is not None:
            decisions = [event for event in decisions if event.at_us <= deed.at_us] or [deed]
        if not decisions:
            silence.remind(work, loaded.row, ticket_view(loaded.row, replayed), found)
            return loaded
        record(work, loaded, decisions)
        loaded = load(work, loaded.row.number, lock=True)
