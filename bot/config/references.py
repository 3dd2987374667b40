"""Each place of a configuration in which a person, a group, a channel or a bot is named.

The one list of them: what is refused, looked up, waited for or replaced is found by it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.config.check import Path, place_of
from sla_core.configuration import (
    Alert,
    Configuration,
    Customer,
    Department,
    Digest,
    Level,
    WorkspaceOptions,
)
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Rule

PEOPLE: Final = "people"
"""Members of the workspace, by themselves or as a user group."""
PERSON: Final = "person"
"""One member of the workspace."""
ANYONE: Final = "anyone"
"""A person of this workspace or another, guests too: customers, and who wrote or has a ticket."""
CHANNEL: Final = "channel"
AUDIENCE: Final = "audience"
"""Who hears of something: people, a channel, or whoever is in a role."""
READERS: Final = "readers"
"""Who is sent a digest: people or a channel."""
BOT: Final = "bot"

WORDS: Final = {AUDIENCE: ("channel", "assignee", "leads", "managers", "agents")}
"""The words that name nobody in particular, by the kind of place they may stand in."""
IN_PEACE: Final = ("leads",)
"""Who hears of what nobody is left to hear of."""

_OF_PEOPLE: Final = frozenset({"assignee", "last_message.by"})
_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})
_NEGATED: Final = frozenset({"is_not", "not_in"})


@dataclass(frozen=True, slots=True)
class Reference:
    """One name as it is written, the kind of what it names, and the path of keys to it."""

    path: Path
    kind: str
    written: str

    @property
    def place(self) -> str:
        """The keys to it, as people see them."""
        return place_of(self.path)


Choose = Callable[[Reference], str | None]
"""What is to stand instead of a name; None where nothing is."""


def references(configuration: Configuration) -> list[Reference]:
    """Every name in a configuration, in the order of its parts."""
    collected: list[Reference] = []

    def note(reference: Reference) -> str:
        collected.append(reference)
        return reference.written

    with_names(configuration, note)
    return collected


def with_names(configuration: Configuration, choose: Choose) -> Configuration:
    """The configuration with what is chosen for each name.

    Where nobody is left, an alert goes to the leads; a digest and a rule are gone, and a condition
    is as if nobody were called that.
    """
    rules = [_rule(rule, index, choose) for index, rule in enumerate(configuration.rules)]
    return replace(
        configuration,
        departments={
            name: _department(department, choose)
            for name, department in configuration.departments.items()
        },
        customers={
            name: _customer(customer, choose) for name, customer in configuration.customers.items()
        },
        levels={name: _level(level, choose) for name, level in configuration.levels.items()},
        rules=tuple(rule for rule in rules if rule is not None),
        options=_options(configuration.options, choose),
    )


def _all(path: Path, kind: str, written: Iterable[str], choose: Choose) -> tuple[str, ...]:
    """What is chosen for each name of a list, each once."""
    chosen = [choose(Reference((*path, index), kind, name)) for index, name in enumerate(written)]
    return tuple(dict.fromkeys(name for name in chosen if name is not None))


def _department(department: Department, choose: Choose) -> Department:
    path: Path = ("departments", department.name)
    alerts = department.alert_channel
    return replace(
        department,
        intake_channels=_all(
            (*path, "intake_channels"), CHANNEL, department.intake_channels, choose
        ),
        alert_channel=alerts and choose(Reference((*path, "alert_channel"), CHANNEL, alerts)),
        leads=_all((*path, "leads"), PEOPLE, department.leads, choose),
        managers=_all((*path, "managers"), PEOPLE, department.managers, choose),
        agents=_all((*path, "agents"), PEOPLE, department.agents, choose),
    )


def _customer(customer: Customer, choose: Choose) -> Customer:
    path: Path = ("customers", customer.name)
    return replace(
        customer,
        channels=_all((*path, "channels"), CHANNEL, customer.channels, choose),
        users=_all((*path, "users"), ANYONE, customer.users, choose),
    )


def _level(level: Level, choose: Choose) -> Level:
    path: Path = ("levels", level.name, "alerts")
    alerts = tuple(_alert(each, (*path, index), choose) for index, each in enumerate(level.alerts))
    return level if alerts == level.alerts else replace(level, alerts=alerts)


def _alert(alert: Alert, path: Path, choose: Choose) -> Alert:
    to = _all((*path, "to"), AUDIENCE, alert.to, choose)
    return replace(alert, to=to or IN_PEACE)


def _options(options: WorkspaceOptions, choose: Choose) -> WorkspaceOptions:
    digests = [_digest(digest, index, choose) for index, digest in enumerate(options.digests)]
    return replace(
        options,
        admins=_all(("admins",), PEOPLE, options.admins, choose),
        intake_bots=_all(("intake_bots",), BOT, options.intake_bots, choose),
        digests=tuple(digest for digest in digests if digest.to),
    )


def _digest(digest: Digest, index: int, choose: Choose) -> Digest:
    return replace(digest, to=_all(("digests", index, "to"), READERS, digest.to, choose))


# --- rules ------------------------------------------------------------------------------------


def _rule(rule: Rule, index: int, choose: Choose) -> Rule | None:
    path: Path = ("rules", index)
    groups = [
        _group(group, (*path, "if", number), choose) for number, group in enumerate(rule.groups)
    ]
    left = tuple(group for group in groups if group is not None)
    then = _actions(rule.then, (*path, "then"), choose)
    matches_nothing = bool(rule.groups) and not left
    if matches_nothing or then == Actions():
        return None
    return replace(rule, groups=() if () in left else left, then=then)


def _actions(then: Actions, path: Path, choose: Choose) -> Actions:
    if then.assignee is not None:
        reference = Reference((*path, "assignee"), PERSON, then.assignee)
        then = replace(then, assignee=choose(reference))
    if then.notify is not None:
        to = _all((*path, "notify", "to"), AUDIENCE, then.notify.to, choose)
        then = replace(then, notify=replace(then.notify, to=to or IN_PEACE))
    return then


def _group(
    group: tuple[Condition, ...], path: Path, choose: Choose
) -> tuple[Condition, ...] | None:
    """The conditions of a group; None where one of them can hold no more."""
    left = []
    for original in group:
        condition = _condition(original, path, choose)
        if condition is not None:
            left.append(condition)
        elif original.operator not in _NEGATED:
            return None
    return tuple(left)


def _condition(condition: Condition, path: Path, choose: Choose) -> Condition | None:
    """A condition with the people it is left with, None where it is left with nobody."""
    if condition.name not in _OF_PEOPLE or condition.operator not in _EXACT:
        return condition
    wanted: Any = condition.wanted
    names = wanted if isinstance(wanted, list | tuple) else (wanted,)
    path = (*path, condition.name, condition.operator)
    left = _all(path, ANYONE, map(str, names), choose)
    if not left:
        return None
    return replace(condition, wanted=left if isinstance(wanted, list | tuple) else left[0])
