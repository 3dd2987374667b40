"""A clock that notices when it is set, and when the machine slept.

Two readings of a clock are as far apart as the monotonic clock says, unless somebody set it in
between. It is compared at every reading, so that nothing is ever dated by a clock whose jump nobody
saw. What is to be done about a jump is not known here.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.clock import TimeSource

LONGEST_JUMP_S: Final = 60.0
"""How far a clock may be set before that is a jump."""
LONGEST_SILENCE_S: Final = 60.0
"""How far two readings may be apart; a process that is awake reads its clock every few seconds."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What the clock on the wall and the monotonic one said at one moment."""

    wall_at: datetime
    monotonic_s: float


@dataclass(frozen=True, slots=True)
class Jump:
    """A clock that was set by `by_s` seconds, or nobody's reading it for `silent_s`.

    It stood at `before_at` when it was last read before.
    """

    before_at: datetime
    by_s: float
    silent_s: float

    @property
    def reason(self) -> str:
        """Return what happened, in words for a log."""
        if abs(self.by_s) > LONGEST_JUMP_S:
            way = "forward" if self.by_s > 0 else "back"
            return f"the clock was set {way} by {abs(self.by_s):.0f} s"
        return f"the machine slept for {self.silent_s:.0f} s"


def jump_between(before: ClockReading, after: ClockReading) -> Jump | None:
    """Return the jump between two readings; none where the clock went on as clocks do."""
    silent_s = after.monotonic_s - before.monotonic_s
    by_s = (after.wall_at - before.wall_at).total_seconds() - silent_s
    if abs(by_s) <= LONGEST_JUMP_S and silent_s <= LONGEST_SILENCE_S:
        return None
    return Jump(before.wall_at, by_s, silent_s)


class WatchedClock:
    """Tells another clock's time; keeps the latest jump until it is `forgotten`."""

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._read: ClockReading | None = None
        self._jump: Jump | None = None
        self._on_jump: Callable[[], None] | None = None

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        with self._lock:
            reading = ClockReading(self._clock.now(), self._clock.monotonic())
            jump = jump_between(self._read, reading) if self._read else None
            self._read = reading
            self._jump = jump or self._jump
        if jump is not None and self._on_jump is not None:
            self._on_jump()
        return reading.wall_at

    def monotonic(self) -> float:
        """Return seconds since an arbitrary moment; they never go back."""
        return self._clock.monotonic()

    def at_jump(self, call: Callable[[], None]) -> None:
        """Have somebody called at every jump, in the thread that noticed it."""
        self._on_jump = call

    @property
    def jump(self) -> Jump | None:
        """Return the latest jump that nobody has dealt with."""
        return self._jump

    def has_jumped(self) -> bool:
        """Return whether a jump waits to be dealt with: what `now` says counts for little then."""
        return self._jump is not None

    def forget(self, jump: Jump) -> None:
        """Note that a jump was dealt with; a later one stays."""
        with self._lock:
            if self._jump is jump:
                self._jump = None
