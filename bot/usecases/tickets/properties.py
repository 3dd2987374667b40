"""What a ticket is: its priority, department, level, customer, tags and custom fields."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.allowed import workable
from bot.usecases.changes.recording import record
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.timelines import LoadedTicket
from bot.usecases.ground.transaction import Transaction
from bot.usecases.tickets.fields import read_field
from bot.views.tickets import TicketView
from bot.words.spelling import named, unquoted, value_in
from bot.words.tags import LONGEST_TAG, is_same_tag, tag_in
from sla_core.instants import to_us
from sla_core.text_equality import folded
from sla_core.tickets.events import (
    Assigned,
    CustomerSet,
    DepartmentSet,
    FieldSet,
    LevelSet,
    PrioritySet,
    TagsChanged,
)
from sla_core.tickets.tags import retagged
from sla_core.tickets.vocabulary import PRIORITIES

AUTO: Final = "auto"
NOBODY: Final = frozenset({"none", "nobody", "-"})
"""What is written for no customer."""


def set_priority(work: Transaction, number: int, by: str, to: str, at: datetime) -> TicketView:
    """Set the priority, by one of its names."""
    loaded = workable(work, number, by)
    priority = value_in(to).casefold()
    if priority not in PRIORITIES:
        raise UserFacingError(wording.refusals.no_priority(unquoted(to), PRIORITIES))
    return _prioritise(work, loaded, by, priority, at)


def raise_priority(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Set the priority one higher."""
    loaded = workable(work, number, by)
    rank = PRIORITIES.index(loaded.row.priority) + 1
    return _prioritise(work, loaded, by, PRIORITIES[min(rank, len(PRIORITIES) - 1)], at)


def _prioritise(
    work: Transaction, loaded: LoadedTicket, by: str, to: str, at: datetime
) -> TicketView:
    row = loaded.row
    if row.priority == to:
        raise UserFacingError(wording.objections.has_priority(row.number, to))
    event = PrioritySet(at_us=to_us(at), actor=by, to=to)
    return record(work, loaded, [event])


def set_department(work: Transaction, number: int, by: str, to: str, at: datetime) -> TicketView:
    """Move the ticket to another department; its card goes to that one's alert channel.

    Who has it and may not read it there gives it back.
    """
    loaded = workable(work, number, by)
    names = [department.name for department in work.configuration.departments.values()]
    department = work.configuration.department(named(to, names))
    if department is None:
        raise UserFacingError(wording.refusals.no_department(unquoted(to), names, has_form=True))
    before = loaded.row.department
    if before == department.name:
        raise UserFacingError(wording.objections.in_department(number, department.name))
    event = DepartmentSet(at_us=to_us(at), actor=by, to=department.name)
    holder = loaded.row.assignee
    given_back = (
        [Assigned(at_us=to_us(at), actor=by, to=None)]
        if holder is not None and not may_see(work, department.name, holder)
        else []
    )
    return record(work, loaded, [event, *given_back])


def set_level(work: Transaction, number: int, by: str, to: str, at: datetime) -> TicketView:
    """Promise a level by hand, which holds against rules; `auto` gives the choice back to them."""
    loaded = workable(work, number, by)
    names = [level.name for level in work.configuration.levels.values()]
    level = work.configuration.level(named(to, names))
    if level is None and named(to, [AUTO]) is None:
        raise UserFacingError(wording.refusals.no_level(unquoted(to), [*names, AUTO]))
    level_name = AUTO if level is None else level.name
    event = LevelSet(at_us=to_us(at), actor=by, to=level_name)
    return record(work, loaded, [event])


def set_customer(work: Transaction, number: int, by: str, to: str, at: datetime) -> TicketView:
    """Say whose ticket it is, or that it is no customer's."""
    loaded = workable(work, number, by)
    names = [customer.name for customer in work.configuration.customers.values()]
    customer = work.configuration.customer(named(to, names))
    if customer is None and named(to, NOBODY) is None:
        raise UserFacingError(wording.refusals.no_customer(unquoted(to), names))
    name = customer.name if customer else None
    if loaded.row.customer == name:
        raise UserFacingError(wording.objections.has_customer(number, name))
    group = customer.group if customer else None
    event = CustomerSet(at_us=to_us(at), actor=by, to=name, group=group)
    return record(work, loaded, [event])


def change_tags(
    work: Transaction,
    number: int,
    by: str,
    add: Collection[str],
    remove: Collection[str],
    at: datetime,
) -> TicketView:
    """Put tags on the ticket and take others off; letters' case and typed accents do not matter."""
    loaded = workable(work, number, by)
    tags = {folded(tag): tag for tag in loaded.row.tags}
    wanted = [tag if folded(tag) in tags else tag_in(tag) for tag in add]
    added = retagged((), [tag for tag in wanted if tag and folded(tag) not in tags])
    removed = list(dict.fromkeys(spelling for tag in remove for spelling in _taken_off(tags, tag)))
    too_long = next((tag for tag in added if len(tag) > LONGEST_TAG), None)
    if too_long is not None:
        raise UserFacingError(wording.objections.long_tag(LONGEST_TAG))
    if not added and not removed:
        raise UserFacingError(wording.objections.same_tags(number, loaded.row.tags))
    event = TagsChanged(at_us=to_us(at), actor=by, add=added, remove=tuple(removed))
    return record(work, loaded, [event])


def _taken_off(tags: Mapping[str, str], written: str) -> list[str]:
    """The tags of a ticket that are meant: the very one, else all that are spelled alike."""
    exact = tags.get(folded(written))
    return [tag for tag in tags.values() if is_same_tag(tag, written)] if exact is None else [exact]


def set_field(
    work: Transaction, number: int, by: str, name: str, value: str, at: datetime
) -> TicketView:
    """Give a custom field a value; nothing takes it away. Declared fields are checked."""
    loaded = workable(work, number, by)
    department = work.configuration.department(loaded.row.department)
    field_name, new_value = read_field(department.fields if department else {}, name, value)
    event = FieldSet(at_us=to_us(at), actor=by, name=field_name, value=new_value)
    return record(work, loaded, [event])
