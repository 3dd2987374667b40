"""Who is admin, lead, manager or agent here, why, and by whose change of the configuration."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from bot.config.identities import is_person_id
from bot.usecases.ground.admins import admins, first_admin
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.promises.overviews import label
from bot.views.administration import (
    AdminView,
    Appointment,
    DepartmentRoles,
    HolderView,
    RoleReason,
    Roles,
)
from sla_core.configuration import WORKSPACE, Department, Revision
from sla_core.instants import from_s

ROLES: Final = ("leads", "managers", "agents")


def roles(work: Transaction, by: str) -> Roles:
    """Every role, without those of private departments that somebody is not of."""
    departments = work.configuration.departments.values()
    found = sorted(
        (each for each in departments if may_see(work, each.name, by)),
        key=lambda each: each.name.casefold(),
    )
    work.directory.learn(name for each in found for role in ROLES for name in getattr(each, role))
    return Roles(
        admins=tuple(_admin(work, person_id) for person_id in admins(work)),
        departments=tuple(_department(work, department) for department in found),
    )


def _admin(work: Transaction, person_id: str) -> AdminView:
    return AdminView(work.directory.name_of(person_id), tuple(_reasons(work, person_id)))


def _reasons(work: Transaction, person_id: str) -> Iterator[RoleReason]:
    person = work.directory.person(person_id)
    if person is not None and person.is_admin:
        yield RoleReason("slack")
    if person_id == first_admin(work):
        yield RoleReason("first")
    for name in work.configuration.options.admins:
        if work.directory.is_of(person_id, [name]):
            group = work.directory.group(name)
            appointed = _appointed(work, WORKSPACE, WORKSPACE, _naming("admins", name))
            handle = None if group is None else f"@{group.handle}"
            yield RoleReason("named" if handle is None else "group", handle, appointed)


def _department(work: Transaction, department: Department) -> DepartmentRoles:
    holders = (
        (role, tuple(_holder(work, department, role, name) for name in getattr(department, role)))
        for role in ROLES
    )
    return DepartmentRoles(department.name, tuple(holders))


def _holder(work: Transaction, department: Department, role: str, name: str) -> HolderView:
    group = work.directory.group(name)
    people = work.directory.staff_of([name])
    members = sorted(work.directory.name_of(person_id) for person_id in people)
    return HolderView(
        name=label(work.directory, name),
        members=None if group is None else tuple(members),
        counts=bool(people) if group is None else True,
        appointed=_appointed(work, "department", department.name, _naming(role, name)),
    )


# --- by whom --------------------------------------------------------------------------------------


def _naming(role: str, name: str) -> Callable[[Any], bool]:
    """Whether an item names somebody in a role."""
    return lambda item: item is not None and name in getattr(item, role)


def _appointed(
    work: Transaction, kind: str, name: str, names_them: Callable[[Any], bool]
) -> Appointment | None:
    """The change since which an item names somebody all along."""
    revisions = [
        each
        for each in work.history.revisions
        if each.kind == kind and each.name.casefold() == name.casefold()
    ]
    since = len(revisions)
    while since and names_them(revisions[since - 1].value):
        since -= 1
    if since == len(revisions):
        return None
    while since and revisions[since].by == PUNCTUAL:
        since -= 1  # a name that somebody wrote was looked up later
    return _appointment(work, revisions[since])


def _appointment(work: Transaction, revision: Revision) -> Appointment:
    by = revision.by or PUNCTUAL
    who = work.directory.name_of(by) if is_person_id(by) else by
    return Appointment(who, from_s(revision.at_s))
