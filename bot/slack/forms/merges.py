"""The form that merges two tickets, and the one that says first who will read what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks import work as shown
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.merges import readers_form
from bot.slack.commands.call import Form
from bot.slack.directory import names_of
from bot.slack.forms.about import form_of
from bot.slack.forms.kind import FieldErrors, FormKind, Submitted
from bot.slack.parsing import ticket_number
from bot.usecases import tickets
from bot.usecases.changes.recording import Loaded
from bot.usecases.ground.transaction import Work


def _checked_merge(work: Work, loaded: Loaded, submitted: Submitted) -> None:
    into = ticket_number(submitted.text("into"))
    if into is None:
        raise FieldErrors({"into": wording.refusals.which_ticket()})
    tickets.readers_of(work, loaded.row.number, into, submitted.user_id)


def _merge(work: Work, number: int, submitted: Submitted) -> str:
    into = ticket_number(submitted.text("into")) or 0
    tickets.merge_as_read(work, number, into, submitted.user_id, submitted.at)
    return wording.tickets.merged(number, into)


def _read_first(work: Work, submitted: Submitted) -> Payload | None:
    """Who will read what, where several people asked for the two."""
    number, into = ticket_number(submitted.metadata), ticket_number(submitted.text("into"))
    return _unread(work, number or 0, into or 0, "", submitted.user_id)


def _unread(work: Work, number: int, into: int, read: str, by: str) -> Payload | None:
    found = tickets.readers_of(work, number, into, by)
    is_read = not found.is_apart or read == found.mark
    return None if is_read else readers_form(found, names_of(work.desk))


def _confirmed(submitted: Submitted) -> tuple[int, int, str]:
    """The two tickets that a form names, and the mark of what was read of them."""
    number, into, read, *_ = [*submitted.metadata.split(), "", "", ""]
    return ticket_number(number) or 0, ticket_number(into) or 0, read


def _read_again(work: Work, submitted: Submitted) -> Payload | None:
    return _unread(work, *_confirmed(submitted), submitted.user_id)


def _merge_as_read(work: Work, submitted: Submitted) -> str:
    number, into, read = _confirmed(submitted)
    tickets.merge_as_read(work, number, into, submitted.user_id, submitted.at, read)
    return wording.tickets.merged(number, into)


def _never_opened(work: Work, user_id: str, form: Form) -> Payload:
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
