"""What missed clocks ask of their leads: a review each, and the follow-ups that came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.store.statements import columns_of, numbered, upsert, values_of
from bot.store.tables import clocks, follow_ups, reviews, tickets

OPEN = "open"
DONE = "done"
EXCLUDED = "excluded"
WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review of one missed clock.

    `exclusion_by` is who asked to leave it out of the count, while that is undecided or once it
    was granted; a refusal takes it away again.
    """

    ticket_number: int
    metric: str
    cycle: int
    state: str
    missed_at: datetime
    asked_at: datetime
    department: str | None
    proposed: str
    severity: str | None = None
    cause: str | None = None
    note: str | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None
    exclusion_reason: str | None = None
    exclusion_by: str | None = None
    exclusion_at: datetime | None = None

    @property
    def is_exclusion_asked(self) -> bool:
        """Return whether somebody has to say if it is left out of the count."""
        return self.state in (OPEN, DONE) and self.exclusion_by is not None


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


@dataclass(frozen=True, slots=True)
class Unseen:
    """The reviews that are not for somebody: of their own tickets, and of some departments.

    Of these neither what counts for them nor what is of a ticket that is there now.
    """

    asked_by: str | None
    departments: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which reviews: in one of some states, of one of some departments; None: of any."""

    states: Sequence[str]
    departments: Sequence[str] | None = None
    unseen: Unseen | None = None


def save(connection: Connection, workspace_id: str, review: ReviewRow) -> None:
    """Keep the review in the place of the one before; the caller has the ticket locked."""
    upsert(connection, reviews, {"workspace_id": workspace_id, **values_of(review)})


def of(connection: Connection, workspace_id: str, number: int) -> list[ReviewRow]:
    """Return the reviews of a ticket's clocks, by metric and cycle."""
    asked = _asked(workspace_id).where(reviews.c.ticket_number == number)
    return _rows(connection, asked.order_by(reviews.c.metric, reviews.c.cycle))


def get(
    connection: Connection, workspace_id: str, number: int, metric: str, cycle: int
) -> ReviewRow | None:
    """Return the review of a clock; none when it asks for none."""
    found = of(connection, workspace_id, number)
    return next((each for each in found if (each.metric, each.cycle) == (metric, cycle)), None)


def listing(
    connection: Connection, workspace_id: str, chosen: ReviewFilter, limit: int, offset: int = 0
) -> list[ReviewRow]:
    """Return some reviews, the latest miss first."""
    asked = _asked(workspace_id).where(*_chosen(chosen))
    latest = asked.order_by(reviews.c.missed_at.desc(), reviews.c.ticket_number, reviews.c.metric)
    return _rows(connection, latest.limit(limit).offset(offset))


def count(connection: Connection, workspace_id: str, chosen: ReviewFilter) -> int:
    """Return how many reviews there are."""
    asked = select(func.count()).select_from(reviews)
    whose = reviews.c.workspace_id == workspace_id
    return int(connection.execute(asked.where(whose, *_chosen(chosen))).scalar_one())


def open_by_department(
    connection: Connection, workspace_id: str, before: datetime, unseen: Unseen | None = None
) -> dict[str | None, int]:
    """Return how many misses wait for a review since before an instant, by department."""
    waiting = (reviews.c.state == OPEN, reviews.c.asked_at <= before, *_seen(unseen))
    asked = select(reviews.c.department, func.count().label("waiting")).where(
        reviews.c.workspace_id == workspace_id, *waiting
    )
    found = connection.execute(asked.group_by(reviews.c.department))
    return {row.department: row.waiting for row in found}


def causes_since(
    connection: Connection,
    workspace_id: str,
    since: datetime,
    departments: Sequence[str] | None = None,
    unseen: Unseen | None = None,
) -> list[tuple[str, int]]:
    """Return the causes of misses since an instant with their counts, the most frequent first."""
    chosen = ReviewFilter((DONE,), departments, unseen)
    asked = select(reviews.c.cause, func.count().label("times")).where(
        reviews.c.workspace_id == workspace_id,
        reviews.c.missed_at >= since,
        reviews.c.cause.is_not(None),
        *_chosen(chosen),
    )
    by_times = asked.group_by(reviews.c.cause).order_by(func.count().desc(), reviews.c.cause)
    return [(cause, times) for cause, times in connection.execute(by_times)]


def unnoticed(connection: Connection, workspace_id: str, now: datetime, limit: int) -> list[int]:
    """Return tickets with a clock that is overdue and still kept as running, the longest first."""
    asked = (
        select(clocks.c.ticket_number)
        .where(
            clocks.c.workspace_id == workspace_id,
            clocks.c.is_open,
            clocks.c.state == "running",
            clocks.c.breach_at < now,
        )
        .group_by(clocks.c.ticket_number)
        .order_by(func.min(clocks.c.breach_at))
    )
    return list(connection.execute(asked.limit(limit)).scalars())


