"""The modals: their inputs and nothing about what becomes of them."""

from collections.abc import Iterable, Sequence
from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import OPTIONS, TEXT, field, modal, option, select, text_input
from bot.slack.blocks.marks import Block, Payload, escaped, section
from bot.slack.blocks.promises import alert_line
from bot.wording import words
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES
from sla_core.tickets.vocabulary import METRICS, STATUSES

SUBJECT: Final = 150
PAUSING: Final = tuple(each for each in STATUSES if each not in ("resolved", "closed", "spam"))
SHOWN_FIRST: Final = ("first_reply", "next_reply", "resolution")


def ticket_form(
    departments: Sequence[str], typed: str, *, is_agent: bool, has_customers: bool
) -> Payload:
    """The form of a new ticket; agents may say for whom it is."""
    blocks = [
        field("subject", wording.forms.subject(), text_input(typed, most=SUBJECT)),
        field(
            "text",
            wording.forms.description(),
            text_input(most=TEXT, many_lines=True),
            optional=True,
        ),
        *_department(departments),
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
    ]
    if is_agent:
        blocks.append(
            field(
                "requester",
                wording.forms.requester(),
                _person(),
                optional=True,
                hint=wording.forms.requester_hint(),
            )
        )
    if is_agent and has_customers:
        blocks.append(field("customer", wording.forms.customer(), _customer(), optional=True))
    return modal(
        ids.TICKET_FORM, wording.forms.ticket_title(), wording.forms.ticket_submit(), blocks
    )


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


def _department(departments: Sequence[str]) -> list[Block]:
    if not departments:
        return []
    names = {name: name for name in departments[:OPTIONS]}
    initial = departments[0] if len(departments) == 1 else None
    return [field("department", wording.forms.department(), select(names, initial))]


def _person() -> Block:
    return {"type": "users_select"}


def _customer() -> Block:
    return {"type": "external_select", "action_id": ids.PICK_CUSTOMER, "min_query_length": 0}
