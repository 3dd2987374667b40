"""Whether Slack is heard now: who listens says so, and whoever decides anything asks.

Hearing is doubted from a start, a reconnect, a gap or a dropped event on, until every place was
read since. While nobody listens for sure, each decision needs a look of its own.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from bot.store import hearing, reading_requests
from bot.store.errors import DatabaseLost
from bot.store.hearing import Hearer
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing import reasons
from bot.usecases.hearing.places import enter, update_places

__all__ = [
    "Hearer",
    "beat",
    "doubt",
    "doubt_what_was_dropped",
    "doubted_at",
    "drops_events",
    "have_read",
    "is_heard",
    "is_sure",
    "joined",
    "leave",
    "note_back",
    "note_sparse",
    "sparse_since",
    "sure_to",
]

BEAT_IS_FRESH: Final = timedelta(seconds=60)
"""How old the beat of who listens may be."""
SIGN_IS_FRESH: Final = timedelta(seconds=10)
"""How old the last sign of life of a socket may be for it to count as heard."""
DROPS_FOR: Final = timedelta(seconds=65)
"""How long Slack drops events at the most from the beginning of the minute that it names."""
FORGOTTEN_AFTER: Final = timedelta(days=1)
"""How long a hearer that is gone is still shown."""


def doubt(program: Program, reason: str) -> None:
    """Put in doubt all that was heard until now, and have every place read; `reason` is shown."""
    with program.work() as work:
        hearing.lock(*work.scope)
        update_places(work)
        hearing.doubt(*work.scope, work.now, reason)
        reading_requests.ask_channels(*work.scope, work.now, None)
        reading_requests.try_again(*work.scope, work.now)


def drops_events(program: Program, minute_at: datetime | None) -> None:
    """Doubt what was heard, as Slack drops events; it says in which minute, and again in the next.

    As more may be dropped until that minute is over, nobody is sure of what is heard until then,
    and all is read once more when it is.
    """
    doubt(program, reasons.DROPPED)
    now = program.clock.now()
    to_at = now if minute_at is None else minute_at + DROPS_FOR
    if to_at > now:
        with program.work() as work:
            dropping_to = min(to_at, now + DROPS_FOR)
            hearing.note(*work.scope, dropping_to=dropping_to)


def doubt_what_was_dropped(program: Program) -> None:
    """Have every place read once the minute is over in which Slack dropped events."""
    with program.look() as work:
        state = hearing.get(*work.scope)
        is_over = state is not None and _is_over(work, state.dropping_to)
    if is_over:
        doubt(program, reasons.DROPPED)
        with program.work() as work:
            hearing.note(*work.scope, dropping_to=None)


def have_read(program: Program, channel_id: str) -> None:
    """Have a channel read that we may see again, if it is one of those that are read."""
    with program.work() as work:
        reading_requests.ask_channels(*work.scope, work.now, [channel_id])


def joined(program: Program, channel_id: str, ts: str) -> None:
    """Have a channel read that the bot came into at a `ts`.

    What was written there before is no request that was missed; it may be adopted. Conversations
    that stand there go on.
    """
    with program.work() as work:
        enter(work, channel_id, ts)


def beat(program: Program, hearer: Hearer) -> None:
    """Say how who listens is; to be called every few seconds, and when it changes."""
    with program.database.writing() as connection:
        hearing.beat(connection, program.workspace_id, hearer)
        hearing.forget(connection, program.workspace_id, hearer.beat_at - FORGOTTEN_AFTER)


def leave(program: Program, name: str) -> None:
    """Say that somebody listens no more, where the database is still there."""
    with suppress(DatabaseLost), program.quiet_work() as work:
        hearing.leave(*work.scope, name)


def doubted_at(work: Transaction) -> datetime | None:
    """When all that was heard was doubted last; None before the first start."""
    state = hearing.get(*work.scope)
    return None if state is None else state.doubted_at


def sparse_since(work: Transaction) -> datetime | None:
    """Since when Slack allows about one call a minute for messages; None where it allows more."""
    state = hearing.get(*work.scope)
    return None if state is None else state.sparse_at


def note_sparse(program: Program, *, is_sparse: bool) -> None:
    """Remember, across processes, whether Slack allows hardly any call for messages.

    What was read while it allowed few shows too little once it allows many.
    """
    with program.quiet_work() as work:
        workspace = work.scope
        hearing.note(*workspace, sparse_at=work.now if is_sparse else None)
        if not is_sparse:
            reading_requests.look_anew(*workspace, work.now)


def note_back(program: Program, messages: int) -> None:
    """Keep that all was read that was doubted, with so many messages that nobody had heard."""
    with program.quiet_work() as work:
        workspace = work.scope
        hearing.note(*workspace, back_at=work.now, back_messages=messages)


def is_sure(work: Transaction) -> bool:
    """Whether somebody listens by a socket that shows signs of life."""
    return sure_to(work) is not None


def sure_to(work: Transaction) -> datetime | None:
    """Up to when all who listen by sockets showed signs of life; None where it is not sure.

    Slack gives each event to one of them, so one that is silent makes all unsure; one that has no
    connection is given none, and the doubt of its loss is written. By HTTP nobody can be sure:
    silence proves nothing there; nor does it at a socket while Slack drops events.
    """
    state = hearing.get(*work.scope)
    if state is not None and state.dropping_to is not None:
        return None
    at_work = [
        hearer
        for hearer in hearing.hearers_of(*work.scope)
        if work.now - hearer.beat_at < BEAT_IS_FRESH
    ]
    connected = [
        hearer for hearer in at_work if hearer.alive_at is not None and hearer.lost_at is None
    ]
    if not all(is_heard(hearer, work.now) for hearer in connected):
        return None
    return min(
        (hearer.alive_at for hearer in connected if hearer.alive_at is not None), default=None
    )


def is_heard(hearer: Hearer, now: datetime) -> bool:
    """Whether a hearer hears all that Slack gives to it."""
    if hearer.lost_at is not None or hearer.alive_at is None:
        return False
    return now - hearer.beat_at < BEAT_IS_FRESH and now - hearer.alive_at < SIGN_IS_FRESH


def _is_over(work: Transaction, dropping_to: datetime | None) -> bool:
    """Whether Slack dropped events up to an instant; one too far ahead a wrong clock wrote."""
    if dropping_to is None:
        return False
    return not work.now < dropping_to <= work.now + DROPS_FOR
