"""Departments, customers, roles and settings as somebody reads them: names, and no ids."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field that a department asks for."""

    name: str
    type: str
    options: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class DepartmentView:
    """A department; of one that is hidden from who reads nothing is said but its name."""

    name: str
    is_hidden: bool = False
    private: bool = False
    intake: tuple[str, ...] = ()
    alerts: str | None = None
    leads: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    level: str | None = None
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerView:
    """A customer, and how a request is known to be theirs."""

    name: str
    group: str | None
    channels: tuple[str, ...]
    users: tuple[str, ...]
    domains: tuple[str, ...]
    level: str | None


@dataclass(frozen=True, slots=True)
class CustomerGroupView:
    """Customers that share a level, and how many they are."""

    name: str
    level: str | None
    customers: int


@dataclass(frozen=True, slots=True)
class Appointment:
    """By whom something came into the configuration, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RoleReason:
    """Why somebody has a role.

    `slack`: as Slack has them; `first`: the environment names them; `named`: by themselves;
    `group`: as a member of a user group, by its handle.
    """

    why: str
    group: str | None = None
    appointed: Appointment | None = None


@dataclass(frozen=True, slots=True)
class AdminView:
    """An admin, and each reason why."""

    name: str
    reasons: tuple[RoleReason, ...]


@dataclass(frozen=True, slots=True)
class HolderView:
    """Who has a role in a department: a person or a user group with its members, or a name.

    `counts` is whether it grants anything: what waits for somebody does not.
    """

    name: str
    members: tuple[str, ...] | None
    counts: bool
    appointed: Appointment | None


@dataclass(frozen=True, slots=True)
class DepartmentRoles:
    """Who has which role in a department."""

    name: str
    holders: tuple[tuple[str, tuple[HolderView, ...]], ...]


@dataclass(frozen=True, slots=True)
class Roles:
    """All roles, as far as who reads may know of them."""

    admins: tuple[AdminView, ...]
    departments: tuple[DepartmentRoles, ...]


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest: how often, when, to whom, of which department."""

    every: str
    on: str
    at: str
    to: tuple[str, ...]
    department: str | None


@dataclass(frozen=True, slots=True)
class SettingsView:
    """What holds for the whole workspace."""

    default_level: str | None
    time_zone: str
    language: str | None
    emoji: tuple[tuple[str, str], ...]
    bots: tuple[str, ...]
    admins: tuple[str, ...]
    digests: tuple[DigestView, ...]
