"""What a change of the configuration does to clocks, found out before it is made.

Clocks that run stay under the promise they were given unless they are told to move; those that
stopped stay judged as they are unless they are judged anew. Both are counted here, and not done.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from bot.config.history import newest_move, newest_revision, revision_of
from bot.store import clocks, stale_tickets
from bot.store.clocks import JudgedFilter
from bot.store.configuration import ConfigChange, ConfigRevision
from bot.store.stale_tickets import PromiseNames
from bot.usecases.ground.timelines import timelines
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.outdated_clocks import (
    PendingRepeats,
    Repeat,
    left_behind,
    said_again,
)
from sla_core.calendars import Calendar, compiled
from sla_core.calendars.periods import Period, without
from sla_core.configuration import UNDER_CLOCKS, ConfigurationHistory, Revision
from sla_core.instants import from_s, to_s
from sla_core.preview import ClockChange, corrections, moved
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change means for clocks.

    ``running`` clocks are open under what is edited. ``changes`` are those that would stand
    otherwise if they moved, the worst first; ``turned`` the stopped ones, on edited calendars, that
    judging anew would turn. ``reshaped`` calendars have other weekly hours or another zone, so that
    all their past would read otherwise: of those nothing is turned. ``repeats`` are what is in
    force and has to be said again to move clocks that were left behind it.
    """

    running: int
    changes: tuple[ClockChange, ...]
    turned: tuple["ReversedClock", ...] = ()
    reshaped: tuple[str, ...] = ()
    repeats: tuple[Repeat, ...] = ()

    @property
    def due_moves(self) -> int:
        """How many due times move, of clocks that go on."""
        return sum(change.moves_due and not change.ends for change in self.changes)

    @property
    def breaches(self) -> int:
        """How many clocks breach at once."""
        return sum(change.breaches for change in self.changes)

    @property
    def taken_back(self) -> int:
        """How many misses are taken back."""
        return sum(change.fits_again and not change.ends for change in self.changes)

    @property
    def ends(self) -> int:
        """How many clocks end, for want of a target."""
        return sum(change.ends for change in self.changes)

    @property
    def gains(self) -> int:
        """How many clocks get a target that had none."""
        return sum(change.before is None for change in self.changes)

    @property
    def retargeted(self) -> int:
        """How many clocks get another target and no other due time, as those that stand still."""
        return sum(
            change.before is not None
            and change.after is not None
            and change.before.target_seconds != change.after.target_seconds
            and not (change.moves_due or change.breaches or change.fits_again or change.ends)
            for change in self.changes
        )

    @property
    def numbers(self) -> dict[str, int]:
        """The counts by name, for the audit log."""
        return {
            "running": self.running,
            "due_moves": self.due_moves,
            "breaches": self.breaches,
            "taken_back": self.taken_back,
            "ends": self.ends,
            "gains": self.gains,
            "retargeted": self.retargeted,
        }


@dataclass(frozen=True, slots=True)
class ReversedClock:
    """A stopped clock that judging anew would turn from met to missed, or back."""

    change: ClockChange
    decided_at_s: int


def impact(
    work: Transaction, changes: Sequence[ConfigChange], *, with_trailing: bool = False
) -> Impact | None:
    """What changes mean for clocks if they are made now; None where no clock stands on them.

    If asked, with the clocks that trail behind what is in force and not changed.
    """
    edited = edited_names(work.history, changes)
    wanted = work.history.extended(_revisions(work, changes))
    outdated = left_behind(work, wanted, edited) if with_trailing else PendingRepeats()
    names = edited.and_those(outdated.names)
    if not (names.levels or names.calendars):
        return None
    concerned = stale_tickets.concerned(*work.scope, names, newest_move(work.history, work.now_s))
    running = stale_tickets.concerned(*work.scope, edited, 0).running + outdated.running
    history = wanted.extended(said_again(work, wanted, outdated.revisions))
    clock_changes = [
        change
        for timeline in timelines(work, concerned.numbers)
        for change in moved(timeline, work.history, history, work.now_s)
    ]
    reshaped, turned = _turned(work, edited.calendars, wanted)
    worst_first = tuple(sorted(clock_changes, key=_severity))
    return Impact(running, worst_first, turned, reshaped, outdated.repeats)


