"""The timekeeper: a clock that jumps, or is not Slack's, decides nothing until Slack agrees."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from structlog.testing import capture_logs

from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer, UnclearAnswer
from bot.delivery.settings import DeliverySettings
from bot.delivery.slack_time import SlackTime
from bot.jobs.inbox_worker import InboxWorker
from bot.jobs.rounds import go_round
from bot.jobs.timekeeper import EVERY_S, Timekeeper
from bot.slack.act.commands_in_text import is_command
from bot.slack.hear.reader.reader import Reader
from bot.store import hearing, inbox, outbox
from bot.store.inbox import Arrival
from bot.usecases.hearing import alarm_gate, timekeeping
from bot.usecases.home.home import show_what_changed
from bot.usecases.sweep.sweep import sweep
from bot.watched_clock import WatchedClock
from tests.delivery.fakes import FakeSlack
from tests.usecases.conftest import team

__all__ = ["team"]
pytestmark = pytest.mark.sqlite_only

STRIDE_S = 50.0
"""How long nothing happens in these tests at the most; a minute would be a machine that sleeps."""
JUMPS = [{"hours": -1}, {"hours": 1}, {"days": -1}, {"days": 1}]


class DatedSlack:
    """Tells the true time with every answer; the messages stand in `said`."""

    def __init__(self, clock):
        self._clock = clock
        self._right = clock.at
        self._inner = FakeSlack(self)
        self.time = SlackTime(clock)
        self.is_away = False
        self.asked = 0

    def now(self):
        return self._right + timedelta(seconds=self._clock.monotonic())

    def call(self, method, payload, *, timeout_s):
        if self.is_away:
            raise UnclearAnswer("no network")
        now_s = self._clock.monotonic()
        self.time.note(format_datetime(self.now(), usegmt=True), now_s, now_s)
        if method in ("auth.test", "users.info"):
            self.asked += method == "auth.test"
            return Answer(ok=True)
        return self._inner.call(method, payload, timeout_s=timeout_s)

    def said(self, channel):
        return self._inner.said(channel)


class World:
    """A desk whose clock anybody may set, with all that runs every few seconds."""

    def __init__(self, team):
        self.team = team
        self.wall = team.clock
        self.slack = DatedSlack(team.clock)
        self.starts()

    def starts(self):
        """A new process begins on the same database."""
        watched = WatchedClock(self.wall)
        self.slack.time = SlackTime(self.wall)
        self.program = replace(self.team.program, clock=watched, has_jumped=watched.has_jumped)
        self.team.program = self.program
        self.team.clock = self.wall
        self.keeper = Timekeeper(self.program, self.slack, watched, self.slack.time)
        self.deliverer = Deliverer(
            self.program.database, self.slack, watched, DeliverySettings(workers=1)
        )
        self.reader = Reader(self.program, self.slack, is_command, lambda: None)
        with suppress(UnclearAnswer):
            self.slack.call("users.info", {}, timeout_s=1)
        self.keeper.run_once()

    def passes(self, **by):
        """Let time pass with everything at work."""
        left_s = timedelta(**by).total_seconds()
        step_s = EVERY_S
        while left_s > 0:
            self.wall.move(seconds=step_s)
            self.beats()
            left_s -= step_s
            step_s = min(left_s, STRIDE_S)

    def beats(self):
        self.keeper.run_once()
        self.reader.run_once()
        sweep(self.program)
        self.deliverer.run_once()

    @property
    def may_decide(self):
        return timekeeping.may_decide(self.program)

    @property
    def trouble(self):
        with self.program.look() as work:
            return timekeeping.trouble(work)

    @property
    def doubt(self):
        with self.program.look() as work:
            return hearing.get(work.connection, "T1")

    def alarms(self):
        return [text for text in self.slack.said("CSLA") if "first_reply" in text]


@pytest.fixture
def world(team):
    return World(team)


def test_a_clock_that_goes_with_slacks_decides(world):
    assert world.may_decide
    world.team.writes("UCARLA", "Printer #URGENT")
    world.passes(minutes=61)
    assert world.alarms() == ["75% first_reply #1", "breach first_reply #1"]
    assert world.trouble is None
    assert world.slack.asked == 0, "answers to other calls tell the time as well"


@pytest.mark.parametrize("jump", JUMPS)
def test_nothing_is_decided_while_the_clock_is_off_slacks(world, jump):
    world.team.writes("UCARLA", "Printer #URGENT")
    world.passes(minutes=1)
    world.wall.set(**jump)
    sweep(world.program)
    assert not world.may_decide, "from the first reading on, before anybody looks"
    world.passes(minutes=5)
    assert world.alarms() == []
    assert world.trouble.off_s == pytest.approx(timedelta(**jump).total_seconds(), abs=1)


@pytest.mark.parametrize("jump", JUMPS)
def test_all_is_told_in_time_once_the_clock_is_right_again(world, jump):
    world.team.writes("UCARLA", "Printer #URGENT")
    world.passes(minutes=1)
    world.wall.set(**jump)
    world.passes(minutes=5)
    world.wall.set(**{unit: -amount for unit, amount in jump.items()})
    world.passes(seconds=EVERY_S)
    assert world.may_decide
    world.passes(minutes=42)
    assert world.alarms() == ["75% first_reply #1"]
    world.passes(minutes=13)
    assert world.alarms() == ["75% first_reply #1", "breach first_reply #1"]


@pytest.mark.parametrize("jump", JUMPS)
def test_a_jump_puts_hearing_in_doubt(world, jump):
    world.passes(seconds=10)
    world.wall.set(**jump)
    world.passes(seconds=EVERY_S)
    assert world.doubt.reason.startswith("the clock was set")
    assert abs(world.doubt.doubted_at - world.wall.now()) <= timedelta(seconds=EVERY_S)


@pytest.mark.parametrize("jump", JUMPS)
def test_what_people_write_is_taken_and_what_is_for_them_is_said_all_the_same(world, jump):
    world.passes(seconds=10)
    world.wall.set(**jump)
    world.passes(seconds=EVERY_S)
    at = world.wall.now()
    with world.program.database.writing() as connection:
        inbox.accept(connection, "T1", Arrival("message", "Ev1", {}, at))
        message = outbox.Outgoing("m", "CSUPPORT", outbox.POST, {"text": "We look at it"}, at)
        outbox.put(connection, "T1", message)
    seen = []
    InboxWorker(world.program, Taking(seen)).run_once()
    world.passes(seconds=10)
    assert (seen, world.slack.said("CSUPPORT")) == (["Ev1"], ["We look at it"])


class Taking:
    """Takes what comes in."""

    def __init__(self, seen):
        self._seen = seen

    def prepare(self, row):
        self._seen.append(row.dedupe_key)

    def process(self, work, row):
        return None

    def fault_of(self, row):
        return None


@pytest.mark.parametrize("back", [{"hours": -1}, {"days": -1}])
def test_what_a_clock_that_was_ahead_left_behind_holds_nothing_up(world, back):
    world.wall.set(**{unit: -amount for unit, amount in back.items()})
    for number in range(3):
        world.team.writes(f"UASKER{number}", f"Printer {number}")
    world.deliverer.run_once()
    world.slack.is_away = True
    world.deliverer.run_once()
    world.passes(seconds=20)
    world.wall.set(**back)
    world.slack.is_away = False
    for _ in range(8):
        world.passes(seconds=EVERY_S)
    assert sorted(text.split()[1] for text in world.slack.said("CSLA")) == ["#1", "#2", "#3"]


@pytest.mark.parametrize("ahead", [{"hours": 1}, {"days": 1}])
def test_a_breach_that_waited_to_be_said_when_the_clock_jumped_is_said_once_it_is_right(
    world, ahead
):
    gate = alarm_gate.Gate(world.program)
    world.deliverer = Deliverer(
        world.program.database,
        world.slack,
        world.program.clock,
        DeliverySettings(workers=1),
        gate=gate,
    )
    world.team.writes("UCARLA", "Printer #URGENT")
    world.passes(minutes=60)
    world.wall.move(seconds=2)
    sweep(world.program)
    world.wall.set(**ahead)
    world.deliverer.run_once()
    assert world.alarms() == ["75% first_reply #1"]
    world.passes(seconds=20)
    world.wall.set(**{unit: -amount for unit, amount in ahead.items()})
    for _ in range(4):
        world.passes(seconds=EVERY_S)
    assert world.alarms() == ["75% first_reply #1", "breach first_reply #1"]


def test_a_machine_that_slept_looks_before_it_says_anything(world):
    world.team.writes("UCARLA", "Printer #URGENT")
    world.passes(minutes=1)
    world.slack.is_away = True
    world.wall.move(hours=2)
    world.beats()
    assert world.doubt.reason == "the machine slept for 7200 s"
    assert not world.may_decide
    assert world.alarms() == []
    world.slack.is_away = False
    world.keeper.run_once()
    assert world.may_decide, "at Slack's first answer"


def test_slack_is_asked_again_until_it_answers(world):
    world.passes(seconds=10)
    world.slack.is_away = True
    world.wall.set(hours=1)
    world.passes(minutes=5)
    assert not world.may_decide
    world.wall.set(hours=-1)
    world.passes(minutes=5)
    assert not world.may_decide, "it is right again, but nobody knows"
    world.slack.is_away = False
    world.passes(seconds=EVERY_S)
    assert world.may_decide


def test_a_start_whose_clock_nobody_compared_decides_nothing(world):
    world.slack.is_away = True
    world.starts()
    assert not world.may_decide
    world.slack.is_away = False
    world.passes(seconds=EVERY_S)
    assert world.may_decide


def test_a_clock_that_is_wrong_from_the_start_decides_nothing(world):
    world.wall.set(hours=1)
    world.starts()
    assert not world.may_decide
    assert world.trouble.off_s == 3600


def test_a_clock_set_back_while_nobody_looked_is_a_jump(world):
    world.wall.set(hours=1)
    world.starts()
    world.team.writes("UCARLA", "Printer")
    world.wall.set(hours=-1)
    world.starts()
    assert world.doubt.reason == "the clock was set back by 3600 s"
    world.passes(seconds=10)
    assert world.may_decide
    assert [text.split()[1] for text in world.slack.said("CSLA")] == ["#1"]


def test_other_processes_know(world):
    other = replace(world.team.program, clock=world.wall, has_jumped=lambda: False)
    world.wall.set(hours=1)
    world.passes(seconds=EVERY_S)
    assert not timekeeping.may_decide(other)


def test_a_little_is_no_trouble(world):
    world.wall.set(seconds=50)
    world.passes(minutes=2)
    assert world.may_decide
    assert timekeeping.known(world.program).off_s == pytest.approx(50, abs=1)


def test_the_log_says_it_once_a_minute_and_when_it_is_over(world):
    world.passes(seconds=5)
    with capture_logs() as logs:
        world.wall.set(hours=1)
        world.passes(minutes=3)
        world.wall.set(hours=-1)
        world.passes(minutes=1)
    said = [(each["log_level"], each["event"]) for each in logs if "our clock" in each["event"]]
    assert said == [
        *[("error", "our clock cannot be relied on: nothing is announced or decided")] * 3,
        ("warning", "our clock goes with slack's again"),
    ]


def test_a_round_by_a_clock_in_doubt_shows_homes_and_does_nothing_else(world):
    seen = []

    def decide(program):
        seen.append("decided")

    world.wall.set(hours=1)
    world.passes(seconds=EVERY_S)
    go_round(world.program, [decide, show_what_changed])
    assert seen == []
    world.wall.set(hours=-1)
    world.passes(seconds=EVERY_S)
    go_round(world.program, [decide, show_what_changed])
    assert seen == ["decided"]
