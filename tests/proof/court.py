"""What must be said of a clock and what must not, from the law alone, with a memory of everything.

Nothing of ``sla_core.alarms`` decides here.
"""

from collections import Counter

from sla_core.alarms import Announcement, Change, ClockNotice
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from tests.proof.memory import (
    Memory,
    Name,
    differs,
    is_stood_for,
    is_stopped_miss,
    name_of,
    no_worse,
    opening,
    side_by_side_s,
)
from tests.proof.needs import BREACH, Need, may_wait, must_wait, promised, reached_at

_KINDS = (
    *("a share of the target", "a time before the end"),
    *("the breach", "a time after the breach"),
)
ALARM_PATHS = frozenset(
    (
        *(f"said: {kind}" for kind in _KINDS),
        *(f"waits: {kind}" for kind in _KINDS if kind != "the breach"),
        "several points are one announcement",
        "said: a breach that was answered meanwhile",
        "said after the due time moved",
        "said of a clock whose number is not its cycle",
        "said of a paused clock",
        "said more than an hour late",
        "said when a wait is over",
        "said already under the same due version, so left out",
        "a breach counts as told: it stopped long ago",
        "a change arms points anew",
        "a change brings a breach to say",
        "a change leaves a point behind",
        "a clock comes back",
        "a clock goes on under another opening event",
        "a clock has another cycle than before",
        "events are heard out of order",
    )
)


