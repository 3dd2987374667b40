"""Whether Slack is heard now: who listens says so, and whoever decides anything asks.

Hearing is doubted from a start, a reconnect, a gap or a dropped event on, until every place was
read since. While nobody listens for sure, each decision needs a look of its own.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.store import hearing, readings
from bot.store.hearing import Hearer
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.hearing import reasons
from bot.usecases.hearing.places import enter, update_places

BEAT_IS_FRESH: Final = timedelta(seconds=60)
"""How old the beat of who listens may be."""
SIGN_IS_FRESH: Final = timedelta(seconds=10)
"""How old the last sign of life of a socket may be for it to count as heard."""
DROPS_FOR: Final = timedelta(seconds=65)
"""How long Slack drops events at the most from the beginning of the minute that it names."""
FORGOTTEN_AFTER: Final = timedelta(days=1)
"""How long a hearer that is gone is still shown."""


def doubt(desk: Desk, reason: str) -> None:
    """Put in doubt all that was heard until now, and have every place read; `reason` is shown."""
    with desk.work() as work:
        hearing.lock(work.connection, work.workspace_id)
        update_places(work)
        hearing.doubt(work.connection, work.workspace_id, work.now, reason)
        readings.ask_channels(work.connection, work.workspace_id, work.now, None)
        readings.try_again(work.connection, work.workspace_id, work.now)


def drops_events(desk: Desk, minute_at: datetime | None) -> None:
    """Doubt what was heard, as Slack drops events; it says in which minute, and again in the next.

    As more may be dropped until that minute is over, nobody is sure of what is heard until then,
    and all is read once more when it is.
    """
    doubt(desk, reasons.DROPPED)
    now = desk.clock.now()
    to_at = now if minute_at is None else minute_at + DROPS_FOR
    if to_at > now:
        with desk.work() as work:
            dropping_to = min(to_at, now + DROPS_FOR)
            hearing.note(work.connection, work.workspace_id, dropping_to=dropping_to)


def doubt_what_was_dropped(desk: Desk) -> None:
    """Have every place read once the minute is over in which Slack dropped events."""
    with desk.look() as work:
        state = hearing.get(work.connection, work.workspace_id)
        is_over = state is not None and _is_over(work, state.dropping_to)
    if is_over:
        doubt(desk, reasons.DROPPED)
        with desk.work() as work:
            hearing.note(work.connection, work.workspace_id, dropping_to=None)


def have_read(desk: Desk, channel_id: str) -> None:
    """Have a channel read that we may see again, if it is one of those that are read."""
    with desk.work() as work:
        readings.ask_channels(work.connection, work.workspace_id, work.now, [channel_id])


def joined(desk: Desk, channel_id: str, ts: str) -> None:
    """Have a channel read that the bot came into at a `ts`.

    What was written there before is no request that was missed; it may be adopted. Conversations
    that stand there go on.
    """
    with desk.work() as work:
        enter(work, channel_id, ts)


def beat(desk: Desk, hearer: Hearer) -> None:
    """Say how who listens is; to be called every few seconds, and when it changes."""
    with desk.database.writing() as connection:
        hearing.beat(connection, desk.workspace_id, hearer)
        hearing.forget(connection, desk.workspace_id, hearer.beat_at - FORGOTTEN_AFTER)


def is_sure(work: Work) -> bool:
    """Whether somebody listens by a socket that shows signs of life."""
    return sure_to(work) is not None


def sure_to(work: Work) -> datetime | None:
    """Up to when all who listen by sockets showed signs of life; None where it is not sure.

    Slack gives each event to one of them, so one that is silent makes all unsure; one that has no
    connection is given none, and the doubt of its loss is written. By HTTP nobody can be sure:
    silence proves nothing there; nor does it at a socket while Slack drops events.
    """
    state = hearing.get(work.connection, work.workspace_id)
    if state is not None and state.dropping_to is not None:
        return None
    at_work = [
        each
        for each in hearing.hearers_of(work.connection, work.workspace_id)
        if work.now - each.beat_at < BEAT_IS_FRESH
    ]
    given = [each for each in at_work if each.alive_at is not None and each.lost_at is None]
    if not all(is_heard(each, work.now) for each in given):
        return None
    return min((each.alive_at for each in given if each.alive_at is not None), default=None)


def is_heard(hearer: Hearer, now: datetime) -> bool:
    """Whether a hearer hears all that Slack gives to it."""
    if hearer.lost_at is not None or hearer.alive_at is None:
        return False
    return now - hearer.beat_at < BEAT_IS_FRESH and now - hearer.alive_at < SIGN_IS_FRESH


def _is_over(work: Work, dropping_to: datetime | None) -> bool:
    """Whether Slack dropped events up to an instant; one too far ahead a wrong clock wrote."""
    if dropping_to is None:
        return False
    return not work.now < dropping_to <= work.now + DROPS_FOR
