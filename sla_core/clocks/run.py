"""A clock while the timeline is being replayed: the steps that change it, one method each.

A run without a target is a clock nobody sees; it counts as a cycle and is there when a level
chosen later promises its metric.
"""

from sla_core.calendars import Period
from sla_core.clocks.clock import (
    FOREVER_S,
    Clock,
    due_instant,
    elapsed_seconds,
    last_instant,
)
from sla_core.configuration import LevelInForce


class Run:
    """The mutable twin of ``Clock``; only ``clocks.replay`` holds any."""

    __slots__ = (
        "breach_fixed_at_s",
        "breach_reason",
        "cancel_reason",
        "cycle",
        "due_at_s",
        "due_version",
        "is_paused",
        "metric",
        "pauses",
        "priority",
        "promise",
        "started_at_s",
        "stopped_at_s",
        "stopped_by",
        "target_s",
        "withdrawn_at_s",
    )

    def __init__(
        self, metric: str, cycle: int, at_s: int, promise: LevelInForce | None, priority: str
    ) -> None:
        self.metric = metric
        self.cycle = cycle
        self.promise = promise
        self.priority = priority
        self.target_s = promise.level.target_s(metric, priority) if promise else None
        self.started_at_s = at_s
        self.pauses: list[Period] = []
        self.is_paused = False
        self.stopped_at_s: int | None = None
        self.stopped_by: str | None = None
        self.cancel_reason: str | None = None
        self.breach_fixed_at_s: int | None = None
        self.breach_reason: str | None = None
        self.withdrawn_at_s: int | None = None
        self.due_version = 1
        self.due_at_s: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether nothing has stopped or cancelled it."""
        return self.stopped_at_s is None

    def is_overdue(self, at_s: int) -> bool:
        """Whether it has a target and used more than that by ``at_s``."""
        if self.promise is None or self.target_s is None:
            return False
        calendar = self.promise.calendar
        return elapsed_seconds(calendar, self.started_at_s, self.pauses, at_s) > self.target_s

    def pause(self, at_s: int) -> None:
        """Stand still from ``at_s``, going on with a pause that ended just then."""
        self._remember_due()
        self.is_paused = True
        if self.pauses and self.pauses[-1].end_s == at_s:
            self.pauses[-1] = Period(self.pauses[-1].start_s, FOREVER_S)
        else:
            self.pauses.append(Period(at_s, FOREVER_S))

    def resume(self, at_s: int) -> None:
        """Run on from ``at_s``; a pause without length leaves no trace."""
        self.is_paused = False
        started_s = self.pauses.pop().start_s
        if started_s < at_s:
            self.pauses.append(Period(started_s, at_s))
        self._due_may_have_moved()

    def stop(self, at_s: int, by: str | None) -> None:
        """Stop at ``at_s``; whether that is met or missed follows from what has elapsed."""
        if self.is_paused:
            self.resume(at_s)
        self.stopped_at_s = at_s
        self.stopped_by = by

    def cancel(self, at_s: int, reason: str, by: str | None) -> None:
        """Lapse at ``at_s`` for a reason, or stay missed when it was overdue already."""
        overdue = self.is_overdue(at_s)
        self.stop(at_s, by)
        if not overdue:
            self.cancel_reason = reason

    def run_on(self, at_s: int) -> None:
        """Go on after having been stopped; the time between is a pause."""
        self._remember_due()
        stopped_s = self.stopped_at_s
        self.stopped_at_s = self.stopped_by = None
        if stopped_s is not None and stopped_s < at_s:
            self.pause(stopped_s)
            self.resume(at_s)

    def differs_from(self, promise: LevelInForce | None, target_s: int | None) -> bool:
        """Whether a promise would give it another target or another calendar."""
        if target_s != self.target_s:
            return True
        return (
            target_s is not None
            and promise is not None
            and self.promise is not None
            and promise.calendar.definition != self.promise.calendar.definition
        )

    def carry(self, promise: LevelInForce | None, priority: str, at_s: int, reason: str) -> None:
        """Put the whole clock under another promise, start and pauses kept.

        A breach the change brings is dated ``at_s``; one it undoes is withdrawn; one that stands
        before and after keeps its instant (semantics, section 6).
        """
        target_s = promise.level.target_s(self.metric, priority) if promise else None
        if not self.differs_from(promise, target_s):
            self.promise, self.priority = promise, priority
            return
        was_overdue = self.is_overdue(at_s)
        breached_s = self._breached_at() if was_overdue else None
        if self.target_s is not None:
            self._remember_due()
        self.promise, self.priority, self.target_s = promise, priority, target_s
        if self.is_overdue(at_s):
            self.breach_fixed_at_s = breached_s if was_overdue else at_s
            self.breach_reason = self.breach_reason if was_overdue else reason
        elif was_overdue:
            self.breach_fixed_at_s = self.breach_reason = None
            self.withdrawn_at_s = breached_s
        self._due_may_have_moved()

    def goes_on_unseen(self, cycle: int) -> "Run":
        """The next cycle of the same metric, from the same start, for want of a target."""
        heir = Run(self.metric, cycle, self.started_at_s, None, self.priority)
        heir.pauses = list(self.pauses)
        heir.is_paused = self.is_paused
        return heir

    def clock(self) -> Clock | None:
        """What is known of it, or None for a clock without a target."""
        if self.promise is None or self.target_s is None:
            return None
        return Clock(
            self.metric,
            self.cycle,
            self.promise,
            self.priority,
            self.target_s,
            self.started_at_s,
            tuple(self.pauses),
            self.stopped_at_s,
            self.stopped_by,
            self.cancel_reason,
            self.breach_fixed_at_s,
            self.breach_reason,
            self.withdrawn_at_s,
            self.due_version,
        )

    def _breached_at(self) -> int | None:
        if self.breach_fixed_at_s is not None or self.promise is None or self.target_s is None:
            return self.breach_fixed_at_s
        return last_instant(self.promise.calendar, self.started_at_s, self.pauses, self.target_s)

    def _due(self) -> int | None:
        if self.promise is None or self.target_s is None:
            return None
        return due_instant(self.promise.calendar, self.started_at_s, self.pauses, self.target_s)

    def _remember_due(self) -> None:
        if self.due_at_s is None:
            self.due_at_s = self._due()

    def _due_may_have_moved(self) -> None:
        """Raise the due version when the due time is another than the last one remembered."""
        if self.due_at_s is None:
            return
        due_s = self._due()
        if due_s is not None and due_s != self.due_at_s:
            self.due_version += 1
            self.due_at_s = due_s
