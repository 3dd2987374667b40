"""Leaving a miss out of the count: a lead asks, another lead or an admin decides.

What is decided is the reason that was read: each question carries its mark, and where another
reason stands by then nothing is decided, and the question is asked anew.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import reviews, tickets
from bot.store.reviews import EXCLUDED, WITHDRAWN, ReviewRow
from bot.store.tickets import TicketRow
from bot.store.types import Json
from bot.usecases.changes.access import is_lead_of
from bot.usecases.changes.acts import Act, note_act
from bot.usecases.changes.recording import record
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.direct import tell
from bot.views.notices import ExclusionAsked, ExclusionDecided
from sla_core.instants import to_us
from sla_core.tickets.clock_events import Excluded

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


def ask(
    work: Transaction, review: ReviewRow, subject: str, reason: str, by: str, at: datetime
) -> None:
    """Ask everybody who may decide to leave a miss out; asked again, the new reason stands."""
    row = replace(review, exclusion_reason=reason, exclusion_by=by, exclusion_at=at)
    reviews.save(*work.scope, row)
    note_act(work, row.ticket_number, _asked(review, row), by, at)
    for person_id in deciders(work, row):
        key = _key(row, at, person_id)
        question = ExclusionAsked(row, subject)
        tell(work, person_id, key, question, ticket_number=row.ticket_number)


def deciders(work: Transaction, review: ReviewRow) -> list[str]:
    """Who is asked: the other leads of the department, and where there are none, the admins."""
    department = work.configuration.department(review.department)
    leads = work.directory.staff_of(department.leads if department else ())
    row = tickets.get(*work.scope, review.ticket_number)
    others, admins = (
        [person_id for person_id in sorted(people) if _is_another(work, review, row, person_id)]
        for people in (leads, work.directory.admins())
    )
    return others or admins


def _is_another(
    work: Transaction, review: ReviewRow, row: TicketRow | None, person_id: str
) -> bool:
    """Whether somebody did not ask, neither for this nor for the ticket, and may know of it."""
    if row is None or asked_by(row, person_id) or not may_know_of(work, row, person_id):
        return False
    return person_id != review.exclusion_by


def grant(
    work: Transaction, miss: Miss, by: str, at: datetime, read: str | None = None
) -> ReviewRow:
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
    record(work, loaded, [event], _act(row, "exclusion granted"))
    after = reviews.get(work.connection, work.workspace_id, *miss)
    if after is None or after.state != EXCLUDED:
        raise UserFacingError(wording.reviews.decided_already(miss[0], WITHDRAWN))
    _tell_asker(work, row, loaded.row, by, at, is_granted=True)
    return row


def refuse(
    work: Transaction, miss: Miss, by: str, at: datetime, read: str | None = None
) -> ReviewRow:
    """Let a miss count, although somebody asked to leave it out; as `grant` for what was read."""
    loaded = load(work, miss[0], by=by, lock=True)
    row = _undecided(work, loaded, miss, by, read)
    after = replace(row, exclusion_reason=None, exclusion_by=None, exclusion_at=None)
    reviews.save(*work.scope, after)
    note_act(work, row.ticket_number, _act(row, "exclusion refused"), by, at)
    _tell_asker(work, row, loaded.row, by, at, is_granted=False)
    return row


def _undecided(
    work: Transaction, loaded: LoadedTicket, miss: Miss, by: str, read: str | None
) -> ReviewRow:
    """The review whose exclusion a person may decide now, having read why."""
    row = reviews.get(work.connection, work.workspace_id, *miss)
    if row is None or asked_by(loaded.row, by) or not is_lead_of(work, row.department, by):
        raise UserFacingError(wording.reviews.not_yours_to_decide())
    if not row.is_exclusion_asked:
        raise UserFacingError(wording.reviews.decided_already(miss[0], row.state))
    if row.exclusion_by == by:
        raise UserFacingError(wording.reviews.somebody_else_decides())
    if read not in (None, mark_of(row)):
        raise OtherReason(ExclusionAsked(row, loaded.row.subject))
    return row


def _tell_asker(
    work: Transaction, row: ReviewRow, ticket: TicketRow, by: str, at: datetime, *, is_granted: bool
) -> None:
    if row.exclusion_by is None:
        return
    subject = ticket.subject if may_know_of(work, ticket, row.exclusion_by) else ""
    decision = ExclusionDecided(row, subject, is_granted, by)
    key = _key(row, at, "decided")
    tell(work, row.exclusion_by, key, decision, ticket_number=row.ticket_number)


def _key(row: ReviewRow, at: datetime, whom: str) -> MessageKey:
    miss = row.ticket_number, row.metric, row.cycle
    return MessageKey.of(KeyKind.EXCLUSION, *miss, to_us(at), whom)


def subject_of(row: ReviewRow) -> str:
    """What the audit log calls the review of a miss."""
    return f"review:{row.ticket_number}:{row.metric}:{row.cycle}"


def _asked(before: ReviewRow, after: ReviewRow) -> Act:
    return Act("exclusion asked", _wish(before), _wish(after), subject_of(after))


def _act(row: ReviewRow, action: str) -> Act:
    """What was decided of the wish that stood."""
    return Act(action, _wish(row), {"metric": row.metric, "cycle": row.cycle}, subject_of(row))


def _wish(row: ReviewRow) -> Json | None:
    if not row.is_exclusion_asked:
        return None
    return {"reason": row.exclusion_reason, "asked_by": row.exclusion_by}
