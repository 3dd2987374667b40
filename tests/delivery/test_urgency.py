"""The urgent goes first, in a channel and in the workspace, and yet nothing waits for ever."""

from datetime import timedelta

import pytest

from bot.store.outbox import BREACH, REPLY, REST, WARNING

URGENCIES = {"card": REST, "reply": REPLY, "warning": WARNING, "breach": BREACH}
IN_ORDER = ["breach", "warning", "reply", "card"]


def test_a_channel_says_breaches_warnings_replies_and_cards_in_this_order(world):
    for key, urgency in URGENCIES.items():
        world.put(key, urgency=urgency)
    world.drain()
    assert world.slack.said("C1") == IN_ORDER


def test_the_calls_of_a_workspace_go_to_the_urgent_channels_first(world):
    for lane, (key, urgency) in enumerate(URGENCIES.items()):
        world.put(key, lane=f"C{lane}", urgency=urgency)
    world.run()
    assert world.slack.committed == IN_ORDER[:3]
    world.drain()
    assert world.slack.committed == IN_ORDER


def test_of_one_urgency_who_came_first_goes_first(world):
    for key in "abcd":
        world.put(key, urgency=BREACH)
    world.drain()
    assert world.slack.said("C1") == list("abcd")


def flood(world, lanes, seconds):
    """In every channel one breach more a second than can be said; return when what was said."""
    said_at, began_at = {}, world.clock.now()
    for second in range(seconds):
        for lane in lanes:
            for number in range(2):
                world.put(f"breach:{lane}:{second}:{number}", lane=lane, urgency=BREACH)
        ends_at = began_at + timedelta(seconds=second + 1)
        while world.clock.now() < ends_at:
            next_at = world.run().next_at or ends_at
            for text in world.slack.committed:
                said_at.setdefault(text, (world.clock.now() - began_at).total_seconds())
            world.clock.at = min(max(next_at, world.clock.now()), ends_at)
    return said_at


@pytest.mark.sqlite_only
def test_cards_of_a_channel_that_always_has_alarms_go_out_one_every_ten_seconds(world):
    for number in range(3):
        world.put(f"card{number}")
    said_at = flood(world, ["C1"], 35)
    assert [round(said_at[f"card{number}"]) for number in range(3)] == [10, 20, 30]


@pytest.mark.sqlite_only
def test_cards_of_a_quiet_channel_are_not_starved_by_alarms_in_others(world):
    world.put("quiet", lane="C9")
    world.put("noisy", lane="C1")
    said_at = flood(world, ["C1", "C2", "C3", "C4"], 25)
    assert [round(said_at[key]) for key in ("quiet", "noisy")] == [10, 20]


@pytest.mark.sqlite_only
def test_a_turn_is_not_lost_on_a_channel_that_does_not_take_anything(world):
    world.put("refused", lane="C8")
    world.slack.faults = ["lose_before"]
    world.run()
    world.put("behind", lane="C8")
    world.put("card", lane="C1")
    world.slack.search_faults = ["lose_before"] * 3
    said_at = flood(world, ["C1"], 15)
    assert round(said_at["card"]) == 10
