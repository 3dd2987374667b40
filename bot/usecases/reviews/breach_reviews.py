"""Breach review: a lead says how bad a miss was, why it came to be, and what follows from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot import wording
from bot.errors import BrokenTimeline, UserFacingError
from bot.store import follow_ups, reviews, tickets
from bot.store.follow_ups import FollowUpRow
from bot.store.reviews import (
    DONE,
    EXCLUDED,
    OPEN,
    WITHDRAWN,
    HiddenReviews,
    ReviewFilter,
    ReviewRow,
)
from bot.store.types import Json
from bot.usecases.changes.access import is_admin, is_lead_of
from bot.usecases.changes.acts import Act, note_act
from bot.usecases.changes.recording import record
from bot.usecases.ground.privacy import asked_by, may_know_of, unseen_by
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.reviews import exclusions, followups
from bot.views.tickets import ClockView, TicketView
from bot.words.spelling import named
from sla_core.instants import to_us
from sla_core.reports.severity import SEVERITIES, proposed_severity
from sla_core.tickets.clock_events import CauseNamed

PAGE: Final = 8
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "open": (OPEN,),
    "all": (OPEN, DONE, EXCLUDED, WITHDRAWN),
}
CAUSES_OF: Final = timedelta(days=30)
MOST_FOLLOW_UPS: Final = 10

Miss = tuple[int, str, int]
"""A missed clock: its ticket, metric and cycle."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What somebody is to do about a miss, and by the end of which day."""

    what: str
    who: str
    due_on: date


@dataclass(frozen=True, slots=True)
class ReviewVerdict:
    """What a lead says of a miss; `exclusion_reason` asks to leave it out of the count."""

    severity: str
    cause: str
    note: str | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    exclusion_reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A review with its ticket and its clock as they stand now."""

    review: ReviewRow
    ticket: TicketView
    clock: ClockView | None
    proposed: str
    follow_ups: tuple[FollowUpRow, ...]

    @property
    def overrun_seconds(self) -> int:
        """By how much business time the clock is, or was, over its target."""
        return 0 if self.clock is None else max(-self.clock.remaining_seconds, 0)


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A page of reviews, the latest miss first, with what is still to be done, and the causes."""

    reviews: tuple[ReviewView, ...]
    page: int
    pages: int
    total: int
    follow_ups: tuple[FollowUpRow, ...]
    causes: tuple[tuple[str, int], ...]


def led_departments(work: Transaction, by: str) -> list[str] | None:
    """The departments whose misses a person reviews: those they lead; None: all, for admins."""
    if is_admin(work, by):
        return None
    departments = work.configuration.departments.values()
    return [
        department.name for department in departments if work.directory.is_of(by, department.leads)
    ]


def is_lead_somewhere(work: Transaction, person_id: str) -> bool:
    """Whether a person reviews any misses."""
    return led_departments(work, person_id) != []


def unseen(work: Transaction, by: str) -> HiddenReviews:
    """Reviews that are not for a person: of their own requests, and of tickets hidden from them."""
    return HiddenReviews(by, unseen_by(work, by))


def may_follow_up(work: Transaction, miss: Miss, who: str) -> bool:
    """Whether somebody may be told of a miss: not who asked, and not whom its ticket is hidden."""
    row = tickets.get(*work.scope, miss[0])
    return row is not None and not asked_by(row, who) and may_know_of(work, row, who)


def may_review(work: Transaction, review: ReviewRow, by: str) -> bool:
    """Whether a person leads the department a miss counts for, or is an admin; never who asked."""
    if not may_follow_up(work, (review.ticket_number, review.metric, review.cycle), by):
        return False
    return is_lead_of(work, review.department, by)


def miss_of(work: Transaction, miss: Miss, by: str) -> ReviewView:
    """The review of a miss, for who may give it."""
    loaded = load(work, miss[0], by=by)
    return _view(work, _review_of(work, miss, by), loaded)


def review(
    work: Transaction, miss: Miss, verdict: ReviewVerdict, by: str, at: datetime
) -> ReviewView:
    """Keep what a lead says of a miss, as often as they say it; tell who has to do something."""
    loaded = load(work, miss[0], by=by, lock=True)
    before = _review_of(work, miss, by)
    _require_known(verdict)
    _note(work, loaded, before, verdict, by, at)
    after = replace(
        _review_of(work, miss, by),
        state=DONE,
        severity=verdict.severity,
        cause=verdict.cause,
        note=verdict.note,
        reviewed_by=by,
        reviewed_at=at,
    )
    reviews.save(*work.scope, after)
    for follow_up in verdict.follow_ups:
        followups.give(
            work, after, loaded.row.subject, follow_up.what, follow_up.who, follow_up.due_on, by
        )
    if verdict.exclusion_reason:
        exclusions.ask(work, after, loaded.row.subject, verdict.exclusion_reason, by, at)
    return miss_of(work, miss, by)


