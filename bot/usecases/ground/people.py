"""Who people are here: workspace admins, a department's agents, and everybody else.

A configuration that was applied names them by id; `Directory` says who that is, and nothing else.
"""

from collections.abc import Callable, Iterable

from bot.store import people
from bot.store.engine import Database
from bot.store.people import Person
from bot.usecases.ground.directory import Directory, is_staff
from sla_core.configuration import Configuration, Department
from sla_core.text_equality import folded

__all__ = [
    "customer_of",
    "departments_of",
    "is_staff",
    "learn_rosters",
    "people_in",
    "people_of",
]


def people_in(database: Database, workspace_id: str) -> Callable[[str], Person | None]:
    """What looks somebody up by their id; None of who was never seen."""

    def person_of(person_id: str) -> Person | None:
        with database.reading() as connection:
            return people.get(connection, workspace_id, person_id)

    return person_of


def people_of(department: Department) -> tuple[str, ...]:
    """The ids of a department's agents, leads and managers, as they are configured."""
    return *department.agents, *department.leads, *department.managers


def departments_of(configuration: Configuration, directory: Directory, person_id: str) -> list[str]:
    """The departments a person is an agent, lead or manager of, by name."""
    departments = configuration.departments.values()
    directory.learn_groups(name for department in departments for name in people_of(department))
    return sorted(
        department.name
        for department in departments
        if directory.is_of(person_id, people_of(department))
    )


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
        if domain and domain in [folded(name) for name in customer.domains]:
            return customer.name
    return None


def learn_rosters(directory: Directory, departments: Iterable[Department]) -> None:
    """Look up at once whom all these departments name."""
    directory.learn(name for department in departments for name in people_of(department))
