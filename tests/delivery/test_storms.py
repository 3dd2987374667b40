"""A storm of alarms in one channel is one message, and nothing in it is lost, doubled or false."""

from datetime import UTC, datetime

import pytest

from bot.delivery.methods import gathered_keys
from bot.delivery.ports import Answer
from bot.delivery.storms import MOST_ALARMS
from bot.store import outbox, waiting_messages
from bot.store.outbox import BREACH, Outgoing
from tests.delivery.fakes import Crash

WS = "T1"
AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def alarm(world, name, lane="C1", **given):
    given = {"urgency": BREACH, "summary": f"line {name}", **given}
    world.put(f"alarm:{name}", f"alarm {name}", lane=lane, **given)


def withdraw(world, prefix):
    with world.db.writing() as connection:
        return waiting_messages.withdraw(connection, WS, prefix)


def revive(world, prefix):
    with world.db.writing() as connection:
        return waiting_messages.revive(connection, WS, prefix)


def test_three_alarms_waiting_in_a_channel_are_one_message(world):
    for name in "abc":
        alarm(world, name)
    world.drain()
    assert world.slack.said("C1") == ["line a\nline b\nline c"]
    assert [world.row(f"alarm:{name}").digest_key for name in "abc"] == ["digest:alarm:a"] * 3


def test_two_alarms_are_two_messages(world):
    alarm(world, "a")
    alarm(world, "b")
    world.drain()
    assert world.slack.said("C1") == ["alarm a", "alarm b"]


def test_alarms_of_different_channels_are_not_said_together(world):
    for lane in ("C1", "C2", "C3"):
        alarm(world, lane, lane=lane)
    world.drain()
    assert [world.slack.said(lane) for lane in ("C1", "C2", "C3")] == [
        ["alarm C1"],
        ["alarm C2"],
        ["alarm C3"],
    ]


def test_the_message_names_every_alarm_it_says(world):
    for name in "abc":
        alarm(world, name)
    world.drain()
    payload = world.slack.messages["C1"][0]["metadata"]["event_payload"]
    assert payload == {
        "key": "digest:alarm:a",
        "keys": "alarm:a\nalarm:b\nalarm:c",
    }


@pytest.mark.parametrize(
    ("event_payload", "keys"),
    [
        ({"key": "digest:alarm:a", "keys": "alarm:a\nalarm:b"}, ["alarm:a", "alarm:b"]),
        ({"key": "digest:alarm:a", "keys": ["alarm:a", "alarm:b"]}, ["alarm:a", "alarm:b"]),
        ({"key": "alarm:a"}, []),
    ],
    ids=["one text", "a list, as former versions posted it", "no digest"],
)
def test_the_alarms_of_a_digest_are_read_from_either_form(event_payload, keys):
    assert gathered_keys(event_payload) == keys


def test_a_digest_holds_twenty_alarms_and_the_next_the_rest(world):
    for number in range(MOST_ALARMS + 3):
        alarm(world, f"{number:02}")
    world.drain()
    first, second = world.slack.said("C1")
    assert (len(first.splitlines()), len(second.splitlines())) == (20, 3)


def test_a_digest_holds_ten_thousand_characters_at_most(world):
    for number in range(8):
        world.put(f"alarm:{number}", "x", summary="x" * 3_000)
    world.drain()
    assert [len(said) for said in world.slack.said("C1")] == [9_002, 9_002, 1, 1]


def test_alarms_go_before_what_else_waits_in_the_channel(world):
    for number in range(3):
        world.put(f"card:{number}")
    alarm(world, "a")
    world.drain()
    assert world.slack.said("C1")[0] == "alarm a"


