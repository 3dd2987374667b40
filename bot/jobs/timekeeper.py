"""Compares our clock with Slack's, and looks after what a jump leaves behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import structlog

from bot.clock import is_over
from bot.delivery.ports import SlackPort, UnclearAnswer
from bot.delivery.slack_time import SlackTime
from bot.store.timekeeping import LONGEST_OFF_S, Timekeeping
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing import timekeeping
from bot.watched_clock import WatchedClock

log = structlog.get_logger(__name__)

EVERY_S: Final = 5.0
NOTED_AFTER: Final = timedelta(minutes=1)
"""How old the note that all is well may be."""
SAID_EVERY_S: Final = 60.0
ASK: Final = "auth.test"
"""A method that changes nothing and is answered at once; the answer bears Slack's `Date`."""
ASK_TIMEOUT_S: Final = 5.0


class Timekeeper:
    """Looks every few seconds, and at every jump; one for each process."""

    def __init__(
        self, program: Program, slack: SlackPort, clock: WatchedClock, slack_time: SlackTime
    ) -> None:
        self._desk = program
        self._slack = slack
        self._clock = clock
        self._slack_time = slack_time
        self.slack_now = slack_time.now
        self._said_s: float | None = None

    def at_jump(self, call: Callable[[], None]) -> None:
        """Have somebody called when the clock jumps: it is to be looked at then."""
        self._clock.at_jump(call)

    def run_once(self) -> float:
        """Look once; return the seconds until the next look."""
        timekeeping.end_waits(self._desk)
        self._see_jumps()
        self._say(self._compare())
        return EVERY_S

    def _see_jumps(self) -> None:
        """Doubt a clock that jumped, also while no process looked, or that was never compared."""
        jump = self._clock.jump
        seen_jump = jump or timekeeping.set_back_while_away(self._desk)
        if seen_jump is not None:
            self._slack_time.forget()
            timekeeping.doubt_clock(self._desk, seen_jump.reason, seen_jump.before_at)
        elif self._slack_time.now() is None:
            timekeeping.doubt_clock(self._desk, "the clock was not compared with Slack's yet", None)
        if jump is not None:
            self._clock.forget(jump)

    def _compare(self) -> Timekeeping | None:
        """Return what is known of our clock; Slack is asked for the time where that is no good."""
        last = timekeeping.known(self._desk)
        is_good = last is None or last.is_trusted
        if self._slack_time.now() is None or not is_good:
            self._ask()
        now, slack_at = self._clock.now(), self._slack_time.now()
        if slack_at is None or self._clock.has_jumped():
            return last
        off_s = round((now - slack_at).total_seconds())
        is_well = is_good and abs(off_s) <= LONGEST_OFF_S
        if last and is_well and not is_over(last.checked_at, now, NOTED_AFTER):
            return last
        return timekeeping.note(self._desk, off_s)

    def _ask(self) -> None:
        try:
            self._slack.call(ASK, {}, timeout_s=ASK_TIMEOUT_S)
        except UnclearAnswer as reason:
            log.info("slack does not tell the time", reason=str(reason))

    def _say(self, last: Timekeeping | None) -> None:
        """Log once a minute that nothing is decided, and once that it is again."""
        if last is None or last.is_trusted:
            if self._said_s is not None:
                log.warning("our clock goes with slack's again", off_s=last and last.off_s)
            self._said_s = None
            return
        now_s = self._clock.monotonic()
        if self._said_s is None or now_s - self._said_s >= SAID_EVERY_S:
            self._said_s = now_s
            log.error(
                "our clock cannot be relied on: nothing is announced or decided",
                off_s=last.off_s,
                reason=last.reason,
            )
