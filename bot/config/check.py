"""What is wrong between the items of a configuration, though each is right by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.wording.suggestions import advice
from sla_core.calendars import CalendarDefinition, Window
from sla_core.configuration import ALWAYS, Configuration, Department, Level
from sla_core.rules.conditions import Condition
from sla_core.rules.facts import FIELD_PREFIX
from sla_core.rules.rule import Rule

Path = tuple[str | int, ...]
_LAST_MINUTE: Final = (23, 59)
_NAMED: Final = 5
"""So many of what is alike are named in one warning."""
_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})
ITS_OWN: Final = "send it to its alert channel, or to people"
_DECLARED_IN: Final = {
    "department": "departments",
    "customer": "customers",
    "customer_group": "customer_groups",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a configuration, and the path of keys to where it stands."""

    path: Path
    text: str


def errors(configuration: Configuration, now_s: int) -> Iterator[Finding]:
    """What cannot be meant.

    Names that stand for nothing, levels that promise what five years do not hold, and channels
    whose messages two departments would take in.
    """
    for level in configuration.levels.values():
        yield from _level_errors(configuration, level, now_s)
    yield from _intake_twice(configuration)
    names = [level.name for level in configuration.levels.values()]
    for path, name in _levels_named(configuration):
        if configuration.level(name) is None:
            known = advice(name, names) if names else "declare one under levels"
            yield Finding(path, f"there is no level {name}: {known}")


def _level_errors(configuration: Configuration, level: Level, now_s: int) -> Iterator[Finding]:
    names = [ALWAYS, *(calendar.name for calendar in configuration.calendars.values())]
    if level.calendar.casefold() not in {name.casefold() for name in names}:
        known = advice(level.calendar, names)
        text = f"there is no calendar {level.calendar}: {known}"
        yield Finding(("levels", level.name, "calendar"), text)
        return
    calendar = configuration.calendar(level.calendar)
    largest = max(level.targets, key=lambda metric: level.targets[metric].largest_s)
    if calendar.due(now_s, level.targets[largest].largest_s) is None:
        text = f"not reached within 5 years on calendar {level.calendar}: give less, or more hours"
        yield Finding(("levels", level.name, "targets", largest), text)


def _intake_twice(configuration: Configuration) -> Iterator[Finding]:
    """Channels as they are written: that a name and an id mean the same is known in Slack only."""
    owners: dict[str, str] = {}
    for department in configuration.departments.values():
        for place, channel in enumerate(department.intake_channels):
            owner = owners.setdefault(channel.removeprefix("#").casefold(), department.name)
            if owner != department.name:
                path = ("departments", department.name, "intake_channels", place)
                yield Finding(path, has_another_owner(channel, owner))


def has_another_owner(channel: str, owner: str) -> str:
    """Says that an intake channel is another department's."""
    return f"{channel} is an intake channel of {owner} already: leave it to one of them"


def _levels_named(configuration: Configuration) -> Iterator[tuple[Path, str]]:
    if configuration.options.default_level is not None:
        yield ("default_level",), configuration.options.default_level
    for section in _DECLARED_IN.values():
        for item in getattr(configuration, section).values():
            if item.level is not None:
                yield (section, item.name, "level"), item.level
    for place, rule in enumerate(configuration.rules):
        if rule.then.level is not None:
            yield ("rules", place, "then", "level"), rule.then.level


def warnings(configuration: Configuration) -> Iterator[Finding]:
    """Names that are not declared, taken as plain text; alerts nobody hears, notes that all do.

    And hours that stop a minute before midnight.
    """
    for calendar in configuration.calendars.values():
        yield from _almost_midnight(calendar)
    for customer in configuration.customers.values():
        if customer.group and configuration.customer_group(customer.group) is None:
            path = ("customers", customer.name, "group")
            yield _undeclared(path, "customer_group", customer.group)
    for place, digest in enumerate(configuration.options.digests):
        if digest.department and configuration.department(digest.department) is None:
            yield _undeclared(("digests", place, "department"), "department", digest.department)
    for department in configuration.departments.values():
        yield from _nobody_hears(configuration, department)
    yield from _overheard(configuration)
    yield from _told_to_others(configuration)
    for place, rule in enumerate(configuration.rules):
        yield from _rule_warnings(configuration, rule, ("rules", place))


def _almost_midnight(calendar: CalendarDefinition) -> Iterator[Finding]:
    """Where a calendar means midnight, as written by who comes from a tool without 24:00."""
    path: Path = ("calendars", calendar.name)
    text = "the last minute of the date is {}: if you mean midnight, write 24:00"
    if any(_ends_before_midnight(each) for windows in calendar.week for each in windows):
        yield Finding((*path, "hours"), text.format("closed"))
    for place, opening in enumerate(calendar.openings):
        if any(_ends_before_midnight(each) for each in opening.windows):
            yield Finding((*path, "openings", place), text.format("closed"))
    for place, closure in enumerate(calendar.closures):
        ends = closure.ends_local
        if isinstance(ends, datetime) and (ends.hour, ends.minute) == _LAST_MINUTE:
            yield Finding((*path, "closures", place), text.format("open"))


