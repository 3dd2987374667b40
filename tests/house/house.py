"""The house: what people do in it, what they see, and how time passes.

Nothing runs by itself. Whoever looks (a member reads, a form is asked for, `house.log()`) has
everything worked off first: deliveries of Slack, the inbox, the sweep, the outbox.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.config.document import read
from bot.demo.driver import Sandbox
from bot.demo.member import Member
from bot.demo.seen import Entry, keys_posted
from bot.demo.team import secrets
from bot.jobs.inbox_worker import InboxWorker
from bot.jobs.rounds import go_round
from bot.main import Services, parts_of
from bot.slack.act.commands_in_text import is_command
from bot.slack.act.dispatch import Dispatch
from bot.slack.connect.app import SlackDeps, build_app
from bot.slack.connect.web_server import Reception, web_app
from bot.slack.hear.directory.joins import Joins
from bot.slack.hear.reader.reader import Reader
from bot.store import alarms, events, inbox, reading_requests, tickets
from bot.usecases.hearing.state import doubt
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from sandbox.world import World
from tests.house.clock import HouseClock
from tests.house.reading import text_of
from tests.house.servers import Servers
from tests.house.talking import Talking

Json = dict[str, Any]

PATIENCE: Final = timedelta(seconds=90)
"""How far time is stepped for what asks to wait: a rate limit, a budget, a second try."""
STRIDE: Final = timedelta(minutes=10)
"""How often the bot looks up, at the least, while time moves."""
ENDLESS: Final = 500
"""Rounds of work after which something goes in circles."""


class House:
    """A Slack, a bot, and one clock; `world` is the sandbox's own state, `desk` the program."""

    def __init__(self, servers: Servers, world: World, clock: HouseClock, office: Services) -> None:
        self.clock = clock
        self.world = world
        self.desk = self.program = office.program
        self.office = office
        self.expected: list[str] = []
        self.slack = Sandbox(servers.url, self.settle)
        self._servers = servers
        self._talking = Talking()
        self._is_rung = False
        self._more_to_say_at: datetime | None = None
        self._settled: tuple[datetime, int] | None = None
        office.wakes.threads.append(self)  # type: ignore[arg-type] # it is woken like a thread
        self.deps = SlackDeps(
            program=office.program,
            slack=office.slack,
            bot_token=SecretStr(secrets().bot_token),
            signing_secret=SecretStr(secrets().signing_secret),
            base_url=f"{servers.url}/api/",
            is_command=is_command,
            wake_inbox=self.wake,
            talking=self._talking,
        )
        hearing = Dispatch(office.program, office.slack, self._talking)
        self._inbox = InboxWorker(office.program, hearing)
        self._reader = Reader(office.program, office.slack, is_command, self.wake)
        self._joins = Joins(office.program, office.slack)
        reception = Reception()
        reception.open(build_app(self.deps), office.program)
        servers.connect(world, web_app(reception, SecretStr(secrets().signing_secret)))

    # Time

    @property
    def now(self) -> datetime:
        """The instant it is, in UTC."""
        return self.clock.at

    def local(self, zone: str = "Europe/Ljubljana") -> datetime:
        """What the clock on the wall says."""
        return self.clock.at.astimezone(ZoneInfo(zone))

    def move(self, stride: timedelta = STRIDE, **by: float) -> None:
        """Let time pass (`hours=2`), the bot at work all along."""
        self.move_until(self.clock.at + timedelta(**by), stride)

    def move_to(
        self, wall: str, zone: str = "Europe/Ljubljana", stride: timedelta = STRIDE
    ) -> None:
        """Let time pass until it is `2026-03-03T09:00` in a zone."""
        at = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone))
        assert at > self.clock.at, f"it is {self.local(zone)} already"
        self.move_until(at, stride)

    def move_until(self, at: datetime, stride: timedelta = STRIDE) -> None:
        """Let time pass until an instant, and work off what is due then."""
        self.pass_time(at, stride)
        self.settle()

    def pass_time(self, at: datetime, stride: timedelta = STRIDE) -> None:
        """Let time pass until an instant, from one moment that matters to the next."""
        self.settle()
        while (next_at := self._next_moment(stride)) <= at:
            self.clock.move_to(next_at)
            self.settle()
        self.clock.move_to(at)

    def jump(self, **by: float) -> None:
        """Let time pass while the bot is not there: nothing happens until somebody looks."""
        self.clock.move_to(self.clock.at + timedelta(**by))

    def _next_moment(self, stride: timedelta) -> datetime:
        with self.program.look() as work:
            due_at = alarms.next_fire_at(work.connection, work.workspace_id)
        times = [] if due_at is None or due_at <= self.clock.at else [due_at]
        return min([*times, *self._wanted(), self.clock.at + stride])

    # Work

    def wake(self) -> None:
        """Remember that there is something to do; safe from any thread."""
        self._is_rung = True

    def settle(self, patience: timedelta = PATIENCE) -> None:
        """Work off everything, stepping time by what asks to wait, at most by `patience`."""
        if self._is_settled():
            return
        ends_at = self.clock.at + patience
        while True:
            self._work_off()
            wanted_at = min(self._wanted(), default=None)
            if wanted_at is None or wanted_at > ends_at:
                self._settled = self._state()
                return
            self.clock.move_to(wanted_at)

    def _is_settled(self) -> bool:
        """Whether nothing happened since all was worked off."""
        return self._settled == self._state() and not (self._is_rung or self._talking.has_tasks)

    def _state(self) -> tuple[datetime, int]:
        return self.clock.at, self.world.log.next

    def _work_off(self) -> None:
        """Do all that may be done at this instant."""
        self._is_rung = True
        for _ in range(ENDLESS):
            self._servers.settle(self.world)
            self._talking.work_off()
            if not self._is_rung:
                return
            self.office.timekeeper.run_once()
            self._reader.run_once()
            self._inbox.run_once()
            sweep(self.program)
            go_round(self.program, parts_of(self.office))
            self._joins.run_once()
            self._is_rung = self._is_to_read()
            self._more_to_say_at = self.office.deliverer.run_once().next_at
        raise AssertionError("the house does not come to rest")

    def _is_to_read(self) -> bool:
        """Whether an alarm waits for a look at something that nobody tried to read yet."""
        with self.program.look() as work:
            unread = reading_requests.wanted(work.connection, work.workspace_id)
        return any(not each.attempts and each.next_at <= self.clock.at for each in unread)

    def _wanted(self) -> list[datetime]:
        """When the inbox and the outbox want to go on by themselves."""
        with self.program.look() as work:
            heard_at = inbox.next_at(work.connection)
            unread = reading_requests.wanted(work.connection, work.workspace_id)
        read_at = min((each.next_at for each in unread if not each.attempts), default=None)
        wanted = (heard_at, read_at, self._more_to_say_at)
        return [at for at in wanted if at is not None and at > self.clock.at]

    # Hearing

    def doubts(self, reason: str = "reconnected") -> None:
        """Let the bot doubt that it heard everything, and read it."""
        doubt(self.program, reason)
        self.settle()

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """Let Slack deliver nothing, and give up on what happens meanwhile."""
        self.move(seconds=1)
        self.slack.post("network", cut=True)
        self.expects("taken", "connection_failed")
        yield
        self._servers.settle(self.world)
        self.slack.post("network", cut=False)

    # People, and what they see

    def member(self, name: str) -> Member:
        """Somebody of the team (`bot/demo/team.json`) or of its customers."""
        return self.slack.member(name)

    @property
    def bot_id(self) -> str:
        """The bot as a member: whoever `says` something there writes a direct message."""
        return self.program.bot_user_id

    def log(self, since: int = 0, kind: str | None = None, **match: Any) -> list[Entry]:
        """The sandbox's log from an entry on, once all is worked off."""
        self.settle()
        return [
            entry
            for entry in self.world.log.since(since)
            if kind in (None, entry["kind"]) and all(entry.get(k) == v for k, v in match.items())
        ]

    def mark(self) -> int:
        """The number of the next entry of the log, once all is worked off."""
        self.settle()
        return self.world.log.next

    def messages(self, channel: str, thread_ts: str | None = None, as_: str = "lea") -> list[Json]:
        """The messages of a channel or a thread as somebody sees them, oldest first."""
        return self.member(as_).reads(channel, thread_ts)

    def channel_texts(self, channel: str, as_: str = "lea") -> list[str]:
        """The whole text of each top-level message of a channel, blocks included."""
        return [text_of(each) for each in self.messages(channel, as_=as_)]

    def thread(self, channel: str, ts: str, as_: str = "lea") -> list[str]:
        """The whole text of each message of a thread, the first one's too."""
        return [text_of(each) for each in self.messages(channel, ts, as_=as_)]

    def home(self, name: str) -> str:
        """The text of somebody's App Home, opened now."""
        return text_of(self.member(name).opens_home())

    def posted(self, key: str) -> Json:
        """The message of a key as it stands in Slack now: `card:1`, `confirmation:1`, …"""
        entry = self.slack.posted(key)
        channel, ts = entry["response"]["channel"], entry["response"]["ts"]
        found = self.world.workspace.channels[channel].messages[ts]
        return {"channel": channel, "ts": ts, "text": found.text, "blocks": found.blocks}

    def keys(self, prefix: str = "", since: int = 0) -> list[str]:
        """The keys of the messages that the bot put into Slack, in their order."""
        return [each for each in keys_posted(self.log(since)) if each.startswith(prefix)]

    # The desk behind it

    def ticket(self, number: int) -> Any:
        """A ticket as it is kept, or None."""
        self.settle()
        with self.program.look() as work:
            return tickets.get(work.connection, work.workspace_id, number)

    def timeline(self, number: int) -> list[str]:
        """The types of a ticket's events."""
        self.settle()
        with self.program.look() as work:
            return [each.type for each in events.of(work.connection, work.workspace_id, number)]

    def configure(self, promises: str, *, moves_running: bool = False, by: str = "U0ADA") -> None:
        """Put a whole configuration, as YAML, in the place of the one in force."""
        with self.program.work() as work:
            wanted = read(promises, "sla.yml", work.now_s).configuration
            apply_configuration(work, wanted, by, moves_running=moves_running)
        self.settle()

    def expects(self, *refusals: str) -> None:
        """Say which refusals of Slack, by their error word, belong to this test: all must come."""
        self.expected.extend(refusals)
