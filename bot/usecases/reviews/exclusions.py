"""Leaving a miss out of the count: a lead asks, another lead or an admin decides.

What is decided is the reason that was read: each question carries its mark, and where another
reason stands by then nothing is decided, and the question is asked anew.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot import wording
from bot.errors import UserFacingError
from bot.store import audit, reviews, tickets
from bot.store.audit import AuditEntry
from bot.store.reviews import EXCLUDED, WITHDRAWN, ReviewRow
from bot.store.tickets import TicketRow
from bot.usecases.changes.access import is_admin
from bot.usecases.changes.recording import Loaded, load, record
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.direct import tell
from bot.views.notices import ExclusionAsked, ExclusionDecided
from sla_core.instants import to_us
from sla_core.tickets.events import Excluded

Miss = tuple[int, str, int]


class OtherReason(UserFacingError):
    """Another reason stands than the one that was read: `asked` is to be read, and decided."""

    def __init__(self, asked: ExclusionAsked) -> None:
        super().__init__(wording.reviews.other_reason(asked.review.ticket_number))
        self.asked = asked


def mark_of(row: ReviewRow) -> str:
    """What tells a wish to leave a miss out from all others: who wishes it, when, and why."""
    asked_us = None if row.exclusion_at is None else to_us(row.exclusion_at)
    wish = row.exclusion_by, asked_us, row.exclusion_reason
    return sha256(repr(wish).encode()).hexdigest()[:16]


def ask(work: Work, review: ReviewRow, subject: str, reason: str, by: str, at: datetime) -> None:
    """Ask everybody who may decide to leave a miss out; asked again, the new reason stands."""
    asked = replace(review, exclusion_reason=reason, exclusion_by=by, exclusion_at=at)
    reviews.save(work.connection, work.workspace_id, asked)
    _audit(work, asked, "exclusion asked", by, at)
    for person_id in deciders(work, asked):
        key = f"exclusion:{_key(asked)}:{to_us(at)}:{person_id}"
        tell(
            work, person_id, key, ExclusionAsked(asked, subject), ticket_number=asked.ticket_number
        )


def deciders(work: Work, review: ReviewRow) -> list[str]:
    """Who is asked: the other leads of the department, and where there are none, the admins."""
    department = work.configuration.department(review.department)
    leads = work.directory.staff_of(department.leads if department else ())
    row = tickets.get(work.connection, work.workspace_id, review.ticket_number)
    others, admins = (
        [each for each in sorted(people) if _is_another(work, review, row, each)]
        for people in (leads, work.directory.admins())
    )
    return others or admins


def _is_another(work: Work, review: ReviewRow, row: TicketRow | None, person_id: str) -> bool:
    """Whether somebody did not ask, neither for this nor for the ticket, and may know of it."""
    if row is None or asked_by(row, person_id) or not may_know_of(work, row, person_id):
        return False
    return person_id != review.exclusion_by


def grant(work: Work, miss: Miss, by: str, at: datetime, read: str | None = None) -> ReviewRow:
    """Leave a miss out of the count, as somebody else asked; its clock becomes cancelled.

    `read` is the mark of the wish that was read, None for the one that stands; `OtherReason` where
    another one stands.
    """
    loaded = load(work, miss[0], by=by, lock=True)
    row = _undecided(work, loaded, miss, by, read)
    event = Excluded(
        at_us=to_us(at),
        actor=by,
        metric=row.metric,
        cycle=row.cycle,
        reason=row.exclusion_reason,
    )
    record(work, loaded, [event])
    after = reviews.get(work.connection, work.workspace_id, *miss)
    if after is None or after.state != EXCLUDED:
        raise UserFacingError(wording.reviews.decided_already(miss[0], WITHDRAWN))
    _audit(work, row, "exclusion granted", by, at)
    _tell_asker(work, row, loaded.row, by, at, is_granted=True)
    return row


def refuse(work: Work, miss: Miss, by: str, at: datetime, read: str | None = None) -> ReviewRow:
    """Let a miss count, although somebody asked to leave it out; as `grant` for what was read."""
    loaded = load(work, miss[0], by=by, lock=True)
    row = _undecided(work, loaded, miss, by, read)
    kept = replace(row, exclusion_reason=None, exclusion_by=None, exclusion_at=None)
    reviews.save(work.connection, work.workspace_id, kept)
    _audit(work, row, "exclusion refused", by, at)
    _tell_asker(work, row, loaded.row, by, at, is_granted=False)
    return row


def _undecided(work: Work, loaded: Loaded, miss: Miss, by: str, read: str | None) -> ReviewRow:
    """The review whose exclusion a person may decide now, having read why."""
    row = reviews.get(work.connection, work.workspace_id, *miss)
    if row is None or asked_by(loaded.row, by) or not _may_decide(work, row, by):
        raise UserFacingError(wording.reviews.not_yours_to_decide())
    if not row.is_exclusion_asked:
        raise UserFacingError(wording.reviews.decided_already(miss[0], row.state))
    if row.exclusion_by == by:
        raise UserFacingError(wording.reviews.somebody_else_decides())
    if read not in (None, mark_of(row)):
        raise OtherReason(ExclusionAsked(row, loaded.row.subject))
    return row


def _may_decide(work: Work, row: ReviewRow, by: str) -> bool:
    department = work.configuration.department(row.department)
    leads = department.leads if department else ()
    return work.directory.is_of(by, leads) or is_admin(work, by)


def _tell_asker(
    work: Work, row: ReviewRow, ticket: TicketRow, by: str, at: datetime, *, is_granted: bool
) -> None:
    if row.exclusion_by is None:
        return
    subject = ticket.subject if may_know_of(work, ticket, row.exclusion_by) else ""
    told = ExclusionDecided(row, subject, is_granted, by)
    key = f"exclusion:{_key(row)}:{to_us(at)}:decided"
    tell(work, row.exclusion_by, key, told, ticket_number=row.ticket_number)


def _key(row: ReviewRow) -> str:
    return f"{row.ticket_number}:{row.metric}:{row.cycle}"


def _audit(work: Work, row: ReviewRow, action: str, by: str, at: datetime) -> None:
    asked = {"reason": row.exclusion_reason, "asked_by": row.exclusion_by}
    entry = AuditEntry(at, by, action, f"review:{_key(row)}", None, asked)
    audit.record(work.connection, work.workspace_id, entry)
