"""A single pass, as cron makes one: all that waits is done, in its order and within its time."""

import pytest

from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer
from bot.delivery.settings import DeliverySettings
from bot.jobs.timekeeper import Timekeeper
from bot.main import TICK_BUDGET_S, Services, one_pass
from bot.store import inbox
from bot.store.inbox import Arrival
from bot.usecases.ground.identity import Identity
from bot.watched_clock import WatchedClock
from tests.delivery.fakes import FakeSlack
from tests.usecases.conftest import team

__all__ = ["team"]


@pytest.fixture
def slack(team):
    return FakeSlack(team.clock)


@pytest.fixture
def tick(team, slack):
    """One pass of the team's office; time passes only while it rests."""
    delivery = Deliverer(team.program.database, slack, team.clock, DeliverySettings())
    who = Identity("T1", "Example", "example", "UBOT", "BBOT")
    keeper = Timekeeper(team.program, slack, WatchedClock(team.clock), team.clock)
    office = Services(team.program, delivery, slack, who, lambda: None, keeper)
    return lambda: one_pass(office, 1, lambda seconds: team.clock.move(seconds=seconds))


def comes_in(team, text, user_id="UCARLA", thread_ts=None):
    """A message that Slack has sent and nobody has looked at; return its ts."""
    ts = f"{team.clock.now().timestamp():.6f}"
    place = {"channel_id": "CSUPPORT", "ts": ts, "thread_ts": thread_ts}
    payload = {**place, "user_id": user_id, "text": text, "files": []}
    arrival = Arrival("message", f"event:{ts}", payload, team.clock.now(), "CSUPPORT", ts)
    with team.program.database.writing() as connection:
        inbox.accept(connection, "T1", arrival)
    team.clock.move(seconds=1)
    return ts


def test_five_cards_of_one_channel_all_go_out_in_one_pass(team, slack, tick):
    for number in range(5):
        team.writes(f"UASKER{number}", f"Printer {number} #URGENT")
        team.clock.move(minutes=4)
    looked_at, counts = tick()
    assert (looked_at, counts) == (0, {"sent": 10})
    assert [text.split()[1] for text in slack.said("CSLA")] == ["#1", "#2", "#3", "#4", "#5"]


def test_what_came_in_is_worked_off_before_anything_is_announced(team, slack, tick):
    request = comes_in(team, "Printer #URGENT")
    tick()
    team.clock.move(minutes=10)
    comes_in(team, "Take the stairs", "UANA", request)
    team.clock.move(hours=2)
    looked_at, _ = tick()
    assert slack.said("CSUPPORT") == ["opened #1"]
    assert not any("first_reply" in text for text in slack.said("CSLA"))
    assert looked_at == 0


def test_what_is_due_is_announced_and_said_in_the_same_pass(team, slack, tick):
    comes_in(team, "Printer #URGENT")
    tick()
    team.clock.move(hours=2)
    looked_at, _ = tick()
    assert looked_at == 1
    assert slack.said("CSLA")[-1] == "breach first_reply #1"


@pytest.mark.sqlite_only
def test_a_pass_ends_within_its_time_and_leaves_the_rest_to_the_next(team, slack, tick):
    for number in range(60):
        team.writes(("UCARLA", "UDAN")[number % 2], f"Printer {number}")
        team.clock.move(minutes=2)
    began_s = team.clock.monotonic()
    tick()
    assert team.clock.monotonic() - began_s <= TICK_BUDGET_S
    assert 45 < len(slack.said("CSLA")) < 60
    tick()
    assert len(slack.said("CSLA")) == 60


def test_a_pass_does_not_wait_for_what_slack_lets_go_much_later(team, slack, tick):
    team.writes("UCARLA", "Printer #URGENT")
    slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=600)] * 2
    began_s = team.clock.monotonic()
    tick()
    assert team.clock.monotonic() - began_s < TICK_BUDGET_S
    assert slack.said("CSLA") == []
