"""What missed clocks ask of their leads: a review each."""

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
    or_,
    select,
)

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import clocks, reviews, tickets

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
    def is_open(self) -> bool:
        """Return whether it waits for what a lead says."""
        return self.state == OPEN

    @property
    def is_done(self) -> bool:
        """Return whether a lead said what there is to say."""
        return self.state == DONE

    @property
    def is_exclusion_asked(self) -> bool:
        """Return whether somebody has to say if it is left out of the count."""
        return (self.is_open or self.is_done) and self.exclusion_by is not None


@dataclass(frozen=True, slots=True)
class HiddenReviews:
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
    unseen: HiddenReviews | None = None


def save(connection: Connection, workspace_id: str, review: ReviewRow) -> None:
    """Keep the review in the place of the one before; the caller has the ticket locked."""
    upsert(connection, reviews, {"workspace_id": workspace_id, **values_of(review)})


def of(connection: Connection, workspace_id: str, number: int) -> list[ReviewRow]:
    """Return the reviews of a ticket's clocks, by metric and cycle."""
    query = _query(workspace_id).where(reviews.c.ticket_number == number)
    return _rows(connection, query.order_by(reviews.c.metric, reviews.c.cycle))


def get(
    connection: Connection, workspace_id: str, number: int, metric: str, cycle: int
) -> ReviewRow | None:
    """Return the review of a clock; none when it asks for none."""
    rows = of(connection, workspace_id, number)
    return next(
        (review for review in rows if (review.metric, review.cycle) == (metric, cycle)), None
    )


def listing(
    connection: Connection, workspace_id: str, chosen: ReviewFilter, limit: int, offset: int = 0
) -> list[ReviewRow]:
    """Return some reviews, the latest miss first."""
    query = _query(workspace_id).where(*_chosen(chosen))
    latest = query.order_by(reviews.c.missed_at.desc(), reviews.c.ticket_number, reviews.c.metric)
    return _rows(connection, latest.limit(limit).offset(offset))


def count(connection: Connection, workspace_id: str, chosen: ReviewFilter) -> int:
    """Return how many reviews there are."""
    query = select(func.count()).select_from(reviews)
    in_workspace = reviews.c.workspace_id == workspace_id
    return int(connection.execute(query.where(in_workspace, *_chosen(chosen))).scalar_one())


def open_by_department(
    connection: Connection, workspace_id: str, before: datetime, unseen: HiddenReviews | None = None
) -> dict[str | None, int]:
    """Return how many misses wait for a review since before an instant, by department."""
    waiting = (reviews.c.state == OPEN, reviews.c.asked_at <= before, *without_unseen(unseen))
    query = select(reviews.c.department, func.count().label("waiting")).where(
        reviews.c.workspace_id == workspace_id, *waiting
    )
    rows = connection.execute(query.group_by(reviews.c.department))
    return {row.department: row.waiting for row in rows}


def causes_since(
    connection: Connection,
    workspace_id: str,
    since: datetime,
    departments: Sequence[str] | None = None,
    unseen: HiddenReviews | None = None,
) -> list[tuple[str, int]]:
    """Return the causes of misses since an instant with their counts, the most frequent first."""
    chosen = ReviewFilter((DONE,), departments, unseen)
    query = select(reviews.c.cause, func.count().label("times")).where(
        reviews.c.workspace_id == workspace_id,
        reviews.c.missed_at >= since,
        reviews.c.cause.is_not(None),
        *_chosen(chosen),
    )
    by_times = query.group_by(reviews.c.cause).order_by(func.count().desc(), reviews.c.cause)
    return [(cause, times) for cause, times in connection.execute(by_times)]


def unnoticed(connection: Connection, workspace_id: str, now: datetime, limit: int) -> list[int]:
    """Return tickets with a clock that is overdue and still kept as running, the longest first."""
    query = (
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
    return list(connection.execute(query.limit(limit)).scalars())


def _chosen(chosen: ReviewFilter) -> list[ColumnElement[bool]]:
    states = reviews.c.state.in_(list(chosen.states))
    return [states, *in_departments(chosen.departments), *without_unseen(chosen.unseen)]


def without_unseen(unseen: HiddenReviews | None) -> list[ColumnElement[bool]]:
    """Return the conditions that leave out the reviews somebody may not see."""
    if unseen is None:
        return []
    names = list(unseen.departments)
    is_unseen: ColumnElement[bool] = tickets.c.department.in_(names)
    if unseen.asked_by is not None:
        is_unseen = or_(is_unseen, tickets.c.requester == unseen.asked_by)
    of_review = (
        tickets.c.workspace_id == reviews.c.workspace_id,
        tickets.c.number == reviews.c.ticket_number,
    )
    is_seen = or_(reviews.c.department.is_(None), reviews.c.department.not_in(names))
    return [~exists().where(*of_review, is_unseen), is_seen]


def in_departments(departments: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """Return the condition of being of one of these departments; none where any will do."""
    return [] if departments is None else [reviews.c.department.in_(list(departments))]


def _query(workspace_id: str) -> Select[Any]:
    return select(*columns_of(reviews, ReviewRow)).where(reviews.c.workspace_id == workspace_id)


def _rows(connection: Connection, query: Select[Any]) -> list[ReviewRow]:
    return [ReviewRow(*row) for row in connection.execute(query)]
