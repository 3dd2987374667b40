"""What people write in channels: tickets, replies, notes, and what means nothing."""

from slack_bolt import BoltRequest
from sqlalchemy import update

from bot.delivery.ports import Answer
from bot.store.tables import outbox
from tests.slack.fakes import TEAM


def test_a_message_in_an_intake_channel_opens_a_ticket(bot):
    bot.writes("UCARLA", "My printer burns\nPlease help")
    assert bot.ticket().subject == "My printer burns"
    assert bot.ticket().requester == "UCARLA"
    assert bot.ticket().level == "Standard"
    assert [row.lane for row in bot.outgoing("card:1")] == ["CSLA"]
    assert "ticket *#1*" in bot.outgoing("confirmation:1")[0].payload["text"]


def test_a_hashtag_in_the_message_is_a_tag_that_rules_see(bot):
    bot.writes("UCARLA", "Help #URGENT")
    assert bot.ticket().level == "Urgent SLA"


def test_the_same_message_under_two_event_ids_opens_one_ticket(bot):
    ts = bot.writes("UCARLA", "Printer")
    bot.writes("UCARLA", "Printer", ts=ts)
    assert bot.ticket(2) is None


def test_an_agents_message_in_the_thread_is_a_reply(bot):
    ts = bot.writes("UCARLA", "Printer")
    bot.writes("UANA", "Which one?", thread_ts=ts)
    assert bot.timeline()[-1] == "agent_reply"


def test_a_reply_also_sent_to_the_channel_counts(bot):
    ts = bot.writes("UCARLA", "Printer")
    bot.writes("UANA", "Which one?", thread_ts=ts, subtype="thread_broadcast")
    assert bot.timeline()[-1] == "agent_reply"


def test_a_file_without_words_is_a_message(bot):
    bot.writes("UCARLA", "", subtype="file_share", files=[{"name": "smoke.png"}])
    assert bot.ticket().subject == "[smoke.png]"


def test_markup_is_read_as_people_see_it(bot):
    bot.writes("UCARLA", "Hi <@UANA>, a &lt;b&gt; &amp; <https://x.example|link> <!here>")
    assert bot.ticket().subject == "Hi @Ana, a <b> & link (https://x.example) @here"


def test_edits_deletions_and_joins_mean_nothing(bot):
    for subtype in ("message_changed", "message_deleted", "channel_join", "channel_topic"):
        bot.writes("UCARLA", "Printer", subtype=subtype)
    assert bot.ticket() is None


def test_bots_apps_and_slackbot_open_no_tickets(bot):
    bot.writes("UCARLA", "From an app", bot_id="B9")
    bot.writes("UBOT", "From ourselves")
    bot.writes("USLACKBOT", "Reminder")
    bot.writes("UCARLA", "posted by a workflow", subtype="bot_message", bot_id="B9")
    assert bot.ticket() is None


def test_a_message_from_another_workspace_is_not_heard(bot):
    body = (
        '{"type":"event_callback","team_id":"T9","event_id":"Ev9","authorizations":'
        '[{"team_id":"T9"}],"event":{"type":"message","channel":"CSUPPORT","user":"UCARLA",'
        '"text":"Printer","ts":"1.2"}}'
    )
    bot.request(body, "application/json")
    bot.worker.run_once()
    assert bot.ticket() is None


def test_a_wrong_signature_is_refused(bot):
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": "1",
        "x-slack-signature": "v0=wrong",
    }
    response = bot.app.dispatch(BoltRequest(body='{"type":"event_callback"}', headers=headers))
    assert response.status == 401


def known_as(person_id):
    return Answer(ok=True, data={"user": {"id": person_id, "name": "new", "team_id": TEAM}})


def put(bot, key, **values):
    """Something of the outbox, as delivery left it."""
    with bot.program.work() as work:
        work.connection.execute(update(outbox).where(outbox.c.key == key).values(**values))


def test_a_reply_is_not_lost_while_its_request_waits_for_who_wrote_it(bot):
    bot.slack.answers["users.info"] = Answer(ok=False, error="ratelimited", retry_after_s=5)
    ts = bot.writes("UNEW", "Printer")
    bot.clock.move(seconds=1)
    bot.writes("UANA", "I am on it", thread_ts=ts)
    bot.slack.answers["users.info"] = known_as("UNEW")
    bot.clock.move(seconds=15)
    bot.worker.run_once()
    assert bot.texts_of() == ["Printer", "I am on it"]
    assert bot.timeline()[-1] == "agent_reply"


def test_a_reply_that_comes_before_its_request_counts(bot):
    root = bot.ts()
    bot.clock.move(seconds=1)
    bot.writes("UANA", "I am on it", thread_ts=root)
    bot.writes("UCARLA", "and in the other office", thread_ts=root)
    bot.writes("UCARLA", "Printer", ts=root)
    assert bot.texts_of() == ["Printer", "I am on it", "and in the other office"]


def test_a_command_that_comes_before_its_request_is_done_once_only(bot):
    root = bot.ts()
    bot.writes("UCARLA", "Screen")
    bot.writes("UANA", "<@UBOT> reply #1 On it", thread_ts=root)
    bot.writes("UCARLA", "Printer", ts=root)
    assert bot.texts_of(1) == ["Screen", "On it"]
    assert bot.texts_of(2) == ["Printer"]


def test_a_reply_to_a_conversation_of_ours_whose_place_is_not_known_yet_counts(bot):
    chosen = {"priority": ("urgent",), "department": ("Support",)}
    bot.submits("UCARLA", "ticket_new", subject="Printer", text="It burns", **chosen)
    root, now = bot.ts(), bot.clock.now()
    doubt = {"attempts": 1, "intent_at": now, "doubted_at": now, "settled_at": now}
    put(bot, "conversation:1", state="unknown", **doubt)
    bot.clock.move(seconds=3)
    bot.writes("UANA", "On it", thread_ts=root)
    assert "agent_reply" not in bot.timeline()
    put(bot, "conversation:1", state="sent", sent_at=now, channel_id="CSUPPORT", ts=root)
    bot.clock.move(seconds=1)
    bot.worker.run_once()
    assert bot.timeline()[-1] == "agent_reply"


def test_a_message_in_a_thread_that_is_no_conversation_waits_for_nothing(bot):
    root = bot.writes("UANA", "Lunch?")
    bot.writes("UBOB", "At noon", thread_ts=root)
    assert bot.worker.run_once() is None
    assert bot.ticket() is None
