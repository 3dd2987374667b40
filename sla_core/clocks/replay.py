"""``replay(timeline, history, until) -> clocks``: the one function everything else stands on.

Live tickets, simulation, explanation and audits all call it. It walks the timeline once; the
ticket's fold says what each event signals, the table in ``metrics`` what each metric does about it.
Between the events time passes: an ``until`` is reached, or the configuration changes.
"""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.clocks.metrics import BY_SIGNAL, CANCEL_REASONS, Step
from sla_core.clocks.run import Cause, Run
from sla_core.configuration import DEFAULT_PAUSES, ConfigurationHistory, LevelInForce
from sla_core.instants import MICROSECONDS
from sla_core.tickets.events import Event, StatusSet
from sla_core.tickets.fold import apply
from sla_core.tickets.signals import Signal
from sla_core.tickets.ticket import Ticket
from sla_core.tickets.timeline import Timeline

_NEVER_US: Final = FOREVER_S * MICROSECONDS


class Replayed(NamedTuple):
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
    found = Replay(timeline.ticket, history)
    last_us = (until_s + 1) * MICROSECONDS
    for event in timeline.events:
        if event.at_us >= last_us:
            break
        found.take(event)
    return found.standing(until_s)


class Replay:
    """One ticket with every clock it ever had, while its timeline is walked from event to event.

    Events are taken, and time passes, in order; ``standing`` may be asked in between.
    """

    def __init__(self, name: str, history: ConfigurationHistory) -> None:
        self.ticket = Ticket(name)
        self.runs: list[Run] = []
        self._history = history
        self._latest: dict[str, Run] = {}
        self._cycles: dict[str, int] = {}
        self._set_aside: dict[str, Run] = {}
        self._settled: Run | None = None
        self._before_reopening: tuple[Run, dict[str, object]] | None = None
        self._moves = history.moves
        self._moves_made = 0
        self._opening: int | None = None
        self._next_move_us = self._moves[0].at_us if self._moves else _NEVER_US

    def take(self, event: Event) -> None:
        """Let time pass until an event, and apply it to the ticket and its clocks."""
        at_us, ticket = event.at_us, self.ticket
        if at_us >= self._next_move_us or ticket.until_us is not None:
            self.pass_to(at_us)
        self._opening = event.seq
        at_s = at_us // MICROSECONDS
        status, level, priority = ticket.status, ticket.level, ticket.priority
        signals = apply(ticket, event)
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
        self._pause_and_resume(at_s)

    def pass_to(self, at_us: int) -> None:
        """Let time pass: the configuration changes, and an ``until`` opens the ticket.

        It is as if a ``status`` event stood at the ``until``; nothing opens while deleted.
        """
        while True:
            ticket = self.ticket
            until_us = _NEVER_US if ticket.until_us is None else ticket.until_us
            if min(self._next_move_us, until_us) > at_us:
                return
            if self._next_move_us <= until_us:
                self._move()
            elif ticket.is_deleted:
                ticket.until_us = None
            else:
                ticket.until_us = None
                self.take(StatusSet(at_us=until_us, to="open"))

    def standing(self, at_s: int) -> Replayed:
        """The ticket and its clocks when time has passed to the end of a second."""
        self.pass_to((at_s + 1) * MICROSECONDS - 1)
        clocks = [run.clock() for run in self.runs]
        return Replayed(self.ticket, tuple([clock for clock in clocks if clock]), at_s)

    # --- the steps of the table -----------------------------------------------------------------

    def _start(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if (run is None or run.stopped_at_s is not None) and not self.ticket.is_settled:
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
        self._put_under(run, promise, _cause(event, "level_change"), restart=False)

    def _put_back(self, metric: str, _: Signal, __: Event) -> None:
        if self._before_reopening is not None:
            run, before = self._before_reopening
            run.stand_again(before)
            self._latest[metric] = run

    def _start_earlier(self, metric: str, _: Signal, event: Any) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_open:
            run.start_earlier(event.message_at_s, _cause(event, "merged"))

    def _suspend(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_open:
            cause = _cause(event, self.ticket.away or "")
            run.suspend(cause, self._agent_of(event, metric))

    def _run_on(self, metric: str, _: Signal, event: Event) -> None:
        run = self._latest.get(metric)
        if run is not None and run.is_suspended:
            run.run_on(event.at_s)

    def _exclude(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is not None:
            run.exclude(_cause(event, event.reason or "excluded"))

    def _judge_anew(self, metric: str, _: Signal, event: Any) -> None:
        run = self._named(metric, event)
        if run is None or run.is_open or run.cancel_reason or run.promise is None:
            return
        name = run.promise.level.name
        promise = self._history.level_in_force(name, event.as_of_us // MICROSECONDS)
        if promise and run.target_s and promise.level.target_s(metric, run.priority):
            run.carry(promise, run.priority, _cause(event, "reprocessed"))

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
        found = (run for run in self.runs if run.metric == metric and run.cycle == event.cycle)
        return next(found, None)

    # --- opening clocks -------------------------------------------------------------------------

    def _open(self, metric: str, at_us: int, *, is_heir: bool = False) -> None:
        promise = self._history.level_in_force_us(self.ticket.level, at_us)
        cycle, at_s = self._next_cycle(metric), at_us // MICROSECONDS
        self._add(Run(metric, cycle, at_s, promise, self.ticket.priority), is_heir=is_heir)

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
            return self.ticket.assignee
        return None if event.actor == self.ticket.requester else event.actor

    # --- changes of the promise -----------------------------------------------------------------

    def _promise_of(self, run: Run, at_us: int) -> LevelInForce | None:
        """The ticket's level, in the revision the clock last ran under if it is the same level."""
        own = run.promise
        if own is not None and _same_name(own.level.name, self.ticket.level):
            return own
        return self._history.level_in_force_us(self.ticket.level, at_us)

    def _change_level(self, event: Event) -> None:
        promise = self._history.level_in_force_us(self.ticket.level, event.at_us)
        self._change(event, lambda _: promise)

    def _change_priority(self, event: Event) -> None:
        self._change(event, lambda run: run.promise)

    def _change(self, event: Event, promise_of: Callable[[Run], LevelInForce | None]) -> None:
        cause = _cause(event, "level_change")
        for run in list(self._latest.values()):
            if run.is_open:
                promise = promise_of(run)
                restart = promise is not None and promise.level.on_change == "restart"
                self._put_under(run, promise, cause, restart=restart)

    def _move(self) -> None:
        """Move the open clocks to the revisions that were told to move them."""
        move = self._moves[self._moves_made]
        self._opening = -move.at_us
        self._moves_made += 1
        self._next_move_us = (
            self._moves[self._moves_made].at_us
            if self._moves_made < len(self._moves)
            else _NEVER_US
        )
        for run in list(self._latest.values()):
            own = run.promise
            if not run.is_open or own is None:
                continue
            promise = self._history.moved(own, move)
            if promise is not own:
                same_level = promise and promise.level_revision == own.level_revision
                reason = "calendar_change" if same_level else "level_change"
                self._put_under(run, promise, Cause(move.at_us, reason, move.by), restart=False)
        self._pause_and_resume(move.at_us // MICROSECONDS)

    def _put_under(
        self, run: Run, promise: LevelInForce | None, cause: Cause, *, restart: bool
    ) -> None:
        """Give an open clock a promise: carried, restarted, or going on unseen without a target."""
        priority = self.ticket.priority
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
        status = self.ticket.status
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


_STEPS: Final[dict[Step, Callable[[Replay, str, Signal, Any], None]]] = {
    Step.START: Replay._start,  # noqa: SLF001 the table's words for its own methods
    Step.STOP: Replay._stop,  # noqa: SLF001
    Step.CANCEL: Replay._cancel,  # noqa: SLF001
    Step.SETTLE: Replay._settle,  # noqa: SLF001
    Step.SET_ASIDE: Replay._put_aside,  # noqa: SLF001
    Step.TAKE_UP: Replay._take_up,  # noqa: SLF001
    Step.REOPEN: Replay._reopen,  # noqa: SLF001
    Step.PUT_BACK: Replay._put_back,  # noqa: SLF001
    Step.START_EARLIER: Replay._start_earlier,  # noqa: SLF001
    Step.SUSPEND: Replay._suspend,  # noqa: SLF001
    Step.RUN_ON: Replay._run_on,  # noqa: SLF001
    Step.EXCLUDE: Replay._exclude,  # noqa: SLF001
    Step.JUDGE_ANEW: Replay._judge_anew,  # noqa: SLF001
    Step.ACKNOWLEDGE: Replay._acknowledge,  # noqa: SLF001
    Step.SNOOZE: Replay._snooze,  # noqa: SLF001
}


def _cause(event: Event, reason: str) -> Cause:
    """Of a change that an event brings, made by a person or a rule."""
    return Cause(event.at_us, reason, event.actor or event.rule)


def _until_s(event: Any) -> int:
    """The instant a hold ends; without one it lasts until the clock stops."""
    return FOREVER_S if event.until_us is None else int(event.until_us) // MICROSECONDS


def _same_name(one: str | None, other: str | None) -> bool:
    return one == other or (
        one is not None and other is not None and one.casefold() == other.casefold()
    )
