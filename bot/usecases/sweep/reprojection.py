"""The projection follows the moves of the configuration, a few tickets at a time.

The commit of a revision is the switch: from then on every replay knows it. There is left to
write where the tickets it concerns stand now; those whose next alarm is the soonest come first.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from bot.config.history import moves_since, newest_move
from bot.errors import BrokenTimeline
from bot.store import stale_tickets
from bot.store.stale_tickets import PromiseNames, StaleTicket
from bot.usecases.changes.broken_tickets import keep_silent
from bot.usecases.changes.recording import follow, project
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.clearance import LOOK_IS_FRESH, hold_back, must_wait
from sla_core.configuration import UNDER_CLOCKS, ConfigurationHistory

log = structlog.get_logger(__name__)

LOOKED_AT: Final = 1_000
"""How many tickets that lag are looked at together."""
A_FEW: Final = 100
"""How many of them are computed before alarms that are due get their turn."""
AFTER_TROUBLE: Final = timedelta(minutes=1)


def follow_moves(program: Program) -> int:
    """Bring some tickets that lag up to date; return how many, 0 when there is nothing to do."""
    with program.look() as work:
        revision = newest_move(work.history, work.now_s)
        lagging = stale_tickets.listing(*work.scope, revision, LOOKED_AT)
        moving = [ticket.number for ticket in _concerned(work.history, lagging)]
    untouched = {ticket.number for ticket in lagging} - set(moving)
    count = _mark_untouched(program, revision, untouched) if untouched else 0
    ready = _heard_of(program, moving) if moving else []
    return count + sum(_follow_one(program, revision, number) for number in ready[:A_FEW])


def _heard_of(program: Program, numbers: Sequence[int]) -> list[int]:
    """Those of the tickets that need not wait for a look: the others hold up none of them."""
    with program.work() as work:
        since = work.now - LOOK_IS_FRESH
        held = hold_back(work, dict.fromkeys(numbers, since), may_err=False)
    return [number for number in numbers if number not in held]


def _concerned(history: ConfigurationHistory, lagging: Sequence[StaleTicket]) -> list[StaleTicket]:
    """Those tickets of which something they are under has moved since they were computed."""
    moved = {
        number: _names_of_moves(history, number)
        for number in {ticket.projected_revision for ticket in lagging}
    }
    return [ticket for ticket in lagging if moved[ticket.projected_revision].meets(ticket.under)]


def _names_of_moves(history: ConfigurationHistory, number: int) -> PromiseNames:
    """The levels and calendars that moved with the revisions above a number."""
    moves = moves_since(history, number)
    levels, calendars = (
        frozenset(revision.name.casefold() for revision in moves if revision.kind == kind)
        for kind in UNDER_CLOCKS
    )
    return PromiseNames(levels, calendars)


def _mark_untouched(program: Program, revision: int, numbers: set[int]) -> int:
    """Note that the moves are none of these tickets' business, which is asked again once locked."""
    with program.work() as work:
        claimed = stale_tickets.claim(*work.scope, revision, numbers)
        concerned = {ticket.number for ticket in _concerned(work.history, claimed)}
        untouched = {ticket.number for ticket in claimed} - concerned
        stale_tickets.mark(*work.scope, revision, untouched)
    return len(untouched)


def _follow_one(program: Program, revision: int, number: int) -> int:
    """Write what one ticket comes to now; 0 when it has to wait."""
    try:
        with program.work() as work:
            return _follow_claimed(work, revision, number)
    except Exception as trouble:
        if isinstance(trouble, BrokenTimeline):
            keep_silent(program, trouble)
        else:
            log.exception("a ticket cannot be moved", ticket=number)
        with program.work() as work:
            until = work.now + AFTER_TROUBLE
            stale_tickets.put_off(*work.scope, revision, number, until)
        return 1


def _follow_claimed(work: Transaction, revision: int, number: int) -> int:
    if not stale_tickets.claim(*work.scope, revision, [number]):
        return 0
    loaded = load(work, number, lock=True)
    if must_wait(work, loaded.row):
        return 0
    project(work, follow(work, loaded))
    return 1
