"""The modals: their inputs and nothing about what becomes of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block, Payload, context, escaped, section
from bot.slack.draw.blocks.inputs import TEXT, field, modal, select, text_input
from bot.slack.draw.blocks.menus import named, searched
from bot.wording import words

SUBJECT: Final = 150
OWN_FIELD: Final = "field_"
OWN_TEXT: Final = 500
OWN_FIELDS: Final = 80
"""So many of a department's own fields fit into a form: Slack shows 100 blocks."""


@dataclass(frozen=True, slots=True)
class FormQuestions:
    """What the form of a ticket asks: of whom, and by which department's own fields.

    Agents may say for whom it is, and for which customer.
    """

    has_departments: bool
    fields: Mapping[str, Mapping[str, Any]]
    is_agent: bool
    has_customers: bool


@dataclass(frozen=True, slots=True)
class FormValues:
    """What stands in the form of a ticket already."""

    subject: str = ""
    text: str = ""
    department: str | None = None
    requester: str | None = None
    customer: str | None = None


def ticket_form(asked: FormQuestions, filled: FormValues, about: str = "") -> Payload:
    """The form of a new ticket; `about` names what is kept for it."""
    blocks = [
        field("subject", wording.forms.subject(), text_input(filled.subject, most=SUBJECT)),
        field(
            "text",
            wording.forms.description(),
            text_input(filled.text, most=TEXT, many_lines=True),
            optional=True,
        ),
        *(_department(filled.department) if asked.has_departments else ()),
        *_own_fields(asked.fields),
        field(
            "priority", wording.forms.priority(), select(words.choices(words.PRIORITIES), "normal")
        ),
        field(
            "tags",
            wording.forms.tags(),
            text_input(),
            optional=True,
            hint=wording.forms.tags_hint(),
        ),
        *(_for_whom(asked, filled) if asked.is_agent else ()),
    ]
    form = modal(
        ids.TICKET_FORM, wording.forms.ticket_title(), wording.forms.ticket_submit(), blocks
    )
    return {**form, "private_metadata": about}


def _for_whom(questions: FormQuestions, filled: FormValues) -> Iterator[Block]:
    person_menu = _person() | ({"initial_user": filled.requester} if filled.requester else {})
    yield field(
        "requester",
        wording.forms.requester(),
        person_menu,
        optional=True,
        hint=wording.forms.requester_hint(),
    )
    if questions.has_customers:
        menu = searched(named(filled.customer))
        yield field("customer", wording.forms.customer(), menu, optional=True)


def own_field(name: str) -> str:
    """The block of a department's own field."""
    return f"{OWN_FIELD}{name}"


def askable(fields: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The fields that the form asks for, in their order: all, or as many as Slack shows.

    Fields that have to be filled in come before those that may be.
    """
    required = [name for name in fields if fields[name].get("required")]
    names = {*required[:OWN_FIELDS]}
    names |= {*[name for name in fields if name not in names][: OWN_FIELDS - len(names)]}
    return [name for name in fields if name in names]


def _own_fields(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    names = askable(fields)
    yield from (_own_field(name, fields[name]) for name in names)
    if len(names) < len(fields):
        yield context(wording.forms.more_fields(len(fields) - len(names)))


def _own_field(name: str, declared: Mapping[str, Any]) -> Block:
    element = _ELEMENTS[str(declared.get("type", "text"))](declared)
    return field(own_field(name), name, element, optional=not declared.get("required"))


_ELEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Block]]] = {
    "text": lambda _: text_input(most=OWN_TEXT),
    "number": lambda _: {"type": "number_input", "is_decimal_allowed": True},
    "choice": lambda _: searched({}),
}


def reply_form(number: int, subject: str) -> Payload:
    """The form in which an agent writes an answer."""
    blocks = [
        section(wording.forms.reply_head(number, escaped(subject, 300))),
        field("text", wording.forms.reply(), text_input(most=TEXT, many_lines=True)),
    ]
    form = modal(
        ids.REPLY_FORM, wording.forms.reply_to(number), wording.forms.reply_submit(), blocks
    )
    return {**form, "private_metadata": str(number)}


def _department(chosen: str | None) -> list[Block]:
    """The menu of departments; once one is chosen the form asks what that one wants to know."""
    question = field("department", wording.forms.department(), searched(named(chosen)))
    return [{**question, "dispatch_action": True}]


def _person() -> Block:
    return {"type": "users_select"}
