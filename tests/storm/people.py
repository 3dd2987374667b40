"""People at work: they ask, in channels and directly, and agents claim, answer and resolve.

Each request has a life of its own, drawn when it is written: one thing is done after the other.
Who is told that something did not work tries again, as people do.
"""

import heapq
import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress

from bot.demo.member import Member
from bot.demo.seen import NotSeen, SandboxRefused
from tests.storm.diary import CLAIM, EDIT, REPLY, RESOLVE, WORD, Deed, Diary, Request, Span
from tests.storm.slack_log import SlackLog
from tests.storm.stage import Stage
from tests.storm.team import (
    ASKERS,
    BOT,
    DEPARTMENTS,
    INTAKE,
    LATER,
    QUICK,
    TARGET_S,
    TARGETS_S,
    WARNING_S,
    Department,
)

RESTS_S = 200.0
DIRECTLY = 12
"""So many write to the bot alone: each is a conversation that has to be read after each death."""
"""Who wrote somewhere writes nothing new there for so long: it would be the same request."""
AGAIN_AFTER_S = 3.0
APART_S = 2.5
"""So long after one thing was done about a request the next is: in what order is then known."""
HANDS = 8
FOLLOW_UPS = (RESOLVE, None, None)

Step = tuple[float, Callable[[Request], bool]]
"""When to do it, by the monotonic clock, and what; it returns whether it is done."""


