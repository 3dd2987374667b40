"""The clocks of one ticket as they ought to be kept: started, stopped, promised anew."""

from collections import Counter
from dataclasses import dataclass, field

from tests.oracle.clock import OracleClock
from tests.oracle.past import Past, Promise, pauses

REPLIES = ("first_reply", "next_reply", "chat_reply")
SETTLED = ("resolved", "closed")


@dataclass
class Ticket:
    """What clocks need to know of their ticket."""

    status: str = "new"
    level: str | None = None
    priority: str = "normal"
    source: str = "email"
    assigned: list = field(default_factory=list)
    ours: bool = False
    message_open: bool = False
    first_phase: bool = False
    until: int | None = None
    merged: bool = False
    tags: list = field(default_factory=list)

    def assignee(self, at: int) -> str | None:
        """Who had it at the end of a second."""
        return next((to for since, to in reversed(self.assigned) if since <= at), None)


def doer(line: dict) -> str | None:
    """Who did it: a person, or a rule."""
    return line.get("actor") or line.get("rule")


@dataclass
class Shelf:
    """Every clock of a ticket.

    ``resolution`` is the one that the last resolve or close stopped; ``cause`` is who makes the
    present change and why, ``now_us`` its very instant.
    """

    ticket: Ticket
    past: Past
    clocks: list[OracleClock] = field(default_factory=list)
    resolution: OracleClock | None = None
    cause: tuple[str | None, str] = (None, "level_change")
    paths: Counter = field(default_factory=Counter)
    now_us: int = 0

    def open_ones(self) -> list[OracleClock]:
        return [each for each in self.clocks if each.is_open]

    def open_of(self, *metrics: str) -> OracleClock | None:
        return next((each for each in self.open_ones() if each.metric in metrics), None)

    def newest(self, metric: str) -> OracleClock:
        return next(each for each in reversed(self.clocks) if each.metric == metric)

    def number(self, metric: str, cycle: int) -> OracleClock | None:
        named = (each for each in self.clocks if (each.metric, each.cycle) == (metric, cycle))
        return next(named, None)

    def in_force(self) -> Promise | None:
        return self.past.promise(self.ticket.level, self.now_us)

    # starting and stopping

    def start(self, metric: str, at: int, since: int | None = None) -> OracleClock | None:
        if self.ticket.status in SETTLED or self.open_of(metric) is not None:
            return None
        clock = OracleClock(metric, self._next_cycle(metric), at if since is None else since)
        self.keep(clock, self.in_force())
        return clock

    def _next_cycle(self, metric: str) -> int:
        return sum(each.metric == metric for each in self.clocks) + 1

    def keep(self, clock: OracleClock, promise: Promise | None) -> None:
        self._promise(clock, promise)
        self.clocks.append(clock)

    def end(self, metric: str, at: int, by: str | None) -> None:
        clock = self.open_of(metric)
        if clock is not None:
            clock.stop(at, by)

    def cancel(self, clock: OracleClock, at: int, reason: str, by: str | None = None) -> None:
        """End a clock without an answer: cancelled, or missed if overdue."""
        if clock.is_overdue(at):
            self.paths[f"overdue, so left missed and not cancelled `{reason}`"] += 1
        else:
            clock.reason = reason
        self.stop(clock, at, by)

    def stop(self, clock: OracleClock, at: int, by: str | None) -> None:
        """Stop a clock, for the agent who did it; a first assignment is its assignee's."""
        clock.stop(at, None if clock.metric == "first_assign" else by)

    # promising

    def apply(self, clock: OracleClock, at: int, promise: Promise | None, mode: str) -> None:
        """Judge an open clock by another promise, or by the same one at another priority."""
        target = promise.target(clock.metric, self.ticket.priority) if promise else None
        if clock.target is None:
            if target is not None and at > clock.start:
                self.paths["a running clock gets a target"] += 1
            self._carry(clock, at, promise)
        elif target is None:
            self.paths["a clock loses its target and goes on unseen"] += 1
            self.cancel(clock, at, "level_change")
            self.keep(clock.heir(self._next_cycle(clock.metric)), promise)
        elif target == clock.target and promise.counts_as(clock.promise):
            self._promise(clock, promise)
        elif mode == "restart":
            self.paths["a change restarts a clock"] += 1
            self.cancel(clock, at, "level_change")
            self.start(clock.metric, at)
        else:
            self._carry(clock, at, promise)

    def _carry(self, clock: OracleClock, at: int, promise: Promise | None) -> None:
        breached = clock.breached(at)
        self._promise(clock, promise)
        self.judge_anew(clock, at, breached)

    def judge_anew(self, clock: OracleClock, at: int, breached: int | None) -> None:
        """Settle when a clock counts as breached after something about it was changed at ``at``."""
        overdue = clock.is_overdue(at)
        if breached is None and overdue:
            self.paths["a change makes a clock overdue"] += 1
            clock.fixed, clock.fixed_why = at, self.cause[1]
        elif breached is not None and overdue:
            self.paths["a clock is overdue before and after a change"] += 1
            clock.fixed = breached
        elif breached is not None:
            self.paths["a change takes a breach back"] += 1
            clock.fixed = clock.fixed_why = None
            clock.withdraw(breached, *self.cause)

    def _promise(self, clock: OracleClock, promise: Promise | None) -> None:
        clock.promise, clock.priority = promise, self.ticket.priority
        clock.target = promise.target(clock.metric, clock.priority) if promise else None

    def hold(self, at: int) -> None:
        """Every open clock stands still or runs as its own promise says of the status."""
        for clock in self.open_ones():
            clock.hold(at, pauses(clock.promise, clock.metric, self.ticket.status))

    # edits of the configuration

    def edited(self, at: int, edits: list[dict]) -> None:
        """Take the open clocks as far as the edits of one instant do."""
        for clock in self.open_ones():
            if clock.promise is not None:
                self._move(clock, at, edits)
        self.hold(at)

    def _move(self, clock: OracleClock, at: int, edits: list[dict]) -> None:
        before, after = clock.promise, self.past.moved(clock.promise, self.now_us, edits)
        if after == before:
            if any(each["name"].lower() in (before.name, before.calendar) for each in edits):
                self.paths["an edit leaves a running clock alone"] += 1
            return
        self.paths["an edit moves a running clock"] += 1
        target = after.target(clock.metric, clock.priority) if after else None
        if clock.target is None and target is not None:
            self.paths["an edit gives a running clock a target"] += 1
        if clock.target is not None and target is None:
            self.paths["an edit takes the target of a running clock"] += 1
        if after is None:
            self.paths["a level is taken away from a running clock"] += 1
        elif before.number == after.number:
            self.paths["an edit of a calendar alone moves a clock"] += 1
        elif before.calendar != after.calendar:
            self.paths["an edited level names another calendar"] += 1
        if len(edits) > 1:
            self.paths["several edits of one instant move a clock"] += 1
        why = "calendar_change" if after and before.number == after.number else "level_change"
        self.cause = edits[-1]["by"], why
        self.apply(clock, at, after, "carry")