def _ends_before_midnight(window: Window) -> bool:
    return divmod(window.end_local_s // 60, 60) == _LAST_MINUTE


def _nobody_hears(configuration: Configuration, department: Department) -> Iterator[Finding]:
    """Alerts of a department at work in Slack that reach nobody there, or have no channel."""
    path: Path = ("departments", department.name)
    if not (department.intake_channels or department.alert_channel):
        return
    if department.alert_channel is None:
        text = f"has no alert_channel: its tickets have no card, and {_instead(department)}"
        yield Finding(path, text)
    heard = {
        to for level in configuration.levels.values() for each in level.alerts for to in each.to
    }
    for who in ("leads", "managers", "agents"):
        if who in heard and not getattr(department, who):
            text = f"alerts go to {who}, and there is nobody: name them, or alert somebody else"
            yield Finding((*path, who), text)


def _instead(department: Department) -> str:
    """Where alerts go that have no channel."""
    if department.leads:
        return "alerts go to its first lead"
    if department.managers:
        return "alerts go to its first manager"
    return "nobody hears its alerts"


def without_channels(configuration: Configuration) -> Iterator[Finding]:
    """Departments that no channel of Slack's belongs to, said together: there may be many.

    It is no warning: a file for `simulate` has no use for channels.
    """
    departments = configuration.departments.values()
    bare = [each for each in departments if not (each.intake_channels or each.alert_channel)]
    if not bare:
        return
    rest = len(bare) - _NAMED
    names = ", ".join(each.name for each in bare[:_NAMED]) + (
        f" and {rest} more" if rest > 0 else ""
    )
    text = (
        f"neither intake_channels nor alert_channel for {names}: requests come by form, shortcut "
        "and direct message alone, tickets have no card, and alerts go to the first lead, else to "
        "the first manager, else to nobody"
    )
    yield Finding(("departments",), text)


def _overheard(configuration: Configuration) -> Iterator[Finding]:
    """Channels of cards, whose threads hold the notes of agents, where requests come in as well."""
    for department in configuration.departments.values():
        channel = (department.alert_channel or "").removeprefix("#").casefold()
        for other in configuration.departments.values():
            intake = {each.removeprefix("#").casefold() for each in other.intake_channels}
            if channel in intake:
                text = (
                    f"{department.alert_channel} is an intake channel of {other.name}: "
                    "who asks there can read the notes of agents; give the cards their own channel"
                )
                yield Finding(("departments", department.name, "alert_channel"), text)


def _told_to_others(configuration: Configuration) -> Iterator[Finding]:
    """Channels that others read as well as the people of a private department, and their digests.

    Channels as they are written: that a name and an id mean the same is known in Slack only.
    """
    departments = configuration.departments.values()
    for private in (each for each in departments if each.private):
        channel = _channel(private.alert_channel)
        shared = [each.name for each in departments if _channel(each.alert_channel) == channel]
        if channel and len(shared) > 1:
            others = ", ".join(name for name in shared if name != private.name)
            text = (
                f"is the alert channel of {others} as well, whose people read it: give it its own"
            )
            yield Finding(("departments", private.name, "alert_channel"), text)
    for place, digest in enumerate(configuration.options.digests):
        department = configuration.department(digest.department)
        if department is None or not department.private:
            continue
        for name in digest.to:
            if name.startswith("#") and _channel(name) != _channel(department.alert_channel):
                text = f"{department.name} is private, so nothing is sent to {name}: {ITS_OWN}"
                yield Finding(("digests", place, "to"), text)


def _channel(name: str | None) -> str:
    return (name or "").removeprefix("#").casefold()


def _rule_warnings(configuration: Configuration, rule: Rule, path: Path) -> Iterator[Finding]:
    if rule.then.department and configuration.department(rule.then.department) is None:
        yield _undeclared((*path, "then", "department"), "department", rule.then.department)
    for place, group in enumerate(rule.groups):
        for condition in group:
            at = (*path, "if", place, condition.name, condition.operator)
            for kind, name in _names_in(condition):
                if not _is_declared(configuration, kind, name):
                    yield _undeclared(at, kind, name)


def _names_in(condition: Condition) -> Iterator[tuple[str, str]]:
    """The names a condition takes to be declared, each with what it would be."""
    if condition.name.startswith(FIELD_PREFIX):
        yield "field", condition.name.removeprefix(FIELD_PREFIX)
    elif condition.name in _DECLARED_IN and condition.operator in _EXACT:
        wanted = condition.wanted
        for name in wanted if isinstance(wanted, tuple) else (wanted,):
            yield condition.name, str(name)


def _is_declared(configuration: Configuration, kind: str, name: str) -> bool:
    if kind == "field":
        return any(name in each.fields for each in configuration.departments.values())
    return name.casefold() in getattr(configuration, _DECLARED_IN[kind])


def _undeclared(path: Path, kind: str, name: str) -> Finding:
    what = kind.replace("_", " ")
    return Finding(path, f"{what} {name} is not declared in this file: taken as plain text")
