"""What a rule does to a ticket that is there already, as events."""

from collections.abc import Iterator
from typing import Any

from sla_core.configuration.rule import Actions
from sla_core.text_equality import folded
from sla_core.tickets.event import Event
from sla_core.tickets.events import (
    Assigned,
    DepartmentSet,
    Escalated,
    Note,
    Notified,
    PrioritySet,
    StatusSet,
    TagsChanged,
)
from sla_core.tickets.tags import retagged
from sla_core.tickets.ticket import Ticket


def actions_on(ticket: Ticket, then: Actions, stamp: dict[str, Any]) -> Iterator[Event]:
    """The events of a rule's actions but for the level; what would change nothing is left out.

    Each is to be taken by the ticket before the next is asked for. On a ticket that is spam or
    deleted, or went into another, only what has an effect there is done.
    """
    if ticket.away is None:
        yield from _settings(ticket, then, stamp)
    can_turn = not ticket.is_deleted and ticket.merged_into is None
    if can_turn and then.status not in (None, ticket.status):
        yield StatusSet(to=then.status, **stamp)
    if then.escalate and not (ticket.escalated or ticket.is_settled or ticket.away):
        yield Escalated(**stamp)
    if then.note is not None:
        yield Note(text=then.note, **stamp)
    if then.notify is not None:
        yield Notified(to=then.notify.to, text=then.notify.text, **stamp)


def same_name(one: str, other: str | None) -> bool:
    """Whether two names mean the same, as names ignore case."""
    return other is not None and folded(one) == folded(other)


def _settings(ticket: Ticket, then: Actions, stamp: dict[str, Any]) -> Iterator[Event]:
    if then.priority not in (None, ticket.priority):
        yield PrioritySet(to=then.priority, **stamp)
    if then.department is not None and not same_name(then.department, ticket.department):
        yield DepartmentSet(to=then.department, **stamp)
    if then.assignee not in (None, ticket.assignee):
        yield Assigned(to=then.assignee, **stamp)
    after = retagged(ticket.tags, then.add_tags, then.remove_tags)
    add = tuple(tag for tag in after if tag not in ticket.tags)
    remove = tuple(tag for tag in ticket.tags if tag not in after)
    if add or remove:
        yield TagsChanged(add=add, remove=remove, **stamp)
