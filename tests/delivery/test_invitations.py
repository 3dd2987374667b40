"""A channel the bot is not in yet: waited for, with more and more patience, and never forgotten."""

from datetime import timedelta

import pytest

from bot.delivery.ports import Answer
from tests.delivery.fakes import drain

ERRORS = ["not_in_channel", "channel_not_found"]
FOR_LONG = pytest.mark.parametrize("shut", ERRORS[:1], indirect=True)
"""A day of waiting is long to play: one of the errors will do."""


@pytest.fixture(params=ERRORS)
def shut(world, request):
    """The channels nobody has invited the bot to: C1, until it is taken out."""
    channels, post = {"C1"}, world.slack._chat_postMessage

    def refuse(payload):
        if payload["channel"] in channels:
            return Answer(ok=False, error=request.param)
        return post(payload)

    world.slack._chat_postMessage = refuse
    return channels


def pass_for(world, **time):
    """Let time pass while the deliverer does what it wants to do, when it wants to."""
    ends_at = world.clock.now() + timedelta(**time)
    drain(world.deliverer(), world.clock, timedelta(**time).total_seconds())
    world.clock.at = ends_at


@FOR_LONG
@pytest.mark.sqlite_only
def test_what_waits_for_an_invitation_goes_out_in_order_once_it_came(world, shut):
    world.put("card")
    world.put("alert", thread_key="card")
    world.put("news")
    pass_for(world, hours=23)
    assert world.slack.said("C1") == []
    shut.clear()
    pass_for(world, minutes=6)
    card, alert, _ = world.slack.messages["C1"]
    assert world.slack.said("C1") == ["card", "alert", "news"]
    assert alert["thread_ts"] == card["ts"]


def test_the_pauses_grow_to_five_minutes(world, shut):
    world.put("card")
    pauses = []
    for _ in range(12):
        next_at = world.run().next_at
        pauses.append((next_at - world.clock.now()).total_seconds())
        world.clock.at = next_at
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert len(world.methods()) == 12


@FOR_LONG
@pytest.mark.sqlite_only
def test_after_a_day_without_an_invitation_it_is_a_dead_letter(world, shut):
    world.put("card")
    pass_for(world, hours=24)
    assert world.row("card").state == "pending"
    pass_for(world, hours=1)
    assert world.row("card").state == "dead"


def test_another_channel_is_not_held_up(world, shut):
    world.put("a")
    world.put("b", lane="C2")
    pass_for(world, minutes=1)
    assert world.slack.said("C2") == ["b"]


def test_a_channel_without_the_bot_is_warned_of_once(world, shut, caplog):
    world.put("a")
    world.put("b")
    pass_for(world, minutes=20)
    assert caplog.text.count("waiting to be invited to C1") == 1


def test_an_alert_does_not_wait_long_where_it_has_another_way(world, shut):
    world.put("alert", fallback_lane="C2")
    pass_for(world, seconds=20)
    assert world.slack.said("C2") == []
    pass_for(world, seconds=20)
    assert world.slack.said("C2") == ["alert"]


def test_alerts_behind_a_card_that_waits_take_their_other_way(world, shut):
    world.put("card")
    world.put("alert", thread_key="card", fallback_lane="C2")
    pass_for(world, minutes=1)
    world.put("later", thread_key="card", fallback_lane="C2")
    pass_for(world, minutes=10)
    assert world.slack.said("C2") == ["alert", "later"]
    assert world.row("card").state == "pending"


def test_a_bot_that_was_sent_away_makes_no_changes_and_says_so_at_once(world, shut):
    shut.clear()
    world.put("card")
    world.run()
    world.put("v2", method="chat.update", payload={"text": "v2"}, target_key="card")
    world.slack.faults = [Answer(ok=False, error="not_in_channel")]
    world.run()
    assert world.row("v2").state == "dead"
