"""Every revision of every item, and the configuration that was in force at any instant."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, NamedTuple, cast

from sla_core.calendars import Calendar, CalendarDefinition, compiled
from sla_core.configuration.contents import (
    Configuration,
    Customer,
    CustomerGroup,
    Department,
    WorkspaceOptions,
)
from sla_core.configuration.levels import Level
from sla_core.instants import MICROSECONDS
from sla_core.rules.rule import Rule

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
    ``moves_running`` tells the clocks open then to go over to it. ``fraction_us`` is what of its
    instant is left after the whole second: what happened earlier in the second is not reached.
    """

    number: int
    at_s: int
    kind: str
    name: str
    value: Item | RuleList | None
    by: str | None = None
    moves_running: bool = False
    fraction_us: int = 0

    @property
    def at_us(self) -> int:
        """The exact instant, in microseconds since 1970 UTC."""
        return self.at_s * MICROSECONDS + self.fraction_us


@dataclass(frozen=True, slots=True)
class LevelInForce:
    """A level as a clock runs under it: with its revision, its calendar and the calendar's."""

    level: Level
    level_revision: int
    calendar: Calendar
    calendar_revision: int


class Move(NamedTuple):
    """What running clocks are moved to at an instant, by names, case folded, and who said so."""

    at_us: int
    levels: Mapping[str, Revision]
    calendars: Mapping[str, Revision]
    by: str | None


class ConfigurationHistory:
    """Every revision in order, and the configuration that was in force at any instant."""

    def __init__(self, revisions: Iterable[Revision]) -> None:
        self.revisions = tuple(sorted(revisions, key=lambda each: (each.at_us, each.number)))
        self._instants = [each.at_us for each in self.revisions]
        self._states: list[Configuration] = [Configuration()]
        for revision in self.revisions:
            self._states.append(_changed(self._states[-1], revision))
        self.moves = tuple(_moves(self.revisions))
        self._in_force: dict[tuple[int, str], LevelInForce | None] = {}
        self._moved: dict[tuple[int, str, int, int], LevelInForce | None] = {}

    @classmethod
    def of(cls, configuration: Configuration) -> "ConfigurationHistory":
        """A history in which one configuration has been in force for ever."""
        return cls(revisions_of(configuration, at_s=-(10**12), first_number=1))

    def at(self, at_s: int) -> Configuration:
        """The configuration in force at the end of a second."""
        return self.at_us(_end_of(at_s))

    def at_us(self, at_us: int) -> Configuration:
        """The configuration in force at an instant, changes of that instant included.

        What was configured first holds for the time before it as well: a message may be older than
        the first configuration.
        """
        return self._states[self._position(at_us)]

    @property
    def latest(self) -> Configuration:
        """The configuration after every revision."""
        return self._states[-1]

    def level_in_force(self, name: str | None, at_s: int) -> LevelInForce | None:
        """The level of a name at the end of a second, with its calendar; None if there is none."""
        return self.level_in_force_us(name, _end_of(at_s))

    def level_in_force_us(self, name: str | None, at_us: int) -> LevelInForce | None:
        """The level of a name at an instant with its calendar, or None where there is none."""
        if name is None:
            return None
        position = self._position(at_us)
        key = position, name
        if key not in self._in_force:
            self._in_force[key] = self._find(name, position)
        return self._in_force[key]

    def moved(self, own: LevelInForce, move: Move) -> LevelInForce | None:
        """What a clock that ran under ``own`` runs under after a move; ``own`` if it stays.

        None where its level was removed. A level that stays on the same calendar keeps the
        calendar's revision, unless that is moved as well.
        """
        level, calendar = own.level.name.casefold(), own.level.calendar.casefold()
        if level not in move.levels and calendar not in move.calendars:
            return own
        key = move.at_us, level, own.level_revision, own.calendar_revision
        if key not in self._moved:
            self._moved[key] = self._find_moved(own, move)
        return self._moved[key]

    def extended(self, revisions: Iterable[Revision]) -> "ConfigurationHistory":
        """The history as it would be with some revisions more."""
        return ConfigurationHistory((*self.revisions, *revisions))

    def _find_moved(self, own: LevelInForce, move: Move) -> LevelInForce | None:
        level, level_revision = own.level, own.level_revision
        calendar, calendar_revision = own.calendar, own.calendar_revision
        if (edit := move.levels.get(level.name.casefold())) is not None:
            if not isinstance(edit.value, Level):
                return None
            level, level_revision = edit.value, edit.number
            if level.calendar.casefold() != own.level.calendar.casefold():
                return self._on_its_calendar(level, level_revision, self._position(move.at_us))
        edit = move.calendars.get(level.calendar.casefold())
        if edit is not None and isinstance(edit.value, CalendarDefinition):
            calendar, calendar_revision = compiled(edit.value), edit.number
        return LevelInForce(level, level_revision, calendar, calendar_revision)

    def _position(self, at_us: int) -> int:
        """How many revisions are in force at an instant."""
        first_us = self._instants[0] if self._instants else at_us
        return bisect_right(self._instants, max(at_us, first_us))

    def _find(self, name: str, position: int) -> LevelInForce | None:
        level = self._states[position].level(name)
        if level is None:
            return None
        return self._on_its_calendar(level, self._number("level", level.name, position), position)

    def _on_its_calendar(self, level: Level, level_revision: int, position: int) -> LevelInForce:
        calendar = self._states[position].calendar(level.calendar)
        calendar_revision = self._number("calendar", level.calendar, position)
        return LevelInForce(level, level_revision, calendar, calendar_revision)

    def _number(self, kind: str, name: str, position: int) -> int:
        numbers = (
            each.number
            for each in reversed(self.revisions[:position])
            if each.kind == kind and each.name.casefold() == name.casefold()
        )
        return next(numbers, 0)


def _end_of(at_s: int) -> int:
    """The last instant of a second."""
    return (at_s + 1) * MICROSECONDS - 1


def _moves(revisions: Sequence[Revision]) -> Iterable[Move]:
    """One move for each instant at which running clocks are told to go over to something."""
    told = [each for each in revisions if each.moves_running and each.kind in ("level", "calendar")]
    for at_us, group in groupby(told, key=lambda each: each.at_us):
        together = list(group)
        levels, calendars = (
            {each.name.casefold(): each for each in together if each.kind == kind}
            for kind in ("level", "calendar")
        )
        yield Move(at_us, levels, calendars, together[-1].by)


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
