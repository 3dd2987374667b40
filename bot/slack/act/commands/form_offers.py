"""Commands that were given without what they need: the form that asks for it."""

from collections.abc import Callable
from typing import Final

from bot import wording
from bot.slack.act.commands.call import Form
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.hear.typed_text import first_word, ticket_number
from bot.wording.language import Sentence

TITLES: Final[dict[str, Sentence]] = {
    ids.REPLY_FORM: wording.forms.reply_title,
    ids.NOTE_FORM: wording.work.note_title,
    ids.ASSIGN_FORM: wording.work.assign_title,
    ids.PRIORITY_FORM: wording.work.priority_title,
    ids.DEPARTMENT_FORM: wording.work.department_title,
    ids.LEVEL_FORM_OF_TICKET: wording.work.level_title,
    ids.CUSTOMER_FORM: wording.work.customer_title,
    ids.TAGS_FORM: wording.work.tags_title,
    ids.FIELD_FORM: wording.work.field_title,
    ids.MERGE_FORM: wording.work.merge_title,
}


def with_number_only(callback_id: str) -> Callable[[str], Form | None]:
    """What opens a form where nothing but a ticket's number was typed."""

    def form(text: str) -> Form | None:
        word, rest = first_word(text)
        number = ticket_number(word)
        return Form(callback_id, number=number) if number is not None and not rest else None

    return form


def offered(callback_id: str, number: int) -> Payload:
    """The button that opens a form, where only a click may open one: after a mention."""
    return form_offer(wording.forms.offer(), TITLES[callback_id](), callback_id, number=number)
