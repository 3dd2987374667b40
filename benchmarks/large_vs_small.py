"""What the size of a workspace costs: a message, a click and the queue among 20,000 and 10."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.claims import Claim, Promise, Result, duration
from benchmarks.measure import Calls, seconds_each
from bot.config.history import HistoryReader
from bot.delivery.ports import Answer
from bot.demo.team import PROMISES
from bot.jobs.inbox_worker import InboxWorker
from bot.slack.act.dispatch import Dispatch
from bot.slack.draw.blocks.actions import CLAIM
from bot.slack.draw.speech import speech_for
from bot.slack.hear import arrivals
from bot.slack.hear.message.payload import kept_of
from bot.store import channels, inbox, people, user_groups, workspaces
from bot.store.channels import Channel
from bot.store.engine import Database
from bot.store.inbox import Arrival
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from bot.store.workspaces import Workspace
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.configuration import apply_to_empty

TEAM, BOT, AGENT, REQUESTER = "T0BENCH", "U0BOT", "U0ANA", "U0CARLA"
FEW, MANY = (10, 10), (20_000, 5_000)
"""People and channels."""
ROOMS = {"C0SUPPORT": "support", "C0BILLING": "billing", "C0ALERTS": "sla-alerts"}
BEGINS_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUNDS, PASSES = 31, 4
MOST_TIMES = 1.3
HOW = """No peer: the same desk twice, on SQLite, with the promises of the demo; one knows {few[0]}
people and {few[1]} channels, the other {many[0]:,} and {many[1]:,}, a tenth of whom left. Each is
given the same, in turn: a message that opens a ticket and posts its card and its confirmation, a
click on Claim, and `/ticket next`. What is timed is all that is done with it from its row in the
inbox to the commit; nothing is sent to Slack. {rounds} rounds of {passes}, and every pass leaves a
ticket more on both desks."""


def run(rounds: int = ROUNDS, few: tuple[int, int] = FEW, many: tuple[int, int] = MANY) -> Result:
    """Times both, a round of each in turn."""
    with _desk(*few) as small, _desk(*many) as large:
        kinds = {
            "a message": (small.message, large.message),
            "a click": (small.click, large.click),
            "the queue": (small.queue, large.queue),
        }
        contestants = [Calls(work, 1, PASSES) for pair in kinds.values() for work in pair]
        taken = iter(seconds_each(contestants, rounds))
    claims = tuple(_claim(kind, next(taken), next(taken)) for kind in kinds)
    how = HOW.format(few=few, many=many, rounds=rounds, passes=PASSES)
    return Result("What the size of a workspace costs", how, claims)


def _claim(kind: str, small_s: float, large_s: float) -> Claim:
    return Claim(
        f"cost of {kind} among 20,000 people, against 10",
        Promise.AT_MOST,
        MOST_TIMES,
        large_s / small_s,
        "times",
        duration(small_s),
        duration(large_s),
    )


class DeskAtWork:
    """A desk that is given one thing after the other, each 10 minutes later."""

    def __init__(self, program: Program, clock: "MovingClock") -> None:
        self.program = program
        self._clock = clock
        self._worker = InboxWorker(program, Dispatch(program, SilentSlack(), Unanswered()))
        self._count = 0
        self._claimed = 0

    def message(self) -> None:
        """Carla writes into the intake channel."""
        ts = f"{self._clock.now().timestamp():.6f}"
        kept = kept_of({"user": REQUESTER, "ts": ts, "text": "Printer burns"}, "C0SUPPORT")
        self._work_off(arrivals.MESSAGE, kept, ts)

    def click(self) -> None:
        """Ana claims the oldest ticket that she has not yet."""
        self._claimed += 1
        names = ("response_url", "channel_id", "message_ts", "thread_ts", "view_id")
        kept: dict[str, Any] = dict.fromkeys(names)
        kept |= {"action_id": CLAIM, "value": str(self._claimed), "user_id": AGENT}
        kept |= {"action_ts": f"{self._clock.now().timestamp():.6f}"}
        self._work_off(arrivals.ACTION, kept | {"is_ephemeral": False, "is_at_home": False})

    def queue(self) -> None:
        """Ana asks what is next."""
        url = "http://127.0.0.1:9/response"
        kept = {"command": "/ticket", "text": "next", "user_id": AGENT, "response_url": url}
        self._work_off(arrivals.COMMAND, kept | {"channel_id": "C0SUPPORT"})

    def _work_off(self, kind: str, payload: dict[str, Any], ts: str | None = None) -> None:
        self._count += 1
        place = {} if ts is None else {"channel_id": payload["channel_id"], "message_ts": ts}
        arrival = Arrival(kind, f"k{self._count}", payload, self._clock.now(), **place)
        with self.program.database.writing() as connection:
            inbox.accept(connection, TEAM, arrival)
        self._worker.run_once()
        self._clock.move()


class MovingClock:
    """A clock that moves when it is told."""

    def __init__(self) -> None:
        self._at = BEGINS_AT

    def now(self) -> datetime:
        """The instant it is."""
        return self._at

    def monotonic(self) -> float:
        """The seconds it has moved."""
        return (self._at - BEGINS_AT).total_seconds()

    def move(self) -> None:
        """Let 10 minutes pass: what somebody writes then is another request."""
        self._at += timedelta(minutes=10)


class SilentSlack:
    """Nobody has to ask Slack anything."""

    def call(self, method: str, payload: dict[str, Any], *, timeout_s: float) -> Answer:
        """Never called."""
        raise AssertionError(f"{method} was called")


class Unanswered(Executor):
    """Answers are made, and not sent."""

    def submit(self, _fn: Callable[..., Any], /, *_: Any, **__: Any) -> "Future[Any]":
        """Forget it."""
        return Future()


@contextmanager
def _desk(people_count: int, channel_count: int) -> Iterator[DeskAtWork]:
    """A desk of a workspace of so many people and channels."""
    clock = MovingClock()
    with TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'punctual.db'}")
        database.migrate()
        with database.writing() as connection:
            workspaces.save(connection, Workspace(TEAM, "Bench", "bench", BOT, None, clock.now()))
            people.save_all(connection, TEAM, crowd(people_count, clock.now()))
            channels.save_all(connection, TEAM, rooms(channel_count, clock.now()))
            group = UserGroup("S0TEAM", "support-team", "Support", (AGENT,), False, clock.now())
            user_groups.save(connection, TEAM, group)
        speech = speech_for(database, TEAM, "bench")
        program = Program(
            database, clock, TEAM, BOT, speech, HistoryReader(), lambda: None, IN_ORDER
        )
        apply_to_empty(program, PROMISES)
        yield DeskAtWork(program, clock)
        database.dispose()


def crowd(count: int, at: datetime) -> list[Person]:
    """The people of the demo's promises and so many in all; a tenth of the others left."""
    ours = {AGENT: "ana@harbour.example", REQUESTER: "carla@acme.example"}
    ours |= {f"U0{name.upper()}": f"{name}@harbour.example" for name in ("lea", "dan", "emi")}
    more = {f"U9{n:06}": f"person{n}@harbour.example" for n in range(count - len(ours))}
    return [
        Person(
            id=person_id,
            name=email.partition("@")[0],
            real_name=email.partition("@")[0].title(),
            email=email,
            time_zone="Europe/Ljubljana",
            is_admin=False,
            is_bot=False,
            is_guest=False,
            is_stranger=False,
            is_deleted=number % 10 == 9 and person_id not in ours,  # noqa: PLR2004 a tenth
            seen_at=at,
        )
        for number, (person_id, email) in enumerate((ours | more).items())
    ]


def rooms(count: int, at: datetime) -> list[Channel]:
    """The channels of the demo's promises and so many in all."""
    more = {f"C9{n:06}": f"topic-{n}" for n in range(count - len(ROOMS))}
    return [Channel(each, name, False, True, False, at) for each, name in (ROOMS | more).items()]
