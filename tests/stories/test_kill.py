"""kill -9 in mid-story and a new start: nothing lost, nothing doubled. Slack's log is the judge."""

from bot.demo.seen import key_of
from bot.demo.verdict import kind_of

URGENT = "The checkout shows an error #URGENT"
OPENED = ["card:1", "confirmation:1"]
WARNING, BREACH = "alarm:1:first_reply:1:75%", "alarm:1:first_reply:1:breach"
LEASE_S = 45
"""How long it may take until a message that a dead bot had claimed is taken over by another."""
SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
BILLING, BILLING_ALERTS = "C0BILLING", "C0BILLALERTS"


def test_messages_on_their_way_when_the_bot_dies_are_there_once(story):
    """Whatever became of the three: the first arrives late, the second had, the third never did."""
    fates = {ALERTS: "commit_late", SUPPORT: "lose_after_commit", BILLING_ALERTS: "status_500"}
    for channel, fault in fates.items():
        story.slack.fault(fault, channel=channel, delay_s=1)
    since = story.slack.mark()
    urgent_ts = story.carla.says(SUPPORT, URGENT)
    story.noah.says(BILLING, "A question")
    for channel in fates:
        story.slack.wait(since, "the fault", kind="fault", args={"channel": channel})
    story.kill_bot()
    story.start_bot()
    for key in (*OPENED, "card:2", "confirmation:2"):
        story.slack.posted(key, timeout_s=LEASE_S)
    breach = story.alarm("breach", story.number_of(urgent_ts))
    posted = story.posted()
    assert {*OPENED, "card:2", "confirmation:2", kind_of(key_of(breach))} <= set(posted)
    assert len(posted) == len(set(posted))


def test_breach_while_the_bot_is_dead_is_told_once_when_it_is_back(story):
    story.carla.says(SUPPORT, URGENT)
    story.alarm("75%")
    story.kill_bot()
    story.start_bot()
    story.alarm("breach")
    assert story.posted() == sorted([*OPENED, WARNING, BREACH])


def test_messages_that_come_while_the_bot_is_dead_open_their_tickets(story):
    # Slack would not wait: two failed attempts, and the next one comes after a minute.
    story.slack.post("deliveries", wait_for_socket=True)
    story.kill_bot()
    story.carla.says(SUPPORT, "The first while nobody listens")
    story.noah.says(SUPPORT, "The second while nobody listens")
    story.start_bot()
    story.slack.posted("card:2")
    story.slack.posted("confirmation:2")
    assert story.posted() == sorted([*OPENED, "card:2", "confirmation:2"])
    assert story.answers() == set()


def test_messages_that_http_finds_nobody_for_are_sent_again_and_open_one_ticket_each(http_story):
    story = http_story
    story.slack.post("deliveries", retry_waits_s=[0.2] * 100)
    story.kill_bot()
    story.carla.says(SUPPORT, "The first while nobody listens")
    story.noah.says(SUPPORT, "The second while nobody listens")
    story.start_bot()
    story.slack.posted("card:2")
    story.slack.posted("confirmation:2")
    assert story.posted() == sorted([*OPENED, "card:2", "confirmation:2"])


def test_reply_acknowledged_as_the_bot_dies_reaches_the_customer_once(story):
    request_ts = story.carla.says(SUPPORT, "A question")
    story.slack.posted("card:1")
    story.slack.posted("confirmation:1")
    since = story.slack.mark()
    story.ana.sends(ALERTS, "/ticket reply 1 An answer")
    story.kill_bot()
    story.start_bot()
    story.slack.wait(
        since, "the reply", LEASE_S, kind="api", committed=True, args={"thread_ts": request_ts}
    )
    assert story.posted() == sorted([*OPENED, "event:1"])
    assert [each["text"] for each in story.carla.reads(SUPPORT, request_ts)].count("An answer") == 1
