"""Follow-ups of a review: who is to do what by when, reminded the day before and on the day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import follow_ups, reviews, tickets
from bot.store.follow_ups import FollowUpRow
from bot.store.reviews import ReviewRow
from bot.usecases.changes.access import is_lead_of
from bot.usecases.changes.acts import Act, note_act
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.mornings import morning, zone_of
from bot.usecases.ground.privacy import asked_by, may_know_of
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.messages.direct import tell
from bot.usecases.messages.outgoing import edit
from bot.views.notices import FollowUpDone, FollowUpDue, FollowUpGiven

A_FEW = 50
"""How many people are reminded in one transaction."""


def give(
    work: Transaction, review: ReviewRow, subject: str, what: str, who: str, due_on: date, by: str
) -> FollowUpRow:
    """Keep something to do about a miss, and tell who is to do it."""
    draft = FollowUpRow(
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
    follow_up = follow_ups.add(*work.scope, draft)
    if who != by:
        key = MessageKey.of(KeyKind.FOLLOW_UP, follow_up.id, "given")
        tell(
            work, who, key, FollowUpGiven(follow_up, subject), ticket_number=follow_up.ticket_number
        )
    return follow_up


def _next_reminder(work: Transaction, who: str, due_on: date) -> datetime | None:
    """The next morning, of the day before or the day itself, that is still to come."""
    time_zone = zone_of(work.directory.person(who))
    mornings = (morning(day, time_zone) for day in (due_on - timedelta(days=1), due_on))
    return next((at for at in mornings if at > work.now), None)


def remind(program: Program) -> int:
    """Remind everybody whose morning has come; return of how many follow-ups."""
    with program.look() as work:
        if not follow_ups.is_somebody_to_remind(*work.scope, work.now):
            return 0
    with program.work() as work:
        due = follow_ups.to_remind(*work.scope, work.now, A_FEW)
        for follow_up in due:
            _remind(work, follow_up)
    return len(due)


def _remind(work: Transaction, follow_up: FollowUpRow) -> None:
    """Remind who has it; where they have left, who gave it to them."""
    person_id = follow_up.who if work.directory.is_staff(follow_up.who) else follow_up.created_by
    today = work.now.astimezone(zone_of(work.directory.person(person_id))).date()
    due_on = date.fromisoformat(follow_up.due_on)
    reminder = FollowUpDue(follow_up, _subject(work, follow_up, person_id), (due_on - today).days)
    key = MessageKey.of(KeyKind.FOLLOW_UP, follow_up.id, today.isoformat())
    tell(work, person_id, key, reminder, ticket_number=follow_up.ticket_number)
    reminded = replace(follow_up, remind_at=_next_reminder(work, follow_up.who, due_on))
    follow_ups.save(*work.scope, reminded)


def done(
    work: Transaction, id_: int, by: str, at: datetime, message_key: MessageKey | None
) -> FollowUpRow:
    """Note that a follow-up was done; the reminder it was said at shows that from then on."""
    follow_up = follow_ups.lock(*work.scope, id_)
    if follow_up is None or not _may_end(work, follow_up, by):
        raise UserFacingError(wording.reviews.not_your_follow_up())
    if follow_up.done_at is not None:
        raise UserFacingError(wording.reviews.follow_up_done_already())
    ended = replace(follow_up, done_at=at, remind_at=None)
    follow_ups.save(*work.scope, ended)
    was, now = ({"what": follow_up.what, "is_done": is_done} for is_done in (False, True))
    act = Act("follow-up done", was, now, f"follow_up:{id_}")
    note_act(work, follow_up.ticket_number, act, by, at)
    if message_key is not None and message_key.part("follow_up_id") == str(id_):
        notice = FollowUpDone(ended, _subject(work, ended, by))
        payload = speech_to(work, by).payload(notice)
        number = ended.ticket_number
        edit(work, message_key.derived("done"), message_key, payload, ticket_number=number)
    return ended


def _may_end(work: Transaction, follow_up: FollowUpRow, by: str) -> bool:
    """Whether somebody has it, gave it, leads the department, or is an admin."""
    row = tickets.get(*work.scope, follow_up.ticket_number)
    if by in (follow_up.who, follow_up.created_by):
        return True
    if row is None or asked_by(row, by) or not may_know_of(work, row, by):
        return False
    miss = follow_up.ticket_number, follow_up.metric, follow_up.cycle
    review = reviews.get(work.connection, work.workspace_id, *miss)
    return is_lead_of(work, review.department if review else None, by)


def _subject(work: Transaction, follow_up: FollowUpRow, reader: str) -> str:
    """What the ticket is about; nothing for whom it is hidden from by now."""
    row = tickets.get(*work.scope, follow_up.ticket_number)
    return "" if row is None or not may_know_of(work, row, reader) else row.subject
