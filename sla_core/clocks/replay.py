"""``replay(timeline, history, until) -> clocks``: the one function everything else stands on.

Live tickets, simulation, explanation and audits all call it. It walks the timeline once; the
ticket's fold says what each event signals, the table in ``metrics`` what each metric does about it.
"""

from dataclasses import dataclass

from sla_core.clocks.clock import Clock
from sla_core.clocks.metrics import BY_SIGNAL, CANCEL_REASONS, Step
from sla_core.clocks.run import Run
from sla_core.configuration import DEFAULT_PAUSES, ConfigurationHistory, LevelInForce
from sla_core.instants import MICROSECONDS
from sla_core.tickets.events import Event, StatusSet
from sla_core.tickets.ticket import Signal, Ticket
from sla_core.tickets.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Replayed:
    """A ticket and its clocks with a target as they stand at an instant, in order of opening."""

    ticket: Ticket
    clocks: tuple[Clock, ...]
    at_s: int

    def open_clocks(self) -> list[Clock]:
        """The clocks that run, are paused, or are overdue and unanswered."""
        return [clock for clock in self.clocks if clock.is_open]


def replay(timeline: Timeline, history: ConfigurationHistory, until_s: int) -> Replayed:
    """The ticket and its clocks at ``until_s``; later events are as if not yet known.

    Raises ``TimelineError`` for a timeline that cannot have happened.
    """
    desk = _Desk(timeline.ticket, history)
    last_us = (until_s + 1) * MICROSECONDS
    for event in timeline.events:
        if event.at_us >= last_us:
            break
        desk.wake(event.at_us)
        desk.take(event)
    desk.wake(last_us - 1)
    clocks = (run.clock() for run in desk.runs)
    return Replayed(desk.ticket, tuple(clock for clock in clocks if clock), until_s)


class _Desk:
    """One ticket with every clock it ever had, while its timeline is walked."""

    def __init__(self, name: str, history: ConfigurationHistory) -> None:
        self.ticket = Ticket(name)
        self.runs: list[Run] = []
        self._history = history
        self._latest: dict[str, Run] = {}
        self._promise: LevelInForce | None = None

    def wake(self, at_us: int) -> None:
        """Let a pending or held ticket open at its ``until``, as if that event stood there."""
        until_us = self.ticket.until_us
        if until_us is not None and until_us <= at_us:
            self.take(StatusSet(at_us=until_us, to="open"))

    def take(self, event: Event) -> None:
        """Apply one event to the ticket and everything it means to its clocks."""
        ticket = self.ticket
        before = ticket.status, ticket.level, ticket.priority
        signals = ticket.apply(event)
        at_s = event.at_us // MICROSECONDS
        if not _same_name(ticket.level, before[1]):
            self._change_level(at_s)
        elif ticket.priority != before[2]:
            self._change_priority(at_s)
        for signal in signals:
            for metric, steps in BY_SIGNAL[signal]:
                for step in steps:
                    self._step(step, metric, signal, event, at_s)
        if signals or (ticket.status, ticket.level, ticket.priority) != before:
            self._pause_and_resume(at_s)

    def _step(self, step: Step, metric: str, signal: Signal, event: Event, at_s: int) -> None:
        run = self._latest.get(metric)
        if step is Step.START:
            if (run is None or not run.is_open) and not self.ticket.is_settled:
                self._start(metric, at_s)
        elif step is Step.REOPEN:
            self._reopen(metric, at_s)
        elif run is not None and run.stopped_at_s is None:
            agent = self._agent_of(event, metric)
            if step is Step.STOP:
                run.stop(at_s, agent)
            else:
                run.cancel(at_s, CANCEL_REASONS[signal], agent)

    def _agent_of(self, event: Event, metric: str) -> str | None:
        """Who a stop is counted for: the assignee of a first assignment, else the actor."""
        if metric == "first_assign":
            return self.ticket.assignee
        return None if event.actor == self.ticket.requester else event.actor

    def _start(self, metric: str, at_s: int) -> None:
        promise = self._history.level_in_force(self.ticket.level, at_s)
        self._add(Run(metric, self._next_cycle(metric), at_s, promise, self.ticket.priority))

    def _add(self, run: Run) -> None:
        self.runs.append(run)
        self._latest[run.metric] = run

    def _next_cycle(self, metric: str) -> int:
        run = self._latest.get(metric)
        return 1 if run is None else run.cycle + 1

    def _reopen(self, metric: str, at_s: int) -> None:
        run = self._latest[metric]
        promise = self._promise_of(run)
        mode = promise.level.reopen if promise else "resume"
        if mode == "new_cycle":
            self._start(metric, at_s)
        elif mode == "resume":
            run.run_on(at_s)
            self._put_under(run, promise, at_s, restart=False)

    def _promise_of(self, run: Run) -> LevelInForce | None:
        """The level in force, in the revision the clock last ran under if it is the same level."""
        own, current = run.promise, self._promise
        if own and current and _same_name(own.level.name, current.level.name):
            return own
        return current

    def _change_level(self, at_s: int) -> None:
        self._promise = self._history.level_in_force(self.ticket.level, at_s)
        restart = self._promise is not None and self._promise.level.on_change == "restart"
        for run in list(self._latest.values()):
            if run.is_open:
                self._put_under(run, self._promise, at_s, restart=restart)

    def _change_priority(self, at_s: int) -> None:
        for run in list(self._latest.values()):
            if run.is_open:
                promise = run.promise or self._promise
                restart = promise is not None and promise.level.on_change == "restart"
                self._put_under(run, promise, at_s, restart=restart)

    def _put_under(
        self, run: Run, promise: LevelInForce | None, at_s: int, *, restart: bool
    ) -> None:
        """Give an open clock a promise: carried, restarted, or going on unseen without a target."""
        priority = self.ticket.priority
        target_s = promise.level.target_s(run.metric, priority) if promise else None
        if run.target_s is None or (target_s is not None and not restart):
            run.carry(promise, priority, at_s, "level_change")
        elif target_s is None:
            heir = run.goes_on_unseen(run.cycle + 1)
            run.cancel(at_s, "level_change", None)
            heir.promise = promise
            self._add(heir)
        elif run.differs_from(promise, target_s):
            run.cancel(at_s, "level_change", None)
            self._start(run.metric, at_s)
        else:
            run.carry(promise, priority, at_s, "level_change")

    def _pause_and_resume(self, at_s: int) -> None:
        for run in self._latest.values():
            if run.stopped_at_s is None:
                pauses = self._pauses(run)
                if pauses and not run.is_paused:
                    run.pause(at_s)
                elif run.is_paused and not pauses:
                    run.resume(at_s)

    def _pauses(self, run: Run) -> bool:
        status = self.ticket.status
        if run.promise is None:
            return status in DEFAULT_PAUSES.get(run.metric, ())
        return run.promise.level.pauses(run.metric, status)


def _same_name(one: str | None, other: str | None) -> bool:
    return one == other or (
        one is not None and other is not None and one.casefold() == other.casefold()
    )
