"""What is promised, to whom and by whom: the configuration, and the history of its revisions.

A configuration is a value. Its history is a list of changes, each of one named item, and answers
what was in force at any instant; so a clock can be computed again, the same, years later.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from sla_core.calendars import Calendar, CalendarDefinition, always, compiled
from sla_core.errors import ConfigurationError, LevelError
from sla_core.rules.rule import Rule
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

ALWAYS: Final = "24x7"
MOST_REPEATS: Final = 100
DEFAULT_PAUSES: Final[Mapping[str, frozenset[str]]] = {
    "resolution": frozenset({"answered", "pending", "on_hold"}),
    "periodic_update": frozenset({"pending", "on_hold"}),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Business seconds allowed for one metric, perhaps by priority; at least 1 each."""

    default_s: int | None
    by_priority: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        allowed = [seconds for _, seconds in self.by_priority]
        if self.default_s is not None:
            allowed.append(self.default_s)
        if not allowed:
            raise LevelError("a target names at least one time", field="targets")
        if min(allowed) < 1:
            raise LevelError("a target is at least one second", field="targets")
        for priority, _ in self.by_priority:
            if priority not in PRIORITIES:
                raise LevelError(
                    f"unknown priority {priority!r}: use {', '.join(PRIORITIES)} or default",
                    field="targets",
                )

    def seconds(self, priority: str) -> int | None:
        """The target for a priority, in business seconds, or None where none is promised."""
        return dict(self.by_priority).get(priority, self.default_s)

    @property
    def largest_s(self) -> int:
        """The longest time it allows."""
        times = [seconds for _, seconds in self.by_priority]
        return max(times if self.default_s is None else [*times, self.default_s])


@dataclass(frozen=True, slots=True)
class AlertPoint:
    """When an alert is due on a clock: exactly one of the four kinds of semantics, section 8.

    ``share_pct`` of the target used, ``before_s`` business seconds left, the ``breach`` itself, or
    ``after_s`` of the clock's own time after it, ``repeat`` times, 100 at most.
    """

    share_pct: int | None = None
    before_s: int | None = None
    breach: bool = False
    after_s: int | None = None
    repeat: int = 1

    def __post_init__(self) -> None:
        kinds = [self.share_pct, self.before_s, self.breach or None, self.after_s]
        if sum(kind is not None for kind in kinds) != 1:
            raise LevelError("an alert is at 75%, -15m, breach or +1h", field="alerts")
        if self.share_pct is not None and not 0 < self.share_pct < 100:  # noqa: PLR2004 a percentage
            raise LevelError("a share lies between 1% and 99%", field="alerts")
        times = [each for each in (self.before_s, self.after_s) if each is not None]
        if min([*times, self.repeat]) < 1:
            raise LevelError("times and repeats of an alert are at least 1", field="alerts")
        if self.repeat > MOST_REPEATS:
            raise LevelError(f"an alert repeats {MOST_REPEATS} times at most", field="alerts")
        if self.repeat > 1 and self.after_s is None:
            raise LevelError("only an alert after the breach repeats", field="alerts")


@dataclass(frozen=True, slots=True)
class Alert:
    """Who hears of which point of which metrics; no metrics means all."""

    point: AlertPoint
    to: tuple[str, ...]
    metrics: frozenset[str] = frozenset()
    escalate: bool = False


