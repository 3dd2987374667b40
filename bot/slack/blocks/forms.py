"""The modals: their inputs and nothing about what becomes of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import OPTIONS, TEXT, field, modal, option, select, text_input
from bot.slack.blocks.marks import Block, Payload, escaped, section
from bot.slack.blocks.promises import alert_line
from bot.wording import words
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES
from sla_core.tickets.vocabulary import METRICS, STATUSES

SUBJECT: Final = 150
OWN_FIELD: Final = "field_"
OWN_TEXT: Final = 500
PAUSING: Final = tuple(each for each in STATUSES if each not in ("resolved", "closed", "spam"))
SHOWN_FIRST: Final = ("first_reply", "next_reply", "resolution")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of a ticket asks: of whom, and by which department's own fields.

    Agents may say for whom it is, and for which customer.
    """

    departments: Sequence[str]
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


def ticket_form(asked: Asked, filled: Filled, about: str = "") -> Payload:
    """The form of a new ticket; `about` names what is kept for it."""
    blocks = [
        field("subject", wording.forms.subject(), text_input(filled.subject, most=SUBJECT)),
        field(
            "text",
            wording.forms.description(),
            text_input(filled.text, most=TEXT, many_lines=True),
            optional=True,
        ),
        *_department(asked.departments, filled.department),
        *(_own_field(name, declared) for name, declared in asked.fields.items()),
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


def _for_whom(asked: Asked, filled: Filled) -> Iterator[Block]:
    who = _person() | ({"initial_user": filled.requester} if filled.requester else {})
    yield field(
        "requester",
        wording.forms.requester(),
        who,
        optional=True,
        hint=wording.forms.requester_hint(),
    )
    if asked.has_customers:
        yield field("customer", wording.forms.customer(), _customer(), optional=True)


def own_field(name: str) -> str:
    """The block of a department's own field."""
    return f"{OWN_FIELD}{name}"


def _own_field(name: str, declared: Mapping[str, Any]) -> Block:
    element = _ELEMENTS[str(declared.get("type", "text"))](declared)
    return field(own_field(name), name, element, optional=not declared.get("required"))


_ELEMENTS: Final[Mapping[str, Callable[[Mapping[str, Any]], Block]]] = {
    "text": lambda _: text_input(most=OWN_TEXT),
    "number": lambda _: {"type": "number_input", "is_decimal_allowed": True},
    "choice": lambda declared: select({str(each): str(each) for each in declared["options"]}),
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


def level_form(calendars: Sequence[str], typed: str) -> Payload:
    """The form of a new level."""
    names = {name: name for name in calendars[:OPTIONS]}
    in_order = [*SHOWN_FIRST, *(each for each in METRICS if each not in SHOWN_FIRST)]
    pausing = sorted(DEFAULT_PAUSES["resolution"], key=STATUSES.index)
    alerts = "\n".join(alert_line(each) for each in DEFAULT_ALERTS)
    blocks = [
        field("name", wording.forms.level_name(), text_input(typed, most=SUBJECT)),
        field("calendar", wording.forms.calendar(), select(names, calendars[0])),
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


def customers_offered(names: Iterable[str], typed: str) -> list[Block]:
    """The customers whose names hold what was typed, at most a hundred."""
    found = [name for name in names if typed.casefold() in name.casefold()]
    return [option(name, name) for name in sorted(found, key=str.casefold)[:OPTIONS]]


def _checks(initial: Sequence[str]) -> Block:
    options = [option(each, words.status(each)) for each in PAUSING]
    first = [each for each in options if each["value"] in initial]
    return {"type": "checkboxes", "options": options, "initial_options": first}


def _department(departments: Sequence[str], chosen: str | None) -> list[Block]:
    """The menu of departments; once one is chosen the form asks what that one wants to know."""
    if not departments:
        return []
    names = {name: name for name in departments[:OPTIONS]}
    asked = field("department", wording.forms.department(), select(names, chosen))
    return [{**asked, "dispatch_action": True}]


def _person() -> Block:
    return {"type": "users_select"}


def _customer() -> Block:
    return {"type": "external_select", "action_id": ids.PICK_CUSTOMER, "min_query_length": 0}
