"""What is wrong between the items of a configuration, though each is right by itself."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.config.findings import Finding, Path, place_of
from bot.config.idle_days import idle_days
from bot.config.idle_rules import idle_rules
from bot.wording import configuration as sentences
from sla_core.calendars import CalendarDefinition, Window
from sla_core.configuration import ALWAYS, PLACES, Configuration, Department, Level
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_PREFIX
from sla_core.configuration.rule import MOST_RULES, Rule

__all__ = ["Finding", "Path", "errors", "place_of", "warnings", "without_channels"]

_LAST_MINUTE: Final = (23, 59)
_NAMED: Final = 5
"""So many of what is alike are named in one warning."""
_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})
_DECLARED: Final = ("department", "customer", "customer_group")
"""The kinds that other items name, and that may have a level."""


def errors(configuration: Configuration, now_s: int) -> Iterator[Finding]:
    """What cannot be meant.

    Names that stand for nothing, levels that promise what five years do not hold, and channels
    whose messages two departments would take in.
    """
    for level in configuration.levels.values():
        yield from _level_errors(configuration, level, now_s)
    yield from _intake_twice(configuration)
    if len(configuration.rules) > MOST_RULES:
        yield Finding(("rules", MOST_RULES), sentences.too_many_rules(MOST_RULES))
    names = [level.name for level in configuration.levels.values()]
    for path, name in _levels_named(configuration):
        if configuration.level(name) is None:
            yield Finding(path, sentences.no_level(name, names))


def _level_errors(configuration: Configuration, level: Level, now_s: int) -> Iterator[Finding]:
    names = [ALWAYS, *(calendar.name for calendar in configuration.calendars.values())]
    if level.calendar.casefold() not in {name.casefold() for name in names}:
        path: Path = ("levels", level.name, "calendar")
        yield Finding(path, sentences.no_calendar(level.calendar, names))
        return
    calendar = configuration.calendar(level.calendar)
    largest = max(level.targets, key=lambda metric: level.targets[metric].largest_s)
    if calendar.due(now_s, level.targets[largest].largest_s) is None:
        path = ("levels", level.name, "targets", largest)
        yield Finding(path, sentences.unreachable(level.calendar))


def _intake_twice(configuration: Configuration) -> Iterator[Finding]:
    """Channels as they are written: that a name and an id mean the same is known in Slack only."""
    owners: dict[str, str] = {}
    for department in configuration.departments.values():
        for index, channel in enumerate(department.intake_channels):
            owner = owners.setdefault(channel.removeprefix("#").casefold(), department.name)
            if owner != department.name:
                path = ("departments", department.name, "intake_channels", index)
                yield Finding(path, sentences.has_another_owner(channel, owner))


def _levels_named(configuration: Configuration) -> Iterator[tuple[Path, str]]:
    if configuration.options.default_level is not None:
        yield ("default_level",), configuration.options.default_level
    for section in (PLACES[kind] for kind in _DECLARED):
        for item in getattr(configuration, section).values():
            if item.level is not None:
                yield (section, item.name, "level"), item.level
    for index, rule in enumerate(configuration.rules):
        if rule.then.level is not None:
            yield ("rules", index, "then", "level"), rule.then.level


def warnings(configuration: Configuration) -> Iterator[Finding]:
    """Names that are not declared, taken as plain text; alerts nobody hears, notes that all do.

    And hours that stop a minute before midnight.
    """
    for calendar in configuration.calendars.values():
        yield from _almost_midnight(calendar)
        yield from idle_days(calendar)
    for customer in configuration.customers.values():
        if customer.group and configuration.customer_group(customer.group) is None:
            path = ("customers", customer.name, "group")
            yield _undeclared(path, "customer_group", customer.group)
    for index, digest in enumerate(configuration.options.digests):
        if digest.department and configuration.department(digest.department) is None:
            yield _undeclared(("digests", index, "department"), "department", digest.department)
    for department in configuration.departments.values():
        yield from _nobody_hears(configuration, department)
    yield from _overheard(configuration)
    yield from _read_by_others(configuration)
    for index, rule in enumerate(configuration.rules):
        yield from _rule_warnings(configuration, rule, ("rules", index))
    yield from idle_rules(configuration)


def _almost_midnight(calendar: CalendarDefinition) -> Iterator[Finding]:
    """Where a calendar means midnight, as written by who comes from a tool without 24:00."""
    path: Path = ("calendars", calendar.name)
    if any(_ends_before_midnight(window) for windows in calendar.week for window in windows):
        yield Finding((*path, "hours"), sentences.last_minute("closed"))
    for index, opening in enumerate(calendar.openings):
        if any(_ends_before_midnight(window) for window in opening.windows):
            yield Finding((*path, "openings", index), sentences.last_minute("closed"))
    for index, closure in enumerate(calendar.closures):
        ends = closure.ends_local
        if isinstance(ends, datetime) and (ends.hour, ends.minute) == _LAST_MINUTE:
            yield Finding((*path, "closures", index), sentences.last_minute("open"))


def _ends_before_midnight(window: Window) -> bool:
    return divmod(window.end_local_s // 60, 60) == _LAST_MINUTE


def _nobody_hears(configuration: Configuration, department: Department) -> Iterator[Finding]:
    """Alerts of a department at work in Slack that reach nobody there, or have no channel."""
    path: Path = ("departments", department.name)
    if not (department.intake_channels or department.alert_channel):
        return
    if department.alert_channel is None:
        yield Finding(path, sentences.no_alert_channel(_instead(department)))
    readers = {
        to for level in configuration.levels.values() for alert in level.alerts for to in alert.to
    }
    for role in ("leads", "managers", "agents"):
        if role in readers and not getattr(department, role):
            yield Finding((*path, role), sentences.alerts_to_nobody(role))


def _instead(department: Department) -> str:
    """Whose first alerts go to that have no channel: `leads`, `managers` or `nobody`."""
    roles = (name for name in ("leads", "managers") if getattr(department, name))
    return next(roles, "nobody")


def without_channels(configuration: Configuration) -> Iterator[Finding]:
    """Departments that no channel of Slack's belongs to, said together: there may be many.

    It is no warning: a file for `simulate` has no use for channels.
    """
    departments = configuration.departments.values()
    bare = [
        department
        for department in departments
        if not (department.intake_channels or department.alert_channel)
    ]
    if not bare:
        return
    more = len(bare) - _NAMED
    names = ", ".join(department.name for department in bare[:_NAMED])
    yield Finding(("departments",), sentences.without_channels(names, max(0, more)))


def _overheard(configuration: Configuration) -> Iterator[Finding]:
    """Channels of cards, whose threads hold the notes of agents, where requests come in as well."""
    for department in configuration.departments.values():
        channel = (department.alert_channel or "").removeprefix("#").casefold()
        for other in configuration.departments.values():
            intake = {name.removeprefix("#").casefold() for name in other.intake_channels}
            if channel in intake:
                text = sentences.overheard(str(department.alert_channel), other.name)
                yield Finding(("departments", department.name, "alert_channel"), text)


def _read_by_others(configuration: Configuration) -> Iterator[Finding]:
    """Channels that others read as well as the people of a private department, and their digests.

    Channels as they are written: that a name and an id mean the same is known in Slack only.
    """
    departments = configuration.departments.values()
    for private in (department for department in departments if department.private):
        channel = _channel(private.alert_channel)
        shared = [
            department.name
            for department in departments
            if _channel(department.alert_channel) == channel
        ]
        if channel and len(shared) > 1:
            others = ", ".join(name for name in shared if name != private.name)
            path = ("departments", private.name, "alert_channel")
            yield Finding(path, sentences.shared_alert_channel(others))
    for index, digest in enumerate(configuration.options.digests):
        department = configuration.department(digest.department)
        if department is None or not department.private:
            continue
        for name in digest.to:
            if name.startswith("#") and _channel(name) != _channel(department.alert_channel):
                yield Finding(
                    ("digests", index, "to"), sentences.private_digest(department.name, name)
                )


def _channel(name: str | None) -> str:
    return (name or "").removeprefix("#").casefold()


def _rule_warnings(configuration: Configuration, rule: Rule, path: Path) -> Iterator[Finding]:
    if rule.then.department and configuration.department(rule.then.department) is None:
        yield _undeclared((*path, "then", "department"), "department", rule.then.department)
    for index, group in enumerate(rule.groups):
        for condition in group:
            at = (*path, "if", index, condition.name, condition.operator)
            for kind, name in _names_in(condition):
                if not _is_declared(configuration, kind, name):
                    yield _undeclared(at, kind, name)


def _names_in(condition: Condition) -> Iterator[tuple[str, str]]:
    """The names a condition takes to be declared, each with what it would be."""
    if condition.name.startswith(FIELD_PREFIX):
        yield "field", condition.name.removeprefix(FIELD_PREFIX)
    elif condition.name in _DECLARED and condition.operator in _EXACT:
        wanted = condition.wanted
        for name in wanted if isinstance(wanted, tuple) else (wanted,):
            yield condition.name, str(name)


def _is_declared(configuration: Configuration, kind: str, name: str) -> bool:
    if kind == "field":
        return any(name in department.fields for department in configuration.departments.values())
    return name.casefold() in getattr(configuration, PLACES[kind])


def _undeclared(path: Path, kind: str, name: str) -> Finding:
    return Finding(path, sentences.undeclared(kind, name))
