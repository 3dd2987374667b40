"""Who people are here: workspace admins, a department's agents, and everybody else.

A configuration that was applied names them by id; `Directory` says who that is, and nothing else.
"""

from collections.abc import Iterable

from bot.usecases.ground.directory import Directory, is_staff
from sla_core.configuration import Configuration, Department
from sla_core.folding import folded

__all__ = ["customer_of", "departments_of", "is_staff", "learn_rosters", "people_of"]


def people_of(department: Department) -> tuple[str, ...]:
    """The ids of a department's agents, leads and managers, as they are configured."""
    return *department.agents, *department.leads, *department.managers


def departments_of(configuration: Configuration, directory: Directory, person_id: str) -> list[str]:
    """The departments a person is an agent, lead or manager of, by name."""
    departments = configuration.departments.values()
    directory.learn_groups(name for each in departments for name in people_of(each))
    return sorted(each.name for each in departments if directory.is_of(person_id, people_of(each)))


def customer_of(
    configuration: Configuration, directory: Directory, channel_id: str | None, person_id: str
) -> str | None:
    """The customer of a request: the channel's, else the person's, else the mail domain's."""
    person = directory.person(person_id)
    domain = folded((person.email or "").rpartition("@")[2]) if person else ""
    customers = configuration.customers.values()
    for customer in customers:
        if channel_id is not None and directory.is_channel_of(channel_id, customer.channels):
            return customer.name
    for customer in customers:
        if directory.is_anyone_of(person_id, customer.users):
            return customer.name
    for customer in customers:
        if domain and domain in [folded(each) for each in customer.domains]:
            return customer.name
    return None


def learn_rosters(directory: Directory, departments: Iterable[Department]) -> None:
    """Look up at once whom all these departments name."""
    directory.learn(name for each in departments for name in people_of(each))