def listing(
    work: Transaction, by: str, which: str = "open", department: str | None = None, page: int = 1
) -> ReviewPage:
    """What waits for a review (`open`), or every miss there was (`all`), where a person leads."""
    departments = _departments(work, by, department)
    hidden = unseen(work, by)
    selection = ReviewFilter(STATES[which], departments, hidden)
    total = reviews.count(*work.scope, selection)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = reviews.listing(*work.scope, selection, PAGE, (page - 1) * PAGE)
    return ReviewPage(
        tuple(_readable(work, rows)),
        page,
        pages,
        total,
        tuple(follow_ups.unfinished(*work.scope, departments, MOST_FOLLOW_UPS, hidden)),
        tuple(reviews.causes_since(*work.scope, work.now - CAUSES_OF, departments, hidden)),
    )


def _readable(work: Transaction, rows: Iterable[ReviewRow]) -> Iterator[ReviewView]:
    for row in rows:
        with suppress(BrokenTimeline):
            yield _view(work, row, load(work, row.ticket_number))


def _departments(work: Transaction, by: str, written: str | None) -> Sequence[str] | None:
    led = led_departments(work, by)
    if led == []:
        raise UserFacingError(wording.reviews.leads_only())
    if written is None:
        return led
    names = [department.name for department in work.configuration.departments.values()]
    name = named(written, names) or written
    if led is not None and name not in led:
        raise UserFacingError(wording.reviews.not_led(name, led))
    return [name]


def _review_of(work: Transaction, miss: Miss, by: str) -> ReviewRow:
    row = reviews.get(work.connection, work.workspace_id, *miss)
    if row is None:
        raise UserFacingError(wording.reviews.nothing_to_review(miss[0], miss[1]))
    if not may_review(work, row, by):
        raise UserFacingError(wording.reviews.not_their_lead(row.department))
    if row.state in (WITHDRAWN, EXCLUDED):
        raise UserFacingError(wording.reviews.over(miss[0], miss[1], row.state))
    return row


def _require_known(verdict: ReviewVerdict) -> None:
    if verdict.severity not in SEVERITIES or verdict.cause not in wording.reviews.CAUSES:
        raise UserFacingError(wording.reviews.choose())


def _note(
    work: Transaction,
    loaded: LoadedTicket,
    before: ReviewRow,
    verdict: ReviewVerdict,
    by: str,
    at: datetime,
) -> None:
    """Write down what is said of a miss; a cause that is another goes into the timeline."""
    act = _act(before, verdict)
    if verdict.cause == before.cause:
        note_act(work, loaded.row.number, act, by, at)
        return
    event = CauseNamed(
        at_us=to_us(at),
        actor=by,
        metric=before.metric,
        cycle=before.cycle,
        reason=verdict.cause,
    )
    record(work, loaded, [event], act)


def _view(work: Transaction, row: ReviewRow, loaded: LoadedTicket) -> ReviewView:
    ticket = loaded.view(work)
    name = row.metric, row.cycle
    clock = next((clock for clock in ticket.clocks if (clock.metric, clock.cycle) == name), None)
    tasks = follow_ups.of(*work.scope, row)
    return ReviewView(row, ticket, clock, _proposed(row, clock, loaded), tuple(tasks))


def _proposed(row: ReviewRow, clock: ClockView | None, loaded: LoadedTicket) -> str:
    """The severity to propose now: an open miss gets worse while nobody ends it."""
    if clock is None:
        return row.proposed
    return proposed_severity(
        -clock.remaining_seconds,
        clock.target_seconds,
        loaded.row.priority,
        is_of_a_group=loaded.row.customer_group is not None,
    )


def _act(before: ReviewRow, verdict: ReviewVerdict) -> Act:
    """What is said of a miss, and what was said of it before."""
    follow_ups = [f"{follow_up.who}: {follow_up.what}" for follow_up in verdict.follow_ups]
    return Act(
        "review",
        _said(before) if before.reviewed_at else None,
        {**_said(verdict), "follow_ups": follow_ups},
        exclusions.subject_of(before),
    )


def _said(verdict: ReviewRow | ReviewVerdict) -> Json:
    return {"severity": verdict.severity, "cause": verdict.cause, "note": verdict.note}
