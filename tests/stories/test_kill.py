"""kill -9 in mid-story and a new start: nothing lost, nothing doubled. Slack's log is the judge."""

import pytest

URGENT = "The checkout shows an error #URGENT"
OPENED = ["card:1", "confirmation:1"]
ALARMS = ["alarm:1:first_reply:1:75%", "alarm:1:first_reply:1:breach"]
ALERTS = "C0SLAALERTS"
SUPPORT = "C0SUPPORT"


@pytest.mark.parametrize("fault", ["commit_late", "lose_after_commit", "lose_before_commit"])
def test_card_on_its_way_when_the_bot_dies_is_there_once(story, fault):
    story.slack.fault(fault, channel=ALERTS, delay_s=1)
    since = story.slack.mark()
    story.carla.says(SUPPORT, URGENT)
    story.slack.wait(since, "the fault", kind="fault")
    story.kill_bot()
    story.start_bot()
    story.slack.posted("card:1", timeout_s=40)
    story.alarm("breach")
    assert story.posted() == sorted([*OPENED, *ALARMS[-1:]])


def test_breach_while_the_bot_is_dead_is_told_once_when_it_is_back(story):
    story.carla.says(SUPPORT, URGENT)
    story.alarm("75%")
    story.kill_bot()
    story.start_bot()
    story.alarm("breach")
    assert story.posted() == sorted([*OPENED, *ALARMS])


def test_messages_that_come_while_the_bot_is_dead_open_their_tickets(story):
    story.kill_bot()
    story.carla.says(SUPPORT, "The first while nobody listens")
    story.noah.says(SUPPORT, "The second while nobody listens")
    story.start_bot()
    story.slack.posted("card:2")
    story.slack.posted("confirmation:2")
    assert story.posted() == sorted([*OPENED, "card:2", "confirmation:2"])
    assert story.answers() == set()


def test_reply_acknowledged_as_the_bot_dies_reaches_the_customer_once(story):
    request_ts = story.carla.says(SUPPORT, "A question")
    story.slack.posted("card:1")
    story.slack.posted("confirmation:1")
    since = story.slack.mark()
    story.ana.sends(ALERTS, "/ticket reply 1 An answer")
    story.kill_bot()
    story.start_bot()
    story.slack.wait(
        since, "the reply", 40, kind="api", committed=True, args={"thread_ts": request_ts}
    )
    assert story.posted() == sorted([*OPENED, "event:1"])
    assert [each["text"] for each in story.carla.reads(SUPPORT, request_ts)].count("An answer") == 1
