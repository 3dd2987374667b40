"""Which places are to be read next, by whom, and what is to be done where one cannot be read."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.store import hearing, reading_requests, readings
from bot.store.readings import GONE, LIMITED, Reading, Spot
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.places import OVERLAP, SHOWN_WITHIN, ts_of
from bot.usecases.hearing.watermarks import LIGHT_EVERY, Json, looked_at, read_if_new

__all__ = [
    "GONE",
    "LIMITED",
    "Reading",
    "Spot",
    "ask",
    "claim",
    "idle_channel",
    "limit",
    "lock_channel",
    "note_directs",
    "put_off",
    "unread_thread",
    "wanted",
]

LEASE: Final = timedelta(seconds=60)
"""How long a place belongs to whoever reads it."""
LONGEST_AWAY_S: Final = 10.0
LONGEST_REFUSED_S: Final = 60.0
"""How long a place waits for the next try, where Slack is away and where it refuses."""


def wanted(work: Transaction, *, newest_first: bool = False) -> list[Reading]:
    """The places that are asked for, in the order in which they are to be read."""
    return reading_requests.wanted(*work.scope, newest_first=newest_first)


def claim(work: Transaction, spot: Spot) -> Reading | None:
    """A place as it is now, which is ours to read for a while; None where it is somebody's."""
    until = work.now + LEASE
    return reading_requests.claim(*work.scope, spot, work.now, until)


def lock_channel(work: Transaction, channel_id: str) -> None:
    """Hold a channel and its threads until this transaction ends."""
    readings.lock_channel(*work.scope, channel_id)


def idle_channel(work: Transaction) -> Reading | None:
    """The channel that nobody looked at for longest, if that is long enough to look lightly."""
    idle = reading_requests.longest_idle(*work.scope)
    is_long = idle is not None and work.now - looked_at(idle) >= LIGHT_EVERY
    return idle if is_long else None


def unread_thread(work: Transaction, *, is_missed: bool, is_sparse: bool) -> Reading | None:
    """A thread whose first message is too old to be found in its channel's history.

    One that was not read since hearing was doubted; unless it must be missed one that nobody
    looked at for long, too. With one call a minute every thread is such a one.
    """
    workspace = work.scope
    state = hearing.get(*workspace)
    if state is None:
        return None
    read_before = state.doubted_at
    if not (is_missed or is_sparse):
        read_before = max(read_before, work.now - LIGHT_EVERY)
    shown_from = None if is_sparse else ts_of(work.now - SHOWN_WITHIN)
    return reading_requests.unread_thread(*workspace, read_before, shown_from)


def ask(program: Program, spot: Spot) -> None:
    """Have a place read."""
    with program.quiet_work() as work:
        reading_requests.ask(*work.scope, work.now, [spot])


def limit(program: Program, *, threads: bool) -> None:
    """Keep that Slack takes no calls now for the threads, or the channels, that are asked for."""
    with program.quiet_work() as work:
        reading_requests.limit(*work.scope, work.now, threads=threads)


def put_off(program: Program, before: Reading, problem: str, *, is_refused: bool) -> bool:
    """Have a place tried again later, soon where Slack is away, and for ever.

    False where somebody else could read it meanwhile.
    """
    with program.quiet_work() as work:
        workspace = work.scope
        current = readings.lock(*workspace, before.spot)
        if current is None or current.asked_at is None:
            return False
        longest_s = LONGEST_REFUSED_S if is_refused else LONGEST_AWAY_S
        wait = timedelta(seconds=min(2.0 ** min(before.attempts, 9), longest_s))
        after = replace(
            current,
            attempts=before.attempts + 1,
            next_at=work.now + wait,
            refused_at=(current.refused_at or work.now) if is_refused else None,
            error=problem,
        )
        readings.save(*workspace, after)
    return True


def note_directs(program: Program, directs: Iterable[Json], since: datetime) -> None:
    """Keep that direct conversations were listed, and have those read that were opened since."""
    with program.quiet_work() as work:
        hearing.note(*work.scope, looked_at=work.now)
        for channel in directs:
            read_if_new(work, channel, since - OVERLAP)
