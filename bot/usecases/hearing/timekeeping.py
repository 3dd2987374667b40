"""Whether our clock may be acted upon: Slack's decides, as it dates what people write.

While ours jumped, or is more than a minute off Slack's, nothing is announced or decided: a breach
told then would be false, a rule would act at the wrong moment. What people write is taken and
answered all the same.
"""

from datetime import datetime

import structlog

from bot.store import timekeeping, waits
from bot.store.timekeeping import Timekeeping
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.hearing import state
from bot.watched_clock import LONGEST_JUMP_S, Jump

log = structlog.get_logger(__name__)


def may_decide(desk: Desk) -> bool:
    """Whether anything may be announced or decided now; cheap, to be asked before each ticket."""
    with desk.look() as work:
        return may_decide_in(work)


def may_decide_in(work: Work) -> bool:
    """Whether anything may be announced or decided in this transaction."""
    has_jumped = work.desk.has_jumped()
    return not has_jumped and timekeeping.is_trusted(work.connection, work.workspace_id)


def trouble(work: Work) -> Timekeeping | None:
    """What is wrong with our clock, for admins; None where nothing is."""
    kept = timekeeping.get(work.connection, work.workspace_id)
    return None if kept is None or kept.is_trusted else kept


def known(desk: Desk) -> Timekeeping | None:
    """What was found when our clock was compared last."""
    with desk.look() as work:
        return timekeeping.get(work.connection, work.workspace_id)


def end_waits(desk: Desk) -> None:
    """End waits that lie further ahead than they can be."""
    with desk.database.writing() as connection:
        ended = waits.end_impossible(connection, desk.workspace_id, desk.clock.now())
    if ended:
        log.warning("waits that reached too far ahead were ended", waits=ended)
        desk.on_commit()


def set_back_while_away(desk: Desk) -> Jump | None:
    """The jump of a clock that stands far before the instant at which it was compared last."""
    with desk.look() as work:
        kept = timekeeping.get(work.connection, work.workspace_id)
    by_s = 0.0 if kept is None else (work.now - kept.checked_at).total_seconds()
    return Jump(kept.checked_at, by_s, 0.0) if kept and by_s < -LONGEST_JUMP_S else None


def doubt_clock(desk: Desk, reason: str, before_at: datetime | None) -> None:
    """Have our clock compared with Slack's, and all be read again, before anything is decided.

    It stood at `before_at` before; waits that a clock set back made too long end.
    """
    with desk.work() as work:
        here = work.connection, work.workspace_id
        kept = timekeeping.get(*here)
        waits.end_all(*here, work.now, before_at or work.now)
        waits.widen_searches(work.connection, work.now)
        off_s = kept.off_s if kept else None
        timekeeping.save(*here, Timekeeping(work.now, off_s, work.now, reason))
    state.doubt(desk, reason)


def note(desk: Desk, off_s: int) -> Timekeeping:
    """Keep how many seconds our clock is ahead of Slack's."""
    with desk.work() as work:
        here = work.connection, work.workspace_id
        before, found = timekeeping.get(*here), Timekeeping(work.now, off_s)
        if not (found.is_trusted and (before is None or before.is_trusted)):
            waits.widen_searches(work.connection, work.now)
        timekeeping.save(*here, found)
    return found
