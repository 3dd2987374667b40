"""The events of a timeline: one frozen class per thing that can happen to a ticket.

The names and keys are those of interfaces, section 4. An event says what happened and when; what
it means for clocks is decided elsewhere. ``at_us`` counts microseconds since 1970 UTC, so that
Slack's ``ts`` fits exactly; ``seq`` is the order of arrival and breaks ties.
"""

from dataclasses import dataclass
from typing import ClassVar

from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Created(Event):
    """A ticket came into being, by its requester or by an agent for one."""

    type: ClassVar[str] = "created"
    by: str = "requester"
    requester: str | None = None
    source: str = "email"
    department: str | None = None
    priority: str = "normal"
    subject: str | None = None
    text: str | None = None
    customer: str | None = None
    customer_group: str | None = None
    tags: tuple[str, ...] = ()
    fields: tuple[tuple[str, object], ...] = ()
    links: tuple[str, ...] = ()
    reference: str | None = None
    follows: str | None = None
    referrer_url: str | None = None
    from_invitation: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterMessage(Event):
    """Somebody on the requester's side wrote in public."""

    type: ClassVar[str] = "requester_message"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentReply(Event):
    """A human agent wrote in public."""

    type: ClassVar[str] = "agent_reply"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Event):
    """Somebody wrote where the requester does not read."""

    type: ClassVar[str] = "note"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReplyNeeded(Event):
    """An agent judged that the open message asks for no answer."""

    type: ClassVar[str] = "no_reply_needed"
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusSet(Event):
    """The status was set, for ``pending`` and ``on_hold`` perhaps only until an instant."""

    type: ClassVar[str] = "status"
    to: str
    until_us: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritySet(Event):
    """The priority was set."""

    type: ClassVar[str] = "priority"
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentSet(Event):
    """The ticket moved to a department, or to none."""

    type: ClassVar[str] = "department"
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSet(Event):
    """The ticket was given a customer, or none."""

    type: ClassVar[str] = "customer"
    to: str | None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSet(Event):
    """A level was set by hand, by a rule, or chosen for want of one (``chosen_by`` says by what).

    ``auto`` gives the choice back to the rules and leaves the level as it is until they choose.
    """

    type: ClassVar[str] = "level"
    to: str | None
    chosen_by: str | None = None

    @property
    def by_hand(self) -> bool:
        """Whether a person set it, so that it holds against rules."""
        return self.rule is None and self.chosen_by is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Event):
    """An agent got the ticket, or nobody has it."""

    type: ClassVar[str] = "assigned"
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsChanged(Event):
    """Tags came and went."""

    type: ClassVar[str] = "tags"
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSet(Event):
    """A custom field got a value."""

    type: ClassVar[str] = "field"
    name: str
    value: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRinging(Event):
    """The caller rings again."""

    type: ClassVar[str] = "call_ringing"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAnswered(Event):
    """An agent took the call, which is a public reply."""

    type: ClassVar[str] = "call_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallAbandoned(Event):
    """The caller gave up ringing."""

    type: ClassVar[str] = "call_abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEnded(Event):
    """The call is over."""

    type: ClassVar[str] = "call_ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Event):
    """The ticket went into another."""

    type: ClassVar[str] = "merged"
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Absorbed(Event):
    """Another ticket went into this one, with its oldest open message if it had one."""

    type: ClassVar[str] = "absorbed"
    from_ticket: str
    message_at_us: int | None = None

    @property
    def message_at_s(self) -> int | None:
        """The whole second of the message, if there is one."""
        return None if self.message_at_us is None else self.message_at_us // MICROSECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted(Event):
    """The ticket was deleted."""

    type: ClassVar[str] = "deleted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored(Event):
    """The ticket came back from spam or deletion."""

    type: ClassVar[str] = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Event):
    """The requester rated the answer."""

    type: ClassVar[str] = "rated"
    score: int
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(Event):
    """A rule decided after the creation: its cause, and the values it saw that no event holds.

    A time rule decides once for each ``cause``; ``saw`` are the values of conditions.
    """

    type: ClassVar[str] = "ruled"
    cause: str | None = None
    saw: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalated(Event):
    """The ticket goes before all others until an agent replies, or it is resolved or closed."""

    type: ClassVar[str] = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified(Event):
    """People were told something; ``to`` is as in alerts."""

    type: ClassVar[str] = "notified"
    to: tuple[str, ...]
    text: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "to", tuple(self.to))
