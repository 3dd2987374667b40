"""What all forms about one ticket share: whose it is, is asked when they open and when they come.

The number in a form's `private_metadata` proves nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, Menu, Submission
from bot.slack.draw.blocks import ticket_forms as shown
from bot.slack.draw.blocks.elements import Block, Payload
from bot.slack.hear.typed_text import ticket_number
from bot.usecases.changes.allowed import looked_at
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction
from bot.wording.language import Sentence

Inputs = Callable[[Transaction, LoadedTicket], list[Block]]
Check = Callable[[Transaction, LoadedTicket, Submission], object]
Do = Callable[[Transaction, int, Submission], str]


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

    def view(work: Transaction, user_id: str, form: Form) -> Payload:
        loaded = ticket_of_form(work, form.number, user_id)
        row = loaded.row
        return shown.work_form(callback_id, title, row.number, row.subject, inputs(work, loaded))

    def checked(work: Transaction, submitted: Submission) -> int:
        loaded = ticket_of_form(work, ticket_number(submitted.metadata), submitted.user_id)
        check(work, loaded, submitted)
        return loaded.row.number

    def done(work: Transaction, submitted: Submission) -> str:
        return do(work, checked(work, submitted), submitted)

    return {callback_id: FormKind(first_field, title, view, checked, done, menus=menus)}


def ticket_of_form(work: Transaction, number: int | None, user_id: str) -> LoadedTicket:
    """A ticket that a person may change, as it stands; refused where it is away or merged."""
    if number is None:
        raise UserFacingError(wording.refusals.which_ticket())
    return looked_at(work, number, user_id)


def anything(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    """Nothing has to be filled in."""


def needs(name: str, sentence: Sentence) -> Check:
    """A field that may not be empty."""

    def check(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
        if not submitted.text(name):
            raise FieldErrors({name: sentence()})

    return check
