"""Waits of our own that a clock set back made longer than they can be: they end now.

An instant that is ours (when to try again, when an attempt began) and not the business's (when an
alarm is due, until when something is pending) never lies further ahead than its longest wait,
unless the clock was set back since it was written. Left alone it would silence a channel, or the
whole workspace, until the clock has caught up. The rows are mended, in one place, so that no
question asked of them has to think of it. The clock is everybody's, so the rows of all workspaces
are; SQLite uses the indexes on the few that wait only where no workspace is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
    update,
)

from bot.store.outbox import is_live
from bot.store.statements import in_state
from bot.store.tables import alarms, hearers, hearing, inbox, jobs, outbox, readings, tickets
from bot.store.types import Instant

A_MOMENT: Final = timedelta(seconds=5)
"""How far ahead what is past may lie: processes that share a database's clock read it apart."""
LONGEST_TRY: Final = timedelta(minutes=5)
"""How long a message, a look for one or a reading waits before it is tried again."""
LONGEST_RETRY: Final = timedelta(minutes=1)
"""How long an arrival waits before it is tried again."""
LONGEST_HOLD: Final = timedelta(minutes=1)
"""How long what is due on a ticket is put off where it cannot be told yet."""
LOOK_BACK: Final = timedelta(days=1)
"""How far back is looked where nobody knows any more when something was."""
RECENT: Final = timedelta(minutes=2)
"""How long an attempt counts in the budgets, and some more."""
SHIFTS: Final = (A_MOMENT, LONGEST_TRY, LONGEST_RETRY, -RECENT)
_REPAIRED: Final = outbox.c.repair_at.is_not(None)


In = Callable[[timedelta], Any]
"""The instant that lies so far ahead of now: itself, or its place in a question."""


@dataclass(frozen=True, slots=True)
class Wait:
    """An instant that lies `longest` ahead at most; one further ahead becomes `now - behind`."""

    column: Column[Any]
    longest: timedelta
    rows: ColumnElement[bool]
    behind: timedelta = timedelta(0)


def end_impossible(connection: Connection, workspace_id: str, now: datetime) -> int:
    """End the waits that lie too far ahead; return how many. Cheap: to be called all the time."""
    values = {_place(shift).key: now + shift for shift in SHIFTS}
    if not connection.execute(_IS_ANY, {"workspace_id": workspace_id, **values}).scalar_one():
        return 0
    return sum(
        _end(connection, now, wait) for wait in _waits(lambda shift: now + shift, workspace_id)
    )


def end_all(connection: Connection, workspace_id: str, now: datetime, before: datetime) -> int:
    """End all that a clock set back from an instant left behind; return how much it was.

    With it goes what was put off on tickets. An alarm that lies where it may have been put off to
    is due now: looked at early, it is set to its own instant again.
    """
    count = end_impossible(connection, workspace_id, now)
    if before <= now:
        return count
    return count + sum(_end(connection, now, wait) for wait in _set_back_from(before))


def widen_searches(connection: Connection, now: datetime) -> None:
    """Have messages in doubt looked for further back: the time of their attempts is not sure."""
    since = now - LOOK_BACK
    for rows in (is_live(), _REPAIRED):
        later = update(outbox).where(rows, outbox.c.doubted_at > since)
        connection.execute(later.values(doubted_at=since))


def _waits(in_: In, workspace_id: Any) -> Iterator[Wait]:
    yield from _of_outbox(in_)
    yield from _of_attempts(in_, workspace_id)
    yield from _of_inbox()
    yield from _of_hearing()


