"""A ticket comes into being: from a message in an intake channel, a form, or a command."""

import re
from dataclasses import dataclass
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.store import tickets
from bot.store.tickets import UNNUMBERED, TicketRow
from bot.usecases.desk import Work
from bot.usecases.languages import language_of
from bot.usecases.people import customer_of
from bot.usecases.recording import Loaded, record
from bot.usecases.ruling import with_ids
from bot.usecases.saying import post
from bot.usecases.speaking import card_key, confirmation_key, conversation_key
from bot.usecases.views import TicketView
from sla_core.configuration import Department
from sla_core.instants import to_us
from sla_core.rules.walk import decide_new
from sla_core.tickets.events import Created

SUBJECT_LENGTH = 150
_TAG = re.compile(r"(?:(?<=\s)|^)#([^\W\d_][\w-]*)")


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What somebody asks for, before it has a number.

    ``channel_id`` and ``thread_ts`` name the message whose thread becomes the conversation; without
    them the bot begins one in the department's intake channel. ``subject`` empty: the first line.
    """

    requester: str
    by: str
    at: datetime
    text: str
    subject: str = ""
    department: str | None = None
    priority: str = "normal"
    customer: str | None = None
    tags: tuple[str, ...] = ()
    source: str = "slack"
    channel_id: str | None = None
    thread_ts: str | None = None


def open_ticket(work: Work, new: NewTicket) -> TicketView:
    """Open a ticket, let the rules decide, and say so: card, confirmation, conversation."""
    department = _department(work, new)
    created = _created(work, new, department)
    decided = decide_new(created, with_ids(work.history.at_us(created.at_us), work.directory))
    number = tickets.open(work.connection, work.workspace_id, _row(created, new))
    row = tickets.lock(work.connection, work.workspace_id, number)
    assert row is not None  # noqa: S101 it was just written
    view = record(work, Loaded(row, ()), [created, *decided])
    _say_opened(work, view, department, new.text)
    return view


def _department(work: Work, new: NewTicket) -> Department | None:
    departments = work.configuration.departments
    if new.department is None:
        return next(iter(departments.values())) if len(departments) == 1 else None
    department = work.configuration.department(new.department)
    if department is None:
        names = [each.name for each in departments.values()]
        raise UserFacingError(wording.refusals.no_department(new.department, names))
    return department


def _created(work: Work, new: NewTicket, department: Department | None) -> Created:
    text = new.text.strip()
    subject = new.subject.strip() or first_line(text)
    if not subject:
        raise UserFacingError(wording.refusals.no_subject())
    customer = new.customer or customer_of(
        work.configuration, work.directory, new.channel_id, new.requester
    )
    known = work.configuration.customer(customer)
    tags = dict.fromkeys([*new.tags, *_TAG.findall(text), *_TAG.findall(new.subject)])
    return Created(
        at_us=to_us(new.at),
        actor=new.by,
        by="requester" if new.by == new.requester else "agent",
        requester=new.requester,
        source=new.source,
        department=department.name if department else None,
        priority=new.priority,
        subject=subject,
        text=text or None,
        customer=known.name if known else customer,
        customer_group=known.group if known else None,
        tags=tuple(tags),
    )


def first_line(text: str) -> str:
    """The first line of a text, shortened to what a subject holds."""
    line = next((each.strip() for each in text.splitlines() if each.strip()), "")
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _row(created: Created, new: NewTicket) -> TicketRow:
    return TicketRow(
        number=UNNUMBERED,
        external_name=None,
        subject=first_line(created.subject or ""),
        requester=created.requester,
        source=created.source,
        department=created.department,
        customer=created.customer,
        customer_group=created.customer_group,
        priority=created.priority,
        level=None,
        status="new",
        assignee=None,
        tags=created.tags,
        channel_id=new.channel_id,
        thread_ts=new.thread_ts,
        created_at=new.at,
        changed_at=new.at,
        wake_at=None,
        last_seq=0,
    )


def _say_opened(work: Work, view: TicketView, department: Department | None, text: str) -> None:
    number = view.number
    answers = work.configuration.department(view.department) or department
    alert_channel = work.directory.channel_id(answers.alert_channel if answers else None)
    if alert_channel is not None:
        post(work, card_key(number), alert_channel, work.speech.card(view), ticket_number=number)
    if view.channel_id is not None and view.thread_ts is not None:
        speech = work.speech.in_language(language_of(work, view.requester))
        payload = {**speech.confirmation(view), "thread_ts": view.thread_ts}
        post(work, confirmation_key(number), view.channel_id, payload, ticket_number=number)
        return
    intake = department.intake_channels[:1] if department else ()
    channel_id = work.directory.channel_id(intake[0]) if intake else None
    if channel_id is not None:
        payload = work.speech.conversation(view, text)
        post(work, conversation_key(number), channel_id, payload, ticket_number=number)
