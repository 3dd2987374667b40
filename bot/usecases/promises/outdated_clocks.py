"""Clocks left behind: they run under an older revision than the one in force.

An edit leaves behind what it was not told to move, and so does new data of a calendar. What is in
force is then said again, as a revision with the same value that moves them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.config.history import edited_before, newest_move, newest_revision
from bot.config.items import to_json
from bot.store import stale_tickets
from bot.store.configuration import ConfigChange
from bot.store.stale_tickets import PromiseNames
from bot.usecases.ground.timelines import timelines
from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import UNDER_CLOCKS, ConfigurationHistory, Revision
from sla_core.instants import MICROSECONDS, to_us
from sla_core.preview import OutdatedClock, trailing


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
class PendingRepeats:
    """What is to be said again, and how many clocks move with that alone."""

    repeats: tuple[Repeat, ...] = ()
    running: int = 0

    @property
    def revisions(self) -> list[Revision]:
        """The revisions in force that are to be said again."""
        return [repeat.revision for repeat in self.repeats]

    @property
    def names(self) -> PromiseNames:
        """What they are of."""
        return _names_of(self.revisions)


def left_behind(
    work: Transaction, wanted: ConfigurationHistory, edited: PromiseNames
) -> PendingRepeats:
    """What is not edited and has clocks behind it, once a wanted history has moved its own."""
    in_force = [
        revision
        for revision in edited_before(work.history)
        if not edited.meets(_names_of([revision]))
    ]
    if not in_force:
        return PendingRepeats()
    extended = wanted.extended(said_again(work, wanted, in_force))
    scope = _names_of(in_force), newest_move(work.history, work.now_s)
    numbers = stale_tickets.concerned(*work.scope, *scope).numbers
    trailing_clocks = [
        clock
        for timeline in timelines(work, numbers)
        for clock in trailing(timeline, wanted, extended, work.now_s)
    ]
    clocks = Counter(item for clock in trailing_clocks for item in _items_of(clock))
    repeats = (
        Repeat(revision, clocks[revision.kind, revision.name.casefold()]) for revision in in_force
    )
    running = sum(not edited.meets(_under(clock)) for clock in trailing_clocks)
    return PendingRepeats(tuple(repeat for repeat in repeats if repeat.clocks), running)


def said_again(
    work: Transaction, history: ConfigurationHistory, revisions: Sequence[Revision]
) -> list[Revision]:
    """The revisions that say the same after a history, now, and move what runs."""
    at_s, fraction_us = divmod(to_us(work.now), MICROSECONDS)
    return [
        replace(revision, number=number, at_s=at_s, fraction_us=fraction_us, moves_running=True)
        for number, revision in enumerate(revisions, newest_revision(history) + 1)
    ]


def _items_of(clock: OutdatedClock) -> list[tuple[str, str]]:
    """What a clock is behind, by kind and name."""
    names = {"level": clock.level, "calendar": clock.calendar}
    return [(kind, names[kind].casefold()) for kind in clock.kinds]


def _under(clock: OutdatedClock) -> PromiseNames:
    return PromiseNames(frozenset({clock.level.casefold()}), frozenset({clock.calendar.casefold()}))


def _names_of(revisions: Iterable[Revision]) -> PromiseNames:
    levels, calendars = (
        frozenset(revision.name.casefold() for revision in revisions if revision.kind == kind)
        for kind in UNDER_CLOCKS
    )
    return PromiseNames(levels, calendars)
