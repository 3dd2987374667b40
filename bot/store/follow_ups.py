"""Follow-ups: what somebody is to do about a missed clock, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    insert,
    select,
    update,
)

from bot.store.reviews import HiddenReviews, ReviewRow, in_departments, without_unseen
from bot.store.statements import columns_of, numbered, values_of
from bot.store.tables import follow_ups, reviews


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """What somebody is to do about a miss, by the end of a day (`2026-03-05`)."""

    id: int
    ticket_number: int
    metric: str
    cycle: int
    what: str
    who: str
    due_on: str
    created_at: datetime
    created_by: str
    remind_at: datetime | None
    done_at: datetime | None = None


def add(connection: Connection, workspace_id: str, follow_up: FollowUpRow) -> FollowUpRow:
    """Keep a new follow-up and return it with its id."""
    values = {
        **values_of(follow_up, leave_out=["id"]),
        **numbered(connection, follow_ups, workspace_id),
        "workspace_id": workspace_id,
    }
    insertion = insert(follow_ups).values(**values).returning(*columns_of(follow_ups, FollowUpRow))
    return FollowUpRow(*connection.execute(insertion).one())


def lock(connection: Connection, workspace_id: str, id_: int) -> FollowUpRow | None:
    """Return a follow-up, locked; none when there is no such id."""
    query = _query(workspace_id).where(follow_ups.c.id == id_)
    row = connection.execute(query.with_for_update(key_share=True)).one_or_none()
    return None if row is None else FollowUpRow(*row)


def of(connection: Connection, workspace_id: str, review: ReviewRow) -> list[FollowUpRow]:
    """Return what follows from one review, the first due first."""
    query = _query(workspace_id).where(
        follow_ups.c.ticket_number == review.ticket_number,
        follow_ups.c.metric == review.metric,
        follow_ups.c.cycle == review.cycle,
    )
    return _rows(connection, query.order_by(follow_ups.c.due_on, follow_ups.c.id))


def unfinished(
    connection: Connection,
    workspace_id: str,
    departments: Sequence[str] | None,
    limit: int,
    unseen: HiddenReviews | None = None,
) -> list[FollowUpRow]:
    """Return what is still to be done, the first due first."""
    query = (
        _query(workspace_id)
        .join(
            reviews,
            (reviews.c.workspace_id == follow_ups.c.workspace_id)
            & (reviews.c.ticket_number == follow_ups.c.ticket_number)
            & (reviews.c.metric == follow_ups.c.metric)
            & (reviews.c.cycle == follow_ups.c.cycle),
        )
        .where(
            follow_ups.c.done_at.is_(None), *in_departments(departments), *without_unseen(unseen)
        )
    )
    in_order = query.order_by(follow_ups.c.due_on, follow_ups.c.id).limit(limit)
    return _rows(connection, in_order)


def is_somebody_to_remind(connection: Connection, workspace_id: str, now: datetime) -> bool:
    """Return whether somebody is to be reminded of a follow-up now."""
    return connection.execute(_to_remind(workspace_id, now).limit(1)).first() is not None


def to_remind(
    connection: Connection, workspace_id: str, now: datetime, limit: int
) -> list[FollowUpRow]:
    """Return, locked, the follow-ups somebody is to be reminded of now."""
    query = _to_remind(workspace_id, now).order_by(follow_ups.c.remind_at).limit(limit)
    return _rows(connection, query.with_for_update(skip_locked=True, key_share=True))


def _to_remind(workspace_id: str, now: datetime) -> Select[Any]:
    due = (follow_ups.c.remind_at <= now, follow_ups.c.done_at.is_(None))
    return _query(workspace_id).where(*due)


def save(connection: Connection, workspace_id: str, changed: FollowUpRow) -> None:
    """Change a follow-up to what is given."""
    connection.execute(
        update(follow_ups)
        .where(follow_ups.c.workspace_id == workspace_id, follow_ups.c.id == changed.id)
        .values(**values_of(changed, leave_out=["id"]))
    )


def _query(workspace_id: str) -> Select[Any]:
    query = select(*columns_of(follow_ups, FollowUpRow))
    return query.where(follow_ups.c.workspace_id == workspace_id)


def _rows(connection: Connection, query: Select[Any]) -> list[FollowUpRow]:
    return [FollowUpRow(*row) for row in connection.execute(query)]
