"""The forms of an agent's work on a ticket: what each shows, checks and does."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.forms.kind import FieldErrors, FormKind, Menu, MenuSearch, Submission
from bot.slack.act.forms.merges import MERGE
from bot.slack.act.forms.one_ticket import anything, form_of, needs, ticket_of_form
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks import ticket_forms as shown
from bot.slack.draw.blocks.elements import Block, escaped
from bot.slack.draw.blocks.menus import Choices, named_each
from bot.slack.hear.typed_text import ticket_number
from bot.usecases import tickets
from bot.usecases.changes.access import require_answerer
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.usecases.tickets.assignment import check_assignee
from bot.usecases.tickets.fields import field_name, read_field
from bot.usecases.tickets.properties import AUTO
from bot.wording.times import moment
from bot.words.spelling import named
from sla_core.text_equality import folded

# --- a note, a last answer ------------------------------------------------------------------------


def _note(work: Transaction, number: int, submitted: Submission) -> str:
    tickets.note(work, number, submitted.user_id, submitted.text("text"), submitted.at)
    return wording.tickets.noted(number)


def _checked_answer(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    """Who resolves need not be of the ticket's agents, who answers has to."""
    if submitted.text("text"):
        require_answerer(work, loaded, submitted.user_id)


def _resolve(work: Transaction, number: int, submitted: Submission) -> str:
    text = submitted.text("text") or None
    tickets.resolve(work, number, submitted.user_id, submitted.at, text)
    return wording.tickets.resolved(number)


# --- until ----------------------------------------------------------------------------------------