class Court:
    """Judges what a desk says of one ticket; ``broken`` are the laws it broke."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self.paths: Counter = Counter()
        self.points = 0
        self._memories: list[Memory] = []
        self._present: dict[Name, Memory] = {}
        self._due: dict[str, int | None] = {}

    # --- who is who -----------------------------------------------------------------------------

    def _know(self, found: ReplayedTicket) -> None:
        """Find every clock among those that are remembered, by opening event, then by overlap."""
        free, present, left = list(self._memories), {}, []
        for clock in found.clocks:
            same = [each for each in free if opening(each.clock) == opening(clock)]
            if same:
                free.remove(same[0])
                present[name_of(clock)] = same[0]
            else:
                left.append(clock)
        while pairs := [
            (side_by_side_s(memory.clock, clock), -at, memory, clock)
            for at, memory in enumerate(free)
            for clock in left
            if clock.metric == memory.clock.metric and not clock.is_heir
        ]:
            together_s, _, memory, clock = max(pairs, key=lambda pair: pair[:2])
            if together_s <= 0:
                break
            self.paths["a clock goes on under another opening event"] += 1
            free.remove(memory)
            left.remove(clock)
            present[name_of(clock)] = memory
        for clock in left:
            present[name_of(clock)] = Memory(clock)
            self._memories.append(present[name_of(clock)])
        for clock in found.clocks:
            self._see(present[name_of(clock)], clock, found.at_s)
        self._present = present

    def _see(self, memory: Memory, clock: Clock, at_s: int) -> None:
        """Note what a clock is now, and whether its breach counts as told."""
        if name_of(memory.clock) != name_of(clock):
            self.paths["a clock has another cycle than before"] += 1
        memory.clock = clock
        is_miss = is_stopped_miss(clock)
        if is_miss and clock.breach_reason == "reprocessed":
            memory.forgiven = True
        if is_miss and not memory.was_miss and at_s - clock.stopped_at_s > 7 * 86_400:
            self.paths["a breach counts as told: it stopped long ago"] += 1
            memory.forgiven = True
        memory.was_miss = is_miss

    # --- what is said ---------------------------------------------------------------------------

    def begins(self, found: ReplayedTicket) -> None:
        """The first that is known of a ticket."""
        self._know(found)

    def time_passed(self, found: ReplayedTicket) -> None:
        """Nothing happened but time."""
        self._know(found)

    def said(self, saying: ClockNotice) -> None:
        """Something is said: of which clock, whether it is so, and for the first time."""
        clock, at_s, found = saying.clock, saying.at_s, saying.announcement
        memory = self._present[name_of(clock)]
        self._judge_name(memory, clock, saying)
        by_name = {need.name: need for need in promised(clock, at_s)}
        reached = {name: reached_at(clock, need, at_s) for name, need in by_name.items()}
        if found.point.name not in by_name:
            self._is_broken(clock, at_s, f"{found.point.name} is said and not promised")
            return
        if not clock.is_open and not (is_stopped_miss(clock) and found.passed == ("breach",)):
            self._is_broken(clock, at_s, f"{found.passed} is said of a clock that stopped")
        for name in found.passed:
            if reached.get(name) is None:
                self._is_broken(clock, at_s, f"{name} is said and not reached")
            elif must_wait(clock, by_name[name], reached[name], at_s):
                self._is_broken(clock, at_s, f"{name} is said and has to wait")
            if name in memory.told:
                self._is_broken(clock, at_s, f"{name} is said again")
            elif name in memory.left:
                self._is_broken(clock, at_s, f"{name} lay behind a change, and is said")
        worst = by_name[found.point.name]
        if any(by_name[name][:2] > worst[:2] for name in found.passed):
            self._is_broken(clock, at_s, f"{worst.name} is not the most severe")
        self._note(clock, found, reached, at_s)
        for name in no_worse(by_name.values(), found, reached):
            memory.told[name] = at_s

    def _judge_name(self, memory: Memory, clock: Clock, saying: ClockNotice) -> None:
        """A clock has one number, for ever its own; its due version never falls; a key is new."""
        found, at_s = saying.announcement, saying.at_s
        others = (each for each in self._memories if each is not memory)
        if any((each.clock.metric, each.number) == (clock.metric, found.number) for each in others):
            self._is_broken(clock, at_s, f"number {found.number} is another clock's")
        if memory.number not in (None, found.number):
            self._is_broken(clock, at_s, f"number {memory.number} became {found.number}")
        if found.due_version < memory.version:
            self._is_broken(clock, at_s, f"version {memory.version} fell to {found.due_version}")
        memory.number, memory.version = found.number, found.due_version
        key = found.key("T1")
        if key in self._due:
            self.paths["said already under the same due version, so left out"] += 1
            if self._due[key] != clock.due_at_s:
                self._is_broken(clock, at_s, f"{key} was said of another due time")
        self._due[key] = clock.due_at_s

    def _note(
        self, clock: Clock, found: Announcement, reached: dict[str, int | None], at_s: int
    ) -> None:
        self.points += 1
        self.paths[f"said: {_kind_of(found.point.name)}"] += 1
        if len(found.passed) > 1:
            self.paths["several points are one announcement"] += 1
        if found.due_version > 1:
            self.paths["said after the due time moved"] += 1
        if found.number != clock.cycle:
            self.paths["said of a clock whose number is not its cycle"] += 1
        if not clock.is_open:
            self.paths["said: a breach that was answered meanwhile"] += 1
        elif clock.is_paused:
            self.paths["said of a paused clock"] += 1
        first_s = reached.get(found.point.name)
        if first_s is not None and at_s - first_s > 3600:
            self.paths["said more than an hour late"] += 1
        if first_s is not None and first_s < found.point.at_s:
            self.paths["said when a wait is over"] += 1

    # --- what a change leaves to be said --------------------------------------------------------

    def changed(self, change: Change) -> None:
        """A change came: what is said counts if it is true; only what is ahead of it is armed."""
        was, stood, present = {}, {}, self._present
        for clock in change.before.clocks:
            if name_of(clock) in present:
                was[id(present[name_of(clock)])] = clock
        for clock in change.stands.clocks:
            if name_of(clock) in present:
                stood[id(present[name_of(clock)])] = clock
        known = {id(memory) for memory in self._memories}
        self._know(change.after)
        for clock in change.after.clocks:
            memory = self._present[name_of(clock)]
            former = stood.get(id(memory))
            if id(memory) not in known:
                continue
            if former is None:
                self.paths["a clock comes back"] += 1
            if former is None or differs(former, clock):
                self._demand_what_was_due(memory, was.get(id(memory)), clock, change)
                self._arm(memory, was.get(id(memory)), clock, change)

    def _demand_what_was_due(
        self, memory: Memory, was: Clock | None, clock: Clock, change: Change
    ) -> None:
        """What was due before a change is said, unless the clock or its breach went with it."""
        at_s = change.before.at_s
        if was is None or not was.is_open or not clock.is_open:
            return
        breached_s = was.breached_at(at_s)
        if breached_s is not None and clock.breached_at(change.after.at_s) != breached_s:
            return
        for need in promised(was, at_s):
            is_done = need.name in memory.left or is_stood_for(memory, was, need, at_s)
            is_due = not is_done and reached_at(was, need, at_s) is not None
            if is_due and not may_wait(was, need, at_s):
                self._is_broken(was, at_s, f"{need.name} was due before a change and is not said")

    def _arm(self, memory: Memory, was: Clock | None, clock: Clock, change: Change) -> None:
        """What a change leaves to be said of a clock: what is ahead, and the breach it brings."""
        now_s, needs = change.after.at_s, promised(clock, change.after.at_s)
        reached = {need.name: reached_at(clock, need, now_s) for need in needs}
        done_before = {*memory.told, *memory.left}
        if clock.is_open:
            self._forget_what_is_false(memory, clock, reached, now_s)
        for need in needs:
            reached_s = reached[need.name]
            if reached_s is None or need.name in memory.told or need.name in memory.left:
                continue
            if reached_s <= change.at_s and not (self._is_owed(need, was, change, done_before)):
                memory.left[need.name] = change.at_s
                self.paths["a change leaves a point behind"] += 1
        if clock.breach_fixed_at_s == change.at_s and "breach" not in memory.told:
            self.paths["a change brings a breach to say"] += 1

    def _forget_what_is_false(
        self, memory: Memory, clock: Clock, reached: dict[str, int | None], now_s: int
    ) -> None:
        """What was done with before its time, by what is known now, is to come again."""
        for done in (memory.told, memory.left):
            for name, at_s in list(done.items()):
                if name in reached:
                    is_false = reached[name] is None or reached[name] > at_s
                else:
                    is_false = name[0] in "b+" and not clock.is_overdue(now_s)
                if is_false:
                    del done[name]
                    self.paths["a change arms points anew"] += 1

    def _is_owed(
        self, need: Need, was: Clock | None, change: Change, done_before: set[str]
    ) -> bool:
        """Whether a point at or before a change has to be said: the breach, and what was due."""
        if was is None:
            return True
        known = {each.name: each for each in promised(was, change.before.at_s)}
        if need.kind == BREACH and not was.is_overdue(change.before.at_s):
            return True
        if need.name in done_before or need.name not in known:
            return False
        if need.kind == BREACH:
            return True
        was_reached = reached_at(was, known[need.name], change.before.at_s) is not None
        return was.is_open and was_reached

    # --- what was to be said --------------------------------------------------------------------

    def swept(self, found: ReplayedTicket) -> None:
        """All that was reached and need not wait is said by now."""
        self._know(found)
        for clock in found.clocks:
            memory = self._present[name_of(clock)]
            for need in promised(clock, found.at_s):
                if is_stood_for(memory, clock, need, found.at_s) or need.name in memory.left:
                    continue
                if not clock.is_open and (need.kind != BREACH or memory.forgiven):
                    continue
                reached_s = reached_at(clock, need, found.at_s)
                if reached_s is None or (not clock.is_open and not is_stopped_miss(clock)):
                    continue
                if clock.is_open and may_wait(clock, need, found.at_s):
                    self.paths[f"waits: {_kind_of(need.name)}"] += 1
                elif not (memory.forgiven and need.kind == BREACH):
                    what = f"{need.name} was reached at {reached_s} and is not said"
                    self._is_broken(clock, found.at_s, what)

    def _is_broken(self, clock: Clock, at_s: int, what: str) -> None:
        self.broken.append(f"{at_s}: {clock.metric} {clock.cycle}: {what}")


def _kind_of(name: str) -> str:
    signs = {"-": 1, "b": 2, "+": 3}
    return _KINDS[signs.get(name[0], 0)]
