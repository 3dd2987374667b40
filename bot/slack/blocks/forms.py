"""The modals: their inputs and nothing about what becomes of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Block,
    Payload,
    context,
    escaped,
    section,
)
from bot.slack.blocks.inputs import TEXT, field, modal, option, select, text_input
from bot.slack.blocks.menus import named, searched
from bot.slack.blocks.promises import alert_line
from bot.wording import words
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES
from sla_core.tickets.vocabulary import METRICS, STATUSES

SUBJECT: Final = 150
OWN_FIELD: Final = "field_"
OWN_TEXT: Final = 500
OWN_FIELDS: Final = 80
"""So many of a department's own fields fit into a form: Slack shows 100 blocks."""
PAUSING: Final = tuple(each for each in STATUSES if each not in ("resolved", "closed", "spam"))
SHOWN_FIRST: Final = ("first_reply", "next_reply", "resolution")


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
class Filled:
    """What stands in the form of a ticket already."""

    subject: str = ""
    text: str = ""
    department: str | None = None
    requester: str | None = None
    customer: str | None = None


def ticket_form(asked: FormQuestions, filled: Filled, about: str = "") -> Payload:
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


def _for_whom(asked: FormQuestions, filled: Filled) -> Iterator[Block]:
    who = _person() | ({"initial_user": filled.requester} if filled.requester else {})
    yield field(
        "requester",
        wording.forms.requester(),
        who,
        optional=True,
        hint=wording.forms.requester_hint(),
    )
    if asked.has_customers:
        menu = searched(named(filled.customer))
        yield field("customer", wording.forms.customer(), menu, optional=True)


def own_field(name: str) -> str:
    """The block of a department's own field."""
    return f"{OWN_FIELD}{name}"


def askable(fields: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The fields that the form asks for, in their order: all, or as many as Slack shows.

    What has to be filled in comes before what may be.
    """
    required = [name for name in fields if fields[name].get("required")]
    asked = {*required[:OWN_FIELDS]}
    asked |= {*[name for name in fields if name not in asked][: OWN_FIELDS - len(asked)]}
    return [name for name in fields if name in asked]


def _own_fields(fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Block]:
    asked = askable(fields)
    yield from (_own_field(name, fields[name]) for name in asked)
    if len(asked) < len(fields):
        yield context(wording.forms.more_fields(len(fields) - len(asked)))


def _own_field(name: str, declared: Mapping[str, Any]) -> Block:
    element = _ELEMENTS[str(declared.get("type", "text"))](declared)
    return field(own_field(name), name, element, optional=not declared.get("required"))


_ELEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Block]]] = {
    "text": lambda _: text_input(most=OWN_TEXT),
    "number": lambda _: {"type": "number_input", "is_decimal_allowed": True},
    "choice": lambda _: searched({}),
}


def reply_form(number: int, subject: str) -> Payload:
    """The form of a reply."""
    blocks = [
        section(wording.forms.reply_head(number, escaped(subject, 300))),
        field("text", wording.forms.reply(), text_input(most=TEXT, many_lines=True)),
    ]
    form = modal(
        ids.REPLY_FORM, wording.forms.reply_to(number), wording.forms.reply_submit(), blocks
    )
    return {**form, "private_metadata": str(number)}


def level_form(calendar: str, typed: str) -> Payload:
    """The form of a new level, on a calendar unless another is chosen."""
    in_order = [*SHOWN_FIRST, *(each for each in METRICS if each not in SHOWN_FIRST)]
    pausing = sorted(DEFAULT_PAUSES["resolution"], key=STATUSES.index)
    alerts = "\n".join(alert_line(each) for each in DEFAULT_ALERTS)
    blocks = [
        field("name", wording.forms.level_name(), text_input(typed, most=SUBJECT)),
        field("calendar", wording.forms.calendar(), searched(named(calendar))),
        *(
            field(
                each,
                wording.forms.within(words.metric(each)),
                text_input(),
                optional=True,
                hint=hint,
            )
            for each, hint in zip(in_order, (wording.forms.target_hint(), *[None] * 6), strict=True)
        ),
        field("pause_on", wording.forms.pause_on(), _checks(pausing), optional=True),
        field(
            "reopen", wording.forms.reopen(), select(words.choices(wording.forms.REOPEN), "resume")
        ),
        field(
            "on_change",
            wording.forms.on_change(),
            select(words.choices(wording.forms.ON_CHANGE), "carry"),
        ),
        field(
            "alerts",
            wording.forms.alerts(),
            text_input(alerts, most=TEXT, many_lines=True),
            optional=True,
            hint=wording.forms.alerts_hint(),
        ),
    ]
    return modal(ids.LEVEL_FORM, wording.forms.level_title(), wording.forms.save(), blocks)


def _checks(initial: Sequence[str]) -> Block:
    options = [option(each, words.status(each)) for each in PAUSING]
    first = [each for each in options if each["value"] in initial]
    return {"type": "checkboxes", "options": options, "initial_options": first}


def _department(chosen: str | None) -> list[Block]:
    """The menu of departments; once one is chosen the form asks what that one wants to know."""
    asked = field("department", wording.forms.department(), searched(named(chosen)))
    return [{**asked, "dispatch_action": True}]


def _person() -> Block:
    return {"type": "users_select"}