DEFAULT_ALERTS: Final = (
    Alert(AlertPoint(share_pct=75), ("channel",)),
    Alert(AlertPoint(breach=True), ("channel", "leads")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """A named set of targets with a calendar, alerts, and the rules of pause, reopen, change."""

    name: str
    targets: Mapping[str, Target]
    calendar: str = ALWAYS
    pause_on: Mapping[str, frozenset[str]] = field(default_factory=lambda: dict(DEFAULT_PAUSES))
    reopen: str = "resume"
    on_change: str = "carry"
    alerts: tuple[Alert, ...] = DEFAULT_ALERTS
    resolve_after_s: int | None = None
    close_after_s: int | None = None
    quiet_local_s: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not self.targets:
            raise LevelError("a level promises at least one metric", field="targets")
        _known("metric", self.targets, METRICS, "targets")
        _known("metric", self.pause_on, METRICS, "pause_on")
        for statuses in self.pause_on.values():
            _known("status", statuses, STATUSES, "pause_on")
        _known("reopen mode", [self.reopen], ("resume", "new_cycle", "ignore"), "reopen")
        _known("change mode", [self.on_change], ("carry", "restart"), "on_change")

    def target_s(self, metric: str, priority: str) -> int | None:
        """The target of a metric at a priority, in business seconds, or None without one."""
        target = self.targets.get(metric)
        return None if target is None else target.seconds(priority)

    def pauses(self, metric: str, status: str) -> bool:
        """Whether a clock of this metric stands still in this status."""
        return status in self.pause_on.get(metric, ())


def _known(what: str, names: Iterable[str], known: tuple[str, ...], at: str) -> None:
    for name in names:
        if name not in known:
            raise LevelError(f"unknown {what} {name!r}: use one of {', '.join(known)}", field=at)


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


@dataclass(frozen=True, slots=True)
class WorkspaceOptions:
    """What is set once for the whole workspace."""

    report_time_zone: str = "UTC"
    managed_by: str = "slack"
    default_level: str | None = None
    emoji: Mapping[str, str] = field(default_factory=dict)
    intake_bots: tuple[str, ...] = ()


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
        definition = self.calendars.get(name.casefold())
        if definition is None and name.casefold() == ALWAYS:
            definition = _always()
        if definition is None:
            raise ConfigurationError(f"there is no calendar {name!r}", field="calendar")
        return compiled(definition)

    def check_promise(self, level: Level, now_s: int) -> None:
        """Raise ``LevelError`` for a level that names no calendar or is never reached.

        Its largest target is reached within five years from ``now_s``.
        """
        largest_s = max(target.largest_s for target in level.targets.values())
        try:
            calendar = self.calendar(level.calendar)
        except ConfigurationError as error:
            raise LevelError(error.problem, field="calendar") from error
        if calendar.due(now_s, largest_s) is None:
            raise LevelError(
                f"the largest target is not reached within 5 years on calendar "
                f"{level.calendar!r}: give a shorter one, or more hours",
                field="targets",
            )


@lru_cache(maxsize=1)
def _always() -> CalendarDefinition:
    return always()


Item = CalendarDefinition | Level | Department | Customer | CustomerGroup | WorkspaceOptions
RuleList = tuple[Rule, ...]

_SHELVES: Final = {
    "calendar": "calendars",
    "level": "levels",
    "department": "departments",
    "customer": "customers",
    "customer_group": "customer_groups",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one item: when, by whom, what it is from now on (None: gone).

    ``kind`` is one of calendar, level, department, customer, customer_group, rules, workspace.
    ``moves_running`` tells the clocks open at ``at_s`` to go over to it.
    """

    number: int
    at_s: int
    kind: str
    name: str
    value: Item | RuleList | None
    by: str | None = None
    moves_running: bool = False


@dataclass(frozen=True, slots=True)
class LevelInForce:
    """A level as a clock runs under it: with its revision, its calendar and the calendar's."""

    level: Level
    level_revision: int
    calendar: Calendar
    calendar_revision: int


class ConfigurationHistory:
    """Every revision in order, and the configuration that was in force at any instant."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self.revisions = tuple(sorted(revisions, key=lambda each: (each.at_s, each.number)))
        self._instants = [each.at_s for each in self.revisions]
        self._states: list[Configuration] = [Configuration()]
        for revision in self.revisions:
            self._states.append(_changed(self._states[-1], revision))
        self._in_force: dict[tuple[int, str], LevelInForce | None] = {}

    @classmethod
    def of(cls, configuration: Configuration) -> "ConfigurationHistory":
        """A history in which one configuration has been in force for ever."""
        return cls(revisions_of(configuration, at_s=-(10**12), first_number=1))

    def at(self, at_s: int) -> Configuration:
        """The configuration in force at an instant, changes of that instant included.

        What was configured first holds for the time before it as well: a message may be older than
        the first configuration.
        """
        return self._states[self._position(at_s)]

    @property
    def latest(self) -> Configuration:
        """The configuration after every revision."""
        return self._states[-1]

    def level_in_force(self, name: str | None, at_s: int) -> LevelInForce | None:
        """The level of a name at an instant with its calendar, or None where there is none."""
        if name is None:
            return None
        position = self._position(at_s)
        key = position, name
        if key not in self._in_force:
            self._in_force[key] = self._find(name, position)
        return self._in_force[key]

    def _position(self, at_s: int) -> int:
        """How many revisions are in force at an instant."""
        first_s = self._instants[0] if self._instants else at_s
        return bisect_right(self._instants, max(at_s, first_s))

    def _find(self, name: str, position: int) -> LevelInForce | None:
        configuration = self._states[position]
        level = configuration.level(name)
        if level is None:
            return None
        return LevelInForce(
            level,
            self._number("level", level.name, position),
            configuration.calendar(level.calendar),
            self._number("calendar", level.calendar, position),
        )

    def _number(self, kind: str, name: str, position: int) -> int:
        numbers = (
            each.number
            for each in reversed(self.revisions[:position])
            if each.kind == kind and each.name.casefold() == name.casefold()
        )
        return next(numbers, 0)


def _changed(configuration: Configuration, revision: Revision) -> Configuration:
    value = revision.value
    if revision.kind == "workspace":
        return replace(configuration, options=cast(WorkspaceOptions, value or WorkspaceOptions()))
    if revision.kind == "rules":
        return replace(configuration, rules=cast(RuleList, value or ()))
    shelf = _SHELVES[revision.kind]
    items: dict[str, Any] = dict(getattr(configuration, shelf))
    items.pop(revision.name.casefold(), None)
    if value is not None:
        items[revision.name.casefold()] = value
    changes: dict[str, Any] = {shelf: items}
    return replace(configuration, **changes)


def revisions_of(configuration: Configuration, *, at_s: int, first_number: int) -> list[Revision]:
    """The revisions that make a whole configuration out of nothing, at one instant."""
    items: list[tuple[str, str, Item | RuleList]] = [
        (kind, item.name, item)
        for kind, shelf in _SHELVES.items()
        for item in getattr(configuration, shelf).values()
    ]
    items.append(("rules", "rules", configuration.rules))
    items.append(("workspace", "workspace", configuration.options))
    return [
        Revision(number, at_s, kind, name, value)
        for number, (kind, name, value) in enumerate(items, first_number)
    ]


NamedItem = TypeVar("NamedItem", CalendarDefinition, Level, Department, Customer, CustomerGroup)


def named(items: Iterable[NamedItem]) -> dict[str, NamedItem]:
    """Items by their names, case folded, as a configuration holds them."""
    return {item.name.casefold(): item for item in items}
