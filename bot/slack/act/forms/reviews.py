"""The form of a breach review."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.review import FOLLOW_UPS, review_form
from bot.slack.hear.directory.directory import names_of
from bot.slack.hear.typed_text import ticket_number, whole_number
from bot.usecases.ground.mornings import zone_of
from bot.usecases.ground.transaction import Transaction
from bot.usecases.reviews import breach_reviews
from bot.usecases.reviews.breach_reviews import FollowUp, Miss, ReviewVerdict
from bot.words.spelling import value_in
from sla_core.instants import YEARS


def miss_in(value: str) -> Miss:
    """The miss that `42 first_reply 1` names; refused where it names none."""
    words = value.split()
    number = ticket_number(words[0]) if words else None
    cycle = whole_number(words[2]) if len(words) == 3 else None  # noqa: PLR2004 three words
    if number is None or cycle is None:
        raise UserFacingError(wording.refusals.which_ticket())
    return number, words[1], cycle


def _view(work: Transaction, user_id: str, form: Form) -> Payload:
    miss = breach_reviews.miss_of(work, miss_in(f"{form.number or ''} {form.text}"), user_id)
    return review_form(miss, names_of(work.program))


def _checked(work: Transaction, submitted: Submission) -> ReviewVerdict:
    breach_reviews.miss_of(work, miss_in(submitted.metadata), submitted.user_id)
    severity, cause = submitted.text("severity"), submitted.text("cause")
    if severity not in wording.reviews.SEVERITIES:
        raise FieldErrors({"severity": wording.reviews.choose()})
    if cause not in wording.reviews.CAUSES:
        raise FieldErrors({"cause": wording.reviews.choose()})
    follow_ups = (_follow_up(work, submitted, number) for number in range(1, FOLLOW_UPS + 1))
    return ReviewVerdict(
        severity=severity,
        cause=cause,
        note=submitted.text("note") or None,
        follow_ups=tuple(follow_up for follow_up in follow_ups if follow_up is not None),
        exclusion_reason=submitted.text("exclusion") or None,
    )


def _follow_up(work: Transaction, submitted: Submission, number: int) -> FollowUp | None:
    """One row of the form: all of it, or nothing."""
    fields = f"what_{number}", f"who_{number}", f"due_{number}"
    task, person_id, date_text = (submitted.text(name) for name in fields)
    missing = {
        fields[0]: None if task else wording.reviews.what_missing(),
        fields[1]: None if person_id else wording.reviews.who_missing(),
        fields[2]: None if date_text else wording.reviews.due_missing(),
    }
    errors = {name: text for name, text in missing.items() if text is not None}
    if len(errors) == len(fields):
        return None
    if errors:
        raise FieldErrors(errors)
    if not work.directory.is_staff(person_id):
        raise FieldErrors({fields[1]: wording.reviews.not_staff()})
    if not breach_reviews.may_follow_up(work, miss_in(submitted.metadata), person_id):
        raise FieldErrors({fields[1]: wording.reviews.asked_for_it()})
    return FollowUp(task, person_id, _due_on(work, submitted, date_text, fields[2]))


def _due_on(work: Transaction, submitted: Submission, text: str, name: str) -> date:
    try:
        due_on = date.fromisoformat(value_in(text))
    except ValueError:
        raise FieldErrors({name: wording.reviews.due_missing()}) from None
    zone = zone_of(work.directory.person(submitted.user_id))
    if due_on < work.now.astimezone(zone).date():
        raise FieldErrors({name: wording.reviews.due_past()})
    if due_on.year not in YEARS:
        raise FieldErrors({name: wording.refusals.too_far(text, YEARS)})
    return due_on


def _save(work: Transaction, submitted: Submission) -> str:
    verdict = _checked(work, submitted)
    miss = miss_in(submitted.metadata)
    breach_reviews.review(work, miss, verdict, submitted.user_id, submitted.at)
    sentence_of = (
        wording.reviews.saved_and_asked if verdict.exclusion_reason else wording.reviews.saved
    )
    return sentence_of(miss[0], miss[1])


FORMS: Final[Mapping[str, FormKind]] = {
    ids.REVIEW_FORM: FormKind("severity", wording.reviews.title, _view, _checked, _save),
}
