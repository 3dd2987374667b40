"""A ticket comes into being: from a message in an intake channel, a form, or a command."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import tickets, workspaces
from bot.store.outbox import MessagePlace
from bot.store.tickets import UNNUMBERED, TicketRow
from bot.usecases.changes.recording import record
from bot.usecases.consequences import beginnings, confirmations
from bot.usecases.consequences.cards import card_of
from bot.usecases.consequences.rules import with_ids
from bot.usecases.ground.people import customer_of
from bot.usecases.ground.subjects import first_line, hashtags
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import threads
from bot.usecases.messages.outgoing import post, say_at_card
from bot.views.addresses import address_of
from bot.views.messages import Message
from bot.views.tickets import TicketView
from sla_core.configuration import Department
from sla_core.instants import to_us
from sla_core.rules.walk import decide_new
from sla_core.tickets.events import Created
from sla_core.tickets.tags import retagged


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What somebody asks for, before it has a number.

    ``conversation`` is the message whose thread becomes the conversation; without it the bot begins
    one in the department's intake channel. ``requester_side`` is the message to the bot alone that
    the requester began with. ``subject`` empty: the first line. ``is_asked`` when the words are the
    requester's own, whoever made a ticket of them; ``follows`` the closed ticket it goes on from.
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
    fields: Mapping[str, object] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    conversation: MessagePlace | None = None
    requester_side: MessagePlace | None = None
    is_asked: bool = False
    follows: int | None = None

    def begun_by(self, message: Message, ts: str) -> "NewTicket":
        """The same, with the thread of a message at ``ts`` as the conversation, or their side."""
        place = MessagePlace(message.channel_id, ts)
        if message.is_direct:
            return replace(self, requester_side=place)
        return replace(self, conversation=place)


def asked_in(message: Message, by: str, at: datetime, department: str | None) -> NewTicket:
    """What the author of a message asks for with it, whoever makes a ticket of that and when."""
    return NewTicket(
        requester=message.user_id,
        by=by,
        at=at,
        text=message.text,
        subject=message.subject,
        links=message.links,
        is_asked=True,
        department=department,
    )


def open_ticket(work: Transaction, new: NewTicket) -> TicketView:
    """Open a ticket, let the rules decide, and say so: card, confirmation, conversation."""
    department = _department(work, new)
    created = _created(work, new, department)
    decisions = decide_new(created, with_ids(work.history.at_us(created.at_us), work.directory))
    number = tickets.open(*work.scope, _row(created, new))
    row = tickets.lock(*work.scope, number)
    assert row is not None  # noqa: S101 it was just written
    view = record(work, LoadedTicket(row, ()), [created, *decisions])
    _say_opened(work, view, row, department, new)
    return view


def _department(work: Transaction, new: NewTicket) -> Department | None:
    departments = work.configuration.departments
    if new.department is None:
        return next(iter(departments.values())) if len(departments) == 1 else None
    department = work.configuration.department(new.department)
    if department is None:
        names = [department.name for department in departments.values()]
        raise UserFacingError(wording.refusals.no_department(new.department, names))
    return department


def _created(work: Transaction, new: NewTicket, department: Department | None) -> Created:
    text = new.text.strip()
    subject = new.subject.strip() or first_line(text)
    if not subject:
        raise UserFacingError(wording.refusals.no_subject())
    channel_id = new.conversation.channel_id if new.conversation else None
    customer = new.customer or customer_of(
        work.configuration, work.directory, channel_id, new.requester
    )
    configured = work.configuration.customer(customer)
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
        customer=configured.name if configured else customer,
        customer_group=configured.group if configured else None,
        tags=retagged((), [*new.tags, *hashtags(text, new.subject)]),
        fields=tuple(new.fields.items()),
        links=new.links,
        follows=None if new.follows is None else str(new.follows),
        referrer_url=_birthplace(work, new),
    )


def _birthplace(work: Transaction, new: NewTicket) -> str | None:
    """The address of the message a ticket was born from."""
    workspace = workspaces.get(*work.scope)
    place = new.conversation or new.requester_side
    if workspace is None or not workspace.domain or place is None:
        return None
    return address_of(place.channel_id, place.ts, workspace.domain)


def _row(created: Created, new: NewTicket) -> TicketRow:
    conversation, side = new.conversation, new.requester_side
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
        channel_id=conversation.channel_id if conversation else None,
        thread_ts=conversation.ts if conversation else None,
        created_at=new.at,
        changed_at=new.at,
        wake_at=None,
        last_seq=0,
        requester_channel_id=side.channel_id if side else None,
        requester_thread_ts=side.ts if side else None,
    )


def _say_opened(
    work: Transaction,
    view: TicketView,
    row: TicketRow,
    department: Department | None,
    new: NewTicket,
) -> None:
    number = view.number
    answers = work.configuration.department(view.department) or department
    alert_channel = work.directory.channel_id(answers.alert_channel if answers else None)
    if alert_channel is not None:
        card = MessageKey.card(number)
        post(work, card, alert_channel, card_of(work, view), ticket_number=number)
    if new.follows is not None:
        follows = MessageKey.of(KeyKind.FOLLOWS, number)
        say_at_card(work, number, follows, wording.intake.follows, number=new.follows)
    confirmations.confirm(work, view, row, new.by)
    channel_id = threads.place_of_conversations(work, answers.name if answers else None)
    if threads.conversation(work, row) is None and channel_id is not None:
        beginnings.begin(work, view, row, channel_id, new.text, new.by)
