"""What waits, and how late alarms were: counted, and read from the outbox and the inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, func, or_, select

from bot.store.alarms import due_times
from bot.store.broken import fault_in
from bot.store.outbox import LIVE, is_live
from bot.store.set_aside import UNSAID
from bot.store.statements import in_state
from bot.store.tables import inbox, outbox
from bot.store.types import Instant

_DIGEST: Final = outbox.alias("digest")
LONGEST_LATE: Final = timedelta(days=30)
"""How long before it was said an alarm may have been due; an older one is not counted."""


@dataclass(frozen=True, slots=True)
class WaitingCount:
    """How much waits, and since when the oldest of it does; nothing: None."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingMessages:
    """The messages that wait for one method, alarms apart from others."""

    is_alarm: bool
    method: str
    waiting: WaitingCount


@dataclass(frozen=True, slots=True)
class DeliveredAlarm:
    """An alarm that was said, alone or in a digest.

    It was due, found to be so and written down, sent for the last time after so many attempts.
    """

    key: str
    ticket_number: int | None
    due_at: datetime
    created_at: datetime
    sent_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class DueTickets:
    """How many tickets something is due on that is not announced or done yet.

    `since` is when the first of it became due, `newest_at` the last; no ticket: None.
    """

    count: int
    since: datetime | None
    newest_at: datetime | None


def arrivals(connection: Connection, workspace_id: str, but: int | None = None) -> WaitingCount:
    """Return what was heard and is not worked off, but for one arrival: the one that asks."""
    query = select(func.count(), func.min(inbox.c.received_at, type_=Instant))
    waiting = query.where(inbox.c.workspace_id == workspace_id, in_state(inbox, "pending"))
    waiting = waiting if but is None else waiting.where(inbox.c.id != but)
    return WaitingCount(*connection.execute(waiting).one())


def due_tickets(connection: Connection, workspace_id: str, now: datetime) -> DueTickets:
    """Return how many tickets something is due on by now: the sweep looks at each of them."""
    due = due_times(workspace_id).subquery()
    query = select(
        func.count(due.c.number.distinct()),
        func.min(due.c.at, type_=Instant),
        func.max(due.c.at, type_=Instant),
    )
    return DueTickets(*connection.execute(query.where(due.c.at <= now)).one())


def messages(connection: Connection, workspace_id: str) -> list[WaitingMessages]:
    """Return what is not said yet, by method, the alarms first."""
    is_alarm = outbox.c.summary.is_not(None)
    query = (
        select(
            is_alarm, outbox.c.method, func.count(), func.min(outbox.c.created_at, type_=Instant)
        )
        .where(outbox.c.workspace_id == workspace_id, is_live())
        .group_by(is_alarm, outbox.c.method)
    )
    rows = [
        (bool(row[0]), row[1], WaitingCount(row[2], row[3])) for row in connection.execute(query)
    ]
    return [WaitingMessages(*row) for row in sorted(rows, key=lambda row: (not row[0], row[1]))]


def alarms_told(connection: Connection, workspace_id: str, since: datetime) -> list[DeliveredAlarm]:
    """Return the alarms that were said since an instant."""
    is_said = or_(
        in_state(outbox, "sent") & (outbox.c.sent_at >= since),
        in_state(_DIGEST, "sent") & (_DIGEST.c.sent_at >= since),
    )
    query = _alarms(
        workspace_id,
        since,
        outbox.c.key,
        outbox.c.ticket_number,
        outbox.c.due_at,
        outbox.c.created_at,
        func.coalesce(_DIGEST.c.sent_at, outbox.c.sent_at, type_=Instant),
        func.coalesce(_DIGEST.c.attempts, outbox.c.attempts),
    )
    alarms = [DeliveredAlarm(*row) for row in connection.execute(query.where(is_said))]
    return [alarm for alarm in alarms if fault_in(alarm) is None]


def alarms_waiting(connection: Connection, workspace_id: str) -> WaitingCount:
    """Return the alarms that are due and not said yet, each of a digest by itself."""
    is_waiting = or_(is_live(), in_state(_DIGEST, *LIVE))
    query = _alarms(workspace_id, None, func.count(), func.min(outbox.c.due_at, type_=Instant))
    return WaitingCount(*connection.execute(query.where(is_waiting)).one())


def alarms_refused(connection: Connection, workspace_id: str, since: datetime) -> dict[str, int]:
    """Return how many alarms Slack has refused for good since an instant, by its word for it."""
    error = func.coalesce(_DIGEST.c.error, outbox.c.error)
    is_refused = or_(
        in_state(outbox, "dead") & (outbox.c.settled_at >= since),
        in_state(_DIGEST, "dead") & (_DIGEST.c.settled_at >= since),
    )
    query = _alarms(workspace_id, since, error, func.count()).where(
        is_refused, error.is_not(None), error.not_like(f"{UNSAID}%")
    )
    return {row[0]: row[1] for row in connection.execute(query.group_by(error))}


def _alarms(workspace_id: str, since: datetime | None, *columns: Any) -> Select[Any]:
    """The question for alarms that were due, at the earliest so long before an instant."""
    in_digest = (
        _DIGEST.c.workspace_id == outbox.c.workspace_id,
        _DIGEST.c.key == outbox.c.digest_key,
    )
    query = (
        select(*columns)
        .select_from(outbox.join(_DIGEST, and_(*in_digest), isouter=True))
        .where(outbox.c.workspace_id == workspace_id, outbox.c.due_at.is_not(None))
    )
    return query if since is None else query.where(outbox.c.due_at >= since - LONGEST_LATE)
