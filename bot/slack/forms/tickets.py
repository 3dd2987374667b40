"""The form of a new ticket: empty, or filled from the message a shortcut was used on."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.forms import OWN_FIELD, Filled, FormQuestions, askable, own_field, ticket_form
from bot.slack.blocks.inputs import TEXT
from bot.slack.blocks.menus import Choices, chosen_of, named_each
from bot.slack.commands.call import Form
from bot.slack.directory import names_of
from bot.slack.forms.kind import FieldErrors, FormKind, Searching, Submitted
from bot.slack.message_payload import message_of
from bot.store import inbox
from bot.store import tickets as kept_tickets
from bot.usecases.changes.access import is_admin, is_agent_somewhere
from bot.usecases.ground.department_channels import intake_department
from bot.usecases.ground.privacy import may_know_of
from bot.usecases.ground.subjects import first_line
from bot.usecases.ground.transaction import Work
from bot.usecases.intake import new_tickets
from bot.usecases.intake.askers import is_reachable, require_asker
from bot.usecases.intake.new_tickets import CONVERSATION, SIDE_OF_REQUESTER, NewTicket
from bot.usecases.intake.ticket_threads import find_message
from bot.usecases.promises import suggestions
from bot.usecases.tickets.fields import read_field
from bot.views.messages import Message
from bot.wording.times import moment
from sla_core.configuration import Department
from sla_core.tickets.vocabulary import PRIORITIES


def _ticket_view(work: Work, user_id: str, form: Form) -> Payload:
    require_asker(work, user_id)
    names = [each.name for each in work.configuration.departments.values()]
    chosen = names[0] if len(names) == 1 else None
    filled = Filled(form.text, department=chosen)
    if form.about:
        filled = _from_message(work, _message(work, user_id, form.about), user_id, chosen)
    return ticket_form(_asked(work, user_id, filled.department), filled, form.about)


def _from_message(work: Work, message: Message, by: str, chosen: str | None) -> Filled:
    _refuse_second(work, message, by)
    intake = intake_department(work, message.channel_id)
    return Filled(
        subject=message.subject or first_line(message.text),
        text=message.text,
        department=intake.name if intake else chosen,
        requester=message.user_id,
    )


def _refuse_second(work: Work, message: Message, by: str) -> None:
    """Refuse a message that is a ticket; who may not know of that one learns nothing of it."""
    found = find_message(work, message.channel_id, message.ts, message.thread_ts)
    if found is None:
        return
    row = kept_tickets.get(work.connection, work.workspace_id, found.number)
    if row is None or not may_know_of(work, row, by):
        raise UserFacingError(wording.intake.not_from_this_message())
    raise UserFacingError(wording.intake.already_open(found.number))


def _message(work: Work, user_id: str, about: str) -> Message:
    """The message a person used the shortcut on, as it was kept."""
    kept = inbox.find(work.connection, work.workspace_id, about)
    if kept is None or kept.payload["user_id"] != user_id or "message" not in kept.payload:
        raise UserFacingError(wording.intake.message_gone())
    if kept.payload["message"] is None:
        raise UserFacingError(wording.intake.not_from_this_message())
    return message_of(kept.payload["message"], names_of(work.desk).of)


def _asked(work: Work, user_id: str, department: str | None) -> FormQuestions:
    configuration = work.configuration
    chosen = configuration.department(department)
    return FormQuestions(
        has_departments=bool(configuration.departments),
        fields=chosen.fields if chosen else {},
        is_agent=is_agent_somewhere(work, user_id) or is_admin(work, user_id),
        has_customers=bool(configuration.customers),
    )


def _redrawn(work: Work, submitted: Submitted) -> Payload:
    """The form with the fields of the department chosen; what was typed stays."""
    department = submitted.choice("department")
    filled = Filled(
        submitted.text("subject"),
        submitted.text("text"),
        department,
        submitted.choice("requester"),
        submitted.choice("customer"),
    )
    return ticket_form(_asked(work, submitted.user_id, department), filled, submitted.metadata)


def _new_ticket(work: Work, submitted: Submitted) -> NewTicket:
    by, priority = submitted.user_id, submitted.choice("priority")
    message = _message(work, by, submitted.metadata) if submitted.metadata else None
    subject = submitted.text("subject")
    if not subject:
        raise FieldErrors({"subject": wording.forms.no_subject()})
    if priority is not None and priority not in PRIORITIES:
        raise FieldErrors({"priority": wording.forms.no_priority(priority)})
    department = _department(work, submitted)
    may_name = is_agent_somewhere(work, by) or is_admin(work, by)
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


def _department(work: Work, submitted: Submitted) -> Department | None:
    department = work.configuration.department(submitted.choice("department"))
    if work.configuration.departments and department is None:
        raise FieldErrors({"department": wording.forms.no_department()})
    return department


def _requester(work: Work, submitted: Submitted, message: Message | None, *, may_name: bool) -> str:
    """Who asks: whom an agent names, else who wrote the message, else who sends the form."""
    author = message.user_id if message else submitted.user_id
    requester = submitted.choice("requester") or author
    if requester not in (author, submitted.user_id) and not may_name:
        raise FieldErrors({"subject": wording.forms.not_for_others()})
    if not is_reachable(work, requester):
        raise FieldErrors({"requester": wording.intake.cannot_be_answered()})
    return requester


def _fields(department: Department, submitted: Submitted) -> dict[str, object]:
    """The values of the department's own fields; what is wrong is told at each field."""
    hidden = [name for name in department.fields if own_field(name) not in submitted.values]
    asked = askable(department.fields)
    needed = [name for name in hidden if department.fields[name].get("required") and name in asked]
    if needed:
        raise FieldErrors({"department": wording.intake.ask_again(", ".join(needed))})
    found: dict[str, object] = {}
    errors: dict[str, str] = {}
    for name in asked:
        try:
            called, value = read_field(department.fields, name, submitted.text(own_field(name)))
        except UserFacingError as wrong:
            errors[own_field(name)] = str(wrong)
        else:
            found |= {} if value is None else {called: value}
    if errors:
        raise FieldErrors({each: text for each, text in errors.items() if each in submitted.values})
    return found