def add_follow_up(connection: Connection, workspace_id: str, follow_up: FollowUpRow) -> FollowUpRow:
    """Keep a new follow-up and return it with its id."""
    values = {
        **values_of(follow_up, leave_out=["id"]),
        **numbered(connection, follow_ups, workspace_id),
        "workspace_id": workspace_id,
    }
    kept = insert(follow_ups).values(**values).returning(*columns_of(follow_ups, FollowUpRow))
    return FollowUpRow(*connection.execute(kept).one())


def follow_up(connection: Connection, workspace_id: str, id_: int) -> FollowUpRow | None:
    """Return a follow-up, locked; none when there is no such id."""
    asked = _asked_follow_ups(workspace_id).where(follow_ups.c.id == id_)
    row = connection.execute(asked.with_for_update(key_share=True)).one_or_none()
    return None if row is None else FollowUpRow(*row)


def follow_ups_of(
    connection: Connection, workspace_id: str, review: ReviewRow
) -> list[FollowUpRow]:
    """Return what follows from one review, the first due first."""
    asked = _asked_follow_ups(workspace_id).where(
        follow_ups.c.ticket_number == review.ticket_number,
        follow_ups.c.metric == review.metric,
        follow_ups.c.cycle == review.cycle,
    )
    return _follow_ups(connection, asked.order_by(follow_ups.c.due_on, follow_ups.c.id))


def open_follow_ups(
    connection: Connection,
    workspace_id: str,
    departments: Sequence[str] | None,
    limit: int,
    unseen: Unseen | None = None,
) -> list[FollowUpRow]:
    """Return what is still to be done, the first due first."""
    asked = (
        _asked_follow_ups(workspace_id)
        .join(
            reviews,
            (reviews.c.workspace_id == follow_ups.c.workspace_id)
            & (reviews.c.ticket_number == follow_ups.c.ticket_number)
            & (reviews.c.metric == follow_ups.c.metric)
            & (reviews.c.cycle == follow_ups.c.cycle),
        )
        .where(follow_ups.c.done_at.is_(None), *_of_departments(departments), *_seen(unseen))
    )
    first = asked.order_by(follow_ups.c.due_on, follow_ups.c.id).limit(limit)
    return _follow_ups(connection, first)


def is_somebody_to_remind(connection: Connection, workspace_id: str, now: datetime) -> bool:
    """Return whether somebody is to be reminded of a follow-up now."""
    return connection.execute(_to_remind(workspace_id, now).limit(1)).first() is not None


def to_remind(
    connection: Connection, workspace_id: str, now: datetime, limit: int
) -> list[FollowUpRow]:
    """Return, locked, the follow-ups somebody is to be reminded of now."""
    asked = _to_remind(workspace_id, now).order_by(follow_ups.c.remind_at).limit(limit)
    return _follow_ups(connection, asked.with_for_update(skip_locked=True, key_share=True))


def _to_remind(workspace_id: str, now: datetime) -> Select[Any]:
    due = (follow_ups.c.remind_at <= now, follow_ups.c.done_at.is_(None))
    return _asked_follow_ups(workspace_id).where(*due)


def save_follow_up(connection: Connection, workspace_id: str, changed: FollowUpRow) -> None:
    """Change a follow-up to what is given."""
    connection.execute(
        update(follow_ups)
        .where(follow_ups.c.workspace_id == workspace_id, follow_ups.c.id == changed.id)
        .values(**values_of(changed, leave_out=["id"]))
    )


def _chosen(chosen: ReviewFilter) -> list[ColumnElement[bool]]:
    states = reviews.c.state.in_(list(chosen.states))
    return [states, *_of_departments(chosen.departments), *_seen(chosen.unseen)]


def _seen(unseen: Unseen | None) -> list[ColumnElement[bool]]:
    if unseen is None:
        return []
    names = list(unseen.departments)
    is_unseen: ColumnElement[bool] = tickets.c.department.in_(names)
    if unseen.asked_by is not None:
        is_unseen = or_(is_unseen, tickets.c.requester == unseen.asked_by)
    its_own = (
        tickets.c.workspace_id == reviews.c.workspace_id,
        tickets.c.number == reviews.c.ticket_number,
    )
    is_seen = or_(reviews.c.department.is_(None), reviews.c.department.not_in(names))
    return [~exists().where(*its_own, is_unseen), is_seen]


def _of_departments(departments: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if departments is None else [reviews.c.department.in_(list(departments))]


def _asked(workspace_id: str) -> Select[Any]:
    return select(*columns_of(reviews, ReviewRow)).where(reviews.c.workspace_id == workspace_id)


def _asked_follow_ups(workspace_id: str) -> Select[Any]:
    chosen = select(*columns_of(follow_ups, FollowUpRow))
    return chosen.where(follow_ups.c.workspace_id == workspace_id)


def _rows(connection: Connection, asked: Select[Any]) -> list[ReviewRow]:
    return [ReviewRow(*row) for row in connection.execute(asked)]


def _follow_ups(connection: Connection, asked: Select[Any]) -> list[FollowUpRow]:
    return [FollowUpRow(*row) for row in connection.execute(asked)]
