"""The form of a new ticket: empty, or filled from the message a shortcut was used on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Form
from bot.slack.act.forms.kind import FieldErrors, FormKind, MenuSearch, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.forms import (
    OWN_FIELD,
    FormQuestions,
    FormValues,
    askable,
    own_field,
    ticket_form,
)
from bot.slack.draw.blocks.inputs import TEXT
from bot.slack.draw.blocks.menus import Choices, chosen_of, named_each
from bot.slack.hear.directory.directory import names_of
from bot.slack.hear.message.payload import message_of
from bot.usecases.changes.access import is_agent_or_admin
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.subjects import first_line
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing import arrivals
from bot.usecases.intake import new_tickets
from bot.usecases.intake.askers import is_reachable, require_asker
from bot.usecases.intake.new_tickets import NewTicket
from bot.usecases.intake.ticket_threads import refuse_second
from bot.usecases.promises import suggestions
from bot.usecases.tickets.fields import read_field
from bot.views.messages import Message
from bot.wording.times import moment
from sla_core.configuration import Department
from sla_core.tickets.vocabulary import PRIORITIES


def _ticket_view(work: Transaction, user_id: str, form: Form) -> Payload:
    require_asker(work, user_id)
    names = [department.name for department in work.configuration.departments.values()]
    only = names[0] if len(names) == 1 else None
    filled = FormValues(form.text, department=only)
    if form.about:
        filled = _from_message(work, _message(work, user_id, form.about), user_id, only)
    return ticket_form(_questions(work, user_id, filled.department), filled, form.about)


def _from_message(
    work: Transaction, message: Message, by: str, department: str | None
) -> FormValues:
    refuse_second(work, message, by)
    intake = intake_department(work, message.channel_id)
    return FormValues(
        subject=message.subject or first_line(message.text),
        text=message.text,
        department=intake.name if intake else department,
        requester=message.user_id,
    )


def _message(work: Transaction, user_id: str, about: str) -> Message:
    """The message a person used the shortcut on, as it was kept."""
    row = arrivals.find(work, about)
    if row is None or row.payload["user_id"] != user_id or "message" not in row.payload:
        raise UserFacingError(wording.intake.message_gone())
    if row.payload["message"] is None:
        raise UserFacingError(wording.intake.not_from_this_message())
    return message_of(row.payload["message"], names_of(work.program).of)


def _questions(work: Transaction, user_id: str, department: str | None) -> FormQuestions:
    configuration = work.configuration
    definition = configuration.department(department)
    return FormQuestions(
        has_departments=bool(configuration.departments),
        fields=definition.fields if definition else {},
        is_agent=is_agent_or_admin(work, user_id),
        has_customers=bool(configuration.customers),
    )


def _redrawn(work: Transaction, submitted: Submission) -> Payload:
    """The form with the fields of the department chosen; what was typed stays."""
    department = submitted.choice("department")
    filled = FormValues(
        submitted.text("subject"),
        submitted.text("text"),
        department,
        submitted.choice("requester"),
        submitted.choice("customer"),
    )
    return ticket_form(_questions(work, submitted.user_id, department), filled, submitted.metadata)


def _new_ticket(work: Transaction, submitted: Submission) -> NewTicket:
    by, priority = submitted.user_id, submitted.choice("priority")
    message = _message(work, by, submitted.metadata) if submitted.metadata else None
    subject = submitted.text("subject")
    if not subject:
        raise FieldErrors({"subject": wording.forms.no_subject()})
    if priority is not None and priority not in PRIORITIES:
        raise FieldErrors({"priority": wording.forms.no_priority(priority)})
    department = _department(work, submitted)
    may_name = is_agent_or_admin(work, by)
    new = NewTicket(
        requester=_requester(work, submitted, message, may_name=may_name),
        by=by,
        at=submitted.at,
        subject=subject,
        text=submitted.text("text"),
        department=submitted.choice("department"),
        priority=priority or "normal",
        customer=submitted.choice("customer") if may_name else None,
        tags=submitted.tags("tags"),
        fields=_fields(department, submitted) if department else {},
        source="slack",
    )
    return new if message is None else _of_message(work, new, message)


def _department(work: Transaction, submitted: Submission) -> Department | None:
    department = work.configuration.department(submitted.choice("department"))
    if work.configuration.departments and department is None:
        raise FieldErrors({"department": wording.forms.no_department()})
    return department


def _requester(
    work: Transaction, submitted: Submission, message: Message | None, *, may_name: bool
) -> str:
    """Who asks: whom an agent names, else who wrote the message, else who sends the form."""
    author = message.user_id if message else submitted.user_id
    requester = submitted.choice("requester") or author
    if requester not in (author, submitted.user_id) and not may_name:
        raise FieldErrors({"subject": wording.forms.not_for_others()})
    if not is_reachable(work, requester):
        raise FieldErrors({"requester": wording.intake.cannot_be_answered()})
    return requester


def _fields(department: Department, submitted: Submission) -> dict[str, object]:
    """The values of the department's own fields; what is wrong is told at each field."""
    hidden = [name for name in department.fields if own_field(name) not in submitted.values]
    names = askable(department.fields)
    needed = [name for name in hidden if department.fields[name].get("required") and name in names]
    if needed:
        raise FieldErrors({"department": wording.intake.ask_again(", ".join(needed))})
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name in names:
        try:
            key, value = read_field(department.fields, name, submitted.text(own_field(name)))
        except UserFacingError as wrong:
            errors[own_field(name)] = str(wrong)
        else:
            values |= {} if value is None else {key: value}
    if errors:
        raise FieldErrors(
            {block_id: text for block_id, text in errors.items() if block_id in submitted.values}
        )
    return values