def _checked_until(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    until = _until(submitted)
    if until is not None and until <= submitted.at:
        raise FieldErrors({"until": wording.work.bad_time()})


def _until(submitted: Submission) -> datetime | None:
    value = submitted.values.get("until")
    try:
        return None if value is None else datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        raise FieldErrors({"until": wording.work.bad_time()}) from None


def _pending(work: Transaction, number: int, submitted: Submission) -> str:
    until = _until(submitted)
    tickets.pending(work, number, submitted.user_id, submitted.at, until)
    return wording.tickets.pending(number, moment(until) if until else None)


def _hold(work: Transaction, number: int, submitted: Submission) -> str:
    until = _until(submitted)
    tickets.hold(work, number, submitted.user_id, submitted.at, until)
    return wording.tickets.on_hold(number, moment(until) if until else None)


# --- who has it, what it is -----------------------------------------------------------------------


def _checked_agent(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    to = submitted.text("to")
    if not to:
        raise FieldErrors({"to": wording.work.choose_agent()})
    check_assignee(work, loaded, to, named=work.directory.name_of(to))


def _assign(work: Transaction, number: int, submitted: Submission) -> str:
    to = submitted.text("to")
    tickets.assign(work, number, submitted.user_id, to, submitted.at)
    return wording.tickets.assigned(number, escaped(work.directory.name_of(to)))


def _priority(work: Transaction, number: int, submitted: Submission) -> str:
    to = submitted.text("to")
    view = tickets.set_priority(work, number, submitted.user_id, to, submitted.at)
    return wording.tickets.prioritised(number, view.priority)


def _department(work: Transaction, number: int, submitted: Submission) -> str:
    to = submitted.text("to")
    view = tickets.set_department(work, number, submitted.user_id, to, submitted.at)
    is_hidden = not may_see(work, view.department, submitted.user_id)
    return escaped(wording.tickets.moved(number, view.department, is_hidden=is_hidden))


def _level(work: Transaction, number: int, submitted: Submission) -> str:
    to = submitted.text("to")
    view = tickets.set_level(work, number, submitted.user_id, to, submitted.at)
    return escaped(wording.tickets.promised(number, view.level))


def _customer(work: Transaction, number: int, submitted: Submission) -> str:
    to = submitted.text("to") or "none"
    view = tickets.set_customer(work, number, submitted.user_id, to, submitted.at)
    return escaped(wording.tickets.of_customer(number, view.customer))


def _tags(work: Transaction, number: int, submitted: Submission) -> str:
    has = load(work, number, by=submitted.user_id).row.tags
    tags = [named(tag, has) or tag for tag in submitted.tags("tags")]
    names = {folded(tag) for tag in tags}
    off = [tag for tag in has if folded(tag) not in names]
    view = tickets.change_tags(work, number, submitted.user_id, tags, off, submitted.at)
    return escaped(wording.tickets.tagged(number, view.tags))


def _checked_field(work: Transaction, loaded: LoadedTicket, submitted: Submission) -> None:
    _read_field(work, loaded, submitted)


def _read_field(
    work: Transaction, loaded: LoadedTicket, submitted: Submission
) -> tuple[str, object]:
    department = work.configuration.department(loaded.row.department)
    declared = department.fields if department else {}
    try:
        return read_field(declared, submitted.text("name"), submitted.text("value"))
    except UserFacingError as refusal:
        where = "value" if submitted.text("name") else "name"
        raise FieldErrors({where: str(refusal)}) from refusal


def _field(work: Transaction, number: int, submitted: Submission) -> str:
    name, value = submitted.text("name"), submitted.text("value")
    tickets.set_field(work, number, submitted.user_id, name, value, submitted.at)
    return escaped(wording.tickets.field_set(number, field_name(name), value))


def _departments(work: Transaction, loaded: LoadedTicket) -> list[Block]:
    if not work.configuration.departments:
        raise UserFacingError(wording.refusals.no_department("", []))
    private = [
        department.name
        for department in work.configuration.departments.values()
        if department.private
    ]
    return shown.department_input(loaded.row.department, private)


def _fields(work: Transaction, loaded: LoadedTicket) -> list[Block]:
    are_declared = bool(suggestions.fields(work, loaded.row.department))
    return shown.field_inputs(are_declared=are_declared)


# --- what its menus offer -------------------------------------------------------------------------


def _for_agents(choices: Callable[[Transaction, str], Choices]) -> dict[str, Menu]:
    """The menu of the field `to`: only who may change the ticket is offered anything."""

    def menu(work: Transaction, search: MenuSearch) -> Choices:
        ticket_of_form(work, ticket_number(search.metadata), search.user_id)
        return choices(work, search.user_id)

    return {"to": menu}


def _levels_offered(work: Transaction, by: str) -> Choices:
    return {AUTO: wording.work.auto(), **named_each(suggestions.levels(work, by))}


def _departments_offered(work: Transaction, by: str) -> Choices:
    return named_each(suggestions.departments(work, by))


def _customers_offered(work: Transaction, by: str) -> Choices:
    return named_each(suggestions.customers(work, by))


def _fields_offered(work: Transaction, search: MenuSearch) -> Choices:
    loaded = ticket_of_form(work, ticket_number(search.metadata), search.user_id)
    return named_each(suggestions.fields(work, loaded.row.department))


_TEXT = needs("text", wording.refusals.what_text)
_CHOICE = needs("to", wording.work.choose_one)


FORMS: Final[Mapping[str, FormKind]] = {
    **form_of(
        ids.NOTE_FORM,
        "text",
        wording.work.note_title,
        lambda work, loaded: shown.note_input(),
        _TEXT,
        _note,
    ),
    **form_of(
        ids.RESOLVE_FORM,
        "text",
        wording.work.resolve_title,
        lambda work, loaded: shown.answer_input(),
        _checked_answer,
        _resolve,
    ),
    **form_of(
        ids.PENDING_FORM,
        "until",
        wording.work.pending_title,
        lambda work, loaded: shown.until_input(),
        _checked_until,
        _pending,
    ),
    **form_of(
        ids.HOLD_FORM,
        "until",
        wording.work.hold_title,
        lambda work, loaded: shown.until_input(),
        _checked_until,
        _hold,
    ),
    **form_of(
        ids.ASSIGN_FORM,
        "to",
        wording.work.assign_title,
        lambda work, loaded: shown.agent_input(),
        _checked_agent,
        _assign,
    ),
    **form_of(
        ids.PRIORITY_FORM,
        "to",
        wording.work.priority_title,
        lambda work, loaded: shown.priority_input(loaded.row.priority),
        _CHOICE,
        _priority,
    ),
    **form_of(
        ids.DEPARTMENT_FORM,
        "to",
        wording.work.department_title,
        _departments,
        _CHOICE,
        _department,
        _for_agents(_departments_offered),
    ),
    **form_of(
        ids.LEVEL_FORM_OF_TICKET,
        "to",
        wording.work.level_title,
        lambda work, loaded: shown.level_input(loaded.row.level),
        _CHOICE,
        _level,
        _for_agents(_levels_offered),
    ),
    **form_of(
        ids.CUSTOMER_FORM,
        "to",
        wording.work.customer_title,
        lambda work, loaded: shown.customer_input(loaded.row.customer),
        anything,
        _customer,
        _for_agents(_customers_offered),
    ),
    **form_of(
        ids.TAGS_FORM,
        "tags",
        wording.work.tags_title,
        lambda work, loaded: shown.tags_input(loaded.row.tags),
        lambda work, loaded, submitted: submitted.tags("tags"),
        _tags,
    ),
    **form_of(
        ids.FIELD_FORM,
        "name",
        wording.work.field_title,
        _fields,
        _checked_field,
        _field,
        {"name": _fields_offered},
    ),
    ids.MERGE_FORM: MERGE,
}
