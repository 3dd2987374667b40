"""The clocks of one ticket while its timeline is replayed: started, stopped, moved to promises.

The table in ``metrics`` says what each metric does about a signal; here is how it is done.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sla_core.clocks.cause import Cause, cause_of
from sla_core.clocks.clock import FOREVER_S
from sla_core.clocks.metrics import BY_SIGNAL, CANCEL_REASONS, Step
from sla_core.clocks.run import Run
from sla_core.configuration import DEFAULT_PAUSES, ConfigurationHistory, LevelInForce
from sla_core.configuration.history import Move
from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event
from sla_core.tickets.signals import Signal
from sla_core.tickets.ticket import Ticket

Standing = tuple[str, str | None, str]
"""Status, level and priority of a ticket."""


class TicketClocks:
    """Every clock that a ticket ever had, those without a target too; only ``Replay`` holds it.

    ``ticket`` is as the event left it that is followed.
    """

    def __init__(self, ticket: Ticket, history: ConfigurationHistory) -> None:
        self.runs: list[Run] = []
        self._ticket = ticket
        self._history = history
        self._latest: dict[str, Run] = {}
        self._cycles: dict[str, int] = {}
        self._set_aside: dict[str, Run] = {}
        self._settled: Run | None = None
        self._before_reopening: tuple[Run, dict[str, object]] | None = None
        self._opening: int | None = None

    def follow(self, event: Event, signals: Sequence[Signal], before: Standing) -> None:
        """Do to the clocks what an event asks for that was applied to the ticket.

        ``before`` are its status, level and priority as they were.
        """
        self._opening = event.seq
        ticket = self._ticket
        status, level, priority = before
        if ticket.level != level and not _same_name(ticket.level, level):
            self._change_level(event)
        elif ticket.priority != priority:
            self._change_priority(event)
        elif not signals and ticket.status == status and ticket.level == level:
            return
        for signal in signals:
            for metric, steps in BY_SIGNAL[signal]:
                for step in steps:
                    _STEPS[step](self, metric, signal, event)
        self._pause_and_resume(event.at_us // MICROSECONDS)

    def move(self, change: Move) -> None:
        """Move the open clocks to the revisions that an edit told to move them."""
        self._opening = -change.at_us
        for run in list(self._latest.values()):
            current = run.promise
            if not run.is_open or current is None:
                continue
            promise = self._history.moved(current, change)
            if promise is not current:
                same_level = promise and promise.level_revision == current.level_revision
                reason = "calendar_change" if same_level else "level_change"
                cause = Cause(change.at_us, reason, change.by)
                self._put_under(run, promise, cause, restart=False)
        self._pause_and_resume(change.at_us // MICROSECONDS)

    # --- the steps of the table -----------------------------------------------------------------

    def _start(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if (run is None or run.stopped_at_s is not None) and not self._ticket.is_settled:
            self._open(metric, event.at_us)

    def _stop(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.stopped_at_s is None:
            run.stop(event.at_us // MICROSECONDS, self._agent_of(event, metric))

    def _cancel(self, metric: str, signal: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.stopped_at_s is None:
            run.cancel(event.at_s, CANCEL_REASONS[signal], self._agent_of(event, metric))

    def _settle(self, metric: str, signal: Signal, event: Event) -> None:
        run = self._latest[metric]
        if run.is_open:
            self._stop(metric, signal, event)
            self._settled = run

    def _put_aside(self, metric: str, signal: Signal, event: Event) -> None:
        self._set_aside.pop(metric, None)
        run = self._latest.get(metric)
        if run is not None and run.is_open:
            self._cancel(metric, signal, event)
            self._set_aside[metric] = run

    def _take_up(self, metric: str, _: Signal, event: Event) -> None:
        run = self._set_aside.pop(metric, None)
        if run is not None and not run.is_excluded:
            self._go_on(run, event)

    def _reopen(self, metric: str, signal: Signal, event: Event) -> None:
        run = self._settled or self._latest[metric]
        promise = self._promise_of(run, event.at_us)
        mode = promise.level.reopen if promise else "resume"
        self._before_reopening = None
        if mode == "new_cycle":
            self._start(metric, signal, event)
        elif mode == "resume" and not run.is_excluded:
            self._before_reopening = run, run.as_it_stands()
            self._go_on(run, event)

    def _go_on(self, run: Run, event: Event) -> None:
        """Let a stopped clock run on, as the open one of its metric, under what is promised now."""
        self._latest[run.metric] = run
        run.run_on(event.at_s)
        promise = self._promise_of(run, event.at_us)
        self._put_under(run, promise, cause_of(event, "level_change"), restart=False)

    def _put_back(self, metric: str, _: Signal, __: Event) -> None:
        if self._before_reopening is not None:
            run, before = self._before_reopening
            run.stand_again(before)
            self._latest[metric] = run

    def _start_earlier(self, metric: str, _: Signal, event: Any) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_open:
            run.start_earlier(event.message_at_s, cause_of(event, "merged"))

    def _suspend(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_open:
            cause = cause_of(event, self._ticket.away or "")
            run.suspend(cause, self._agent_of(event, metric))

    def _run_on(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_suspended:
            run.run_on(event.at_s)

    def _exclude(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is not None:
            run.exclude(cause_of(event, event.reason or "excluded"))

    def _judge_anew(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is None or run.is_open or run.cancel_reason or run.promise is None:
            return
        name = run.promise.level.name
        promise = self._history.level_in_force(name, event.as_of_us // MICROSECONDS)
        if promise and run.target_s and promise.level.target_s(metric, run.priority):
            run.carry(promise, run.priority, cause_of(event, "reprocessed"))

    def _acknowledge(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is not None and run.is_open:
            run.acknowledge(event.at_s, _until_s(event))

    def _snooze(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is not None and run.is_open:
            run.snooze(event.at_s, _until_s(event))

    def _named(self, metric: str, event: Any) -> Run | None:
        """The clock that an event names, if it is of this metric and there is one."""
        if event.metric != metric:
            return None
        runs = (run for run in self.runs if run.metric == metric and run.cycle == event.cycle)
        return next(runs, None)

    # --- opening clocks -------------------------------------------------------------------------

    def _open(self, metric: str, at_us: int, *, is_heir: bool = False) -> None:
        promise = self._history.level_in_force_us(self._ticket.level, at_us)
        cycle, at_s = self._next_cycle(metric), at_us // MICROSECONDS
        self._add(Run(metric, cycle, at_s, promise, self._ticket.priority), is_heir=is_heir)

    def _add(self, run: Run, *, is_heir: bool = False) -> None:
        run.opened_by, run.is_heir = self._opening, is_heir
        self.runs.append(run)
        self._latest[run.metric] = run
        self._cycles[run.metric] = run.cycle

    def _next_cycle(self, metric: str) -> int:
        return self._cycles.get(metric, 0) + 1

    def _agent_of(self, event: Event, metric: str) -> str | None:
        """Who a stop is counted for: the assignee of a first assignment, else the actor."""
        if metric == "first_assign":
            return self._ticket.assignee
        return None if event.actor == self._ticket.requester else event.actor

    # --- changes of the promise -----------------------------------------------------------------

    def _promise_of(self, run: Run, at_us: int) -> LevelInForce | None:
        """The ticket's level, in the revision the clock last ran under if it is the same level."""
        promise = run.promise
        if promise is not None and _same_name(promise.level.name, self._ticket.level):
            return promise
        return self._history.level_in_force_us(self._ticket.level, at_us)

    def _change_level(self, event: Event) -> None:
        promise = self._history.level_in_force_us(self._ticket.level, event.at_us)
        self._change(event, lambda _: promise)

    def _change_priority(self, event: Event) -> None:
        self._change(event, lambda run: run.promise)

    def _change(self, event: Event, promise_of: Callable[[Run], LevelInForce | None]) -> None:
        cause = cause_of(event, "level_change")
        for run in list(self._latest.values()):
            if run.is_open:
                promise = promise_of(run)
                restart = promise is not None and promise.level.on_change == "restart"
                self._put_under(run, promise, cause, restart=restart)

    def _put_under(
        self, run: Run, promise: LevelInForce | None, cause: Cause, *, restart: bool
    ) -> None:
        """Give an open clock a promise: carried, restarted, or going on unseen without a target."""
        priority = self._ticket.priority
        target_s = promise.level.target_s(run.metric, priority) if promise else None
        if run.target_s is None or (target_s is not None and not restart):
            run.carry(promise, priority, cause)
        elif target_s is None:
            heir = run.goes_on_unseen(self._next_cycle(run.metric), promise, priority)
            run.cancel(cause.at_s, "level_change", None)
            self._add(heir, is_heir=True)
        elif run.differs_from(promise, target_s):
            run.cancel(cause.at_s, "level_change", None)
            self._open(run.metric, cause.at_us, is_heir=True)
        else:
            run.carry(promise, priority, cause)

    def _pause_and_resume(self, at_s: int) -> None:
        status = self._ticket.status
        for run in self._latest.values():
            if run.stopped_at_s is None:
                if run.promise is None:
                    pauses = status in DEFAULT_PAUSES.get(run.metric, ())
                else:
                    pauses = run.promise.level.pauses(run.metric, status)
                if pauses:
                    if not run.is_paused:
                        run.pause(at_s)
                elif run.is_paused:
                    run.resume(at_s)


