"""The form of a comment on how the help was."""

from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import TEXT, field, modal, text_input
from bot.slack.hear.typed_text import ticket_number
from bot.usecases.ground.transaction import Transaction
from bot.usecases.tickets import csat


def _comment_view(work: Transaction, user_id: str, form: Form) -> Payload:
    if form.number is None:
        raise UserFacingError(wording.refusals.which_ticket())
    csat.require_rated(work, form.number, user_id)
    label = wording.requesters.comment_label()
    view = modal(
        ids.RATING_FORM,
        wording.requesters.comment_title(),
        wording.requesters.comment_submit(),
        [field("text", label, text_input(most=TEXT, many_lines=True))],
    )
    return {**view, "private_metadata": str(form.number)}


def _commented(work: Transaction, submitted: Submission) -> int:
    number = ticket_number(submitted.metadata)
    if number is None:
        raise FieldErrors({"text": wording.refusals.which_ticket()})
    csat.require_rated(work, number, submitted.user_id)
    if not submitted.text("text"):
        raise FieldErrors({"text": wording.requesters.what_comment()})
    return number


def _comment(work: Transaction, submitted: Submission) -> str:
    number = _commented(work, submitted)
    csat.comment(work, number, submitted.user_id, submitted.text("text"), submitted.at)
    return wording.requesters.comment_kept()


FORMS: Final[Mapping[str, FormKind]] = {
    ids.RATING_FORM: FormKind(
        "text", wording.requesters.comment_title, _comment_view, _commented, _comment
    ),
}
