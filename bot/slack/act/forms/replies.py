"""The form of a reply to the requester."""

from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.forms import reply_form
from bot.slack.hear.typed_text import ticket_number
from bot.usecases import tickets
from bot.usecases.changes.access import require_answerer
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction


def _reply_view(work: Transaction, user_id: str, form: Form) -> Payload:
    if form.number is None:
        raise UserFacingError(wording.refusals.which_ticket())
    loaded = load(work, form.number, by=user_id)
    require_answerer(work, loaded, user_id)
    return reply_form(form.number, loaded.row.subject)


def _replied_to(work: Transaction, submitted: Submission) -> int:
    number = ticket_number(submitted.metadata)
    if number is None:
        raise FieldErrors({"text": wording.refusals.which_ticket()})
    by = submitted.user_id
    require_answerer(work, load(work, number, by=by), by)
    if not submitted.text("text"):
        raise FieldErrors({"text": wording.refusals.what_text()})
    return number


def _reply(work: Transaction, submitted: Submission) -> str:
    number = _replied_to(work, submitted)
    text = submitted.text("text")
    tickets.reply(work, number, submitted.user_id, text, submitted.at)
    return wording.tickets.replied(number)


FORMS: Final[Mapping[str, FormKind]] = {
    ids.REPLY_FORM: FormKind("text", wording.forms.reply_title, _reply_view, _replied_to, _reply),
}
