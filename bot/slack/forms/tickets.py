"""The form of a new ticket."""

from collections.abc import Mapping
from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.forms import ticket_form
from bot.slack.blocks.marks import Payload
from bot.slack.commands.call import Form
from bot.slack.forms.kind import FieldErrors, Kind, Submitted
from bot.usecases import opening
from bot.usecases.access import is_admin, is_agent_somewhere
from bot.usecases.desk import Work
from bot.usecases.opening import NewTicket
from bot.wording.times import moment
from sla_core.tickets.vocabulary import PRIORITIES


def _ticket_view(work: Work, user_id: str, form: Form) -> Payload:
    configuration = work.configuration
    return ticket_form(
        [each.name for each in configuration.departments.values()],
        form.text,
        is_agent=is_agent_somewhere(work, user_id) or is_admin(work, user_id),
        has_customers=bool(configuration.customers),
    )


def _new_ticket(work: Work, submitted: Submitted) -> NewTicket:
    values, by = submitted.values, submitted.user_id
    subject = submitted.text("subject")
    if not subject:
        raise FieldErrors({"subject": wording.forms.no_subject()})
    if values.get("priority") not in (*PRIORITIES, None):
        raise FieldErrors({"priority": wording.forms.no_priority(values["priority"])})
    if (
        work.configuration.departments
        and work.configuration.department(values.get("department")) is None
    ):
        raise FieldErrors({"department": wording.forms.no_department()})
    requester = values.get("requester") or by
    may_name = is_agent_somewhere(work, by) or is_admin(work, by)
    if requester != by and not may_name:
        raise FieldErrors({"subject": wording.forms.not_for_others()})
    return NewTicket(
        requester=requester,
        by=by,
        at=submitted.at,
        subject=subject,
        text=submitted.text("text"),
        department=values.get("department"),
        priority=values.get("priority") or "normal",
        customer=values.get("customer") if may_name else None,
        tags=tuple(
            tag.strip().lstrip("#") for tag in submitted.text("tags").split(",") if tag.strip(" #")
        ),
        source="slack",
    )


def _open_ticket(work: Work, submitted: Submitted) -> str:
    view = opening.open_ticket(work, _new_ticket(work, submitted))
    due = [clock.due_at for clock in view.open_clocks if clock.due_at is not None]
    return wording.tickets.opened(view.number, moment(min(due)) if due else None)


FORMS: Final[Mapping[str, Kind]] = {
    ids.TICKET_FORM: Kind(
        "subject", wording.forms.ticket_title, _ticket_view, _new_ticket, _open_ticket
    ),
}
