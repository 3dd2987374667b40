"""What waits, and how late alarms were: counted, and read from the outbox and the inbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, or_, select

from bot.store.broken import fault_in
from bot.store.outbox import is_live
from bot.store.statements import in_state
from bot.store.tables import inbox, outbox
from bot.store.types import Instant

LONGEST_LATE: Final = timedelta(days=30)
"""How long before it was said an alarm may have been due; an older one is not counted."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, and since when the oldest of it does; nothing: None."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingMessages:
    """What waits to be said by one method, alarms apart from what is none."""

    is_alarm: bool
    method: str
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class ToldAlarm:
    """An alarm that was said, alone or in a digest.

    It was due, found to be so and written down, sent for the last time after so many attempts.
    """

    key: str
    ticket_number: int | None
    due_at: datetime
    created_at: datetime
    sent_at: datetime
    attempts: int


def arrivals(connection: Connection, workspace_id: str) -> Waiting:
    """Return what was heard and is not worked off."""
    asked = select(func.count(), func.min(inbox.c.received_at, type_=Instant))
    waiting = asked.where(inbox.c.workspace_id == workspace_id, in_state(inbox, "pending"))
    return Waiting(*connection.execute(waiting).one())


def messages(connection: Connection, workspace_id: str) -> list[WaitingMessages]:
    """Return what is not said yet, by method, the alarms first."""
    is_alarm = outbox.c.summary.is_not(None)
    asked = (
        select(
            is_alarm, outbox.c.method, func.count(), func.min(outbox.c.created_at, type_=Instant)
        )
        .where(outbox.c.workspace_id == workspace_id, is_live())
        .group_by(is_alarm, outbox.c.method)
    )
    rows = [(bool(row[0]), row[1], Waiting(row[2], row[3])) for row in connection.execute(asked)]
    return [WaitingMessages(*row) for row in sorted(rows, key=lambda row: (not row[0], row[1]))]


def alarms_told(connection: Connection, workspace_id: str, since: datetime) -> list[ToldAlarm]:
    """Return the alarms that were said since an instant."""
    digest = outbox.alias("digest")
    is_said = or_(
        in_state(outbox, "sent") & (outbox.c.sent_at >= since),
        in_state(digest, "sent") & (digest.c.sent_at >= since),
    )
    asked = (
        select(
            outbox.c.key,
            outbox.c.ticket_number,
            outbox.c.due_at,
            outbox.c.created_at,
            func.coalesce(digest.c.sent_at, outbox.c.sent_at, type_=Instant),
            func.coalesce(digest.c.attempts, outbox.c.attempts),
        )
        .join(
            digest,
            (digest.c.workspace_id == outbox.c.workspace_id)
            & (digest.c.key == outbox.c.digest_key),
            isouter=True,
        )
        .where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.due_at.is_not(None),
            outbox.c.due_at >= since - LONGEST_LATE,
            is_said,
        )
    )
    told = [ToldAlarm(*row) for row in connection.execute(asked)]
    return [alarm for alarm in told if fault_in(alarm) is None]
