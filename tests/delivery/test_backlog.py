"""After an outage: 300 new tickets, 200 alarms due, Slack's limits, and a minute for the alarms."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.methods import gathered_keys
from bot.delivery.ports import Answer
from bot.store import outbox
from bot.store.outbox import BREACH, REPLY, WARNING, Outgoing
from tests.delivery.fakes import drain

TICKETS, ALARMS, CHANNELS = 300, 200, 4
A_MINUTE_S = 60


class Limits:
    """Slack's limits in front of a Slack: a message a second and channel, three a workspace."""

    def __init__(self, slack):
        self.call_slack, self.clock = slack.call, slack.clock
        self.said = []
        slack.call = self.call

    def call(self, method, payload, *, timeout_s):
        if method == "chat.postMessage":
            now, lane = self.clock.now(), payload["channel"]
            recent = [where for at, where in self.said if at > now - timedelta(seconds=1)]
            if len(recent) >= 3 or lane in recent:
                return Answer(ok=False, error="ratelimited", retry_after_s=1)
            self.said.append((now, lane))
        return self.call_slack(method, payload, timeout_s=timeout_s)


@pytest.fixture
def limited(world):
    """Where Slack's limits are on."""
    Limits(world.slack)
    return world


def outage_ends(world, seed):
    """What is in the outbox when the bot is back, in any order: of 60 tickets the alarm is due."""
    kinds = [*["ticket"] * TICKETS, *["alarm"] * ALARMS]
    random.Random(seed).shuffle(kinds)
    with world.db.writing() as connection:
        for number, kind in enumerate(kinds):
            lane = f"CALERTS{number % CHANNELS}"
            urgency = BREACH if number % 3 else WARNING
            more = {"summary": f"line {number}", "urgency": urgency}
            alarm = post(world, f"alarm:{number}", lane, **more)
            if kind == "ticket":
                confirmation = f"confirmation:{number}", f"CINTAKE{number % CHANNELS}"
                outbox.put(connection, "T1", post(world, f"card:{number}", lane))
                outbox.put(connection, "T1", post(world, *confirmation, urgency=REPLY))
                alarm = replace(alarm, thread_key=f"card:{number}")
            if kind == "alarm" or number % 5 == 0:
                outbox.put(connection, "T1", alarm)


def post(world, key, lane, **more):
    return Outgoing(key, lane, outbox.POST, {"text": key}, world.clock.now(), **more)


def due(world):
    with world.db.reading() as connection:
        rows = connection.exec_driver_sql("SELECT key FROM outbox WHERE summary <> ''")
        return {row.key for row in rows}


def covered(world):
    """The alarms that stand in Slack, alone or in a digest, each as often as it stands there."""
    found = []
    for messages in world.slack.messages.values():
        for message in messages:
            said = message["metadata"]["event_payload"]
            found += gathered_keys(said) or [said["key"]]
    return [key for key in found if key.startswith("alarm:")]


def seconds_until_covered(world):
    """Deliver until every alarm is covered, and return how long that took, a minute at most."""
    began_at, sender = world.clock.now(), world.deliverer()
    while len(covered(world)) < len(due(world)):
        waited_s = (world.clock.now() - began_at).total_seconds()
        if waited_s > A_MINUTE_S:
            break
        world.clock.at = max(world.clock.at, sender.run_once().next_at)
    return (world.clock.now() - began_at).total_seconds()


def test_every_alarm_is_covered_within_a_minute_and_none_twice(limited):
    outage_ends(limited, seed=9)
    assert seconds_until_covered(limited) <= A_MINUTE_S
    assert sorted(covered(limited)) == sorted(due(limited))


@pytest.mark.sqlite_only
def test_when_all_is_said_every_card_and_confirmation_is_there_once(limited):
    outage_ends(limited, seed=9)
    limited.drain()
    said = [message["text"] for lane in limited.slack.messages.values() for message in lane]
    others = [text for text in said if text.startswith(("card:", "confirmation:"))]
    assert len(others) == len(set(others)) == 2 * TICKETS
    assert sorted(covered(limited)) == sorted(due(limited))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("error", ["invalid_auth", "unreachable"])
def test_every_alarm_is_covered_within_a_minute_of_the_cure_of_a_refusal(limited, error):
    call = limited.slack.call
    limited.slack.call = lambda *_, **__: Answer(ok=False, error=error)
    outage_ends(limited, seed=9)
    cured_at = limited.clock.now() + timedelta(seconds=57)
    drain(limited.deliverer(), limited.clock, 57)
    limited.clock.at, limited.slack.call = cured_at, call
    assert seconds_until_covered(limited) <= A_MINUTE_S
    assert sorted(covered(limited)) == sorted(due(limited))
