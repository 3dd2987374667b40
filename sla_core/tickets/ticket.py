"""A ticket as the fold of its timeline: what each event makes of it, and what it signals to clocks.

The fold knows statuses, open messages and phases; it knows nothing of levels' targets, calendars
or time passing. What it cannot judge it refuses, so that nothing is passed over in silence.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sla_core.errors import IllegalEvent, TimelineError
from sla_core.tickets.events import (
    Absorbed,
    Acknowledged,
    AgentReply,
    Assigned,
    CallAbandoned,
    CallAnswered,
    CallEnded,
    CallRinging,
    CauseNamed,
    Created,
    CustomerSet,
    Deleted,
    DepartmentSet,
    Event,
    Excluded,
    FieldSet,
    LevelSet,
    Merged,
    NoReplyNeeded,
    Note,
    PrioritySet,
    Rated,
    RequesterMessage,
    Restored,
    Snoozed,
    StatusSet,
    TagsChanged,
)
from sla_core.tickets.mapping import requester_of
from sla_core.tickets.vocabulary import SETTLED


class Signal(StrEnum):
    """What an event means to clocks; ``clocks.metrics`` says what each metric does about it."""

    CREATED = "the ticket came into being"
    FIRST_ASKED = "the first-reply phase began"
    ASKED = "a requester message is open, outside the first-reply phase"
    CHAT_ASKED = "a requester message of a chat is open"
    RANG = "a call rings"
    ANSWERED = "the call was answered"
    ABANDONED = "the caller gave up"
    REPLIED = "an agent replied in public"
    ASSIGNED = "an agent got the ticket"
    SETTLED = "the ticket was resolved or closed"
    REOPENED = "the ticket left resolved or closed"


Signals = tuple[Signal, ...]
NOTHING: Signals = ()


@dataclass(slots=True)
class Ticket:
    """The state of one ticket after some of its events. Instants in whole seconds, or None."""

    name: str
    created_at_s: int | None = None
    changed_at_s: int | None = None
    status: str = "new"
    until_us: int | None = None
    source: str = "email"
    created_by_requester: bool = True
    requester: str | None = None
    subject: str | None = None
    priority: str = "normal"
    level: str | None = None
    level_by_hand: bool = False
    level_chosen_by: str | None = None
    department: str | None = None
    customer: str | None = None
    customer_group: str | None = None
    assignee: str | None = None
    tags: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    in_first_reply_phase: bool = False
    open_message_at_s: int | None = None
    replies: int = 0
    reopens: int = 0
    past: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)

    def apply(self, event: Event) -> Signals:
        """Take in the next event and return what it signals; a refused event changes nothing."""
        if (self.created_at_s is None) != (type(event) is Created):
            raise TimelineError(
                f"ticket {self.name!r} is created once, before anything else happens to it"
            )
        handler = _HANDLERS.get(type(event))
        if handler is None:
            raise IllegalEvent(f"`{event.type}` events are not replayed yet: leave them out")
        signals = handler(self, event)
        if type(event) is not Note:
            self.changed_at_s = event.at_s
        return signals

    @property
    def is_settled(self) -> bool:
        """Whether it is resolved or closed, so that nothing starts on it."""
        return self.status in SETTLED

    def was(self, name: str, at_s: int) -> Any:
        """A field of the ticket as it stood at the end of a second (``RECORDED`` names them)."""
        value = None
        for changed_at_s, changed in self.past[name]:
            if changed_at_s > at_s:
                break
            value = changed
        return value

    def _set(self, name: str, value: Any, at_s: int) -> None:
        setattr(self, name, value)
        self.past[name].append((at_s, value))


RECORDED = ("department", "customer", "customer_group", "assignee", "tags")


def _created(ticket: Ticket, event: Created) -> Signals:
    ticket.created_at_s = event.at_s
    ticket.source = event.source
    ticket.created_by_requester = event.by == "requester"
    ticket.requester = requester_of(event)
    ticket.subject = event.subject
    ticket.priority = event.priority
    ticket.department = event.department
    ticket.customer = event.customer
    ticket.customer_group = event.customer_group
    ticket.tags = event.tags
    ticket.fields = dict(event.fields)
    for name in RECORDED:
        ticket.past[name] = [(event.at_s, getattr(ticket, name))]
    if not ticket.created_by_requester:
        return (Signal.CREATED,)
    if event.source == "call":
        return Signal.CREATED, Signal.RANG
    ticket.open_message_at_s = event.at_s
    if event.source == "chat":
        return Signal.CREATED, Signal.CHAT_ASKED
    ticket.in_first_reply_phase = True
    return Signal.CREATED, Signal.FIRST_ASKED


def _requester_message(ticket: Ticket, event: RequesterMessage) -> Signals:
    if ticket.status == "closed":
        return NOTHING
    signals = _status_becomes(ticket, "open") if ticket.status in _REQUESTER_REOPENS else NOTHING
    if ticket.open_message_at_s is not None:
        return signals
    ticket.open_message_at_s = event.at_s
    return (*signals, Signal.CHAT_ASKED if ticket.source == "chat" else Signal.ASKED)


_REQUESTER_REOPENS = frozenset({"answered", "pending", "on_hold", "resolved"})


def _agent_reply(ticket: Ticket, _: Event) -> Signals:
    _nothing_is_open(ticket)
    ticket.replies += 1
    if ticket.status in ("new", "open"):
        _status_becomes(ticket, "answered")
    return (Signal.REPLIED,)


def _call_answered(ticket: Ticket, event: CallAnswered) -> Signals:
    return (Signal.ANSWERED, *_agent_reply(ticket, event))


def _status_set(ticket: Ticket, event: StatusSet) -> Signals:
    if event.to == "spam":
        raise IllegalEvent("status `spam` is not replayed yet: leave it out")
    signals = _status_becomes(ticket, event.to)
    ticket.until_us = event.until_us
    return signals


def _status_becomes(ticket: Ticket, status: str) -> Signals:
    was_settled = ticket.is_settled
    ticket.status = status
    ticket.until_us = None
    if ticket.is_settled == was_settled:
        return NOTHING
    if was_settled:
        ticket.reopens += 1
        return (Signal.REOPENED,)
    _nothing_is_open(ticket)
    return (Signal.SETTLED,)


def _nothing_is_open(ticket: Ticket) -> None:
    ticket.open_message_at_s = None
    ticket.in_first_reply_phase = False


def _priority_set(ticket: Ticket, event: PrioritySet) -> Signals:
    ticket.priority = event.to
    return NOTHING


def _level_set(ticket: Ticket, event: LevelSet) -> Signals:
    if event.to == "auto":
        ticket.level_by_hand = False
    else:
        ticket.level = event.to
        ticket.level_by_hand = event.by_hand
        ticket.level_chosen_by = event.rule or event.chosen_by
    return NOTHING


def _department_set(ticket: Ticket, event: DepartmentSet) -> Signals:
    ticket._set("department", event.to, event.at_s)  # noqa: SLF001 the fold is one room
    return NOTHING


def _customer_set(ticket: Ticket, event: CustomerSet) -> Signals:
    ticket._set("customer", event.to, event.at_s)  # noqa: SLF001 the fold is one room
    ticket._set("customer_group", event.group, event.at_s)  # noqa: SLF001 the fold is one room
    return NOTHING


def _assigned(ticket: Ticket, event: Assigned) -> Signals:
    ticket._set("assignee", event.to, event.at_s)  # noqa: SLF001 the fold is one room
    return NOTHING if event.to is None else (Signal.ASSIGNED,)


def _tags_changed(ticket: Ticket, event: TagsChanged) -> Signals:
    kept = [tag for tag in ticket.tags if tag not in event.remove]
    added = [tag for tag in event.add if tag not in kept]
    ticket._set("tags", (*kept, *added), event.at_s)  # noqa: SLF001 the fold is one room
    return NOTHING


def _field_set(ticket: Ticket, event: FieldSet) -> Signals:
    ticket.fields[event.name] = event.value
    return NOTHING


def _call_ringing(ticket: Ticket, _: CallRinging) -> Signals:
    rings = ticket.source == "call" and ticket.created_by_requester
    return (Signal.RANG,) if rings else NOTHING


def _call_abandoned(_: Ticket, __: CallAbandoned) -> Signals:
    return (Signal.ABANDONED,)


def _means_nothing(_: Ticket, __: Event) -> Signals:
    return NOTHING


_HANDLERS: dict[type[Event], Callable[[Ticket, Any], Signals]] = {
    Created: _created,
    RequesterMessage: _requester_message,
    AgentReply: _agent_reply,
    StatusSet: _status_set,
    PrioritySet: _priority_set,
    LevelSet: _level_set,
    DepartmentSet: _department_set,
    CustomerSet: _customer_set,
    Assigned: _assigned,
    TagsChanged: _tags_changed,
    FieldSet: _field_set,
    CallRinging: _call_ringing,
    CallAnswered: _call_answered,
    CallAbandoned: _call_abandoned,
    CallEnded: _means_nothing,
    Note: _means_nothing,
    Acknowledged: _means_nothing,
    Snoozed: _means_nothing,
    CauseNamed: _means_nothing,
    Rated: _means_nothing,
}
NOT_REPLAYED_YET = (NoReplyNeeded, Merged, Absorbed, Deleted, Restored, Excluded)
