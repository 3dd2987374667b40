"""The properties of a ticket, and the events that set them."""

from collections.abc import Callable
from typing import Any, Final

from sla_core.tickets.event import Event
from sla_core.tickets.events import (
    Assigned,
    CustomerSet,
    DepartmentSet,
    Escalated,
    FieldSet,
    LevelSet,
    PrioritySet,
    TagsChanged,
)
from sla_core.tickets.signals import NOTHING, Signal, Signals
from sla_core.tickets.tags import retagged
from sla_core.tickets.ticket import Ticket

Handler = Callable[[Ticket, Any], Signals]
"""Takes an event into a ticket and returns what it signals."""


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
    ticket.put("department", event.to, event.at_s)
    return NOTHING


def _customer_set(ticket: Ticket, event: CustomerSet) -> Signals:
    ticket.put("customer", event.to, event.at_s)
    ticket.put("customer_group", event.group, event.at_s)
    return NOTHING


def _assigned(ticket: Ticket, event: Assigned) -> Signals:
    ticket.put("assignee", event.to, event.at_s)
    if event.to is None:
        return NOTHING
    ticket.stay = ticket.stay._replace(is_unassigned=False)
    return (Signal.ASSIGNED,)


def _tags_changed(ticket: Ticket, event: TagsChanged) -> Signals:
    ticket.put("tags", retagged(ticket.tags, event.add, event.remove), event.at_s)
    return NOTHING


def _field_set(ticket: Ticket, event: FieldSet) -> Signals:
    ticket.fields[event.name] = event.value
    return NOTHING


def _escalated(ticket: Ticket, _: Event) -> Signals:
    ticket.escalated = not ticket.is_settled
    return NOTHING


PROPERTIES: Final[dict[type[Event], Handler]] = {
    PrioritySet: _priority_set,
    LevelSet: _level_set,
    DepartmentSet: _department_set,
    CustomerSet: _customer_set,
    Assigned: _assigned,
    TagsChanged: _tags_changed,
    FieldSet: _field_set,
    Escalated: _escalated,
}
