"""Every revision of every item, and the configuration that was in force at any instant."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from sla_core.calendars import Calendar, CalendarDefinition, compiled
from sla_core.configuration.contents import (
    Configuration,
    Customer,
    CustomerGroup,
    Department,
    WorkspaceOptions,
)
from sla_core.configuration.kinds import NAMED, PLACES, RULES, UNDER_CLOCKS, WORKSPACE
from sla_core.configuration.levels import Level
from sla_core.configuration.rule import Rule
from sla_core.instants import MICROSECONDS
from sla_core.text_equality import folded

Item = CalendarDefinition | Level | Department | Customer | CustomerGroup | WorkspaceOptions
RuleList = tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of one item: when, by whom, what it is from now on (None: gone).

    ``kind`` is one of ``KINDS``. ``moves_running`` tells the clocks open then to go over to it.
    ``fraction_us`` are the microseconds of its instant after the whole second: an event earlier in
    the second is not reached.
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
        self.revisions = tuple(
            sorted(revisions, key=lambda revision: (revision.at_us, revision.number))
        )
        self._instants = [revision.at_us for revision in self.revisions]
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

    @cached_property
    def private_departments(self) -> Mapping[str, Department | None]:
        """The departments whose tickets only their own people read, by their names, folded.

        None in the place of one that was private when it was removed.
        """
        newest = {
            folded(revision.name): revision.value
            for revision in self.revisions
            if isinstance(revision.value, Department)
        }
        present = {folded(name) for name in self.latest.departments}
        return {
            name: department if name in present else None
            for name, department in newest.items()
            if department.private
        }

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
            revision.number
            for revision in reversed(self.revisions[:position])
            if revision.kind == kind and revision.name.casefold() == name.casefold()
        )
        return next(numbers, 0)


def _end_of(at_s: int) -> int:
    """The last instant of a second."""
    return (at_s + 1) * MICROSECONDS - 1


def _moves(revisions: Sequence[Revision]) -> Iterable[Move]:
    """One move for each instant at which running clocks are told to go over to something."""
    edits = [edit for edit in revisions if edit.moves_running and edit.kind in UNDER_CLOCKS]
    for at_us, group in groupby(edits, key=lambda edit: edit.at_us):
        together = list(group)
        levels, calendars = (
            {edit.name.casefold(): edit for edit in together if edit.kind == kind}
            for kind in UNDER_CLOCKS
        )
        yield Move(at_us, levels, calendars, together[-1].by)


def _changed(configuration: Configuration, revision: Revision) -> Configuration:
    attribute = PLACES[revision.kind]
    changes: dict[str, Any] = {attribute: _held(getattr(configuration, attribute), revision)}
    return replace(configuration, **changes)


def _held(before: Any, revision: Revision) -> Any:
    """What is in the place of a kind after a revision; of what is one item nothing is its start."""
    if revision.kind not in NAMED:
        return revision.value or getattr(Configuration(), PLACES[revision.kind])
    items = dict(before)
    items.pop(revision.name.casefold(), None)
    if revision.value is not None:
        items[revision.name.casefold()] = revision.value
    return items


def items_in(configuration: Configuration) -> dict[tuple[str, str], Item | RuleList]:
    """Every item of a configuration by its kind and name."""
    named: dict[tuple[str, str], Item | RuleList] = {
        (kind, item.name): item
        for kind, attribute in NAMED.items()
        for item in getattr(configuration, attribute).values()
    }
    return {
        **named,
        (RULES, RULES): configuration.rules,
        (WORKSPACE, WORKSPACE): configuration.options,
    }


def revisions_of(configuration: Configuration, *, at_s: int, first_number: int) -> list[Revision]:
    """The revisions that make a whole configuration out of nothing, at one instant."""
    items = enumerate(items_in(configuration).items(), first_number)
    return [Revision(number, at_s, kind, name, value) for number, ((kind, name), value) in items]
