"""One clock as it ought to count: a start, pauses, a promise; all in whole seconds."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field

from tests.oracle.past import Promise


@dataclass
class OracleClock:
    """One cycle of a metric; a pause is a pair of instants, the second None while it lasts."""

    metric: str
    cycle: int
    start: int
    pauses: list = field(default_factory=list)
    promise: Promise | None = None
    priority: str = "normal"
    target: int | None = None
    stopped: int | None = None
    stopped_by: str | None = None
    reason: str | None = None
    fixed: int | None = None
    fixed_why: str | None = None
    withdrawn: int | None = None
    withdrawn_by: str | None = None
    withdrawn_why: str | None = None
    taken_up: bool = False

    @property
    def is_open(self) -> bool:
        return self.stopped is None

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def saved(self) -> "OracleClock":
        """The clock as it stands now, whatever happens to it later."""
        kept = copy(self)
        kept.pauses = list(self.pauses)
        return kept

    def heir(self, cycle: int) -> "OracleClock":
        """The cycle that goes on with its start and its pauses."""
        return OracleClock(self.metric, cycle, self.start, list(self.pauses))

    # pausing and stopping

    def hold(self, at: int, held: bool) -> None:
        if held and not self.is_paused:
            self.pauses.append((at, None))
        elif self.is_paused and not held:
            self.pauses[-1] = self.pauses[-1][0], at

    def stop(self, at: int, by: str | None) -> None:
        """Stand still for good. ``by`` is who it counts for, if an agent did it."""
        self.hold(at, held=False)
        self.stopped, self.stopped_by = at, by

    def run_on(self, at: int) -> None:
        """Go on as if never stopped; the time between is a pause."""
        self.pauses.append((self.stopped, at))
        self.stopped = self.stopped_by = self.reason = None

    def withdraw(self, breached: int, by: str | None, why: str) -> None:
        """Take a breach back."""
        self.withdrawn, self.withdrawn_by, self.withdrawn_why = breached, by, why

    # counting

    def _running(self, end: int) -> Iterator[tuple[int, int]]:
        """The times it ran, until an instant."""
        at = self.start
        for begin, back in self.pauses:
            yield at, min(begin, end)
            at = end if back is None else back
        yield at, end

    def _at_most(self, at: int) -> int:
        return at if self.stopped is None else min(at, self.stopped)

    def elapsed(self, at: int) -> int:
        count = self.promise.business.between
        spans = self._running(self._at_most(at))
        return sum(count(begin, end) for begin, end in spans if begin < end)

    def paused(self, at: int) -> int:
        end = self._at_most(at)
        count = self.promise.business.between
        spans = [(a, end if b is None else min(b, end)) for a, b in self.pauses]
        return sum(count(begin, back) for begin, back in spans if begin < back)

    def due(self) -> int | None:
        """The earliest instant at which the target is used up, had it run on."""
        left, business = self.target, self.promise.business
        for begin, end in self._running(business.to_s):
            if begin < end:
                counted = business.between(begin, end)
                if counted >= left:
                    return business.due(begin, left)
                left -= counted
        assert self.is_paused, "the table is too short"
        return None

    def _last_moment(self) -> int:
        """The latest instant at which the target is used up and not yet passed."""
        left, business = self.target, self.promise.business
        for begin, end in self._running(business.to_s):
            if begin < end:
                counted = business.between(begin, end)
                if counted > left:
                    return business.last_moment(begin, left)
                left -= counted
        raise AssertionError("asked of a clock that is not overdue")

    def is_overdue(self, at: int) -> bool:
        return self.target is not None and self.elapsed(at) > self.target

    def breached(self, at: int) -> int | None:
        if self.reason is not None or not self.is_overdue(at):
            return None
        return self._last_moment() if self.fixed is None else self.fixed

    def state(self, at: int) -> str:
        if self.reason is not None:
            return "cancelled"
        if self.is_overdue(at):
            return "missed"
        if self.stopped is not None:
            return "met"
        return "paused" if self.is_paused else "running"
