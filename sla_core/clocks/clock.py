"""One clock, and the arithmetic of its time: elapsed, due, breach, state.

Everything is business time of the clock's calendar with the pauses taken out (semantics,
section 3). Met or missed is decided by elapsed time, never by comparing wall clocks.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sla_core.calendars import Calendar, Period
from sla_core.configuration import LevelInForce

FOREVER_S: Final = 2**62
"""The end of a pause that has not ended."""


def elapsed_seconds(
    calendar: Calendar, started_at_s: int, pauses: Sequence[Period], at_s: int
) -> int:
    """Business seconds from the start to ``at_s`` outside the pauses."""
    elapsed = calendar.business_seconds(started_at_s, at_s)
    return elapsed - paused_seconds(calendar, pauses, at_s) if pauses else elapsed


def paused_seconds(calendar: Calendar, pauses: Sequence[Period], at_s: int) -> int:
    """Business seconds inside the pauses before ``at_s``."""
    return sum(
        calendar.business_seconds(pause.start_s, min(pause.end_s, at_s))
        for pause in pauses
        if pause.start_s < at_s
    )


def due_instant(
    calendar: Calendar, started_at_s: int, pauses: Sequence[Period], seconds: int
) -> int | None:
    """The earliest instant with ``seconds`` elapsed; None while a pause holds it up for ever.

    Also None when it lies more than five years ahead.
    """
    at_s, left = started_at_s, seconds
    for pause in pauses:
        run = calendar.business_seconds(at_s, pause.start_s)
        if run >= left:
            return calendar.due(at_s, left)
        if pause.end_s == FOREVER_S:
            return None
        at_s, left = pause.end_s, left - run
    return calendar.due(at_s, left)


def last_instant(
    calendar: Calendar, started_at_s: int, pauses: Sequence[Period], seconds: int
) -> int | None:
    """The latest instant with ``seconds`` elapsed; one counted second later there is more."""
    at_s, left = started_at_s, seconds
    for pause in pauses:
        run = calendar.business_seconds(at_s, pause.start_s)
        if run > left:
            return calendar.last_moment(at_s, left)
        if pause.end_s == FOREVER_S:
            return None
        at_s, left = pause.end_s, left - run
    return calendar.last_moment(at_s, left)


def held_anew(held: tuple[Period, ...], at_s: int, until_s: int) -> tuple[Period, ...]:
    """Times of waiting, the last of which ends anew while it lasts."""
    if held and at_s < held[-1].end_s:
        return (*held[:-1], Period(held[-1].start_s, until_s))
    return (*held, Period(at_s, until_s))


class Judgement(NamedTuple):
    """A clock at an instant: its state, business seconds used, when breached, when decided."""

    state: str
    elapsed: int
    breached_at_s: int | None
    decided_at_s: int | None


class Withdrawal(NamedTuple):
    """A breach that was taken back: the instant it had, by whom and why."""

    breached_at_s: int
    by: str | None
    reason: str


class FormerPromise(NamedTuple):
    """What a clock was promised until a change, and who changed it why."""

    until_s: int
    promise: LevelInForce | None
    priority: str
    target_seconds: int | None
    by: str | None
    reason: str


class Clock(NamedTuple):
    """One cycle of one metric that has a target, as the timeline up to an instant made it.

    Instants in whole seconds since 1970 UTC. ``pauses`` are sorted and apart; the last may end at
    ``FOREVER_S``. ``breach_fixed_at_s`` is set where a change of the promise made the clock
    overdue, or kept it so; otherwise the breach follows from the arithmetic. ``acknowledged`` and
    ``snoozed`` are the times in which escalation and warnings wait; ``former`` are the promises it
    ran under before, in order.

    ``opened_by`` is the ``seq`` of the event that opened it; for an edit of the configuration, its
    instant in microseconds, negative. ``is_heir`` says that it goes on for a clock of its metric
    that a change of level ended.
    """

    metric: str
    cycle: int
    promise: LevelInForce
    priority: str
    target_seconds: int
    started_at_s: int
    pauses: tuple[Period, ...] = ()
    stopped_at_s: int | None = None
    stopped_by: str | None = None
    cancel_reason: str | None = None
    breach_fixed_at_s: int | None = None
    breach_reason: str | None = None
    withdrawal: Withdrawal | None = None
    due_version: int = 1
    acknowledged: tuple[Period, ...] = ()
    snoozed: tuple[Period, ...] = ()
    former: tuple[FormerPromise, ...] = ()
    opened_by: int | None = None
    is_heir: bool = False

    @property
    def calendar(self) -> Calendar:
        """The calendar it runs on."""
        return self.promise.calendar

    @property
    def withdrawn_at_s(self) -> int | None:
        """The instant of the last breach that was taken back, if one was."""
        return None if self.withdrawal is None else self.withdrawal.breached_at_s

    @property
    def is_open(self) -> bool:
        """Whether it still runs, is paused, or is overdue and unanswered."""
        return self.stopped_at_s is None

    @property
    def is_paused(self) -> bool:
        """Whether a pause holds it at the end of what was replayed."""
        return bool(self.pauses) and self.pauses[-1].end_s == FOREVER_S

    def elapsed(self, at_s: int) -> int:
        """Business seconds used by ``at_s``; a stopped clock stands still."""
        return elapsed_seconds(self.calendar, self.started_at_s, self.pauses, self._ended(at_s))

    def paused(self, at_s: int) -> int:
        """Business seconds inside pauses by ``at_s``."""
        return paused_seconds(self.calendar, self.pauses, self._ended(at_s))

    def remaining(self, at_s: int) -> int:
        """Business seconds left at ``at_s``, negative when overdue."""
        return self.target_seconds - self.elapsed(at_s)

    def is_overdue(self, at_s: int) -> bool:
        """Whether more than the target was used by ``at_s``."""
        return self.elapsed(at_s) > self.target_seconds

    @property
    def due_at_s(self) -> int | None:
        """When the target is used up, had it run on; None while paused with time left."""
        return due_instant(self.calendar, self.started_at_s, self.pauses, self.target_seconds)

    @property
    def breach_at_s(self) -> int | None:
        """The last instant at which it is not overdue; None while paused within its target."""
        return last_instant(self.calendar, self.started_at_s, self.pauses, self.target_seconds)

    def point(self, seconds: int) -> int | None:
        """The earliest instant with so many business seconds used, or None while paused."""
        return due_instant(self.calendar, self.started_at_s, self.pauses, seconds)

    def judged(self, at_s: int) -> "Judgement":
        """What is to be said of it at ``at_s``."""
        elapsed = self.elapsed(at_s)
        if self.cancel_reason is not None:
            return Judgement("cancelled", elapsed, None, self.stopped_at_s)
        if elapsed > self.target_seconds:
            fixed_at_s = self.breach_fixed_at_s
            breached_at_s = self.breach_at_s if fixed_at_s is None else fixed_at_s
            decided_at_s = self.stopped_at_s if breached_at_s is None else breached_at_s
            return Judgement("missed", elapsed, breached_at_s, decided_at_s)
        if self.stopped_at_s is not None:
            return Judgement("met", elapsed, None, self.stopped_at_s)
        return Judgement("paused" if self.is_paused else "running", elapsed, None, None)

    def breached_at(self, at_s: int) -> int | None:
        """When it was breached, seen from ``at_s``; None while, or because, it was not."""
        return self.judged(at_s).breached_at_s

    def state(self, at_s: int) -> str:
        """One of running, paused, met, missed, cancelled, judged at ``at_s``."""
        return self.judged(at_s).state

    def decided_at(self, at_s: int) -> int | None:
        """When it counts: met and cancelled when stopped, missed when breached, else None."""
        return self.judged(at_s).decided_at_s

    def _ended(self, at_s: int) -> int:
        return at_s if self.stopped_at_s is None else min(at_s, self.stopped_at_s)
