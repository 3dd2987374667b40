"""Follow-ups of a review: who is to do what by when, reminded the day before and on the day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import wording
from bot.errors import UserFacingError
from bot.store import audit, reviews, tickets
from bot.store.audit import AuditEntry
from bot.store.reviews import FollowUpRow, ReviewRow
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.mornings import morning, zone_of
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.messages.direct import tell
from bot.usecases.messages.outgoing import edit
from bot.views.notices import FollowUpDone, FollowUpDue, FollowUpGiven

A_FEW = 50
"""How many people are reminded in one transaction."""


def give(
    work: Work, review: ReviewRow, subject: str, what: str, who: str, due_on: date, by: str
) -> FollowUpRow:
    """Keep something to do about a miss, and tell who is to do it."""
    wanted = FollowUpRow(
        id=0,
        ticket_number=review.ticket_number,
        metric=review.metric,
        cycle=review.cycle,
        what=what,
        who=who,
        due_on=due_on.isoformat(),
        created_at=work.now,
        created_by=by,
        remind_at=_next_reminder(work, who, due_on),
    )
    kept = reviews.add_follow_up(work.connection, work.workspace_id, wanted)
    if who != by:
        key = f"follow_up:{kept.id}:given"
        tell(work, who, key, FollowUpGiven(kept, subject), ticket_number=kept.ticket_number)
    return kept


def _next_reminder(work: Work, who: str, due_on: date) -> datetime | None:
    """The next morning, of the day before or the day itself, that is still to come."""
    place = zone_of(work.directory.person(who))
    mornings = (morning(day, place) for day in (due_on - timedelta(days=1), due_on))
    return next((at for at in mornings if at > work.now), None)


def remind(desk: Desk) -> int:
    """Remind everybody whose morning has come; return of how many follow-ups."""
    with desk.look() as work:
        if not reviews.is_somebody_to_remind(work.connection, work.workspace_id, work.now):
            return 0
    with desk.work() as work:
        due = reviews.to_remind(work.connection, work.workspace_id, work.now, A_FEW)
        for each in due:
            _remind(work, each)
    return len(due)


def _remind(work: Work, follow_up: FollowUpRow) -> None:
    """Remind who has it; where they have left, who gave it to them."""
    who = follow_up.who if work.directory.is_staff(follow_up.who) else follow_up.created_by
    today = work.now.astimezone(zone_of(work.directory.person(who))).date()
    due_on = date.fromisoformat(follow_up.due_on)
    told = FollowUpDue(follow_up, _subject(work, follow_up, who), (due_on - today).days)
    key = f"follow_up:{follow_up.id}:{today.isoformat()}"
    tell(work, who, key, told, ticket_number=follow_up.ticket_number)
    again = replace(follow_up, remind_at=_next_reminder(work, follow_up.who, due_on))
    reviews.save_follow_up(work.connection, work.workspace_id, again)


def done(work: Work, id_: int, by: str, at: datetime, message_key: str | None) -> FollowUpRow:
    """Note that a follow-up was done; the reminder it was said at shows that from then on."""
    found = reviews.follow_up(work.connection, work.workspace_id, id_)
    if found is None or not _may_end(work, found, by):
        raise UserFacingError(wording.reviews.not_your_follow_up())
    if found.done_at is not None:
        raise UserFacingError(wording.reviews.follow_up_done_already())
    ended = replace(found, done_at=at, remind_at=None)
    reviews.save_follow_up(work.connection, work.workspace_id, ended)
    entry = AuditEntry(at, by, "follow-up done", f"follow_up:{id_}", None, {"what": found.what})
    audit.record(work.connection, work.workspace_id, entry)
    if message_key is not None and message_key.startswith(f"follow_up:{id_}:"):
        speech = work.speech.in_language(language_of(work, by))
        payload = speech.told(FollowUpDone(ended, _subject(work, ended, by)))
        number = ended.ticket_number
        edit(work, f"{message_key}:done", message_key, payload, ticket_number=number)
    return ended


def _may_end(work: Work, follow_up: FollowUpRow, by: str) -> bool:
    """Whether somebody has it, gave it, leads the department, or is an admin."""
    row = tickets.get(work.connection, work.workspace_id, follow_up.ticket_number)
    if by in (follow_up.who, follow_up.created_by):
        return True
    if row is None or asked_by(row, by) or not may_know_of(work, row, by):
        return False
    if is_admin(work, by):
        return True
    name = follow_up.ticket_number, follow_up.metric, follow_up.cycle
    review = reviews.get(work.connection, work.workspace_id, *name)
    department = work.configuration.department(review.department if review else None)
    return department is not None and work.directory.is_of(by, department.leads)


def _subject(work: Work, follow_up: FollowUpRow, reader: str) -> str:
    """What the ticket is about; nothing for whom it is hidden from by now."""
    row = tickets.get(work.connection, work.workspace_id, follow_up.ticket_number)
    return "" if row is None or not may_know_of(work, row, reader) else row.subject
