"""The live bot without database and Slack: what it keeps of alarms, and what it says when.

It takes events and sweeps in the order and with the pure functions of ``bot.usecases``; whoever
judges what was said is told of every change, of all that is said, and of every sweep.
"""

from dataclasses import replace
from typing import Protocol

from bot.config.history import moves_since, revision_at
from bot.store.alarms import AlarmRow, ClockName
from sla_core.alarms import Announcement, announcement, armed_from, next_point, unhushed
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed, replay
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import MICROSECONDS, from_s, to_s
from sla_core.tickets.events import Event
from sla_core.tickets.timeline import Timeline


class Witness(Protocol):
    """Hears what a desk does, and judges it."""

    def begins(self, found: Replayed) -> None: ...

    def time_passed(self, found: Replayed) -> None: ...

    def said(self, clock: Clock, found: Announcement, at_s: int) -> None: ...

    def changed(self, before: Replayed, after: Replayed, change_s: int) -> None: ...

    def swept(self, found: Replayed) -> None: ...


class Desk:
    """One ticket as the bot keeps it; instants are whole seconds of the bot's own clock."""

    def __init__(self, history: ConfigurationHistory, witness: Witness) -> None:
        self.history, self.witness = history, witness
        self.events: tuple[Event, ...] = ()
        self.rows: dict[ClockName, AlarmRow] = {}
        self.wake_s: int | None = None
        self.projected: int | None = None
        self._known: dict[int, Replayed] = {}

    def replayed(self, at_s: int) -> Replayed:
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
            self._change(before, stands, self.replayed(self._now(now_s)), event.at_s)
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
            self._change(before, before, self.replayed(at_s), at_s)
            self._write(self.replayed(at_s))

    def sweep(self, now_s: int) -> None:
        """Time passed: tickets that lag are brought up to date, what is due is said."""
        if self._lags(now_s):
            self.follow(now_s)
            self._project(now_s)
        if (due_s := self.due_s()) is not None and due_s <= now_s:
            found = self.replayed(self._now(now_s))
            self.witness.time_passed(found)
            self.rows = self._announced(found, set(self.rows))
            self._project(now_s)
        self.witness.swept(self.replayed(self._now(now_s)))

    def due_s(self) -> int | None:
        """When the next sweep has something to do, by the rows alone."""
        times = [to_s(row.fire_at) for row in self.rows.values() if row.fire_at is not None]
        return min([*times, *([self.wake_s] if self.wake_s is not None else [])], default=None)

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

    def _change(self, before: Replayed, stands: Replayed, after: Replayed, change_s: int) -> None:
        """Say what was due before a change, then arm what is to come.

        ``before`` is the ticket until the change, ``stands`` until now had it not come.
        """
        self.witness.time_passed(before)
        standing = {name_of(clock): clock for clock in stands.clocks}
        changed = {
            name_of(clock): clock
            for clock in after.clocks
            if (row := self.rows.get(name_of(clock))) is not None
            and _is_changed(row, standing.get(name_of(clock)), clock)
        }
        untrue = {
            name_of(was)
            for was in before.open_clocks()
            if (clock := changed.get(name_of(was))) is not None
            and (breached_s := was.breached_at(before.at_s)) is not None
            and clock.breached_at(after.at_s) != breached_s
        }
        opens = {name for name, clock in changed.items() if clock.is_open}
        rows = self._announced(before, opens - untrue, after=changed)
        for name, clock in changed.items():
            told_s = max(to_s(rows[name].announced_at), before.at_s)
            armed_s = armed_from(clock, standing.get(name), told_s, change_s)
            rows[name] = replace(rows[name], announced_at=from_s(armed_s))
        self.rows = rows
        self.witness.changed(before, after, change_s)

    def _announced(
        self, found: Replayed, only: set[ClockName], *, after: dict[ClockName, Clock] | None = None
    ) -> dict[ClockName, AlarmRow]:
        rows = dict(self.rows)
        for clock in found.open_clocks():
            row = rows.get(name_of(clock))
            if row is None or name_of(clock) not in only:
                continue
            told_s, is_past = to_s(row.announced_at), after is not None
            as_it_was = unhushed(clock, after[name_of(clock)], found.at_s) if after else clock
            due = announcement(as_it_was, told_s, found.at_s, in_quiet_hours=is_past)
            if due is not None:
                self.witness.said(as_it_was, due, found.at_s)
                rows[name_of(clock)] = replace(row, announced_at=from_s(found.at_s))
        return rows

    def _project(self, now_s: int) -> None:
        self._write(self.replayed(self._now(now_s)))

    def _write(self, found: Replayed) -> None:
        ticket = found.ticket
        self.rows = {
            name_of(clock): _row_of(clock, self.rows.get(name_of(clock)), found.at_s)
            for clock in found.clocks
        }
        self.wake_s = None if ticket.until_us is None else -(-ticket.until_us // MICROSECONDS)
        rests = ticket.is_settled or ticket.away is not None
        self.projected = None if rests else revision_at(self.history, found.at_s)


def _row_of(clock: Clock, before: AlarmRow | None, at_s: int) -> AlarmRow:
    """The alarm of a clock, given the one it had."""
    told_at = from_s(clock.started_at_s) if before is None else before.announced_at
    point = next_point(clock, to_s(told_at), at_s)
    points, fire_at = ((), None) if point is None else ((point.name,), from_s(point.at_s))
    return AlarmRow(clock.metric, clock.cycle, clock.due_version, points, told_at, fire_at)


def _is_changed(row: AlarmRow, stands: Clock | None, clock: Clock) -> bool:
    """Whether a clock's points are others than those its alarm was computed from."""
    return row.due_version != clock.due_version or (
        stands is not None and _what_points_follow(stands) != _what_points_follow(clock)
    )


def _what_points_follow(clock: Clock) -> tuple[object, ...]:
    """What the points of a clock are computed from; an event that comes late may change any."""
    promise = clock.promise
    revisions = promise.level_revision, promise.calendar_revision
    return *revisions, clock.started_at_s, clock.due_at_s, clock.breach_fixed_at_s


def name_of(clock: Clock) -> ClockName:
    """Metric and cycle."""
    return clock.metric, clock.cycle
