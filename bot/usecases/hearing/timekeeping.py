"""Whether our clock may be acted upon: Slack's decides, as it dates what people write.

While ours jumped, or is more than a minute off Slack's, nothing is announced or decided: a breach
told then would be false, a rule would act at the wrong moment. What people write is taken and
answered all the same.
"""

from datetime import datetime

import structlog

from bot.store import timekeeping, waits
from bot.store.timekeeping import Timekeeping
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing import state
from bot.watched_clock import LONGEST_JUMP_S, Jump

log = structlog.get_logger(__name__)


def may_decide(program: Program) -> bool:
    """Whether anything may be announced or decided now; cheap, to be asked before each ticket."""
    with program.look() as work:
        return may_decide_in(work)


def may_decide_in(work: Transaction) -> bool:
    """Whether anything may be announced or decided in this transaction."""
    has_jumped = work.program.has_jumped()
    return not has_jumped and timekeeping.is_trusted(*work.scope)


def trouble(work: Transaction) -> Timekeeping | None:
    """What is wrong with our clock, for admins; None where nothing is."""
    last = timekeeping.get(*work.scope)
    return None if last is None or last.is_trusted else last


def known(program: Program) -> Timekeeping | None:
    """What was found when our clock was compared last."""
    with program.look() as work:
        return timekeeping.get(*work.scope)


def end_waits(program: Program) -> None:
    """End waits that lie further ahead than they can be."""
    with program.database.writing() as connection:
        count = waits.end_impossible(connection, program.workspace_id, program.clock.now())
    if count:
        log.warning("waits that reached too far ahead were ended", waits=count)
        program.on_commit()


def set_back_while_away(program: Program) -> Jump | None:
    """The jump of a clock that stands far before the instant at which it was compared last."""
    with program.look() as work:
        last = timekeeping.get(*work.scope)
    by_s = 0.0 if last is None else (work.now - last.checked_at).total_seconds()
    return Jump(last.checked_at, by_s, 0.0) if last and by_s < -LONGEST_JUMP_S else None


def doubt_clock(program: Program, reason: str, before_at: datetime | None) -> None:
    """Have our clock compared with Slack's, and all be read again, before anything is decided.

    It stood at `before_at` before; waits that a clock set back made too long end.
    """
    with program.work() as work:
        last = timekeeping.get(*work.scope)
        waits.end_all(*work.scope, work.now, before_at or work.now)
        waits.widen_searches(work.connection, work.now)
        off_s = last.off_s if last else None
        timekeeping.save(*work.scope, Timekeeping(work.now, off_s, work.now, reason))
    state.doubt(program, reason)


def note(program: Program, off_s: int) -> Timekeeping:
    """Keep how many seconds our clock is ahead of Slack's."""
    with program.work() as work:
        before, current = timekeeping.get(*work.scope), Timekeeping(work.now, off_s)
        if not (current.is_trusted and (before is None or before.is_trusted)):
            waits.widen_searches(work.connection, work.now)
        timekeeping.save(*work.scope, current)
    return current
