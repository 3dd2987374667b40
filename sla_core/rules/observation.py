"""The view that rules have of an open ticket, and the causes for which they decide.

A cause is what a `time` rule decides once for: the open message, the stretch without assignee, the
last event, a clock, a count; without any of these, the ticket itself (semantics, section 9).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

from sla_core.calendars import Calendar
from sla_core.clocks.clock import Clock
from sla_core.configuration import Configuration
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_PREFIX, Facts
from sla_core.instants import MICROSECONDS, iso
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import requester_of
from sla_core.tickets.events import Created, Ruled
from sla_core.tickets.ticket import Ticket


class Outside(Protocol):
    """What the timeline does not hold."""

    def assignee_status(self, assignee: str, since_us: int, at_us: int) -> str | None:
        """The presence of who has had the ticket since an instant; None when it is not known."""
        ...

    def customer_group(self, at_us: int) -> str | None:
        """The group of the ticket's customer as it was recorded; None when it was not."""
        ...


class RecordedFacts:
    """What earlier decisions of a timeline saw: all that is known of the past."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._saw = [(event.at_us, dict(event.saw)) for event in events if isinstance(event, Ruled)]

    def assignee_status(self, _: str, since_us: int, at_us: int) -> str | None:
        """The presence that was last seen by an instant, of whoever had the ticket then."""
        return self._last("assignee_status", since_us, at_us)

    def customer_group(self, at_us: int) -> str | None:
        """The group that was last seen by an instant."""
        return self._last("customer_group", 0, at_us)

    def _last(self, name: str, since_us: int, at_us: int) -> str | None:
        behind = bisect_right(self._saw, at_us, key=lambda pair: pair[0])
        for seen_us, saw in reversed(self._saw[:behind]):
            if seen_us < since_us:
                break
            if name in saw:
                return saw[name]
        return None


@dataclass(frozen=True)
class Observation:
    """A ticket at an instant, its newest public message, its clocks, and what is in force."""

    ticket: Ticket
    created: Created
    message: Event
    clocks: Sequence[Clock]
    at_us: int
    configuration: Configuration
    outside: Outside

    @property
    def at_s(self) -> int:
        """The second it is."""
        return self.at_us // MICROSECONDS

    @cached_property
    def calendar(self) -> Calendar:
        """What durations are counted in: the hours of the ticket."""
        return self.configuration.hours(self.ticket.level, self.ticket.department)

    @cached_property
    def running(self) -> list[Clock]:
        """The clocks that time can still make overdue."""
        return [clock for clock in self.clocks if clock.state(self.at_s) == "running"]

    @cached_property
    def overdue(self) -> list[Clock]:
        """The clocks that are overdue and not answered; paused ones stand still."""
        return [clock for clock in self.clocks if clock.is_open and clock.is_overdue(self.at_s)]

    @property
    def most_urgent(self) -> Clock | None:
        """The running clock with the least time left."""
        return min(self.running, key=self._left, default=None)

    @property
    def most_overdue(self) -> Clock | None:
        """The open clock with the most time over."""
        return min(self.overdue, key=self._left, default=None)

    def _left(self, clock: Clock) -> int:
        return clock.remaining(self.at_s)

    def value(self, name: str) -> Any:
        """The value of a field, None where it has none."""
        if name.startswith(FIELD_PREFIX):
            return self.ticket.fields.get(name.removeprefix(FIELD_PREFIX))
        return _VALUES[name](self)

    def facts(self, names: Iterable[str]) -> Facts:
        """What conditions on these fields look at."""
        return Facts({name: self.value(name) for name in names}, self.at_s, self.calendar)

    def cause(self, group: Iterable[Condition]) -> str:
        """What a group of conditions that holds now holds for."""
        named = {
            name: cause
            for name in sorted({condition.name for condition in group} & CAUSES.keys())
            if (cause := CAUSES[name](self)) is not None
        }
        return ", ".join(f"{name} {cause}" for name, cause in named.items()) or "ticket"

    def saw(self, group: Iterable[Condition]) -> tuple[tuple[str, str], ...]:
        """The values a group looked at that the timeline does not hold."""
        names = {condition.name for condition in group}
        values = []
        if "assignee_status" in names and self.ticket.assignee is not None:
            values.append(("assignee_status", self.value("assignee_status")))
        if "customer_group" in names and self.ticket.customer_group is None:
            values.append(("customer_group", self.value("customer_group")))
        return tuple(pair for pair in values if pair[1] is not None)


def _assignee_status(seen: Observation) -> str | None:
    ticket = seen.ticket
    if ticket.assignee is None:
        return "unassigned"
    since_us = ticket.past["assignee"][-1][0] * MICROSECONDS
    return seen.outside.assignee_status(ticket.assignee, since_us, seen.at_us)


def _customer_group(seen: Observation) -> str | None:
    group = seen.ticket.customer_group or seen.outside.customer_group(seen.at_us)
    customer = seen.configuration.customer(seen.ticket.customer)
    return group or (customer.group if customer else None)


def _text_of_message(seen: Observation) -> str | None:
    message: Any = seen.message
    return message.text or (message.subject if message is seen.created else None)


def _writer_of_message(seen: Observation) -> str | None:
    created = seen.created
    if seen.message is created and created.by == "requester":
        return requester_of(created)
    return seen.message.actor


def _unassigned_since(seen: Observation) -> int | None:
    if seen.ticket.away is not None or seen.ticket.assignee is not None:
        return None
    since_s = None
    for at_s, assignee in reversed(seen.ticket.past["assignee"]):
        if assignee is not None:
            break
        since_s = at_s
    return since_s


def _unless_away(name: str) -> "Value":
    """An instant of the ticket, none while it is spam or deleted: nobody waits for anything."""
    return lambda seen: None if seen.ticket.away else getattr(seen.ticket, name)


def _due_in(seen: Observation) -> int | None:
    clock = seen.most_urgent
    return None if clock is None else clock.remaining(seen.at_s)


def _overdue_by(seen: Observation) -> int | None:
    clock = seen.most_overdue
    return None if clock is None else -clock.remaining(seen.at_s)


def _breaches(seen: Observation) -> int:
    return sum(clock.state(seen.at_s) == "missed" for clock in seen.clocks)


def _since(name: str) -> "Value":
    """The instant a field is counted from, as a text."""
    return lambda seen: None if (at_s := _VALUES[name](seen)) is None else iso(at_s)


def _name_of(clock: Clock | None) -> str | None:
    return None if clock is None else f"{clock.metric} {clock.cycle}"


Value = Callable[[Observation], Any]
_VALUES: Final[dict[str, Value]] = {
    "source": lambda seen: seen.ticket.source,
    "status": lambda seen: seen.ticket.status,
    "created_at": lambda seen: seen.ticket.created_at_s,
    "changed_at": lambda seen: seen.ticket.changed_at_s,
    "deleted": lambda seen: seen.ticket.is_deleted,
    "referrer_url": lambda seen: seen.created.referrer_url,
    "priority": lambda seen: seen.ticket.priority,
    "last_message": _text_of_message,
    "last_message.by": _writer_of_message,
    "assignee_status": _assignee_status,
    "department": lambda seen: seen.ticket.department,
    "assignee": lambda seen: seen.ticket.assignee,
    "customer": lambda seen: seen.ticket.customer,
    "customer_group": _customer_group,
    "from_invitation": lambda seen: seen.created.from_invitation,
    "tags": lambda seen: seen.ticket.tags,
    "subject": lambda seen: seen.ticket.subject,
    "level": lambda seen: seen.ticket.level,
    "business_hours": lambda seen: "in" if seen.calendar.is_open(seen.at_s) else "out",
    "unassigned_for": _unassigned_since,
    "waiting_for": _unless_away("open_message_at_s"),
    "untouched_for": _unless_away("changed_at_s"),
    "due_in": _due_in,
    "overdue_by": _overdue_by,
    "breaches": _breaches,
    "reopens": lambda seen: seen.ticket.reopens,
}
CAUSES: Final[dict[str, Value]] = {
    "changed_at": _since("changed_at"),
    "unassigned_for": _since("unassigned_for"),
    "waiting_for": _since("waiting_for"),
    "untouched_for": _since("untouched_for"),
    "due_in": lambda seen: _name_of(seen.most_urgent),
    "overdue_by": lambda seen: _name_of(seen.most_overdue),
    "breaches": _breaches,
    "reopens": lambda seen: seen.ticket.reopens,
}
"""What a condition holds for; one on any other field holds for the ticket."""
