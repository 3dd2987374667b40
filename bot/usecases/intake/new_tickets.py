"""A ticket comes into being: from a message in an intake channel, a form, or a command."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.keys.messages import card_key, follows_key
from bot.store import tickets, workspaces
from bot.store.tickets import UNNUMBERED, TicketRow
from bot.usecases.changes.recording import Loaded, record
from bot.usecases.consequences import beginnings, confirmations
from bot.usecases.consequences.cards import card_of
from bot.usecases.consequences.rules import with_ids
from bot.usecases.ground.people import customer_of
from bot.usecases.ground.subjects import first_line, hashtags
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import post, say_at_card
from bot.views.tickets import TicketView
from sla_core.configuration import Department
from sla_core.instants import to_us
from sla_core.rules.walk import decide_new
from sla_core.tickets.events import Created
from sla_core.tickets.tags import retagged

CONVERSATION: Final = ("channel_id", "thread_ts")
SIDE_OF_REQUESTER: Final = ("requester_channel_id", "requester_thread_ts")
"""The fields that name where a ticket was begun, as of what kind that place is."""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What somebody asks for, before it has a number.

    ``channel_id`` and ``thread_ts`` name the message whose thread becomes the conversation; without
    them the bot begins one in the department's intake channel, and ``requester_channel_id`` with
    ``requester_thread_ts`` name the message to the bot that the requester began with, if they did.
    ``subject`` empty: the first line. ``is_asked`` when the words are the requester's own, whoever
    made a ticket of them; ``follows`` the closed ticket it goes on from.
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
    fields: Mapping[str, object] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    requester_channel_id: str | None = None
    requester_thread_ts: str | None = None
    is_asked: bool = False
    follows: int | None = None


def open_ticket(work: Work, new: NewTicket) -> TicketView:
    """Open a ticket, let the rules decide, and say so: card, confirmation, conversation."""
    department = _department(work, new)
    created = _created(work, new, department)
    decided = decide_new(created, with_ids(work.history.at_us(created.at_us), work.directory))
    number = tickets.open(work.connection, work.workspace_id, _row(created, new))
    row = tickets.lock(work.connection, work.workspace_id, number)
    assert row is not None  # noqa: S101 it was just written
    view = record(work, Loaded(row, ()), [created, *decided])
    _say_opened(work, view, row, department, new)
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
    return Created(
        at_us=to_us(new.at),
        actor=new.by,
        by="requester" if new.is_asked or new.by == new.requester else "agent",
        requester=new.requester,
        source=new.source,
        department=department.name if department else None,
        priority=new.priority,
        subject=subject,
        text=text or None,
        customer=known.name if known else customer,
        customer_group=known.group if known else None,
        tags=retagged((), [*new.tags, *hashtags(text, new.subject)]),
        fields=tuple(new.fields.items()),
        links=new.links,
        follows=None if new.follows is None else str(new.follows),
        referrer_url=_permalink(work, new),
    )


def _permalink(work: Work, new: NewTicket) -> str | None:
    """The address of the message a ticket was born from."""
    workspace = workspaces.get(work.connection, work.workspace_id)
    channel_id = new.channel_id or new.requester_channel_id
    ts = new.thread_ts or new.requester_thread_ts
    if workspace is None or not workspace.domain or channel_id is None or ts is None:
        return None
    return f"https://{workspace.domain}.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"


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
        requester_channel_id=new.requester_channel_id,
        requester_thread_ts=new.requester_thread_ts,
    )


def _say_opened(
    work: Work, view: TicketView, row: TicketRow, department: Department | None, new: NewTicket
) -> None:
    number = view.number
    answers = work.configuration.department(view.department) or department
    alert_channel = work.directory.channel_id(answers.alert_channel if answers else None)
    if alert_channel is not None:
        post(work, card_key(number), alert_channel, card_of(work, view), ticket_number=number)
    if new.follows is not None:
        say_at_card(work, number, follows_key(number), wording.intake.follows, number=new.follows)
    confirmations.confirm(work, view, row, new.by)
    channel_id = threads.place_of_conversations(work, answers.name if answers else None)
    if threads.conversation(work, row) is None and channel_id is not None:
        beginnings.begin(work, view, row, channel_id, new.text, new.by)
