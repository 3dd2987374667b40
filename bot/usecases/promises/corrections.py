"""Stopped clocks judged anew, by what is promised as of an instant: looked at first, then done.

What was decided stays decided until somebody asks for this. Each correction is an event in its
ticket's timeline, by whoever asked, and all of it stands in the audit log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.errors import UserFacingError
from bot.store import clocks, tickets
from bot.store.audit import AuditEntry
from bot.store.clocks import JudgedClock, JudgedFilter
from bot.store.types import Json
from bot.usecases.changes.acts import Act
from bot.usecases.changes.recording import record
from bot.usecases.ground.audit_log import note
from bot.usecases.ground.timelines import load, timelines
from bot.usecases.ground.transaction import Program, Transaction
from bot.wording.suggestions import advice
from sla_core.instants import iso, to_us
from sla_core.preview import ClockChange, corrections, reprocessed
from sla_core.tickets.timeline import Timeline
from sla_core.tickets.vocabulary import METRICS


@dataclass(frozen=True, slots=True)
class RejudgedClock:
    """A stopped clock that would be judged otherwise, and whom it is counted for."""

    number: int
    change: ClockChange
    agent: str | None

    @property
    def name(self) -> tuple[str, int]:
        """The clock among those of its ticket: metric and cycle."""
        return self.change.metric, self.change.cycle


@dataclass(frozen=True, slots=True)
class CorrectionSummary:
    """How many clocks were judged anew, and of which tickets."""

    clocks: int
    numbers: tuple[int, ...]


def check(work: Transaction, as_of_s: int, chosen: JudgedFilter) -> None:
    """Refuse what cannot be asked for, in a sentence."""
    if as_of_s > work.now_s:
        raise UserFacingError(f"--as-of {iso(as_of_s)} is still to come: give an instant that was")
    if chosen.metric is not None and chosen.metric not in METRICS:
        raise UserFacingError(f"--metric {chosen.metric}: {advice(chosen.metric, METRICS)}")
    if chosen.level is not None:
        _check_level(work, chosen.level)
    if chosen.number is not None:
        row = tickets.get(*work.scope, chosen.number)
        if row is None:
            raise UserFacingError(f"There is no ticket #{chosen.number} here.")
    if chosen.from_at and chosen.to_at and chosen.from_at >= chosen.to_at:
        raise UserFacingError("--from lies after --to: give the earlier day first")


def _check_level(work: Transaction, name: str) -> None:
    """Levels that were removed count: their clocks are still there."""
    levels = {revision.name for revision in work.history.revisions if revision.kind == "level"}
    if name.casefold() not in {level.casefold() for level in levels}:
        raise UserFacingError(f"--level {name}: {advice(name, sorted(levels))}")


def verdicts(work: Transaction, as_of_s: int, chosen: JudgedFilter) -> list[RejudgedClock]:
    """The chosen clocks that would be judged otherwise, by ticket, metric and cycle."""
    judged = clocks.judged(*work.scope, chosen)
    by_ticket = {
        number: list(group) for number, group in groupby(judged, lambda clock: clock.number)
    }
    return [
        verdict
        for timeline in timelines(work, sorted(by_ticket))
        for verdict in _verdicts(work, timeline, as_of_s, by_ticket[int(timeline.ticket)])
    ]


def _verdicts(
    work: Transaction, timeline: Timeline, as_of_s: int, clocks: Sequence[JudgedClock]
) -> Iterator[RejudgedClock]:
    agents = {(clock.metric, clock.cycle): clock.agent for clock in clocks}
    now_s = max(work.now_s, timeline.events[-1].at_s)
    for change in corrections(timeline, work.history, as_of_s, now_s):
        name = change.metric, change.cycle
        if name in agents:
            yield RejudgedClock(int(timeline.ticket), change, agents[name])


def reprocess(
    program: Program, as_of_s: int, found: Sequence[RejudgedClock], by: str
) -> CorrectionSummary:
    """Judge clocks anew, a ticket a transaction; what meanwhile agrees by itself is left alone."""
    counts: dict[int, int] = {}
    for number, group in groupby(found, lambda clock: clock.number):
        names = {clock.name for clock in group}
        with program.work() as work:
            count = _correct(work, number, names, as_of_s, by)
        if count:
            counts[number] = count
    total = CorrectionSummary(sum(counts.values()), tuple(counts))
    with program.work() as work:
        after = {"as_of": iso(as_of_s), "clocks": total.clocks, "tickets": list(total.numbers)}
        note(work, AuditEntry(work.now, by, "reprocess", "clocks", None, after))
    return total


def _correct(
    work: Transaction, number: int, names: set[tuple[str, int]], as_of_s: int, by: str
) -> int:
    """Append the corrections of one ticket; return how many there were to make."""
    loaded = load(work, number, lock=True)
    timeline = Timeline.of(str(number), loaded.events)
    last_us = max(to_us(work.now), timeline.events[-1].at_us)
    changes = corrections(timeline, work.history, as_of_s, last_us // 1_000_000)
    matching = [change for change in changes if (change.metric, change.cycle) in names]
    if not matching:
        return 0
    clock_names = [(change.metric, change.cycle) for change in matching]
    was, now = ({"clocks": [told[side] for told in map(_told, matching)]} for side in (0, 1))
    act = Act("reprocess", was, {"as_of": iso(as_of_s), **now})
    record(work, loaded, reprocessed(clock_names, as_of_s, last_us, by), act)
    return len(matching)


def _told(change: ClockChange) -> tuple[Json, Json]:
    """A clock before and after, as the audit log keeps it."""
    clock = {"metric": change.metric, "cycle": change.cycle}
    states = (side.state if side else None for side in (change.before, change.after))
    was, now = ({**clock, "state": state} for state in states)
    return was, now
