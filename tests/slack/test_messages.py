"""What people write in channels: tickets, replies, notes, and what means nothing."""

from slack_bolt import BoltRequest


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
