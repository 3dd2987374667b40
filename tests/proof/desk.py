"""The live bot without database and Slack: what it keeps of alarms, and what it says when.

It takes events and sweeps in the order and with the pure functions of ``bot.usecases``; whoever
judges what was said is told of every change, of all that is said, and of every sweep.
"""

from dataclasses import replace
from typing import Protocol

from bot.config.history import moves_since, revision_at
from sla_core.alarms import (
    AlarmOutcome,
    Change,
    ClockMemory,
    ClockNotice,
    by_name,
    changed,
    name_of,
    next_point,
    remembered,
    swept,
)
from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event
from sla_core.tickets.timeline import Timeline


class Witness(Protocol):
    """Hears what a desk does, and judges it."""

    def begins(self, found: ReplayedTicket) -> None: ...

    def time_passed(self, found: ReplayedTicket) -> None: ...

    def said(self, saying: ClockNotice) -> None: ...

    def changed(self, change: Change) -> None: ...

    def swept(self, found: ReplayedTicket) -> None: ...


class Desk:
    """One ticket as the bot keeps it; instants are whole seconds of the bot's own clock."""

    def __init__(self, history: ConfigurationHistory, witness: Witness) -> None:
        self.history, self.witness = history, witness
        self.events: tuple[Event, ...] = ()
        self.memories: tuple[ClockMemory, ...] = ()
        self.alarms_s: list[int] = []
        self.wake_s: int | None = None
        self.projected: int | None = None
        self._known: dict[int, ReplayedTicket] = {}

    def replayed(self, at_s: int) -> ReplayedTicket:
        """The ticket at an instant, by what is known of it."""
        if at_s not in self._known:
            self._known[at_s] = replay(Timeline.of("T1", self.events), self.history, at_s)
        return self._known[at_s]

    def record(self, event: Event, now_s: int) -> None:
        """An event arrives."""
        self.follow(now_s)
        if self.events:
            event = replace(event, at_us=max(event.at_us, self.events[0].at_us))
            before, stands = self.replayed(event.at_s), self.replayed(self._now(now_s))
            self._learn(event)
            self._change(Change(before, stands, self.replayed(self._now(now_s)), event.at_s))
        else:
            self._learn(event)
            self.witness.begins(self.replayed(self._now(now_s)))
        self._write(self.replayed(self._now(now_s)))

    def follow(self, now_s: int) -> None:
        """The rows go along with the moves of the configuration since they were written."""
        if self.projected is None:
            return
        moves = {each.at_s for each in moves_since(self.history, self.projected)}
        first_s, last_s = self.events[0].at_s, self._now(now_s)
        for at_s in sorted(at_s for at_s in moves if first_s < at_s <= last_s):
            before = self.replayed(at_s - 1)
            self._change(Change(before, before, self.replayed(at_s), at_s))
            self._write(self.replayed(at_s))

    def sweep(self, now_s: int) -> None:
        """Time passed: tickets that lag are brought up to date, what is due is said."""
        if self._lags(now_s):
            self.follow(now_s)
            self._project(now_s)
        if (due_s := self.due_s()) is not None and due_s <= now_s:
            found = self.replayed(self._now(now_s))
            self.witness.time_passed(found)
            self._say(swept(self.memories, found))
            self._project(now_s)
        self.witness.swept(self.replayed(self._now(now_s)))

    def due_s(self) -> int | None:
        """When the next sweep has something to do, by the rows alone."""
        wake = [] if self.wake_s is None else [self.wake_s]
        return min([*self.alarms_s, *wake], default=None)

    def _now(self, now_s: int) -> int:
        return max(now_s, self.events[-1].at_s)

    def _learn(self, event: Event) -> None:
        self.events = Timeline.of("T1", (*self.events, event)).events
        self._known.clear()

    def _lags(self, now_s: int) -> bool:
        known = self.history.revisions
        return self.projected is not None and any(
            each.number > self.projected and each.moves_running and each.at_s <= now_s
            for each in known
        )

    def _change(self, change: Change) -> None:
        self.witness.time_passed(change.stands)
        self._say(changed(self.memories, change))
        self.witness.changed(change)

    def _say(self, outcome: AlarmOutcome) -> None:
        self.memories = outcome.memories
        for saying in outcome.sayings:
            self.witness.said(saying)

    def _project(self, now_s: int) -> None:
        self._write(self.replayed(self._now(now_s)))

    def _write(self, found: ReplayedTicket) -> None:
        ticket = found.ticket
        self.memories = remembered(self.memories, found)
        known = by_name(self.memories)
        points = (next_point(each, known[name_of(each)], found.at_s) for each in found.clocks)
        self.alarms_s = [point.at_s for point in points if point is not None]
        self.wake_s = None if ticket.until_us is None else -(-ticket.until_us // MICROSECONDS)
        rests = ticket.is_settled or ticket.away is not None
        self.projected = None if rests else revision_at(self.history, found.at_s)
