"""Departments, customers and settings in force, by the names of all whom they name."""

from collections.abc import Iterable
from typing import TypeVar

from bot.config.digests import written_time
from bot.config.identities import bare, is_channel_id, is_group_id, is_person_id
from bot.store import home_counts, ticket_lists
from bot.store.ticket_lists import TicketFilter
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.transaction import Transaction
from bot.views.administration import (
    CustomerGroupView,
    CustomerView,
    DepartmentView,
    DigestView,
    FieldView,
    SettingsView,
)
from sla_core.configuration import Customer, CustomerGroup, Department, Digest
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import TO_SOLVE

Named = TypeVar("Named", Department, CustomerGroup)


def label(directory: Directory, name: str) -> str:
    """What somebody or something is called that a configuration names; else as it is written."""
    word = bare(name)
    if is_person_id(word):
        return directory.name_of(word)
    if is_channel_id(word):
        channel = directory.channel(directory.moved(word))
        return word if channel is None else f"#{channel.name}"
    group = directory.group(word) if is_group_id(word) else None
    return word if group is None else f"@{group.handle}"


def labels(directory: Directory, names: Iterable[str]) -> tuple[str, ...]:
    """The same of several, looked up at once."""
    written = tuple(names)
    directory.learn(written)
    directory.learn_channels(written)
    return tuple(label(directory, name) for name in written)


def departments(work: Transaction, by: str, like: str = "") -> list[DepartmentView]:
    """Every department, by name, or those whose name has a text in it.

    Of a private one that somebody is not of they learn its name.
    """
    found = _named_like(work.configuration.departments.values(), like)
    work.directory.learn(name for each in found for name in _people(each))
    return [_department(work, by, department) for department in found]


def customers(work: Transaction, like: str = "") -> list[CustomerView]:
    """Every customer, by name, or those whose name or group has a text in it."""
    everyone = work.configuration.customers.values()
    wanted = folded(like)
    found = sorted(
        (each for each in everyone if wanted in folded(f"{each.name}\n{each.group or ''}")),
        key=lambda each: each.name.casefold(),
    )
    work.directory.learn(name for each in found for name in each.users)
    return [_customer(work, customer) for customer in found]


def customer_groups(work: Transaction, like: str = "") -> list[CustomerGroupView]:
    """The same of the groups of customers."""
    groups = _named_like(work.configuration.customer_groups.values(), like)
    return [
        CustomerGroupView(group.name, group.level, _customers_in(work, group)) for group in groups
    ]


def open_tickets(work: Transaction, department: str) -> int:
    """How many tickets of a department are to be solved."""
    counts = home_counts.departments(*work.scope, [department], list(TO_SOLVE), work.now)
    return counts[department].open if department in counts else 0


def tickets_under(work: Transaction, level: str) -> int:
    """How many tickets under a level are to be solved."""
    chosen = TicketFilter(statuses=list(TO_SOLVE), values={"level": level})
    return ticket_lists.count(*work.scope, chosen)


def settings(work: Transaction) -> SettingsView:
    """What holds for the whole workspace."""
    options = work.configuration.options
    return SettingsView(
        default_level=options.default_level,
        time_zone=options.report_time_zone,
        language=options.language,
        emoji=tuple(options.emoji.items()),
        bots=labels(work.directory, options.intake_bots),
        admins=labels(work.directory, options.admins),
        digests=tuple(digest_view(work.directory, digest) for digest in options.digests),
    )


def digest_view(directory: Directory, digest: Digest) -> DigestView:
    """A digest by the names of who gets it."""
    to, at = labels(directory, digest.to), written_time(digest.at_local_s)
    return DigestView(digest.every, digest.on, at, to, digest.department)


def _named_like(items: Iterable[Named], like: str) -> list[Named]:
    wanted = folded(like)
    found = [item for item in items if wanted in folded(item.name)]
    return sorted(found, key=lambda item: item.name.casefold())


def _people(department: Department) -> tuple[str, ...]:
    return *department.leads, *department.managers, *department.agents


def _department(work: Transaction, by: str, department: Department) -> DepartmentView:
    if not may_see(work, department.name, by):
        return DepartmentView(department.name, is_hidden=True, private=True)
    directory, alerts = work.directory, department.alert_channel
    return DepartmentView(
        name=department.name,
        private=department.private,
        intake=labels(directory, department.intake_channels),
        alerts=None if alerts is None else labels(directory, [alerts])[0],
        leads=labels(directory, department.leads),
        managers=labels(directory, department.managers),
        agents=labels(directory, department.agents),
        level=department.level,
        fields=tuple(_field(name, keys) for name, keys in department.fields.items()),
    )


def _field(name: str, keys: object) -> FieldView:
    declared = keys if isinstance(keys, dict) else {}
    options = tuple(map(str, declared.get("options", ())))
    return FieldView(
        name, str(declared.get("type", "text")), options, bool(declared.get("required"))
    )


def _customer(work: Transaction, customer: Customer) -> CustomerView:
    return CustomerView(
        name=customer.name,
        group=customer.group,
        channels=labels(work.directory, customer.channels),
        users=labels(work.directory, customer.users),
        domains=customer.domains,
        level=customer.level,
    )


def _customers_in(work: Transaction, group: CustomerGroup) -> int:
    name = folded(group.name)
    everyone = work.configuration.customers.values()
    return sum(folded(customer.group or "") == name for customer in everyone)
