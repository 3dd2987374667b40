"""All forms, by their ids: one module a topic.

A form is checked before the ack, so that errors stand at the field, and again when it is done.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.errors import UserFacingError
from bot.slack.act.forms import (
    closures,
    config_files,
    merges,
    new_ticket,
    ratings,
    replies,
    reviews,
    ticket_forms,
)
from bot.slack.act.forms.editors.table import FORMS as EDITOR_FORMS
from bot.slack.act.forms.kind import (
    FieldErrors,
    FormKind,
    HiddenErrors,
    Menu,
    MenuSearch,
    Submission,
)
from bot.slack.act.forms.set_up.forms import FORMS as SET_UP_FORMS
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.inputs import notice
from bot.slack.draw.blocks.menus import Choices, chosen_of, is_shortened, offer
from bot.usecases.ground.languages import addressing
from bot.usecases.ground.transaction import Program, Transaction
from bot.wording.markup import Markup

KINDS: Final[Mapping[str, FormKind]] = {
    **new_ticket.FORMS,
    **replies.FORMS,
    **ticket_forms.FORMS,
    **merges.FORMS,
    **EDITOR_FORMS,
    **config_files.FORMS,
    **SET_UP_FORMS,
    **closures.FORMS,
    **reviews.FORMS,
    **ratings.FORMS,
}


def offered(work: Transaction, callback_id: str, wanted: MenuSearch, typed: str) -> Payload:
    """The choices of a menu that fit the typed text; none in a form not for this person."""
    kind = KINDS.get(callback_id)
    menu = None if kind is None else kind.menu(wanted.field)
    if kind is None or menu is None:
        return offer({}, typed)
    try:
        choices = menu(work, replace(wanted, typed=typed))
    except UserFacingError:
        return offer({}, typed)
    return offer(choices, typed, is_open=wanted.field in kind.open_menus)


def as_named(work: Transaction, submitted: Submission) -> Submission:
    """The form with long names that were chosen in its menus as they are, not as Slack took them.

    A menu that is not for this person names nothing: the value stays, and the check refuses it.
    """
    kind, values = KINDS[submitted.callback_id], dict(submitted.values)
    for name, value in submitted.values.items():
        menu, several = kind.menu(name), isinstance(value, list)
        chosen = value if isinstance(value, list) else [value]
        if menu is not None and any(isinstance(one, str) and is_shortened(one) for one in chosen):
            texts = {field: str(values[field] or "") for field in values}
            search = MenuSearch(submitted.user_id, submitted.metadata, name, texts)
            choices = _choices(work, menu, search)
            named = [chosen_of(choices, one) for one in chosen]
            values[name] = named if several else named[0]
    return replace(submitted, values=values)


def _choices(work: Transaction, menu: Menu, search: MenuSearch) -> Choices:
    try:
        return menu(work, search)
    except UserFacingError:
        return {}


def check(work: Transaction, submitted: Submission) -> None:
    """Raise `FieldErrors` for what cannot be done as it stands."""
    kind = KINDS[submitted.callback_id]
    try:
        kind.check(work, as_named(work, submitted))
    except UserFacingError as refusal:
        raise FieldErrors({kind.first_field: str(refusal)}) from refusal


def judged(program: Program, submitted: Submission) -> Payload | None:
    """Check a form, and return another that is to be answered first, if there is one."""
    with program.look() as work, addressing(work, submitted.user_id):
        check(work, submitted)
        view = asked_first(work, submitted)
    remember = KINDS[submitted.callback_id].remember
    if view is not None and remember is not None:
        with program.quiet_work() as work:
            remember(work, as_named(work, submitted))
    return view


def drawn_with(program: Program, submitted: Submission, hidden: HiddenErrors) -> Payload:
    """The form with fields that were not shown, and with what is wrong there."""
    kind = KINDS[submitted.callback_id]
    if kind.wrong is None:
        return notice(kind.title(), str(hidden))
    with program.quiet_work() as work, addressing(work, submitted.user_id):
        return kind.wrong(work, as_named(work, submitted), hidden)


def asked_first(work: Transaction, submitted: Submission) -> Payload | None:
    """Another form to be answered before this one is done, which was checked; None: it is done.

    Who may not do it is told so when it is done.
    """
    kind = KINDS[submitted.callback_id]
    if kind.then is None:
        return None
    with suppress(UserFacingError):
        return kind.then(work, as_named(work, submitted))
    return None


def kept(program: Program, submitted: Submission) -> Payload | None:
    """Keep what a form above another says, and return the one below; None for all other forms."""
    kind = KINDS[submitted.callback_id]
    if kind.kept is None:
        return None
    try:
        with program.quiet_work() as work, addressing(work, submitted.user_id):
            return kind.kept(work, as_named(work, submitted))
    except UserFacingError as refusal:
        raise FieldErrors({kind.first_field: str(refusal)}) from refusal


def made_later(program: Program, submitted: Submission) -> Payload | None:
    """What is shown in the place of a form once it is made; None where nothing is."""
    kind = KINDS[submitted.callback_id]
    if kind.later is None:
        return None
    try:
        with program.look() as work:
            named = as_named(work, submitted)
        return kind.later(program, named)
    except (UserFacingError, FieldErrors) as refusal:
        return notice(kind.title(), str(refusal))


def do(work: Transaction, submitted: Submission) -> Markup:
    """Do what the form asks and return the sentence that says so, as Slack shows it."""
    try:
        return Markup(KINDS[submitted.callback_id].do(work, as_named(work, submitted)))
    except FieldErrors as wrong:
        raise UserFacingError(str(wrong)) from wrong