_STEPS: Final[dict[Step, Callable[[TicketClocks, str, Signal, Any], None]]] = {
    Step.START: TicketClocks._start,  # noqa: SLF001 the table's words for its own methods
    Step.STOP: TicketClocks._stop,  # noqa: SLF001
    Step.CANCEL: TicketClocks._cancel,  # noqa: SLF001
    Step.SETTLE: TicketClocks._settle,  # noqa: SLF001
    Step.SET_ASIDE: TicketClocks._put_aside,  # noqa: SLF001
    Step.TAKE_UP: TicketClocks._take_up,  # noqa: SLF001
    Step.REOPEN: TicketClocks._reopen,  # noqa: SLF001
    Step.PUT_BACK: TicketClocks._put_back,  # noqa: SLF001
    Step.START_EARLIER: TicketClocks._start_earlier,  # noqa: SLF001
    Step.SUSPEND: TicketClocks._suspend,  # noqa: SLF001
    Step.RUN_ON: TicketClocks._run_on,  # noqa: SLF001
    Step.EXCLUDE: TicketClocks._exclude,  # noqa: SLF001
    Step.JUDGE_ANEW: TicketClocks._judge_anew,  # noqa: SLF001
    Step.ACKNOWLEDGE: TicketClocks._acknowledge,  # noqa: SLF001
    Step.SNOOZE: TicketClocks._snooze,  # noqa: SLF001
}


def _until_s(event: Any) -> int:
    """The instant a hold ends; without one it lasts until the clock stops."""
    return FOREVER_S if event.until_us is None else int(event.until_us) // MICROSECONDS


def _same_name(name: str | None, other: str | None) -> bool:
    return name == other or (
        name is not None and other is not None and name.casefold() == other.casefold()
    )