def _of_outbox(in_: In) -> Iterable[Wait]:
    """The waits of messages; `not_before` of one never tried is the business's.

    An alarm has none: one that Slack did not refuse waits only until its gate is asked again.
    """
    ahead = in_(A_MOMENT)
    untried = and_(
        is_live("pending"), outbox.c.created_at > ahead, outbox.c.next_at <= outbox.c.created_at
    )
    refused = and_(
        is_live("pending"),
        outbox.c.attempts > 0,
        or_(outbox.c.settled_at.is_(None), outbox.c.settled_at > ahead),
    )  # a longer wait that began behind us is Slack's own `Retry-After`
    kept_back = and_(
        is_live("pending"),
        outbox.c.summary.is_not(None),
        or_(outbox.c.attempts == 0, outbox.c.error.is_(None)),
    )
    yield Wait(outbox.c.next_at, A_MOMENT, untried)
    yield Wait(outbox.c.next_at, A_MOMENT, kept_back)
    yield Wait(outbox.c.next_at, A_MOMENT, refused)
    yield Wait(outbox.c.next_at, LONGEST_TRY, is_live("unknown"))
    yield Wait(outbox.c.repair_at, LONGEST_TRY, in_state(outbox, "sent", "superseded"))
    yield Wait(outbox.c.sent_at, A_MOMENT, _REPAIRED)
    yield Wait(outbox.c.doubted_at, A_MOMENT, is_live(), LOOK_BACK)
    yield Wait(outbox.c.doubted_at, A_MOMENT, _REPAIRED, LOOK_BACK)
    yield Wait(outbox.c.created_at, A_MOMENT, is_live())


def _of_attempts(in_: In, workspace_id: Any) -> Iterable[Wait]:
    """What budgets and lanes count."""
    recent = and_(outbox.c.workspace_id == workspace_id, outbox.c.intent_at > in_(-RECENT))
    yield Wait(outbox.c.settled_at, A_MOMENT, recent)
    yield Wait(outbox.c.intent_at, A_MOMENT, recent)


def _of_inbox() -> Iterable[Wait]:
    waiting = in_state(inbox, "pending")
    yield Wait(inbox.c.next_at, LONGEST_RETRY, waiting)
    yield Wait(inbox.c.received_at, A_MOMENT, waiting)


def _of_hearing() -> Iterable[Wait]:
    """What says that something is read or heard; read ahead of now is not read."""
    to_read = readings.c.asked_at.is_not(None)
    yield Wait(readings.c.next_at, LONGEST_TRY, to_read)
    yield Wait(readings.c.read_at, A_MOMENT, to_read, LOOK_BACK)
    yield Wait(readings.c.refused_at, A_MOMENT, to_read)
    yield Wait(readings.c.asked_at, A_MOMENT, to_read)
    yield Wait(hearing.c.looked_at, A_MOMENT, true(), LOOK_BACK)
    for column in (
        hearing.c.doubted_at,
        hearing.c.sparse_at,
        hearers.c.beat_at,
        hearers.c.alive_at,
        hearers.c.lost_at,
        hearers.c.started_at,
        jobs.c.last_run_at,
    ):
        yield Wait(column, A_MOMENT, true())


def _set_back_from(before: datetime) -> Iterable[Wait]:
    """The waits that take a look at every row, and those of tickets that were put off."""
    yield Wait(readings.c.read_at, A_MOMENT, true(), LOOK_BACK)
    yield Wait(readings.c.used_at, A_MOMENT, true())
    for column in (alarms.c.fire_at, tickets.c.wake_at):
        yield Wait(column, timedelta(0), column.between(before, before + LONGEST_HOLD))


def _end(connection: Connection, now: datetime, wait: Wait) -> int:
    too_far = wait.column > now + wait.longest
    ended = update(wait.column.table).where(wait.rows, too_far)
    return connection.execute(ended.values({wait.column: now - wait.behind})).rowcount


def _place(shift: timedelta) -> Any:
    return bindparam(f"shift_{SHIFTS.index(shift)}", type_=Instant)


def _is_any() -> Any:
    """The question whether there is anything to end: built once, as it is asked all the time."""
    waits = _waits(_place, bindparam("workspace_id"))
    too_far = ((wait.rows, wait.column > _place(wait.longest)) for wait in waits)
    return select(or_(*(exists().where(*conditions) for conditions in too_far)))


_IS_ANY: Final = _is_any()