class People:
    """Everybody who writes; `knows_time` says whether commands are dated right just now."""

    def __init__(self, stage: Stage, log: SlackLog, diary: Diary, dice: random.Random) -> None:
        self._slack = stage.slack
        self._log = log
        self._diary = diary
        self._dice = dice
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._used: dict[tuple[str, str], float] = {}
        self._due: list[tuple[float, int, Request, Iterator[Step], Step]] = []
        self._count = itertools.count()
        self._pool = ThreadPoolExecutor(HANDS, "people")
        self._busy: set[Future[None]] = set()
        self._thread = threading.Thread(target=self._live, daemon=True)
        self.request_every_s = 4.0
        self.asks_nothing_new = threading.Event()
        self.clock_is_wrong = threading.Event()
        self.trouble: list[str] = []

    def start(self) -> None:
        """Begin to live."""
        self._thread.start()

    def stop(self) -> None:
        """End what is done just now, and do nothing more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()
        self._pool.shutdown()

    def are_done(self) -> bool:
        """Whether nobody means to do anything more."""
        with self._lock:
            return not self._due and not self._busy

    # What a scene may ask for

    def ask(self, *, later: bool = False) -> Request:
        """Somebody writes a request in an intake channel; what becomes of it is left open."""
        channel = self._dice.choice(list(INTAKE))
        return self.ask_in(channel, LATER if later else QUICK)

    def ask_in(self, channel: str, word: str) -> Request:
        """Somebody writes a request in a channel, with a word that says what is promised."""
        who, department = self._somebody(channel), INTAKE[channel]
        token = self._diary.token("request")
        ts = self._member(who).says(channel, f"Help with {token} {word}")
        made = self._request(token, who, channel, ts, word, department)
        return self._diary.add(made)

    def reply(self, request: Request) -> Deed:
        """The agent of a request answers in its thread."""
        token = self._diary.token("answer")
        agent = self._member(request.agent)
        ts = agent.says(request.channel, f"Here is how {token}", request.ts)
        deed = Deed(REPLY, request.agent, Span.of(ts), token, ts)
        self._diary.note(request, deed)
        return deed

    def asks_again(self, request: Request) -> bool:
        """Who asked writes again in the thread."""
        token = self._diary.token("word")
        ts = self._member(request.by).says(request.channel, f"And this {token}", request.ts)
        self._diary.note(request, Deed(WORD, request.by, Span.of(ts), token, ts))
        return True

    # Lives

    def _live(self) -> None:
        ask_at_s = time.monotonic()
        while not self._stopping.wait(0.05):
            now_s = time.monotonic()
            if now_s >= ask_at_s and not self.asks_nothing_new.is_set():
                ask_at_s = now_s + self._dice.uniform(0.5, 1.5) * self.request_every_s
                self._do(self._begin)
            for _, _, request, life, step in self._ripe(now_s):
                self._do(lambda r=request, f=life, s=step: self._go_on(r, f, s))

    def _ripe(self, now_s: float) -> list[tuple[float, int, Request, Iterator[Step], Step]]:
        found = []
        with self._lock:
            while self._due and self._due[0][0] <= now_s:
                found.append(heapq.heappop(self._due))
        return found

    def _do(self, work: Callable[[], None]) -> None:
        with self._lock:
            future = self._pool.submit(work)
            self._busy.add(future)
        future.add_done_callback(self._done)

    def _done(self, future: "Future[None]") -> None:
        with self._lock:
            self._busy.discard(future)
        if problem := future.exception():
            self.trouble.append(repr(problem))

    def _begin(self) -> None:
        is_direct, is_later = self._dice.random() < 0.12, self._dice.random() < 0.2
        ask = self._ask_directly if is_direct else self.ask
        request = ask(later=is_later)
        self._plan(request, self._life(request))

    def _plan(self, request: Request, life: Iterator[Step], not_before_s: float = 0.0) -> None:
        step = next(life, None)
        if step is not None:
            at_s = max(step[0], not_before_s)
            with self._lock:
                heapq.heappush(self._due, (at_s, next(self._count), request, life, step))

    def _go_on(self, request: Request, life: Iterator[Step], step: Step) -> None:
        try:
            is_done = step[1](request)
        except (NotSeen, SandboxRefused):
            is_done = False
        except OSError as problem:  # the sandbox is busy: nothing was done that counts
            self.trouble.append(repr(problem))
            is_done = False
        if self._stopping.is_set():
            return
        now_s = time.monotonic()
        if is_done:
            self._plan(request, life, now_s + APART_S)
        else:
            with self._lock:
                again = (now_s + AGAIN_AFTER_S, next(self._count), request, life, step)
                heapq.heappush(self._due, again)

    def _life(self, request: Request) -> Iterator[Step]:
        """What is done about a request, drawn now."""
        dice, begins_s = self._dice, time.monotonic()
        if request.is_direct:
            yield begins_s + 1, self._choose
        if dice.random() < 0.15 and not request.is_direct:
            yield begins_s + dice.uniform(1, 6), self._edit
        if dice.random() < 0.25:
            yield begins_s + dice.uniform(3, 8), self._claim
        answer_s = self._when_answered()
        if answer_s is None:
            return
        yield begins_s + answer_s, self._way_of_replying(request)
        for _ in range(dice.choice((0, 0, 1, 1, 2))):
            if request.is_direct:
                break
            word_s = time.monotonic() + dice.uniform(3, 8)
            yield word_s, self.asks_again
            if dice.random() < 0.3:
                yield word_s + dice.uniform(2, 6), self.asks_again
            if (answer_s := self._when_answered()) is None:
                return
            yield word_s + answer_s, self._way_of_replying(request)
        if dice.random() < 0.3 and not request.is_direct:
            yield time.monotonic() + dice.uniform(3, 6), self._resolve

    def _when_answered(self) -> float | None:
        """Early, around the warning, close to the end, too late, or never."""
        dice = self._dice
        drawn = dice.choices(("early", "warning", "edge", "late", "never"), (35, 20, 20, 15, 10))[0]
        return {
            "early": dice.uniform(4, WARNING_S - 3),
            "warning": dice.uniform(WARNING_S - 1.5, WARNING_S + 2),
            "edge": dice.uniform(TARGET_S - 2, TARGET_S + 2.5),
            "late": dice.uniform(TARGET_S + 3, TARGET_S + 25),
            "never": None,
        }[drawn]

    def _way_of_replying(self, request: Request) -> Callable[[Request], bool]:
        if request.is_direct:
            return self._reply_by_command
        ways = (self._reply_in_thread, self._reply_by_command, self._reply_by_form)
        return self._dice.choices(ways, (60, 30, 10))[0]

    # What is done

    def _ask_directly(self, *, later: bool) -> Request:
        who, word = self._somebody("D"), LATER if later else QUICK
        token = self._diary.token("request")
        text = f"Help with {token} {word}"
        said = self._slack.post("message", user=who, channel=BOT, text=text)
        department = self._dice.choice(DEPARTMENTS)
        made = self._request(token, who, said["channel"], said["ts"], word, department)
        made.is_direct = True
        return self._diary.add(made)

    def _request(
        self, token: str, who: str, channel: str, ts: str, word: str, department: Department
    ) -> Request:
        agent = self._dice.choice(department.agents)
        return Request(token, who, channel, ts, TARGETS_S[word], agent, department.alerts)

    def _choose(self, request: Request) -> bool:
        """Who asked directly says who shall take care of it, until it is confirmed."""
        if self._log.number_of(request.channel, request.ts) is not None:
            return True
        question = self._log.find(f"department:{request.channel}:{request.ts}")
        if question is None or self.clock_is_wrong.is_set():
            return False
        department = next(each for each in DEPARTMENTS if each.alerts == request.alerts)
        began_at = time.time()
        first_at = request.chosen.first_at if request.chosen else began_at
        request.chosen = Span(first_at, began_at + 3)
        self._member(request.by).clicks(
            request.channel, question.ts, "department_choose", value=department.name
        )
        return False

    def _edit(self, request: Request) -> bool:
        token = self._diary.token("edit")
        later = LATER if request.target_s is None else ""
        text = f"Help with {request.token}, I mean {token} {later}"
        self._member(request.by).edits(request.channel, request.ts, text)
        self._diary.note(request, Deed(EDIT, request.by, _now(), token))
        return True

    def _claim(self, request: Request) -> bool:
        card = self._card(request)
        if card is None:
            return False
        deed = Deed(CLAIM, request.agent, _now(), is_taken=False)
        with suppress(NotSeen):
            self._member(request.agent).clicks(card.channel, card.ts, "ticket_claim")
            deed.is_taken = True
        self._diary.note(request, deed)
        return deed.is_taken

    def _reply_in_thread(self, request: Request) -> bool:
        self.reply(request)
        return True

    def _reply_by_command(self, request: Request) -> bool:
        number = self._log.number_of(request.channel, request.ts)
        if number is None or self.clock_is_wrong.is_set():
            return False
        token = self._diary.token("answer")
        line = f"/ticket reply {number} Here is how {token}"
        agent = self._member(request.agent)
        return self._demand(request, token, lambda: agent.sends(request.alerts, line))

    def _reply_by_form(self, request: Request) -> bool:
        card = self._card(request)
        if card is None or self.clock_is_wrong.is_set():
            return False
        agent = self._member(request.agent)
        try:
            since = agent.clicks(card.channel, card.ts, "ticket_reply")
            form = agent.form(since, "the form of a reply")
        except NotSeen:
            return self._reply_by_command(request)
        number = self._log.number_of(request.channel, request.ts)
        if form.get("private_metadata") != str(number):  # the same agent opened another one
            return self._reply_by_command(request)
        token = self._diary.token("answer")
        values = {"text": {"value": f"Here is how {token}"}}

        def submit() -> None:
            answer = agent.submits(form["id"], values)
            if not answer["ok"]:
                raise NotSeen(f"the form: {answer.get('error')}")

        return self._demand(request, token, submit)

    def _demand(self, request: Request, token: str, send: Callable[[], object]) -> bool:
        """Ask the bot to reply; whether it was taken is what Slack tells who asked."""
        began_at = time.time()
        deed = Deed(REPLY, request.agent, Span(began_at, began_at + 5), token, is_taken=False)
        with suppress(NotSeen):
            send()
            deed.is_taken = True
            deed.span = Span(began_at, time.time())
        self._diary.note(request, deed)
        return deed.is_taken

    def _resolve(self, request: Request) -> bool:
        self._member(request.agent).reacts(request.channel, request.ts, "white_check_mark")
        self._diary.note(request, Deed(RESOLVE, request.agent, _now()))
        return True

    def _card(self, request: Request):
        number = self._log.number_of(request.channel, request.ts)
        return None if number is None else self._log.find(f"card:{number}")

    def _member(self, user_id: str) -> Member:
        return Member(self._slack, user_id, user_id, "UTC")

    def _somebody(self, channel: str) -> str:
        """Who wrote nothing there lately; to the bot alone write a few."""
        now_s = time.monotonic()
        those = ASKERS[:DIRECTLY] if channel == "D" else ASKERS
        with self._lock:
            rested = [
                who for who in those if now_s - self._used.get((channel, who), -RESTS_S) >= RESTS_S
            ]
            who = self._dice.choice(rested or ASKERS)
            self._used[channel, who] = now_s
        return who


def _now() -> Span:
    now = time.time()
    return Span(now, now)
