"""The means of all that goes wrong: to kill, to cut, to order calls to fail, to set the clock.

Scenes are played one after the other while people write. Each begins and ends with a bot that
runs, unless it says otherwise, and counts what it did.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from threading import Event
from typing import Final

from bot.demo.seen import SandboxRefused
from tests.storm.clocks import Move
from tests.storm.diary import Request
from tests.storm.people import People
from tests.storm.slack_log import SlackLog
from tests.storm.stage import NotReady, Stage
from tests.storm.team import WARNING_S
from tests.storm.weather import Period

HOUR_S: Final = 3600.0
ENDS_WITHIN_S: Final = 5.0
LOST: Final = ("lose_before_commit", "lose_after_commit", "commit_late")
READING: Final = ("conversations.history", "conversations.replies")
POST: Final = "chat.postMessage"
UNKNOWN: Final = "not_shown_today"
REFUSED_FOR_S: Final = 60.0
"""So long Slack refuses to show something until it is said in ignorance."""
SHOWN_AFTER_S: Final = 9.0
"""So much later than it takes messages Slack shows what was written, where it matters."""
DROPPED_AFTER_S: Final = 2.5
"""After so long Slack gave up an event that nobody was there for."""


class Trouble:
    """The scenes; `counts` is what was played, `bad` when it was not well by our own doing,
    `blind` when Slack showed nothing, `moves` when running clocks were moved."""

    def __init__(
        self, stage: Stage, log: SlackLog, people: People, dice: random.Random, over: Event
    ) -> None:
        self.stage, self.log, self.people = stage, log, people
        self.dice = dice
        self.over = over
        self.counts: Counter[str] = Counter()
        self.bad: list[Period] = []
        self.blind: list[Period] = []
        self.moves: list[Move] = []
        self.wrongs: list[str] = []

    def play(self, scene: "Scene") -> None:
        """Play a scene; what it left broken is mended."""
        try:
            scene(self)
        except (NotReady, SandboxRefused, OSError) as problem:
            self.wrongs.append(f"{scene.__name__}: {problem}")
        self.start_all()

    def mend(self) -> None:
        """End all trouble that is ordered."""
        self.stage.slack.post("network", cut=False)
        self.stage.slack.post("faults/lift")
        self.stage.slack.post("socket", refuse=False, handshake_delay_s=0)
        self.stage.slack.post("deliveries", twice=False, shuffle=False, events_an_hour=30000)
        self.stage.set_clock(0)
        self.people.clock_is_wrong.clear()
        self.start_all()

    # The means

    def rest(self, from_s: float, to_s: float | None = None) -> None:
        """Let time pass, so many seconds or between so many."""
        self.over.wait(from_s if to_s is None else self.dice.uniform(from_s, to_s))

    def kill(self, number: int | None = None) -> int:
        """kill -9 of a bot, drawn unless it is said which."""
        if number is None:
            number = self.dice.randrange(self.stage.bots)
        self.stage.kill_bot(number)
        self.counts["kills"] += 1
        return number

    def kill_all(self) -> None:
        """kill -9 of all."""
        for number in range(self.stage.bots):
            self.kill(number)

    def start_all(self) -> None:
        """Start what does not run, and wait until it is connected."""
        down = [n for n in range(self.stage.bots) if not self.stage.is_running(n)]
        for number in down:
            self.stage.start_bot(number)
        for number in down:
            try:
                self.stage.wait_connected(number)
            except NotReady as problem:
                self.wrongs.append(f"a start: {problem}")

    def fault(self, fault: str, method: str, **more: object) -> None:
        """Order calls to fail."""
        self.stage.slack.fault(fault, method, **more)

    def show_nothing(self, for_s: float) -> None:
        """Let Slack show nobody what was written for so long, while all else goes on."""
        for method in READING:
            self.fault("error", method, error=UNKNOWN, is_unknown=True, for_s=for_s)

    def cut(self, for_s: float, calls: str, sockets: str) -> None:
        """Cut the network for so long, and wait until it is back."""
        order = {"cut": True, "calls": calls, "sockets": sockets, "for_s": for_s}
        self.stage.slack.post("network", **order)
        self.counts["network cuts"] += 1
        self.rest(for_s)

    def silence(self, numbers: Sequence[int] | None = None) -> None:
        """Let sockets fall silent for good: all, or those with these numbers."""
        chosen = {} if numbers is None else {"connections": list(numbers)}
        silenced = self.stage.slack.post("socket", silent=True, **chosen)["connections"]
        self.counts["silent sockets"] += len(silenced)

    def sockets(self) -> list[int]:
        """The numbers of the sockets that are open."""
        return [each["number"] for each in self.stage.slack.state()["sockets"]]

    def step_clock(self, off_s: float, for_s: float) -> None:
        """Set the bots' clock off for so long."""
        began_at = time.time()
        self.people.clock_is_wrong.set()
        self.stage.set_clock(off_s)
        self.rest(for_s)
        self.stage.set_clock(0)
        self.counts["clock steps"] += 2
        self.bad.append((began_at, time.time() + 1))
        self.rest(3)
        self.people.clock_is_wrong.clear()

    def promise(self, target_s: int) -> None:
        """Promise an answer within so many seconds, also where a clock runs."""
        problem = self.stage.apply(target_s)
        if problem:
            self.wrongs.append(f"an edit of the promises: {problem}")
        self.counts["edits that move clocks"] += 1

    def ask_due_in(self, seconds: float) -> Request:
        """A request whose warning is due in so many seconds."""
        request = self.people.ask()
        self.rest(max(0.0, WARNING_S - seconds))
        return request


Scene = Callable[[Trouble], None]
