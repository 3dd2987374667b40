"""What all forms about one ticket share: whose it is, is asked when they open and when they come.

The number in a form's `private_metadata` proves nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import work as shown
from bot.slack.blocks.elements import Block, Payload
from bot.slack.commands.call import Form
from bot.slack.forms.kind import FieldErrors, FormKind, Menu, Submitted
from bot.slack.parsing import ticket_number
from bot.usecases.changes.allowed import looked_at
from bot.usecases.changes.recording import Loaded
from bot.usecases.ground.transaction import Work
from bot.wording.language import Sentence

Inputs = Callable[[Work, Loaded], list[Block]]
Check = Callable[[Work, Loaded, Submitted], object]
Do = Callable[[Work, int, Submitted], str]


def form_of(
    callback_id: str,
    first_field: str,
    title: Sentence,
    inputs: Inputs,
    check: Check,
    do: Do,
    menus: Mapping[str, Menu] = MappingProxyType({}),
) -> dict[str, FormKind]:
    """A form about one ticket, by its id; the ticket's agents and admins may open it."""

    def view(work: Work, user_id: str, form: Form) -> Payload:
        loaded = theirs(work, form.number, user_id)
        row = loaded.row
        return shown.work_form(callback_id, title, row.number, row.subject, inputs(work, loaded))

    def checked(work: Work, submitted: Submitted) -> int:
        loaded = theirs(work, ticket_number(submitted.metadata), submitted.user_id)
        check(work, loaded, submitted)
        return loaded.row.number

    def done(work: Work, submitted: Submitted) -> str:
        return do(work, checked(work, submitted), submitted)

    return {callback_id: FormKind(first_field, title, view, checked, done, menus=menus)}


def theirs(work: Work, number: int | None, user_id: str) -> Loaded:
    """A ticket that a person may change, as it stands; refused where it is away or merged."""
    if number is None:
        raise UserFacingError(wording.refusals.which_ticket())
    return looked_at(work, number, user_id)


def anything(work: Work, loaded: Loaded, submitted: Submitted) -> None:
    """Nothing has to be filled in."""


def needs(name: str, sentence: Sentence) -> Check:
    """A field that may not be empty."""

    def check(work: Work, loaded: Loaded, submitted: Submitted) -> None:
        if not submitted.text(name):
            raise FieldErrors({name: sentence()})

    return check