def _of_message(work: Work, new: NewTicket, message: Message) -> NewTicket:
    """The ticket of a message: its thread is the conversation, where the bot is in the channel."""
    _refuse_second(work, message, new.by)
    is_read = _is_read(work, message)
    is_cut = new.text == message.text[:TEXT].strip()
    return replace(
        new,
        text=message.text if is_cut else new.text,
        links=message.links,
        is_asked=new.requester == message.user_id,
        **_place(message) if is_read else {},
    )


def _is_read(work: Work, message: Message) -> bool:
    """Whether the bot hears what is written in the thread of a message."""
    here = (work.connection, work.workspace_id, message.channel_id)
    if message.is_direct:
        return inbox.find_message(*here, message.root) is not None
    channel = work.directory.channel(message.channel_id)
    return channel is not None and channel.is_member and not channel.is_archived


def _place(message: Message) -> dict[str, Any]:
    """The thread as a conversation, or as the requester's own with the bot."""
    names = SIDE_OF_REQUESTER if message.is_direct else CONVERSATION
    return dict(zip(names, (message.channel_id, message.root), strict=True))


def _open_ticket(work: Work, submitted: Submitted) -> str:
    view = new_tickets.open_ticket(work, _new_ticket(work, submitted))
    due = [clock.due_at for clock in view.open_clocks if clock.due_at is not None]
    return wording.tickets.opened(view.number, moment(min(due)) if due else None)


def _departments_offered(work: Work, wanted: Searching) -> Choices:
    return named_each(suggestions.departments(work, wanted.user_id))


def _customers_offered(work: Work, wanted: Searching) -> Choices:
    return named_each(suggestions.customers(work, wanted.user_id))


def _choices_offered(work: Work, wanted: Searching) -> Choices:
    """What a field of the department can be that the form was drawn for."""
    names = suggestions.departments(work, wanted.user_id)
    department = chosen_of(names, wanted.standing.get("department", ""))
    field = wanted.field.removeprefix(OWN_FIELD)
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
