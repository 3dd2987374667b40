"""Clocks left behind: they run under an older revision than the one in force.

An edit leaves behind what it was not told to move, and so does new data of a calendar. What is in
force is then said again, as a revision with the same value that moves them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.config.history import MOVING_KINDS, edited_before, newest_move, newest_revision
from bot.config.items import to_json
from bot.store import stale_tickets
from bot.store.configuration import ConfigChange
from bot.store.stale_tickets import PromiseNames
from bot.usecases.changes.recording import timelines
from bot.usecases.ground.transaction import Work
from sla_core.configuration import ConfigurationHistory, Revision
from sla_core.instants import MICROSECONDS, to_us
from sla_core.preview import Trailing, trailing


@dataclass(frozen=True, slots=True)
class Repeat:
    """The revision in force of a level or a calendar, and how many open clocks are behind it.

    That of a level may be its removal.
    """

    revision: Revision
    clocks: int

    @property
    def change(self) -> ConfigChange:
        """The same again, to be told to move what runs."""
        kind, name, value = self.revision.kind, self.revision.name, self.revision.value
        return ConfigChange(kind, name, None if value is None else to_json(kind, value), True)

    @property
    def line(self) -> str:
        """What an admin reads of it."""
        clocks = "1 clock runs" if self.clocks == 1 else f"{self.clocks:,} clocks run"
        return f"= {self.revision.kind} {self.revision.name}: {clocks} under an older revision"


@dataclass(frozen=True, slots=True)
class Left:
    """What is to be said again, and how many clocks move with that alone."""

    repeats: tuple[Repeat, ...] = ()
    running: int = 0

    @property
    def revisions(self) -> list[Revision]:
        """The revisions in force that are to be said again."""
        return [each.revision for each in self.repeats]

    @property
    def names(self) -> PromiseNames:
        """What they are of."""
        return _names_of(self.revisions)


def left_behind(work: Work, wanted: ConfigurationHistory, edited: PromiseNames) -> Left:
    """What is not edited and has clocks behind it, once a wanted history has moved its own."""
    in_force = [each for each in edited_before(work.history) if not edited.meets(_names_of([each]))]
    if not in_force:
        return Left()
    again = wanted.extended(said_again(work, wanted, in_force))
    meant = _names_of(in_force), newest_move(work.history, work.now_s)
    numbers = stale_tickets.concerned(work.connection, work.workspace_id, *meant).numbers
    found = [
        each
        for timeline in timelines(work, numbers)
        for each in trailing(timeline, wanted, again, work.now_s)
    ]
    clocks = Counter(item for each in found for item in _items_of(each))
    repeats = (Repeat(each, clocks[each.kind, each.name.casefold()]) for each in in_force)
    running = sum(not edited.meets(_under(each)) for each in found)
    return Left(tuple(each for each in repeats if each.clocks), running)


def said_again(
    work: Work, history: ConfigurationHistory, revisions: Sequence[Revision]
) -> list[Revision]:
    """The revisions that say the same after a history, now, and move what runs."""
    at_s, fraction_us = divmod(to_us(work.now), MICROSECONDS)
    return [
        replace(each, number=number, at_s=at_s, fraction_us=fraction_us, moves_running=True)
        for number, each in enumerate(revisions, newest_revision(history) + 1)
    ]


def _items_of(clock: Trailing) -> list[tuple[str, str]]:
    """What a clock is behind, by kind and name."""
    names = {"level": clock.level, "calendar": clock.calendar}
    return [(kind, names[kind].casefold()) for kind in clock.kinds]


def _under(clock: Trailing) -> PromiseNames:
    return PromiseNames(frozenset({clock.level.casefold()}), frozenset({clock.calendar.casefold()}))


def _names_of(revisions: Iterable[Revision]) -> PromiseNames:
    levels, calendars = (
        frozenset(each.name.casefold() for each in revisions if each.kind == kind)
        for kind in MOVING_KINDS
    )
    return PromiseNames(levels, calendars)
