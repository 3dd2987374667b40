"""A clock while the timeline is being replayed: the steps that change it, one method each.

A run without a target is a clock nobody sees; it counts as a cycle and is there when a level
chosen later promises its metric.
"""

from sla_core.calendars import Period
from sla_core.clocks.cause import Cause
from sla_core.clocks.clock import (
    FOREVER_S,
    Clock,
    FormerPromise,
    Withdrawal,
    due_instant,
    elapsed_seconds,
    held_anew,
    last_instant,
)
from sla_core.configuration import LevelInForce


class Run:
    """The mutable twin of ``Clock``; only ``clocks.replay`` holds any."""

    __slots__ = (
        "acknowledged",
        "breach_fixed_at_s",
        "breach_reason",
        "cancel_reason",
        "cycle",
        "due_at_s",
        "due_version",
        "former",
        "is_heir",
        "is_paused",
        "is_suspended",
        "metric",
        "opened_by",
        "pauses",
        "priority",
        "promise",
        "snoozed",
        "started_at_s",
        "stopped_at_s",
        "stopped_by",
        "target_s",
        "withdrawal",
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
        self.pauses: tuple[Period, ...] = ()
        self.is_paused = False
        self.is_suspended = False
        self.stopped_at_s: int | None = None
        self.stopped_by: str | None = None
        self.cancel_reason: str | None = None
        self.breach_fixed_at_s: int | None = None
        self.breach_reason: str | None = None
        self.withdrawal: Withdrawal | None = None
        self.due_version = 1
        self.due_at_s: int | None = None
        self.acknowledged: tuple[Period, ...] = ()
        self.snoozed: tuple[Period, ...] = ()
        self.former: tuple[FormerPromise, ...] = ()
        self.opened_by: int | None = None
        self.is_heir = False

    @property
    def is_open(self) -> bool:
        """Whether nothing has stopped or cancelled it."""
        return self.stopped_at_s is None

    @property
    def is_excluded(self) -> bool:
        """Whether it was left out of the count, which nothing takes back."""
        return self.cancel_reason == "excluded"

    def is_overdue(self, at_s: int) -> bool:
        """Whether it has a target and used more than that by ``at_s``; stopped, it stands still."""
        if self.promise is None or self.target_s is None:
            return False
        if self.stopped_at_s is not None:
            at_s = min(at_s, self.stopped_at_s)
        calendar = self.promise.calendar
        return elapsed_seconds(calendar, self.started_at_s, self.pauses, at_s) > self.target_s

    # --- running and standing ---------------------------------------------------------------

    def pause(self, at_s: int) -> None:
        """Stand still from ``at_s``, going on with a pause that ended just then."""
        self._remember_due()
        self.is_paused = True
        pauses = self.pauses
        if pauses and pauses[-1].end_s == at_s:
            self.pauses = (*pauses[:-1], Period(pauses[-1].start_s, FOREVER_S))
        else:
            self.pauses = (*pauses, Period(at_s, FOREVER_S))

    def resume(self, at_s: int) -> None:
        """Run on from ``at_s``; a pause without length leaves no trace."""
        self.is_paused = False
        started_s = self.pauses[-1].start_s
        self.pauses = self.pauses[:-1]
        if started_s < at_s:
            self.pauses = (*self.pauses, Period(started_s, at_s))
        self._due_may_have_moved()

    def stop(self, at_s: int, by: str | None) -> None:
        """Stop at ``at_s``; whether that is met or missed follows from what has elapsed."""
        if self.is_paused:
            self.resume(at_s)
        self.stopped_at_s = at_s
        self.stopped_by = by
        self.acknowledged = self.snoozed = ()

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
        self.stopped_at_s = self.stopped_by = self.cancel_reason = None
        self.is_suspended = False
        if stopped_s is not None and stopped_s < at_s:
            self.pause(stopped_s)
            self.resume(at_s)

    def suspend(self, cause: Cause, agent: str | None) -> None:
        """Be cancelled, overdue or not, until the ticket comes back; a breach is withdrawn."""
        breached_s = self._breached_at(cause.at_s)
        if breached_s is not None:
            self.withdrawal = Withdrawal(breached_s, cause.by, cause.reason)
        self.stop(cause.at_s, agent)
        self.cancel_reason = cause.reason
        self.is_suspended = True

    def goes_on_unseen(self, cycle: int, promise: LevelInForce | None, priority: str) -> "Run":
        """The next cycle, from the same start, under a promise without a target for the metric."""
        heir = Run(self.metric, cycle, self.started_at_s, promise, priority)
        heir.pauses = self.pauses
        heir.is_paused = self.is_paused
        return heir

    # --- changes of the promise ---------------------------------------------------------------

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

    def carry(self, promise: LevelInForce | None, priority: str, cause: Cause) -> None:
        """Put the whole clock under another promise, start and pauses kept.

        A breach the change brings is dated at the change; one it undoes is withdrawn; one that
        stands before and after keeps its instant (semantics, section 6).
        """
        if promise is self.promise and priority == self.priority:
            return
        target_s = promise.level.target_s(self.metric, priority) if promise else None
        if cause.at_s == self.started_at_s and self.target_s is None and self.due_at_s is None:
            self.promise, self.priority, self.target_s = promise, priority, target_s
            return  # nothing has elapsed and nobody saw it: there is nothing to judge or remember
        breached_s = None
        differs = self.differs_from(promise, target_s)
        if differs:
            breached_s = self._breached_at(cause.at_s)
            if self.target_s is not None:
                self._remember_due()
        if cause.at_s > self.started_at_s:
            self.former = (*self.former, self._former(cause))
        self.promise, self.priority, self.target_s = promise, priority, target_s
        if differs:
            self._judge_change(breached_s, cause)

    def start_earlier(self, started_at_s: int, cause: Cause) -> None:
        """Count from an earlier start; a breach this brings is dated at the change."""
        if started_at_s < self.started_at_s:
            breached_s = self._breached_at(cause.at_s)
            self._remember_due()
            self.started_at_s = started_at_s
            self._judge_change(breached_s, cause)

    def exclude(self, cause: Cause) -> None:
        """Become cancelled if it is missed; the breach is withdrawn."""
        breached_s = self._breached_at(cause.at_s)
        if breached_s is None or self.cancel_reason is not None:
            return
        if self.is_open:
            self.stop(cause.at_s, None)
        self.withdrawal = Withdrawal(breached_s, cause.by, cause.reason)
        self.cancel_reason = "excluded"

    def acknowledge(self, at_s: int, until_s: int) -> None:
        """Let escalation wait from now, in the place of what was acknowledged before."""
        self.acknowledged = held_anew(self.acknowledged, at_s, until_s)

    def snooze(self, at_s: int, until_s: int) -> None:
        """Let warnings wait from now, in the place of what was snoozed before."""
        self.snoozed = held_anew(self.snoozed, at_s, until_s)

    def _former(self, cause: Cause) -> FormerPromise:
        return FormerPromise(
            cause.at_s, self.promise, self.priority, self.target_s, cause.by, cause.reason
        )

    def _judge_change(self, breached_s: int | None, cause: Cause) -> None:
        """After a change: when it counts as breached, given when it was before (None: not)."""
        if self.is_overdue(cause.at_s):
            if breached_s is None:
                self.breach_reason = cause.reason
            self.breach_fixed_at_s = cause.at_s if breached_s is None else breached_s
        elif breached_s is not None:
            self.breach_fixed_at_s = self.breach_reason = None
            self.withdrawal = Withdrawal(breached_s, cause.by, cause.reason)
        self._due_may_have_moved()

    # --- what it comes to ---------------------------------------------------------------------

    def as_it_stands(self) -> dict[str, object]:
        """Everything it is now, to be given back to ``stand_again``."""
        return {name: getattr(self, name) for name in self.__slots__}

    def stand_again(self, before: dict[str, object]) -> None:
        """Be as it was; only the due version never goes back."""
        self._remember_due()
        for name, value in before.items():
            if name not in ("due_version", "due_at_s"):
                setattr(self, name, value)

    def clock(self) -> Clock | None:
        """What is known of it, or None for a clock without a target."""
        if self.promise is None or self.target_s is None:
            return None
        return Clock(
            metric=self.metric,
            cycle=self.cycle,
            promise=self.promise,
            priority=self.priority,
            target_seconds=self.target_s,
            started_at_s=self.started_at_s,
            pauses=self.pauses,
            stopped_at_s=self.stopped_at_s,
            stopped_by=self.stopped_by,
            cancel_reason=self.cancel_reason,
            breach_fixed_at_s=self.breach_fixed_at_s,
            breach_reason=self.breach_reason,
            withdrawal=self.withdrawal,
            due_version=self.due_version,
            acknowledged=self.acknowledged,
            snoozed=self.snoozed,
            former=self.former,
            opened_by=self.opened_by,
            is_heir=self.is_heir,
        )

    def _breached_at(self, at_s: int) -> int | None:
        """When it was breached, None while it is not overdue."""
        if self.promise is None or self.target_s is None or not self.is_overdue(at_s):
            return None
        if self.breach_fixed_at_s is not None:
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
