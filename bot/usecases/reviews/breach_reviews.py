"""Breach review: a lead says how bad a miss was, why it came to be, and what follows from it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from bot import wording
from bot.errors import BrokenTimeline, UserFacingError
from bot.store import audit, reviews, tickets
from bot.store.audit import AuditEntry
from bot.store.reviews import (
    DONE,
    EXCLUDED,
    OPEN,
    WITHDRAWN,
    FollowUpRow,
    ReviewFilter,
    ReviewRow,
    Unseen,
)
from bot.usecases.changes.access import is_admin
from bot.usecases.changes.recording import Loaded, load, record
from bot.usecases.ground.privacy import asked_by, may_know_of, unseen_by
from bot.usecases.ground.transaction import Work
from bot.usecases.reviews import exclusions, followups
from bot.views.tickets import ClockView, TicketView
from bot.words.spelling import named
from sla_core.instants import to_us
from sla_core.reports.severity import SEVERITIES, proposed_severity
from sla_core.tickets.events import CauseNamed

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


def led_departments(work: Work, by: str) -> list[str] | None:
    """The departments whose misses a person reviews: those they lead; None: all, for admins."""
    if is_admin(work, by):
        return None
    departments = work.configuration.departments.values()
    return [each.name for each in departments if work.directory.is_of(by, each.leads)]


def is_lead_somewhere(work: Work, person_id: str) -> bool:
    """Whether a person reviews any misses."""
    return led_departments(work, person_id) != []


def unseen(work: Work, by: str) -> Unseen:
    """What is not for a person to review: what they asked for, and what they may not know of."""
    return Unseen(by, unseen_by(work, by))


def may_follow_up(work: Work, miss: Miss, who: str) -> bool:
    """Whether somebody may be told of a miss: not who asked, and not whom its ticket is hidden."""
    row = tickets.get(work.connection, work.workspace_id, miss[0])
    return row is not None and not asked_by(row, who) and may_know_of(work, row, who)


def may_review(work: Work, review: ReviewRow, by: str) -> bool:
    """Whether a person leads the department a miss counts for, or is an admin; never who asked."""
    if not may_follow_up(work, (review.ticket_number, review.metric, review.cycle), by):
        return False
    led = led_departments(work, by)
    return led is None or review.department in led


def miss_of(work: Work, miss: Miss, by: str) -> ReviewView:
    """The review of a miss, for who may give it."""
    loaded = load(work, miss[0], by=by)
    return _view(work, _review_of(work, miss, by), loaded)


def review(work: Work, miss: Miss, verdict: ReviewVerdict, by: str, at: datetime) -> ReviewView:
    """Keep what a lead says of a miss, as often as they say it; tell who has to do something."""
    loaded = load(work, miss[0], by=by, lock=True)
    before = _review_of(work, miss, by)
    _require_known(verdict)
    _name_cause(work, loaded, before, verdict.cause, by, at)
    after = replace(
        _review_of(work, miss, by),
        state=DONE,
        severity=verdict.severity,
        cause=verdict.cause,
        note=verdict.note,
        reviewed_by=by,
        reviewed_at=at,
    )
    reviews.save(work.connection, work.workspace_id, after)
    added = [
        followups.give(work, after, loaded.row.subject, each.what, each.who, each.due_on, by)
        for each in verdict.follow_ups
    ]
    _audit(work, before, after, added, by, at)
    if verdict.exclusion_reason:
        exclusions.ask(work, after, loaded.row.subject, verdict.exclusion_reason, by, at)
    return miss_of(work, miss, by)


def listing(
    work: Work, by: str, which: str = "open", department: str | None = None, page: int = 1
) -> ReviewPage:
    """What waits for a review (`open`), or every miss there was (`all`), where a person leads."""
    departments = _departments(work, by, department)
    here, hidden = (work.connection, work.workspace_id), unseen(work, by)
    chosen = ReviewFilter(STATES[which], departments, hidden)
    total = reviews.count(*here, chosen)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows = reviews.listing(*here, chosen, PAGE, (page - 1) * PAGE)
    return ReviewPage(
        tuple(_readable(work, rows)),
        page,
        pages,
        total,
        tuple(reviews.open_follow_ups(*here, departments, MOST_FOLLOW_UPS, hidden)),
        tuple(reviews.causes_since(*here, work.now - CAUSES_OF, departments, hidden)),
    )


def _readable(work: Work, rows: Iterable[ReviewRow]) -> Iterator[ReviewView]:
    for row in rows:
        with suppress(BrokenTimeline):
            yield _view(work, row, load(work, row.ticket_number))


def _departments(work: Work, by: str, wanted: str | None) -> Sequence[str] | None:
    led = led_departments(work, by)
    if led == []:
        raise UserFacingError(wording.reviews.leads_only())
    if wanted is None:
        return led
    known = [each.name for each in work.configuration.departments.values()]
    name = named(wanted, known) or wanted
    if led is not None and name not in led:
        raise UserFacingError(wording.reviews.not_led(name, led))
    return [name]


def _review_of(work: Work, miss: Miss, by: str) -> ReviewRow:
    found = reviews.get(work.connection, work.workspace_id, *miss)
    if found is None:
        raise UserFacingError(wording.reviews.nothing_to_review(miss[0], miss[1]))
    if not may_review(work, found, by):
        raise UserFacingError(wording.reviews.not_their_lead(found.department))
    if found.state in (WITHDRAWN, EXCLUDED):
        raise UserFacingError(wording.reviews.over(miss[0], miss[1], found.state))
    return found


def _require_known(verdict: ReviewVerdict) -> None:
    if verdict.severity not in SEVERITIES or verdict.cause not in wording.reviews.CAUSES:
        raise UserFacingError(wording.reviews.choose())


def _name_cause(
    work: Work, loaded: Loaded, before: ReviewRow, cause: str, by: str, at: datetime
) -> None:
    if cause != before.cause:
        named = CauseNamed(
            at_us=to_us(at), actor=by, metric=before.metric, cycle=before.cycle, reason=cause
        )
        record(work, loaded, [named])


def _view(work: Work, row: ReviewRow, loaded: Loaded) -> ReviewView:
    ticket = loaded.view(work)
    name = row.metric, row.cycle
    clock = next((each for each in ticket.clocks if (each.metric, each.cycle) == name), None)
    found = reviews.follow_ups_of(work.connection, work.workspace_id, row)
    return ReviewView(row, ticket, clock, _proposed(row, clock, loaded), tuple(found))


def _proposed(row: ReviewRow, clock: ClockView | None, loaded: Loaded) -> str:
    """The severity to propose now: an open miss gets worse while nobody ends it."""
    if clock is None:
        return row.proposed
    return proposed_severity(
        -clock.remaining_seconds,
        clock.target_seconds,
        loaded.row.priority,
        is_of_a_group=loaded.row.customer_group is not None,
    )


def _audit(
    work: Work,
    before: ReviewRow,
    after: ReviewRow,
    added: Sequence[FollowUpRow],
    by: str,
    at: datetime,
) -> None:
    told = {**_said(after), "follow_ups": [f"{each.who}: {each.what}" for each in added]}
    former = _said(before) if before.reviewed_at else None
    entry = AuditEntry(at, by, "review", subject_of(after), former, told)
    audit.record(work.connection, work.workspace_id, entry)


def _said(row: ReviewRow) -> dict[str, Any]:
    return {"severity": row.severity, "cause": row.cause, "note": row.note}


def subject_of(row: ReviewRow) -> str:
    """What the audit log calls the review of a miss."""
    return f"review:{row.ticket_number}:{row.metric}:{row.cycle}"
