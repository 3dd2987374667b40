"""What must be said of a clock and what must not, from the law alone, with a memory of everything.

A point is reached at the first second at which so much of the clock's own time is used, found by
asking the clock how much it used; nothing of ``sla_core.alarms`` is used here.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sla_core.alarms import Announcement
from sla_core.calendars import Period
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import Replayed
from tests.proof.desk import name_of

WARNING, BREACH, AFTER = range(3)
A_WHILE_S = 900
"""Quiet hours begin and end on the quarter, in every zone."""
_KINDS = (
    *("a share of the target", "a time before the end"),
    *("the breach", "a time after the breach"),
)
ALARM_PATHS = frozenset(
    (
        *(f"said: {kind}" for kind in _KINDS),
        *(f"waits: {kind}" for kind in _KINDS if kind != "the breach"),
        "several points are one announcement",
        "said after the due time moved",
        "said of a paused clock",
        "said more than an hour late",
        "said when a wait is over",
        "said already under the same due version, so left out",
        "left out, though the due time is another",
        "an `until` moves the due time of an alarm",
        "a change arms points anew",
        "a change brings a breach to say",
        "a change leaves a point behind",
        "a clock gets a target again",
    )
)


class Need(NamedTuple):
    """A point in the words of its level; ``used_s`` is the clock's own time when it is reached."""

    kind: int
    used_s: int
    name: str


def promised(clock: Clock, at_s: int) -> list[Need]:
    """The points of a clock, the mildest first, each once."""
    target_s = clock.target_seconds
    found = set()
    for alert in clock.promise.level.alerts:
        where = alert.point
        if alert.metrics and clock.metric not in alert.metrics:
            continue
        if where.share_pct is not None:
            used_s = (target_s * where.share_pct + 99) // 100
            found.add(Need(WARNING, used_s, f"{where.share_pct}%"))
        elif where.before_s is not None:
            found.add(Need(WARNING, target_s - where.before_s, f"-{_written(where.before_s)}"))
        elif where.breach:
            found.add(Need(BREACH, target_s + 1, "breach"))
        else:
            breached_s = clock.breached_at(at_s)
            base_s = target_s if breached_s is None else clock.elapsed(breached_s)
            for time in range(1, where.repeat + 1):
                later_s = time * (where.after_s or 0)
                found.add(Need(AFTER, base_s + later_s, f"+{_written(later_s)}"))
    return sorted(found)