def _of_message(work: Transaction, new: NewTicket, message: Message) -> NewTicket:
    """The ticket of a message: its thread is the conversation, where the bot is in the channel."""
    refuse_second(work, message, new.by)
    is_cut = new.text == message.text[:TEXT].strip()
    ticket = replace(
        new,
        text=message.text if is_cut else new.text,
        links=message.links,
        is_asked=new.requester == message.user_id,
    )
    return ticket.begun_by(message, message.root) if _is_read(work, message) else ticket


def _is_read(work: Transaction, message: Message) -> bool:
    """Whether the bot hears what is written in the thread of a message."""
    if message.is_direct:
        return arrivals.find_message(work, message.channel_id, message.root) is not None
    channel = work.directory.channel(message.channel_id)
    return channel is not None and channel.is_member and not channel.is_archived


def _open_ticket(work: Transaction, submitted: Submission) -> str:
    view = new_tickets.open_ticket(work, _new_ticket(work, submitted))
    due = [clock.due_at for clock in view.open_clocks if clock.due_at is not None]
    return wording.tickets.opened(view.number, moment(min(due)) if due else None)


def _departments_offered(work: Transaction, search: MenuSearch) -> Choices:
    return named_each(suggestions.departments(work, search.user_id))


def _customers_offered(work: Transaction, search: MenuSearch) -> Choices:
    return named_each(suggestions.customers(work, search.user_id))


def _choices_offered(work: Transaction, search: MenuSearch) -> Choices:
    """What a field of the department can be that the form was drawn for."""
    names = suggestions.departments(work, search.user_id)
    department = chosen_of(names, search.standing.get("department", ""))
    field = search.field.removeprefix(OWN_FIELD)
    return named_each(suggestions.choices(work, department, field))


FORMS: Final[Mapping[str, FormKind]] = {
    ids.TICKET_FORM: FormKind(
        "subject",
        wording.forms.ticket_title,
        _ticket_view,
        _new_ticket,
        _open_ticket,
        _redrawn,
        {
            "department": _departments_offered,
            "customer": _customers_offered,
            OWN_FIELD: _choices_offered,
        },
    ),
}