def edited_names(history: ConfigurationHistory, changes: Iterable[ConfigChange]) -> PromiseNames:
    """The levels and calendars that are edited, removed, brought back; new ones have no clocks."""
    known = {(revision.kind, revision.name.casefold()) for revision in history.revisions}
    levels, calendars = (
        frozenset(
            change.name.casefold()
            for change in changes
            if change.kind == kind and (kind, change.name.casefold()) in known
        )
        for kind in UNDER_CLOCKS
    )
    return PromiseNames(levels, calendars)


def _revisions(work: Transaction, changes: Sequence[ConfigChange]) -> list[Revision]:
    """The revisions the changes would be, were they made now and moved what runs."""
    first = newest_revision(work.history) + 1
    return [
        revision_of(
            ConfigRevision(number, work.now, "", change.kind, change.name, change.body, True)
        )
        for number, change in enumerate(changes, first)
    ]


def _severity(change: ClockChange) -> tuple[int, float, int, str, int]:
    """Breaches first, then what ends, then by how much earlier a clock is due.

    What was missed already comes last, as it stays so or fits again.
    """
    before, after = change.before, change.after
    was_missed = before is not None and before.state == "missed"
    rank = 0 if change.breaches else 1 if change.ends else 3 if was_missed else 2
    due_before_s, due_after_s = (clock.due_at_s if clock else None for clock in (before, after))
    both = due_before_s is not None and due_after_s is not None
    later_s = (due_after_s or 0) - (due_before_s or 0) if both else inf
    return rank, later_s, int(change.ticket), change.metric, change.cycle


# --- what stopped ---------------------------------------------------------------------------


def _turned(
    work: Transaction, names: Iterable[str], wanted: ConfigurationHistory
) -> tuple[tuple[str, ...], tuple[ReversedClock, ...]]:
    """Calendars whose hours are others, and the clocks turned by exceptions of the rest."""
    reshaped: list[str] = []
    turned: list[ReversedClock] = []
    for name in sorted(names):
        before = work.configuration.calendars.get(name)
        after = wanted.latest.calendars.get(name)
        if before is None or after is None:
            continue
        if (before.week, before.time_zone) != (after.week, after.time_zone):
            reshaped.append(before.name)
        else:
            turned += _turned_on(work, name, compiled(before), compiled(after), wanted)
    return tuple(reshaped), tuple(turned)


def _turned_on(
    work: Transaction, name: str, before: Calendar, after: Calendar, wanted: ConfigurationHistory
) -> Iterator[ReversedClock]:
    """The stopped clocks of a calendar that ran in time that another revision counts otherwise."""
    judged = clocks.judged(*work.scope, JudgedFilter(calendars=frozenset({name})))
    if not judged:
        return
    since_s = to_s(min(clock.started_at for clock in judged))
    first_s = first_difference(before, after, since_s, work.now_s)
    if first_s is None:
        return
    affected = clocks.judged(
        *work.scope, JudgedFilter(calendars=frozenset({name}), ran_after=from_s(first_s))
    )
    decided = {
        (str(clock.number), clock.metric, clock.cycle): clock.decided_at for clock in affected
    }
    for timeline in timelines(work, sorted({clock.number for clock in affected})):
        turned_before = _turning(timeline, work.history, work.now_s)
        for turn, change in _turning(timeline, wanted, work.now_s).items():
            decided_at = decided.get((change.ticket, change.metric, change.cycle))
            if decided_at is not None and turn not in turned_before:
                yield ReversedClock(change, to_s(decided_at))


def _turning(
    timeline: Timeline, history: ConfigurationHistory, now_s: int
) -> dict[tuple[str, int, bool], ClockChange]:
    """What judging anew would turn, by metric, cycle, and whether it would be missed then."""
    return {
        (change.metric, change.cycle, change.breaches): change
        for change in corrections(timeline, history, now_s, now_s)
        if change.breaches or change.fits_again
    }


def first_difference(one: Calendar, other: Calendar, start_s: int, end_s: int) -> int | None:
    """The first instant in ``[start_s, end_s)`` at which only one of two calendars is open."""
    ours, theirs = (list(calendar.open_periods(start_s, end_s)) for calendar in (one, other))
    differing: list[Period] = [*without(ours, theirs), *without(theirs, ours)]
    return min((period.start_s for period in differing), default=None)
