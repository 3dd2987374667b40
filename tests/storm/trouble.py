"""What goes wrong: scenes of one trouble each, played one after the other while people write.

Each begins and ends with a bot that runs, unless it says otherwise, and counts what it did.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from threading import Event
from typing import Final

from bot.demo.seen import Refused
from tests.storm.diary import Request
from tests.storm.people import People
from tests.storm.poison import poison
from tests.storm.slack_log import SlackLog
from tests.storm.stage import NotReady, Stage
from tests.storm.team import DEPARTMENTS, INTAKE, QUICK, TARGET_S, WARNING_S
from tests.storm.weather import Period

HOUR_S: Final = 3600.0
ENDS_WITHIN_S: Final = 5.0
LOST: Final = ("lose_before_commit", "lose_after_commit", "commit_late")
READING: Final = ("conversations.history", "conversations.replies")
POST: Final = "chat.postMessage"
UNKNOWN: Final = "not_shown_today"
REFUSED_FOR_S: Final = 60.0
"""So long Slack refuses to show something until it is said in ignorance."""
DROPPED_AFTER_S: Final = 2.5
"""After so long Slack gave up an event that nobody was there for."""


class Trouble:
    """The scenes; `counts` is what was played, `bad` when it was not well by our own doing."""

    def __init__(
        self, stage: Stage, log: SlackLog, people: People, dice: random.Random, over: Event
    ) -> None:
        self.stage, self.log, self.people = stage, log, people
        self.dice = dice
        self.over = over
        self.counts: Counter[str] = Counter()
        self.bad: list[Period] = []
        self.wrongs: list[str] = []

    def play(self, scene: "Scene") -> None:
        """Play a scene; what it left broken is mended."""
        try:
            scene(self)
        except (NotReady, Refused, OSError) as problem:
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

    def ask_due_in(self, seconds: float) -> Request:
        """A request whose warning is due in so many seconds."""
        request = self.people.ask()
        self.rest(max(0.0, WARNING_S - seconds))
        return request


Scene = Callable[[Trouble], None]


# --- killed -----------------------------------------------------------------------------------


def killed(trouble: Trouble) -> None:
    """A bot dies at any moment, and is back after a while."""
    trouble.kill()
    trouble.rest(0, 4)


def killed_while_starting(trouble: Trouble) -> None:
    """It dies again before it has read what it missed."""
    number = trouble.kill()
    trouble.stage.start_bot(number)
    trouble.rest(0.5, 4)
    trouble.kill(number)


def killed_while_posting(trouble: Trouble) -> None:
    """It dies while nobody knows whether a message arrived."""
    fault = trouble.dice.choice((*LOST, "status_500"))
    since = trouble.stage.slack.mark()
    trouble.fault(fault, POST, times=2, delay_s=0.7)
    trouble.people.ask()
    if trouble.log.wait_for_fault(since, 6):
        trouble.counts["lost answers"] += 1
    trouble.kill_all()


def answered_while_dead(trouble: Trouble) -> None:
    """An answer comes just in time while nobody listens, and Slack gives the event up."""
    request = trouble.ask_due_in(4)
    trouble.kill_all()
    trouble.people.reply(request)
    trouble.rest(4 + DROPPED_AFTER_S)


def answered_before_the_breach_while_dead(trouble: Trouble) -> None:
    """As above, between the warning and the end."""
    request = trouble.people.ask()
    trouble.rest(WARNING_S + 2)
    trouble.kill_all()
    trouble.people.reply(request)
    trouble.rest(TARGET_S - WARNING_S + DROPPED_AFTER_S)


def ended(trouble: Trouble) -> None:
    """SIGTERM: it is gone within seconds."""
    number = trouble.dice.randrange(trouble.stage.bots)
    took_s = trouble.stage.end_bot(number)
    trouble.counts["SIGTERM"] += 1
    if took_s > ENDS_WITHIN_S:
        trouble.wrongs.append(f"SIGTERM took {took_s:.1f} s")
    trouble.rest(0, 2)


# --- the network ------------------------------------------------------------------------------


def cut_off(trouble: Trouble) -> None:
    """The network is gone for a while; people write on."""
    dice = trouble.dice
    if dice.random() < 0.5:
        trouble.people.ask()
    calls, sockets = dice.choice(("reset", "hang")), dice.choice(("cut", "silent"))
    trouble.cut(dice.uniform(4, 9), calls, sockets)
    trouble.rest(3, 6)


def cut_off_and_killed(trouble: Trouble) -> None:
    """It dies and starts while the network is gone."""
    order = {"cut": True, "calls": trouble.dice.choice(("reset", "hang")), "for_s": 10}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.rest(1, 3)
    trouble.people.ask()
    trouble.kill_all()
    for number in range(trouble.stage.bots):
        trouble.stage.start_bot(number)
    trouble.rest(10)


def answered_while_cut_off(trouble: Trouble) -> None:
    """An answer comes in time, unheard; its alarm is due before the network is back."""
    request = trouble.ask_due_in(3)
    order = {"cut": True, "calls": "reset", "sockets": "cut", "for_s": 3 + DROPPED_AFTER_S + 2}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.people.reply(request)
    trouble.rest(3 + DROPPED_AFTER_S + 5)


def answered_behind_a_waiting_warning(trouble: Trouble) -> None:
    """A warning waits to be sent, and the answer comes unheard meanwhile: it is dropped."""
    request = trouble.ask_due_in(1)
    for department in DEPARTMENTS:
        trouble.fault("ratelimited", POST, channel=department.alerts, retry_after_s=2, for_s=7)
    trouble.counts["rate limits"] += 1
    trouble.rest(4)
    order = {"cut": True, "calls": "reset", "sockets": "cut", "for_s": 18}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.people.reply(request)
    trouble.rest(20)


def fallen_silent(trouble: Trouble) -> None:
    """Sockets stay open and carry nothing; what is written then is read all the same."""
    numbers = trouble.sockets()
    if len(numbers) > 1 and trouble.dice.random() < 0.4:
        numbers = trouble.dice.sample(numbers, len(numbers) // 2)
    trouble.silence(numbers)
    trouble.people.ask()
    trouble.rest(12, 16)


def fallen_silent_for_good(trouble: Trouble) -> None:
    """All sockets fall silent, and only who watches them can tell."""
    trouble.silence()
    for _ in range(3):
        trouble.people.ask()
        trouble.rest(2)
    trouble.rest(14)


def hard_to_come_back(trouble: Trouble) -> None:
    """Sockets are cut, and new ones refused or slow."""
    dice = trouble.dice
    trouble.stage.slack.post("socket", cut=True)
    trouble.counts["sockets cut"] += 1
    if dice.random() < 0.5:
        refusal = {"refuse": True, "status": dice.choice((408, 500, 503)), "for_s": 5}
        trouble.stage.slack.post("socket", **refusal)
    else:
        trouble.stage.slack.post("socket", handshake_delay_s=2, for_s=5)
    trouble.people.ask()
    trouble.rest(8, 11)


def replaced(trouble: Trouble) -> None:
    """Slack announces the end of a socket, as it does every few hours."""
    numbers = trouble.sockets()
    if numbers:
        order = {"disconnect": trouble.dice.choice(("warning", "refresh_requested"))}
        trouble.stage.slack.post("socket", connections=numbers[:1], after_s=2, **order)
        trouble.counts["sockets replaced"] += 1
    trouble.people.ask()
    trouble.rest(5, 7)


# --- Slack ------------------------------------------------------------------------------------


def lost_while_catching_up(trouble: Trouble) -> None:
    """Answers are lost, refused and limited while it reads what it missed."""
    trouble.kill_all()
    trouble.people.ask()
    trouble.rest(DROPPED_AFTER_S)
    since = trouble.stage.slack.mark()
    for method in READING:
        for fault in trouble.dice.sample((*LOST, "html", "status", "ratelimited"), 3):
            trouble.fault(fault, method, delay_s=0.5)
    trouble.start_all()
    trouble.rest(6, 9)
    hits = [each for each in trouble.stage.slack.log(since) if each["kind"] == "fault"]
    trouble.counts["lost answers"] += sum(each["fault"] in LOST for each in hits)
    trouble.counts["lost answers while catching up"] += sum(
        each["fault"] in LOST and each["method"] in READING for each in hits
    )


def lost_answers(trouble: Trouble) -> None:
    """Messages arrive and nobody hears of it, or late, or never."""
    since = trouble.stage.slack.mark()
    for fault in trouble.dice.sample((*LOST, "slow", "status_500"), 3):
        trouble.fault(fault, POST, delay_s=trouble.dice.uniform(0.3, 0.8))
    trouble.people.ask()
    trouble.rest(6, 9)
    hits = [each for each in trouble.stage.slack.log(since) if each["kind"] == "fault"]
    trouble.counts["lost answers"] += sum(each["fault"] in LOST for each in hits)


def refusing(trouble: Trouble) -> None:
    """Slack refuses for a while what the bot says."""
    dice = trouble.dice
    order = dice.choice(
        (
            {"fault": "ratelimited", "retry_after_s": 2},
            {"fault": "html", "status": 503},
            {"fault": "status", "status": 502},
            {"fault": "error", "error": "internal_error"},
        )
    )
    trouble.stage.slack.fault(method=POST, for_s=dice.uniform(3, 6), **order)
    trouble.counts["refusals"] += 1
    trouble.people.ask()
    trouble.rest(8, 10)


def limited(trouble: Trouble) -> None:
    """Slack drops events, and says so."""
    trouble.stage.slack.post("deliveries", events_an_hour=0, for_s=5)
    trouble.counts["app_rate_limited"] += 1
    for _ in range(2):
        trouble.people.ask()
        trouble.rest(2)
    trouble.rest(6, 8)


def muddled(trouble: Trouble) -> None:
    """Events come twice, and in mixed order."""
    since = trouble.stage.slack.mark()
    trouble.stage.slack.post("deliveries", twice=True, shuffle=True)
    for _ in range(4):
        request = trouble.people.ask(later=True)
        trouble.people.asks_again(request)
        trouble.rest(1, 2)
    trouble.stage.slack.post("deliveries", twice=False, shuffle=False)
    events = [
        each
        for each in trouble.stage.slack.log(since)
        if each["kind"] == "delivery" and each["type"] == "events_api"
    ]
    trouble.counts["shuffled and doubled events"] += len(events)


def heard_late(trouble: Trouble) -> None:
    """A message and its answer are dropped, and Slack shows nobody the thread for a while.

    After a minute the breach of what was written next is said in ignorance; then the two are read.
    """
    channel, began_at = next(iter(INTAKE)), time.time()
    request = trouble.people.ask_in(channel, QUICK)
    trouble.rest(4)
    trouble.people.reply(request)
    trouble.rest(3)
    for method in READING:
        trouble.fault("error", method, error=UNKNOWN, channel=channel, for_s=REFUSED_FOR_S + 30)
    trouble.stage.slack.post("deliveries", events_an_hour=0, for_s=1.5)
    trouble.people.asks_again(request)
    trouble.rest(0.5)
    trouble.people.reply(request)
    trouble.rest(2.5)
    trouble.people.asks_again(request)
    trouble.rest(REFUSED_FOR_S + 30)
    trouble.counts["app_rate_limited"] += 1
    trouble.bad.append((began_at, time.time()))


# --- the clock, the rows -----------------------------------------------------------------------


def set_back(trouble: Trouble) -> None:
    """The clock on the wall is an hour slow for a while."""
    trouble.step_clock(-HOUR_S, trouble.dice.uniform(4, 7))


def set_ahead(trouble: Trouble) -> None:
    """It is an hour fast, and set right: back by an hour."""
    trouble.people.ask()
    trouble.step_clock(HOUR_S, trouble.dice.uniform(4, 7))


def set_ahead_while_a_breach_waits(trouble: Trouble) -> None:
    """It is set an hour ahead while a breach waits to be sent, and set right: back by an hour."""
    request = trouble.ask_due_in(0)
    trouble.rest(TARGET_S - WARNING_S - 1)
    trouble.fault("ratelimited", POST, channel=request.alerts, retry_after_s=2, for_s=5)
    trouble.counts["rate limits"] += 1
    trouble.rest(3)
    trouble.step_clock(HOUR_S, trouble.dice.uniform(4, 7))


def started_an_hour_ahead(trouble: Trouble) -> None:
    """A machine begins with a wrong clock, which is set right once the network is up."""
    began_at = time.time()
    trouble.kill_all()
    trouble.people.clock_is_wrong.set()
    trouble.stage.set_clock(HOUR_S)
    trouble.start_all()
    trouble.people.ask()
    trouble.rest(4)
    trouble.stage.set_clock(0)
    trouble.bad.append((began_at, time.time() + 1))
    trouble.counts["clock steps"] += 2
    trouble.rest(3)
    trouble.people.clock_is_wrong.clear()


def poisoned(trouble: Trouble) -> None:
    """Rows of inbox, outbox and timeline become unreadable under the running bot."""
    request = trouble.people.ask(later=True)
    number = None
    for _ in range(100):
        number = trouble.log.number_of(request.channel, request.ts)
        if number is not None or trouble.over.wait(0.2):
            break
    trouble.counts["poisoned rows"] += poison(trouble.stage.database_url, number)
    for _ in range(2):
        trouble.people.ask()
    trouble.rest(5)


DECK: Final[Sequence[tuple[Scene, int]]] = (
    (killed, 6),
    (killed_while_starting, 2),
    (killed_while_posting, 4),
    (answered_while_dead, 2),
    (answered_before_the_breach_while_dead, 1),
    (ended, 1),
    (cut_off, 4),
    (cut_off_and_killed, 2),
    (answered_while_cut_off, 1),
    (answered_behind_a_waiting_warning, 1),
    (fallen_silent, 2),
    (hard_to_come_back, 1),
    (replaced, 1),
    (lost_while_catching_up, 3),
    (lost_answers, 2),
    (refusing, 1),
    (limited, 1),
    (muddled, 1),
    (set_back, 1),
    (set_ahead, 1),
    (set_ahead_while_a_breach_waits, 1),
    (started_an_hour_ahead, 1),
)
"""How often each is in a deck, which is shuffled, played through, and shuffled again."""

LAST: Final[Sequence[Scene]] = (set_ahead, cut_off, fallen_silent_for_good)
"""After these nothing is started anew: what they break stays broken."""
