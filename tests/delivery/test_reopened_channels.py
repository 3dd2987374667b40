"""What a channel refused for good is said when it is unarchived or the bot is invited again."""

import pytest

from bot.delivery.ports import Answer
from bot.delivery.reopened_channels import reopen
from bot.store.outbox import BREACH

WS = "T1"


def reopened(world, channel="C1"):
    with world.db.writing() as connection:
        return reopen(connection, WS, channel, world.clock.now())


def refuse(world, key, error="is_archived", **given):
    world.put(key, **given)
    world.slack.faults = [Answer(ok=False, error=error)]
    world.run()
    world.clock.move(seconds=1)


@pytest.mark.parametrize(
    "error", ["is_archived", "restricted_action", "restricted_action_read_only_channel"]
)
def test_what_the_channel_refused_is_said(world, error):
    refuse(world, "a", error)
    assert world.row("a").state == "dead"
    assert reopened(world) == 1
    world.drain()
    assert world.slack.said("C1") == ["a"]


def test_a_message_that_waits_for_an_invitation_is_tried_at_once(world):
    world.put("a")
    for _ in range(6):
        world.slack.faults = [Answer(ok=False, error="not_in_channel")]
        world.run()
        world.clock.at = world.row("a").next_at
    world.clock.move(seconds=-20)
    reopened(world)
    world.run()
    assert world.slack.said("C1") == ["a"]


def test_the_newest_state_of_a_card_is_shown_and_no_older_one(world):
    world.put("card")
    world.drain()
    for version in ("v1", "v2"):
        refuse(world, version, "is_inactive", method="chat.update", target_key="card")
        world.clock.move(seconds=10)
    assert reopened(world) == 2
    world.drain()
    assert world.slack.said("C1") == ["v2"]
    assert world.row("v1").state == "superseded"


def test_other_channels_and_other_reasons_and_alarms_stay_as_they_are(world):
    refuse(world, "elsewhere", lane="C2")
    refuse(world, "malformed", "invalid_blocks")
    refuse(world, "alarm", summary="line", urgency=BREACH)
    assert reopened(world) == 0


def test_what_was_refused_more_than_a_week_ago_is_left_alone(world):
    refuse(world, "a")
    world.clock.move(days=7)
    assert reopened(world) == 0
