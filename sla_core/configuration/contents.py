"""Everything in force at one moment: calendars, levels, rules, departments, customers, options."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

from sla_core.calendars import Calendar, CalendarDefinition, always, compiled
from sla_core.configuration.digests import Digest
from sla_core.configuration.levels import ALWAYS, Level
from sla_core.configuration.rule import Rule
from sla_core.errors import ConfigurationError, LevelError


@dataclass(frozen=True, slots=True)
class Department:
    """A team: where its tickets come in, where its alerts go, who works in it."""

    name: str
    intake_channels: tuple[str, ...] = ()
    alert_channel: str | None = None
    leads: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    level: str | None = None
    fields: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    private: bool = False
    """Whether its tickets are read by its own people and admins only."""


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody promises were made to, and how a ticket is known to be theirs."""

    name: str
    group: str | None = None
    channels: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    level: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerGroup:
    """Customers that share a level."""

    name: str
    level: str | None = None


DEFAULT_EMOJI: Final = {"open": "ticket", "no_reply": "ok_hand", "resolve": "white_check_mark"}


@dataclass(frozen=True, slots=True)
class WorkspaceOptions:
    """What is set once for the whole workspace."""

    report_time_zone: str = "UTC"
    managed_by: str = "slack"
    default_level: str | None = None
    emoji: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_EMOJI))
    """What emoji do by name: `open` a ticket, `no_reply`, `resolve`; one left out does nothing."""
    intake_bots: tuple[str, ...] = ()
    language: str | None = None
    """The tag of the language for channels, and for who chose none."""
    digests: tuple[Digest, ...] = ()
    admins: tuple[str, ...] = ()
    """Who is an admin beside the workspace's own."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything in force at one moment; names are looked up with their case folded."""

    calendars: Mapping[str, CalendarDefinition] = field(default_factory=dict)
    levels: Mapping[str, Level] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    departments: Mapping[str, Department] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)
    customer_groups: Mapping[str, CustomerGroup] = field(default_factory=dict)
    options: WorkspaceOptions = WorkspaceOptions()
    _compiled: dict[str, Calendar] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def level(self, name: str | None) -> Level | None:
        """The level of a name, or None."""
        return None if name is None else self.levels.get(name.casefold())

    def department(self, name: str | None) -> Department | None:
        """The department of a name, or None where the name is only text."""
        return None if name is None else self.departments.get(name.casefold())

    def customer(self, name: str | None) -> Customer | None:
        """The customer of a name, or None where the name is only text."""
        return None if name is None else self.customers.get(name.casefold())

    def customer_group(self, name: str | None) -> CustomerGroup | None:
        """The customer group of a name, or None where the name is only text."""
        return None if name is None else self.customer_groups.get(name.casefold())

    def calendar(self, name: str) -> Calendar:
        """The compiled calendar of a name; ``24x7`` always exists."""
        calendar = self._compiled.get(name)
        if calendar is None:
            definition = self.calendars.get(name.casefold())
            if definition is None and name.casefold() == ALWAYS:
                definition = _always()
            if definition is None:
                raise ConfigurationError("unknown_calendar", field="calendar", name=name)
            calendar = self._compiled[name] = compiled(definition)
        return calendar

    def hours(self, level_name: str | None, department_name: str | None) -> Calendar:
        """The calendar a ticket goes by: its level's, else its department's level's, else `24x7`.

        A name that stands for nothing is as good as none (semantics, section 9).
        """
        department = self.department(department_name)
        level = self.level(level_name) or self.level(department.level if department else None)
        return self.calendar(level.calendar if level else ALWAYS)

    def check_promise(self, level: Level, now_s: int) -> None:
        """Raise ``LevelError`` for a level that names no calendar or is never reached.

        Its largest target is reached within five years from ``now_s``.
        """
        largest_s = max(target.largest_s for target in level.targets.values())
        try:
            calendar = self.calendar(level.calendar)
        except ConfigurationError as error:
            raise LevelError("unknown_calendar", field="calendar", name=level.calendar) from error
        if calendar.due(now_s, largest_s) is None:
            raise LevelError("unreachable_target", field="targets", calendar=level.calendar)


@lru_cache(maxsize=1)
def _always() -> CalendarDefinition:
    return always()


NamedItem = TypeVar("NamedItem", CalendarDefinition, Level, Department, Customer, CustomerGroup)


def named(items: Iterable[NamedItem]) -> dict[str, NamedItem]:
    """Items by their names, case folded, as a configuration holds them."""
    return {item.name.casefold(): item for item in items}
