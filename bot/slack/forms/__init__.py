"""All forms, by their ids: one module a topic.

A form is checked before the ack, so that errors stand at the field, and again when it is done.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from bot.errors import UserFacingError
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.menus import Choices, chosen_of, is_shortened, offer
from bot.slack.forms import (
    levels,
    merges,
    ratings,
    replies,
    reviews,
    tickets,
    work,
)
from bot.slack.forms.kind import FieldErrors, FormKind, Menu, Searching, Submitted
from bot.usecases.ground.transaction import Work
from bot.wording.markup import Markup

KINDS: Final[Mapping[str, FormKind]] = {
    **tickets.FORMS,
    **replies.FORMS,
    **work.FORMS,
    **merges.FORMS,
    **levels.FORMS,
    **reviews.FORMS,
    **ratings.FORMS,
}


def offered(work: Work, callback_id: str, wanted: Searching, typed: str) -> Payload:
    """What fits in a menu to what was typed; nothing in a form that is not for this person."""
    kind = KINDS.get(callback_id)
    menu = None if kind is None else kind.menu(wanted.field)
    return offer({} if menu is None else _choices(work, menu, wanted), typed)


def as_named(work: Work, submitted: Submitted) -> Submitted:
    """The form with long names that were chosen in its menus as they are, not as Slack took them.

    A menu that is not for this person names nothing: the value stays, and the check refuses it.
    """
    kind, values = KINDS[submitted.callback_id], dict(submitted.values)
    for name, value in submitted.values.items():
        menu = kind.menu(name)
        if menu is not None and isinstance(value, str) and is_shortened(value):
            texts = {each: str(values[each] or "") for each in values}
            wanted = Searching(submitted.user_id, submitted.metadata, name, texts)
            values[name] = chosen_of(_choices(work, menu, wanted), value)
    return replace(submitted, values=values)


def _choices(work: Work, menu: Menu, wanted: Searching) -> Choices:
    try:
        return menu(work, wanted)
    except UserFacingError:
        return {}


def check(work: Work, submitted: Submitted) -> None:
    """Raise `FieldErrors` for what cannot be done as it stands."""
    kind = KINDS[submitted.callback_id]
    try:
        kind.check(work, as_named(work, submitted))
    except UserFacingError as refusal:
        raise FieldErrors({kind.first_field: str(refusal)}) from refusal


def asked_first(work: Work, submitted: Submitted) -> Payload | None:
    """Another form to be answered before this one is done, which was checked; None: it is done.

    Who may not do it is told so when it is done.
    """
    kind = KINDS[submitted.callback_id]
    if kind.then is None:
        return None
    with suppress(UserFacingError):
        return kind.then(work, as_named(work, submitted))
    return None


def do(work: Work, submitted: Submitted) -> Markup:
    """Do what the form asks and return the sentence that says so, as Slack shows it."""
    try:
        return Markup(KINDS[submitted.callback_id].do(work, as_named(work, submitted)))
    except FieldErrors as wrong:
        raise UserFacingError(str(wrong)) from wrong
