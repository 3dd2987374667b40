"""Stopped clocks judged anew, by what is promised as of an instant: looked at first, then done.

What was decided stays decided until somebody asks for this. Each correction is an event in its
ticket's timeline, by whoever asked, and all of it stands in the audit log.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.errors import UserFacingError
from bot.store import audit, clocks, tickets
from bot.store.audit import AuditEntry
from bot.store.clocks import Judged, JudgedFilter
from bot.usecases.changes.recording import load, record, timelines
from bot.usecases.ground.transaction import Desk, Work
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
class Corrected:
    """How many clocks were judged anew, and of which tickets."""

    clocks: int
    numbers: tuple[int, ...]


def check(work: Work, as_of_s: int, chosen: JudgedFilter) -> None:
    """Refuse what cannot be asked for, in a sentence."""
    if as_of_s > work.now_s:
        raise UserFacingError(f"--as-of {iso(as_of_s)} is still to come: give an instant that was")
    if chosen.metric is not None and chosen.metric not in METRICS:
        raise UserFacingError(f"--metric {chosen.metric}: {advice(chosen.metric, METRICS)}")
    if chosen.level is not None:
        _check_level(work, chosen.level)
    if chosen.number is not None:
        row = tickets.get(work.connection, work.workspace_id, chosen.number)
        if row is None:
            raise UserFacingError(f"There is no ticket #{chosen.number} here.")
    if chosen.from_at and chosen.to_at and chosen.from_at >= chosen.to_at:
        raise UserFacingError("--from lies after --to: give the earlier day first")


def _check_level(work: Work, name: str) -> None:
    """Levels that were removed count: their clocks are still there."""
    known = {each.name for each in work.history.revisions if each.kind == "level"}
    if name.casefold() not in {each.casefold() for each in known}:
        raise UserFacingError(f"--level {name}: {advice(name, sorted(known))}")


def verdicts(work: Work, as_of_s: int, chosen: JudgedFilter) -> list[RejudgedClock]:
    """The chosen clocks that would be judged otherwise, by ticket, metric and cycle."""
    found = clocks.judged(work.connection, work.workspace_id, chosen)
    by_ticket = {number: list(group) for number, group in groupby(found, lambda each: each.number)}
    return [
        verdict
        for timeline in timelines(work, sorted(by_ticket))
        for verdict in _verdicts(work, timeline, as_of_s, by_ticket[int(timeline.ticket)])
    ]


def _verdicts(
    work: Work, timeline: Timeline, as_of_s: int, meant: Sequence[Judged]
) -> Iterator[RejudgedClock]:
    agents = {(each.metric, each.cycle): each.agent for each in meant}
    now_s = max(work.now_s, timeline.events[-1].at_s)
    for change in corrections(timeline, work.history, as_of_s, now_s):
        name = change.metric, change.cycle
        if name in agents:
            yield RejudgedClock(int(timeline.ticket), change, agents[name])


def reprocess(desk: Desk, as_of_s: int, found: Sequence[RejudgedClock], by: str) -> Corrected:
    """Judge clocks anew, a ticket a transaction; what meanwhile agrees by itself is left alone."""
    done: dict[int, int] = {}
    for number, group in groupby(found, lambda each: each.number):
        names = {each.name for each in group}
        with desk.work() as work:
            made = _correct(work, number, names, as_of_s, by)
        if made:
            done[number] = made
    whole = Corrected(sum(done.values()), tuple(done))
    with desk.work() as work:
        after = {"as_of": iso(as_of_s), "clocks": whole.clocks, "tickets": list(whole.numbers)}
        _audit(work, by, "clocks", after)
    return whole


def _correct(work: Work, number: int, names: set[tuple[str, int]], as_of_s: int, by: str) -> int:
    """Append the corrections of one ticket; return how many there were to make."""
    loaded = load(work, number, lock=True)
    timeline = Timeline.of(str(number), loaded.events)
    last_us = max(to_us(work.now), timeline.events[-1].at_us)
    changes = corrections(timeline, work.history, as_of_s, last_us // 1_000_000)
    meant = [each for each in changes if (each.metric, each.cycle) in names]
    if not meant:
        return 0
    again = [(each.metric, each.cycle) for each in meant]
    record(work, loaded, reprocessed(again, as_of_s, last_us, by))
    turned = [_told(each) for each in meant]
    _audit(work, by, f"ticket:{number}", {"as_of": iso(as_of_s), "clocks": turned})
    return len(meant)


def _told(change: ClockChange) -> dict[str, object]:
    """A change as the audit log keeps it."""
    return {
        "metric": change.metric,
        "cycle": change.cycle,
        "before": change.before.state if change.before else None,
        "after": change.after.state if change.after else None,
    }


def _audit(work: Work, by: str, subject: str, after: dict[str, object]) -> None:
    entry = AuditEntry(work.now, by, "reprocess", subject, None, after)
    audit.record(work.connection, work.workspace_id, entry)
