"""The form that merges two tickets, and the one that says first who will read what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, Submission
from bot.slack.act.forms.one_ticket import form_of
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks import ticket_forms as shown
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.merges import readers_form
from bot.slack.hear.directory.directory import names_of
from bot.slack.hear.typed_text import ticket_number
from bot.usecases import tickets
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction


def _checked_merge(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    into = ticket_number(submitted.text("into"))
    if into is None:
        raise FieldErrors({"into": wording.refusals.which_ticket()})
    tickets.readers_of(work, loaded.row.number, into, submitted.user_id)


def _merge(work: Transaction, number: int, submitted: Submission) -> str:
    into = ticket_number(submitted.text("into")) or 0
    tickets.merge_as_read(work, number, into, submitted.user_id, submitted.at)
    return wording.tickets.merged(number, into)


def _read_first(work: Transaction, submitted: Submission) -> Payload | None:
    """Who will read what, where several people asked for the two."""
    number, into = ticket_number(submitted.metadata), ticket_number(submitted.text("into"))
    return _unread(work, number or 0, into or 0, "", submitted.user_id)


def _unread(work: Transaction, number: int, into: int, mark: str, by: str) -> Payload | None:
    readers = tickets.readers_of(work, number, into, by)
    is_read = not readers.is_apart or mark == readers.mark
    return None if is_read else readers_form(readers, names_of(work.program))


def _confirmed(submitted: Submission) -> tuple[int, int, str]:
    """The two tickets that a form names, and the mark of what was read of them."""
    number, into, mark, *_ = [*submitted.metadata.split(), "", "", ""]
    return ticket_number(number) or 0, ticket_number(into) or 0, mark


def _read_again(work: Transaction, submitted: Submission) -> Payload | None:
    return _unread(work, *_confirmed(submitted), submitted.user_id)


def _merge_as_read(work: Transaction, submitted: Submission) -> str:
    number, into, mark = _confirmed(submitted)
    tickets.merge_as_read(work, number, into, submitted.user_id, submitted.at, mark)
    return wording.tickets.merged(number, into)


def _never_opened(work: Transaction, user_id: str, form: Form) -> Payload:
    """It is shown in the place of another form only."""
    raise UserFacingError(wording.refusals.which_ticket())


_FORM: Final = form_of(
    ids.MERGE_FORM,
    "into",
    wording.work.merge_title,
    lambda work, loaded: shown.into_input(),
    _checked_merge,
    _merge,
)
MERGE: Final = replace(_FORM[ids.MERGE_FORM], then=_read_first)
"""The form that names the other ticket."""
FORMS: Final[Mapping[str, FormKind]] = {
    ids.MERGE_CONFIRMED_FORM: FormKind(
        "into",
        wording.work.merge_title,
        _never_opened,
        lambda work, submitted: _confirmed(submitted),
        _merge_as_read,
        then=_read_again,
    ),
}