def test_what_is_no_longer_true_is_not_in_a_digest_that_waits(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    assert withdraw(world, "alarm:b") == 1
    world.drain()
    assert world.slack.said("C1") == ["line a\nline c"]


def test_a_digest_of_which_nothing_is_true_any_more_is_not_said(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    withdraw(world, "alarm:")
    world.drain()
    assert world.slack.said("C1") == []
    assert world.row("digest:alarm:a").state == "superseded"


def test_a_digest_of_which_nothing_is_true_any_more_holds_up_nobody(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    withdraw(world, "alarm:")
    world.put("card")
    world.clock.move(seconds=30)
    world.run()
    assert world.slack.said("C1") == ["card"]


def test_what_was_taken_out_of_a_digest_is_said_by_itself_when_it_is_true_again(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    withdraw(world, "alarm:b")
    assert revive(world, "alarm:b") == 1
    world.drain()
    assert world.slack.said("C1") == ["alarm b", "line a\nline c"] or world.slack.said("C1") == [
        "line a\nline c",
        "alarm b",
    ]


def test_what_was_withdrawn_and_then_taken_back_is_never_said(world):
    alarm(world, "a")
    withdraw(world, "alarm:a")
    with world.db.writing() as connection:
        waiting_messages.take_back(connection, WS, "alarm:a")
    assert revive(world, "alarm:a") == 0
    world.drain()
    assert world.slack.said("C1") == []


def test_what_waits_alone_or_in_a_digest_is_put_in_other_words_and_nothing_else_is(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    alarm(world, "d", lane="C2")
    with world.db.writing() as connection:
        assert sorted(waiting_messages.waiting(connection, WS, "alarm:")) == [
            f"alarm:{name}" for name in "abcd"
        ]
        for name, lane in (("b", "C1"), ("d", "C2")):
            text, line = {"text": f"other {name}"}, f"other line {name}"
            message = Outgoing(f"alarm:{name}", lane, outbox.POST, text, AT, summary=line)
            assert waiting_messages.reword(connection, WS, message)
    world.drain()
    assert world.slack.said("C1") == ["line a\nother line b\nline c"]
    assert world.slack.said("C2") == ["other d"]


def test_what_was_sent_is_put_in_no_other_words(world):
    alarm(world, "a")
    world.drain()
    with world.db.writing() as connection:
        assert waiting_messages.waiting(connection, WS, "alarm:") == []
        message = Outgoing("alarm:a", "C1", outbox.POST, {"text": "other"}, AT)
        assert not waiting_messages.reword(connection, WS, message)


def test_what_a_digest_said_is_not_said_again(world):
    for name in "abc":
        alarm(world, name)
    world.drain()
    assert withdraw(world, "alarm:") == 0
    assert revive(world, "alarm:") == 0
    world.drain()
    assert len(world.slack.said("C1")) == 1


@pytest.mark.parametrize("fault", ["crash_before", "crash_after", "lose_before", "lose_after"])
def test_a_digest_whose_answer_is_lost_is_said_once(world, fault):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [fault]
    try:
        world.run()
    except Crash:
        world.deliverer().take_over()
    world.drain()
    assert world.slack.said("C1") == ["line a\nline b\nline c"]


def test_an_alarm_that_was_tried_by_itself_is_said_by_itself(world):
    """Its first try may stand in Slack: said again in a digest it would be doubled."""
    alarm(world, "a")
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=1)]
    world.run()
    alarm(world, "b")
    alarm(world, "c")
    world.drain()
    assert sorted(world.slack.said("C1")) == ["alarm a", "alarm b", "alarm c"]


def test_a_digest_for_a_closed_channel_takes_the_route_of_its_first_alarm(world):
    for name in "abc":
        alarm(world, name, fallback_lane="C2")
    world.slack.faults = [Answer(ok=False, error="is_archived")]
    world.drain()
    assert world.slack.said("C2") == ["line a\nline b\nline c"]


def test_a_card_is_changed_once_in_ten_seconds_with_its_newest_state(world):
    world.put("card")
    world.run()
    for version in ("v1", "v2", "v3"):
        world.put(version, method="chat.update", target_key="card")
        world.run()
        world.clock.move(seconds=1)
    assert world.slack.said("C1") == ["v1"]
    world.clock.move(seconds=7)
    world.run()
    assert world.slack.said("C1") == ["v3"]


def test_a_card_that_waits_holds_up_no_other_in_the_channel(world):
    world.put("card1")
    world.put("card2")
    world.drain()
    world.put("a", method="chat.update", target_key="card1")
    world.run()
    world.put("b", method="chat.update", target_key="card1")
    world.put("c", method="chat.update", target_key="card2")
    world.run()
    assert world.slack.said("C1") == ["a", "c"]
