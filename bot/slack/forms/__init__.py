"""All forms, by their ids: one module a topic.

A form is checked before the ack, so that errors stand at the field, and again when it is done.
"""

from collections.abc import Mapping
from typing import Final

from bot.errors import UserFacingError
from bot.slack.forms import levels, ratings, replies, reviews, tickets, work
from bot.slack.forms.kind import FieldErrors, Kind, Submitted
from bot.usecases.desk import Work
from bot.wording.markup import Markup

KINDS: Final[Mapping[str, Kind]] = {
    **tickets.FORMS,
    **replies.FORMS,
    **work.FORMS,
    **levels.FORMS,
    **reviews.FORMS,
    **ratings.FORMS,
}


def check(work: Work, submitted: Submitted) -> None:
    """Raise `FieldErrors` for what cannot be done as it stands."""
    kind = KINDS[submitted.callback_id]
    try:
        kind.check(work, submitted)
    except UserFacingError as refusal:
        raise FieldErrors({kind.first_field: str(refusal)}) from refusal


def do(work: Work, submitted: Submitted) -> Markup:
    """Do what the form asks and return the sentence that says so, as Slack shows it."""
    try:
        return Markup(KINDS[submitted.callback_id].do(work, submitted))
    except FieldErrors as wrong:
        raise UserFacingError(str(wrong)) from wrong