def _written(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    parts = (hours, "h"), (rest // 60, "m"), (rest % 60, "s")
    return "".join(f"{amount}{unit}" for amount, unit in parts if amount)


def reached_at(clock: Clock, need: Need, at_s: int) -> int | None:
    """The second in which a point was reached, None if it was not by ``at_s``."""
    if need.used_s < 1 or (need.kind != WARNING and not clock.is_overdue(at_s)):
        return None
    if need.kind == BREACH and clock.breach_fixed_at_s is not None:
        return clock.breach_fixed_at_s
    if clock.elapsed(at_s) < need.used_s:
        return None
    start_s = clock.started_at_s
    return start_s + bisect_left(range(start_s, at_s + 1), need.used_s, key=clock.elapsed)


def _waits(clock: Clock, need: Need, at_s: int) -> tuple[Period, ...]:
    """The times in which a point of this kind waits; a snooze has none after the breach."""
    if need.kind == WARNING:
        return () if clock.is_overdue(at_s) else clock.snoozed
    return clock.acknowledged if need.kind == AFTER else ()


def is_quiet(clock: Clock, at_s: int) -> bool:
    """Whether the wall of the calendar's zone shows quiet hours of the level."""
    quiet = clock.promise.level.quiet_local_s
    if quiet is None:
        return False
    wall = datetime.fromtimestamp(at_s, clock.calendar.definition.place)
    starts_s, ends_s = quiet
    wall_s = wall.hour * 3600 + wall.minute * 60 + wall.second
    if starts_s < ends_s:
        return starts_s <= wall_s < ends_s
    return wall_s >= starts_s or wall_s < ends_s


def _is_hushed(clock: Clock, need: Need, at_s: int) -> bool:
    """Whether quiet hours hold a point back; a breach that is said takes the warnings along."""
    if need.kind == BREACH or not is_quiet(clock, at_s):
        return False
    tells_breach = any(each.kind == BREACH for each in promised(clock, at_s))
    return need.kind == AFTER or not (clock.is_overdue(at_s) and tells_breach)


def must_wait(clock: Clock, need: Need, reached_s: int, at_s: int) -> bool:
    """Whether a point was reached during a wait, or in quiet hours, and that is not over."""
    if all(_is_hushed(clock, need, each) for each in (*range(reached_s, at_s, A_WHILE_S), at_s)):
        return True
    return any(
        wait.start_s < reached_s < wait.end_s and at_s < wait.end_s
        for wait in _waits(clock, need, at_s)
    )


def may_wait(clock: Clock, need: Need, at_s: int) -> bool:
    """Whether such points wait just now."""
    return _is_hushed(clock, need, at_s) or any(
        wait.start_s <= at_s < wait.end_s for wait in _waits(clock, need, at_s)
    )


def _is_held(clock: Clock, at_s: int) -> bool:
    """Whether anything of a clock was to wait at an instant."""
    if is_quiet(clock, at_s):
        return True
    waits = (*clock.snoozed, *clock.acknowledged)
    return any(wait.start_s <= at_s < wait.end_s for wait in waits)


@dataclass
class Memory:
    """All that was said of one clock; ``done`` and ``past`` are of its present due version."""

    version: int
    clock: Clock
    said: dict[tuple[str, int], int | None] = field(default_factory=dict)
    stood_for: set[tuple[str, int]] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    past: set[str] = field(default_factory=set)
    done_until_s: int = -(2**62)
    breach_told: bool = False


@dataclass(frozen=True)
class Change:
    """A change of a clock at an instant, heard of now; ``was`` is the clock until just before."""

    was: Clock | None
    before_s: int
    at_s: int
    now_s: int

    @property
    def was_overdue(self) -> bool:
        return self.was is not None and self.was.is_overdue(self.before_s)

    def was_reached(self, need: Need) -> bool:
        """Whether a point of this name was reached before the change."""
        if self.was is None:
            return False
        known = {each.name: each for each in promised(self.was, self.before_s)}
        former = known.get(need.name)
        return former is not None and reached_at(self.was, former, self.before_s) is not None

    def leaves_open(self, known: Memory, clock: Clock, need: Need, reached_s: int) -> bool:
        """Whether a point that is reached by now has still to be said after the change."""
        told = need.name in known.done
        if need.kind == BREACH and reached_s > self.at_s:
            return reached_s > known.done_until_s or not known.breach_told
        if need.kind == BREACH and not self.was_overdue:
            return not told or known.done_until_s <= self.at_s
        if reached_s > self.at_s:
            return reached_s > known.done_until_s
        undone = self.was_overdue and not clock.is_overdue(self.at_s)
        stood = self.was is not None and self.was.is_open and not undone
        return stood and not told and self.was_reached(need)


class Court:
    """Judges what a desk says of one ticket; ``broken`` are the laws it broke."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.paths: Counter = Counter()
        self.points = 0
        self._known: dict[tuple[str, int], Memory] = {}
        self._present: set[tuple[str, int]] = set()

    def begins(self, found: Replayed) -> None:
        """The first that is known of a ticket."""
        self.changed(found, found, found.at_s)

    def time_passed(self, found: Replayed) -> None:
        """Nothing happened but time: what was said stays said, under whatever due version."""
        for clock in found.open_clocks():
            known = self._known.get(name_of(clock))
            if known is not None and known.version < clock.due_version:
                self.paths["an `until` moves the due time of an alarm"] += 1
                behind = _names_reached(clock, found.at_s)
                known.version, known.done = clock.due_version, known.done & behind
                known.past = (known.past | known.done) & behind
            if known is not None:
                known.clock = clock

    def said(self, clock: Clock, found: Announcement, at_s: int) -> None:
        known = self._known[name_of(clock)]
        key = found.point.name, clock.due_version
        by_name = {need.name: need for need in promised(clock, at_s)}
        reached = {name: reached_at(clock, need, at_s) for name, need in by_name.items()}
        if not clock.is_open:
            self._is_broken(clock, at_s, "something is said of a clock that stopped")
        covered = _no_worse(by_name.values(), found, reached)
        known.done |= covered
        known.stood_for |= {(name, clock.due_version) for name in covered}
        if key in known.said:
            self.paths["said already under the same due version, so left out"] += 1
            if known.said[key] != clock.due_at_s:
                self.paths["left out, though the due time is another"] += 1
            return
        if found.point.name in known.past:
            self._is_broken(clock, at_s, f"{key} lay behind a change, and is said")
        for name in found.passed:
            if reached.get(name) is None:
                self._is_broken(clock, at_s, f"{name} is said and not reached")
            elif must_wait(clock, by_name[name], reached[name], at_s):
                self._is_broken(clock, at_s, f"{name} is said and has to wait")
        passed = [by_name[name] for name in found.passed if name in by_name]
        if passed and max(passed).used_s > by_name[found.point.name].used_s:
            self._is_broken(clock, at_s, f"{found.point.name} is not the most severe of {passed}")
        self._note(clock, found, reached, at_s)
        known.said[key] = clock.due_at_s
        known.done_until_s = max(known.done_until_s, at_s)
        known.breach_told |= found.point.is_breach

    def _note(self, clock, found, reached, at_s):
        self.points += 1
        self.paths[f"said: {_kind_of(found.point.name)}"] += 1
        if len(found.passed) > 1:
            self.paths["several points are one announcement"] += 1
        if clock.due_version > 1:
            self.paths["said after the due time moved"] += 1
        if clock.is_paused:
            self.paths["said of a paused clock"] += 1
        first_s = reached.get(found.point.name)
        if first_s is not None and at_s - first_s > 3600:
            self.paths["said more than an hour late"] += 1
        if first_s is not None and first_s < found.point.at_s:
            self.paths["said when a wait is over"] += 1

    def changed(self, before: Replayed, after: Replayed, change_s: int) -> None:
        """A change came: only what is ahead of it is armed, and the breach it brings."""
        was = {name_of(clock): clock for clock in before.clocks}
        for clock in after.open_clocks():
            known = self._known.get(name_of(clock))
            if known is None:
                self._known[name_of(clock)] = Memory(clock.due_version, clock)
            elif name_of(clock) not in self._present:
                said = known.said
                self._known[name_of(clock)] = Memory(clock.due_version, clock, said)
                self.paths["a clock gets a target again"] += 1
            else:
                former = was.get(name_of(clock))
                if former is None or _differs(former, clock) or known.version != clock.due_version:
                    change = Change(former, before.at_s, change_s, after.at_s)
                    self._arm(known, change, clock)
                reached = _names_reached(clock, after.at_s)
                known.done, known.past = known.done & reached, known.past & reached
                known.clock = clock
        self._present = {name_of(clock) for clock in after.clocks}
        for clock in after.clocks:
            if not clock.is_open and (known := self._known.get(name_of(clock))) is not None:
                known.done |= _names_reached(clock, after.at_s)
                known.past = set()

    def _arm(self, known: Memory, change: "Change", clock: Clock) -> None:
        """What a change leaves to be said of a clock: what is ahead, and the breach it brings."""
        rises = known.version != clock.due_version
        done, past = (set(), set()) if rises else (set(known.done), set(known.past))
        for need in promised(clock, change.now_s):
            reached_s = reached_at(clock, need, change.now_s)
            if reached_s is None or change.leaves_open(known, clock, need, reached_s):
                continue
            done.add(need.name)
            is_new = need.name in known.done or not change.was_reached(need)
            if rises and is_new and reached_s <= change.at_s:
                self.paths["a change leaves a point behind"] += 1
                brought = need.kind == BREACH and reached_s == change.at_s
                if not brought and not _is_held(clock, change.at_s):
                    past.add(need.name)
        if rises:
            self.paths["a change arms points anew"] += 1
        if clock.breach_fixed_at_s == change.at_s:
            self.paths["a change brings a breach to say"] += 1
        known.version, known.done, known.past = clock.due_version, done, past
        known.done_until_s = max(known.done_until_s, change.at_s)

    def swept(self, found: Replayed) -> None:
        """All that was reached and need not wait is said by now."""
        for clock in found.open_clocks():
            known = self._known[name_of(clock)]
            for need in promised(clock, found.at_s):
                reached_s = reached_at(clock, need, found.at_s)
                is_told = (need.name, clock.due_version) in known.stood_for
                if reached_s is None or is_told or need.name in known.done:
                    continue
                if may_wait(clock, need, found.at_s):
                    self.paths[f"waits: {_kind_of(need.name)}"] += 1
                else:
                    what = f"{need.name} was reached at {reached_s} and is not said"
                    self._is_broken(clock, found.at_s, what)

    def _is_broken(self, clock: Clock, at_s: int, what: str) -> None:
        who = f"{clock.metric} {clock.cycle} version {clock.due_version}"
        self.broken.append(f"{at_s}: {who}: {what}")


def _no_worse(
    needs: Iterable[Need], found: Announcement, reached: dict[str, int | None]
) -> set[str]:
    """What an announcement stands for: all that was reached and is not worse."""
    worst = next(need for need in needs if need.name == found.point.name)
    milder = {need.name for need in needs if need <= worst and reached[need.name] is not None}
    return milder | set(found.passed)


def _names_reached(clock: Clock, at_s: int) -> set[str]:
    needs = promised(clock, at_s)
    return {need.name for need in needs if reached_at(clock, need, at_s) is not None}


def _differs(was: Clock, clock: Clock) -> bool:
    return _points_follow(was) != _points_follow(clock)


def _points_follow(clock: Clock) -> tuple[object, ...]:
    promised = clock.promise, clock.priority, clock.target_seconds, clock.due_version
    return *promised, clock.started_at_s, clock.due_at_s, clock.breach_fixed_at_s


def _kind_of(name: str) -> str:
    signs = {"-": 1, "b": 2, "+": 3}
    return _KINDS[signs.get(name[0], 0)]
