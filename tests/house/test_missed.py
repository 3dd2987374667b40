"""What happens while Slack delivers nothing is read afterwards: nothing is lost, nothing false."""

from datetime import timedelta

import pytest

from bot.store.status import alarms_told
from tests.house.marks import tries
from tests.house.test_alerts import PROMISES

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@pytest.fixture
def reading(house):
    """A house whose bot knows up to where it read."""
    house.doubts("started")
    return house


def test_a_request_nobody_delivered_opens_its_ticket_once(reading):
    with reading.unheard():
        reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.doubts()
    reading.doubts()
    assert reading.keys("card:") == ["card:1"]


def confirmed(house, number=1):
    """What was said first in the thread of a ticket."""
    return house.posted(f"confirmation:{number}")["text"]


def test_who_is_read_after_the_promised_time_is_promised_nothing(reading):
    with reading.unheard():
        reading.member("carla").says(SUPPORT, "The checkout shows an error #URGENT")
        reading.jump(hours=2)
    reading.doubts()
    assert confirmed(reading) == "Thank you. This is ticket *#1* now."
    with reading.unheard():
        reading.member("carla").says(SUPPORT, "And now the printer")
    reading.doubts()
    assert "You will have an answer by" in confirmed(reading, 2)


def test_who_was_answered_before_it_was_read_is_promised_nothing(reading):
    with reading.unheard():
        ts = reading.member("carla").says(SUPPORT, "The checkout shows an error")
        reading.member("ana").says(SUPPORT, "I am on it", thread_ts=ts)
    reading.doubts()
    assert reading.timeline(1)[-1] == "agent_reply"
    assert confirmed(reading) == "Thank you. This is ticket *#1* now."


def test_what_slack_gave_up_on_is_found_within_minutes_without_any_sign_of_it(reading):
    with reading.unheard():
        reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.move(minutes=6)
    assert reading.keys("card:") == ["card:1"]


@tries("event:message.channels")
def test_an_answered_ticket_is_not_called_late_though_nobody_heard_the_answer(reading):
    ts = reading.member("carla").says(SUPPORT, "The checkout shows an error #URGENT")
    reading.move(minutes=20)
    with reading.unheard():
        reading.member("ana").says(SUPPORT, "I am on it", thread_ts=ts)
    reading.move(hours=3)
    assert reading.keys("alarm:1:first_reply") == []
    assert reading.timeline(1)[-1] == "agent_reply"


def test_a_breach_is_told_where_nobody_answered(reading):
    reading.member("carla").says(SUPPORT, "The checkout shows an error #URGENT")
    with reading.unheard():
        reading.member("noah").says(SUPPORT, "Something else")
    reading.move(hours=3)
    assert any(":breach:" in key for key in reading.keys("alarm:1:first_reply"))


def test_an_emoji_and_an_edit_nobody_delivered_count(reading):
    ts = reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.settle()
    with reading.unheard():
        reading.member("carla").edits(SUPPORT, ts, "The checkout is fine")
        reading.member("ana").reacts(SUPPORT, ts, "white_check_mark")
    reading.doubts()
    assert reading.ticket(1).status == "resolved"
    assert reading.keys("correction:1") != []


def test_an_emoji_that_was_heard_at_a_message_that_was_not_counts_once_that_is_read(reading):
    with reading.unheard():
        ts = reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.member("ana").reacts(SUPPORT, ts, "white_check_mark")
    reading.move(minutes=3)
    reading.doubts()
    assert reading.ticket(1).status == "resolved"


def test_an_emoji_that_stood_there_before_it_meant_anything_does_nothing(reading):
    carla, ana = reading.member("carla"), reading.member("ana")
    old = carla.says(SUPPORT, "The checkout shows an error")
    ana.reacts(SUPPORT, old, "tada")
    reading.move(minutes=5)
    reading.configure(f"{PROMISES}\nemoji: {{resolve: tada}}\n")
    reading.move(minutes=5)
    with reading.unheard():
        new = reading.member("noah").says(SUPPORT, "My invoice is wrong")
        ana.reacts(SUPPORT, new, "tada")
    reading.doubts()
    reading.doubts()
    assert [reading.ticket(number).status for number in (1, 2)] == ["new", "resolved"]
    reading.member("ben").reacts(SUPPORT, old, "tada")
    assert reading.ticket(1).status == "resolved"


def test_what_was_written_to_the_bot_for_the_first_time_is_read(reading):
    with reading.unheard():
        reading.member("carla").says(reading.bot_id, "My invoice is wrong")
    reading.doubts()
    assert reading.keys("department:") != []


@tries("warning:app_rate_limited")
def test_what_slack_dropped_as_too_much_is_read(reading):
    reading.slack.post("deliveries", events_an_hour=0)
    reading.expects("taken")
    reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.move(seconds=2)
    assert reading.keys("card:") == ["card:1"]


def test_at_one_call_a_minute_no_alarm_is_late_by_more_than_75_seconds(reading):
    roots = []
    for name in ("carla", "noah", "carla"):
        roots.append(reading.member(name).says(SUPPORT, f"{name} asks #URGENT"))
        reading.move(minutes=4)
    reading.slack.post("faults", fault="one_history_a_minute", times=None)
    reading.expects("ratelimited")
    with reading.unheard():
        reading.member("ana").says(SUPPORT, "I am on it", thread_ts=roots[0])
    reading.doubts()
    began_at = reading.now
    reading.move(minutes=47)
    reading.move(minutes=12, stride=timedelta(seconds=10))
    with reading.program.look() as work:
        told = alarms_told(work.connection, work.workspace_id, began_at)
    breaches = [row for row in told if ":breach:" in row.key]
    late_by = {row.ticket_number: row.sent_at - row.due_at for row in breaches}
    assert late_by.keys() == {2, 3}
    assert max(late_by.values()) <= timedelta(seconds=75)
    assert reading.timeline(1)[-1] == "agent_reply"


def test_an_old_ticket_that_was_answered_unheard_is_not_called_late(reading):
    ts = reading.member("carla").says(SUPPORT, "The checkout shows an error")
    reading.member("ana").says(SUPPORT, "Since when?", thread_ts=ts)
    reading.settle()
    reading.jump(days=35)
    reading.member("carla").says(SUPPORT, "Since June #URGENT", thread_ts=ts)
    reading.settle()
    with reading.unheard():
        reading.member("ana").says(SUPPORT, "I am on it", thread_ts=ts)
    reading.move(hours=3)
    assert reading.timeline(1)[-1] == "agent_reply"
