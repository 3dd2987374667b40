"""The modals: their inputs and nothing about what becomes of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.slack import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import Block, Payload, escaped, plain, section, sentence
from bot.slack.blocks.promises import alert_line
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES
from sla_core.tickets.vocabulary import METRICS, STATUSES

VALUE: Final = "value"
"""The action id of every input: its block's id says which it is."""
TITLE: Final = 24
OPTIONS: Final = 100
OPTION: Final = 75
SUBJECT: Final = 150
TEXT: Final = 3000
NONE: Final = "-"
PAUSING: Final = tuple(each for each in STATUSES if each not in ("resolved", "closed", "spam"))
SHOWN_FIRST: Final = ("first_reply", "next_reply", "resolution")


def ticket_form(
    departments: Sequence[str], typed: str, *, is_agent: bool, has_customers: bool
) -> Payload:
    """The form of a new ticket; agents may say for whom it is."""
    blocks = [
        _input("subject", "Subject", _text(typed, most=SUBJECT)),
        _input("text", "Description", _text(most=TEXT, many_lines=True), optional=True),
        *_department(departments),
        _input("priority", "Priority", _select(wording.PRIORITIES, "normal")),
        _input("tags", "Tags", _text(), optional=True, hint="With commas between them"),
    ]
    if is_agent:
        blocks.append(_input("requester", "Requester", _person(), optional=True, hint="If not you"))
    if is_agent and has_customers:
        blocks.append(_input("customer", "Customer", _customer(), optional=True))
    return _modal(ids.TICKET_FORM, wording.TICKET_FORM_TITLE, "Open", blocks)


def reply_form(number: int, subject: str) -> Payload:
    """The form of a reply."""
    blocks = [
        section(f"*#{number} · {escaped(subject, 300)}*\nThe requester reads it in your name."),
        _input("text", "Reply", _text(most=TEXT, many_lines=True)),
    ]
    form = _modal(ids.REPLY_FORM, f"Reply to #{number}", "Send", blocks)
    return {**form, "private_metadata": str(number)}


def level_form(calendars: Sequence[str], typed: str) -> Payload:
    """The form of a new level."""
    names = {name: name for name in calendars[:OPTIONS]}
    in_order = [*SHOWN_FIRST, *(each for each in METRICS if each not in SHOWN_FIRST)]
    pausing = sorted(DEFAULT_PAUSES["resolution"], key=STATUSES.index)
    alerts = "\n".join(alert_line(each) for each in DEFAULT_ALERTS)
    blocks = [
        _input("name", "Name", _text(typed, most=SUBJECT)),
        _input("calendar", "Calendar", _select(names, calendars[0])),
        *(
            _input(each, f"{wording.metric(each)} within", _text(), optional=True, hint=hint)
            for each, hint in zip(in_order, (wording.TARGET_HINT, *[None] * 6), strict=True)
        ),
        _input("pause_on", "The resolution clock pauses while", _checks(pausing), optional=True),
        _input("reopen", "When a ticket is reopened", _select(wording.REOPEN, "resume")),
        _input("on_change", "When the level changes", _select(wording.ON_CHANGE, "carry")),
        _input(
            "alerts",
            "Alerts",
            _text(alerts, most=TEXT, many_lines=True),
            optional=True,
            hint=wording.ALERTS_HINT,
        ),
    ]
    return _modal(ids.LEVEL_FORM, wording.LEVEL_FORM_TITLE, "Save", blocks)


def notice(title: str, text: str) -> Payload:
    """A modal that only says something."""
    return {
        "type": "modal",
        "title": plain(title, TITLE),
        "close": plain("Close", TITLE),
        "blocks": [section(sentence(text))],
    }


def customers_offered(names: Iterable[str], typed: str) -> list[Block]:
    """The customers whose names hold what was typed, at most a hundred."""
    found = [name for name in names if typed.casefold() in name.casefold()]
    return [_option(name, name) for name in sorted(found, key=str.casefold)[:OPTIONS]]


def _modal(callback_id: str, title: str, submit: str, blocks: list[Block]) -> Payload:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, TITLE),
        "submit": plain(submit, TITLE),
        "close": plain("Cancel", TITLE),
        "blocks": blocks,
    }


def _input(
    block_id: str, label: str, element: Block, *, optional: bool = False, hint: str | None = None
) -> Block:
    found = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {"action_id": VALUE, **element},
        "optional": optional,
    }
    return found | ({"hint": plain(hint, 2000)} if hint else {})


def _text(initial: str = "", *, most: int | None = None, many_lines: bool = False) -> Block:
    found: Block = {"type": "plain_text_input", "multiline": many_lines}
    if most is not None:
        found["max_length"] = most
    if initial:
        found["initial_value"] = initial[: most or TEXT]
    return found


def _option(value: str, text: str) -> Block:
    return {"text": plain(text, OPTION), "value": value[:150]}


def _select(choices: Mapping[str, str], initial: str | None = None) -> Block:
    options = [_option(value, text) for value, text in choices.items()]
    found: Block = {"type": "static_select", "options": options}
    first = next((each for each in options if each["value"] == initial), None)
    return found | ({"initial_option": first} if first else {})


def _checks(initial: Sequence[str]) -> Block:
    options = [_option(each, wording.STATUSES[each]) for each in PAUSING]
    first = [each for each in options if each["value"] in initial]
    return {"type": "checkboxes", "options": options, "initial_options": first}


def _department(departments: Sequence[str]) -> list[Block]:
    if not departments:
        return []
    names = {name: name for name in departments[:OPTIONS]}
    initial = departments[0] if len(departments) == 1 else None
    return [_input("department", "Department", _select(names, initial))]


def _person() -> Block:
    return {"type": "users_select"}


def _customer() -> Block:
    return {"type": "external_select", "action_id": ids.PICK_CUSTOMER, "min_query_length": 0}
