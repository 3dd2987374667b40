"""Defects of others in sending: late, lost, doubled, marked before it was true."""

from datetime import timedelta

import pytest

from bot.delivery.ports import Answer
from tests.defects.naming import defect
from tests.delivery.fakes import Crash

pytestmark = pytest.mark.sqlite_only

ALERT = "alarm:1:first_reply:1:breach:1"


def limited(seconds):
    return Answer(ok=False, error="ratelimited", retry_after_s=seconds)


def late_s(world, key):
    """How long after it was to be said a message stood in Slack."""
    row = world.row(key)
    return (row.sent_at - row.created_at).total_seconds()


@defect(30, "goalert 4188")
def test_a_channel_that_is_told_to_wait_makes_no_other_channels_alert_late(world):
    for number in range(20):
        world.put(f"chatter {number}", lane="CNOISY")
    world.slack.faults = [limited(16 * 60)]
    world.run()
    world.clock.move(seconds=5)
    world.put(ALERT, lane="CSLA")
    world.run()
    assert world.slack.said("CSLA") == [ALERT]
    assert late_s(world, ALERT) == 0
    assert world.slack.said("CNOISY") == []
    world.drain()
    assert len(world.slack.said("CNOISY")) == 20


@defect(30, "goalert 4188")
def test_a_rate_limit_costs_what_slack_asked_for_and_no_second_more(world):
    world.put(ALERT)
    world.slack.faults = [limited(30)]
    world.drain()
    assert world.slack.said("C1") == [ALERT]
    assert late_s(world, ALERT) == 30


@defect(30, "goalert 4188")
def test_edits_of_cards_never_hold_up_an_alert(world):
    world.slack.messages["CSLA"] = [{"ts": f"1.{n}", "text": "", "channel": "C"} for n in range(90)]
    for number in range(90):
        change = {"text": "x", "channel": "CSLA", "ts": f"1.{number}"}
        world.put(f"card {number}", lane=f"C{number}", method="chat.update", payload=change)
    world.run()
    world.clock.move(seconds=1)
    world.put(ALERT, lane="CALERTS")
    world.run()
    assert late_s(world, ALERT) == 0


@defect(31, "grafana oncall")
def test_a_message_counts_as_sent_only_with_slacks_word_for_it(world):
    world.put(ALERT)
    seen = []
    call = world.slack.call

    def watched(*args, **given):
        seen.append((world.row(ALERT).state, world.row(ALERT).ts))
        return call(*args, **given)

    world.slack.call = watched
    world.run()
    assert seen == [("sending", None)]
    (said,) = world.slack.messages["C1"]
    assert (world.row(ALERT).state, world.row(ALERT).ts) == ("sent", said["ts"])


@defect(31, "grafana oncall")
@pytest.mark.parametrize("moment", ["crash_before", "crash_after"])
def test_a_message_on_its_way_when_the_sender_dies_is_there_once(world, moment):
    world.put(ALERT)
    world.slack.faults = [moment]
    with pytest.raises(Crash):
        world.run()
    assert world.row(ALERT).state == "sending"
    world.deliverer().take_over()
    assert world.row(ALERT).state == "unknown"
    world.drain()
    assert world.slack.said("C1") == [ALERT]
    assert world.row(ALERT).state == "sent"


@defect(31, "grafana oncall")
def test_a_message_slack_had_no_time_for_is_said_later_and_not_skipped(world):
    world.put(ALERT)
    world.put("the next")
    world.slack.faults = [limited(30), limited(30), limited(30)]
    world.run()
    assert (world.row(ALERT).state, world.row(ALERT).sent_at) == ("pending", None)
    assert world.row(ALERT).next_at == world.clock.now() + timedelta(seconds=30)
    world.drain()
    assert world.slack.said("C1") == [ALERT, "the next"]
    assert late_s(world, ALERT) == 90


@defect(31, "grafana oncall")
def test_a_message_whose_answer_was_lost_is_looked_for_before_it_is_said_again(world):
    world.put(ALERT)
    world.slack.faults = ["lose_after"]
    world.drain()
    assert world.slack.said("C1") == [ALERT]
    assert world.methods() == ["chat.postMessage", "conversations.history"]
