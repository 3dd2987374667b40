"""What holds of every clock, whatever happened: laws that need no oracle."""

from itertools import pairwise

from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.reports.log import LogRow, log_rows
from sla_core.why import explain

DECIDED = {"met", "missed", "cancelled"}
OPEN = {"running", "paused"}


def broken_laws(found: ReplayedTicket) -> list[str]:
    """The laws that a replayed ticket breaks, in words; none if all is well."""
    clocks, rows = found.clocks, {(row.metric, row.cycle): row for row in log_rows(found)}
    broken = _of_cycles(clocks)
    for clock in clocks:
        row = rows[clock.metric, clock.cycle]
        broken += [f"{row.metric} {row.cycle}: {each}" for each in _of_row(row)]
        broken += [f"{row.metric} {row.cycle}: {each}" for each in _of_clock(clock, found.at_s)]
    return broken


def _of_cycles(clocks: tuple[Clock, ...]) -> list[str]:
    names = [(clock.metric, clock.cycle) for clock in clocks]
    open_ones = [clock.metric for clock in clocks if clock.stopped_at_s is None]
    broken = []
    if len(set(names)) < len(names):
        broken.append("two clocks of one metric have the same cycle")
    if any(cycle < 1 for _, cycle in names):
        broken.append("a cycle is below 1")
    if len(set(open_ones)) < len(open_ones):
        broken.append("two clocks of one metric are open")
    return broken


def _of_row(row: LogRow) -> list[str]:
    broken = []
    if row.elapsed_seconds + row.remaining_seconds != row.target_seconds:
        broken.append("elapsed and remaining are not the target")
    if row.state not in DECIDED | OPEN:
        broken.append(f"no such state: {row.state}")
    if (row.decided_at_s is not None) != (row.state in DECIDED):
        broken.append("a clock is either decided or open")
    if row.state in {"met", "cancelled"} and row.stopped_at_s is None:
        broken.append("met and cancelled clocks have stopped")
    if (row.breached_at_s is not None) != (row.state == "missed"):
        broken.append("missed clocks are those that were breached")
    if row.state == "met" and row.elapsed_seconds > row.target_seconds:
        broken.append("a met clock is within its target")
    return broken


def _of_clock(clock: Clock, at_s: int) -> list[str]:
    explanation = explain(clock, at_s)
    spans = explanation.spans
    broken = []
    if explanation.counted_seconds != clock.elapsed(at_s):
        broken.append("the explained seconds are not the elapsed ones")
    if any(one.end_s != other.start_s for one, other in pairwise(spans)):
        broken.append("the explanation leaves time out")
    if any(span.start_s > span.end_s for span in spans):
        broken.append("a span ends before it begins")
    return broken


STIRRING = frozenset(
    {"status", "requester_message", "absorbed", "no_reply_needed", "restored", "excluded"}
    | {"reprocessed"}
)
"""The kinds of event that may touch a clock that has stopped: by reopening, undoing, judging."""


def disturbed(before: list[dict], after: list[dict], now_s: int) -> list[str]:
    """Rows of clocks that had stopped before now, and are not the same any more."""
    known = {(row["metric"], row["cycle"]): row for row in after}
    return [
        f"{row['metric']} {row['cycle']} had stopped and changed"
        for row in before
        if row["stopped_at_s"] is not None
        and row["stopped_at_s"] < now_s
        and known.get((row["metric"], row["cycle"])) != row
    ]
