import pytest

OWN_SHAPE = {"type", "user", "text", "ts", "client_msg_id", "team", "blocks", "channel"}


def test_a_members_message_has_the_shape_of_slacks(slack, bot):
    said = slack.say("hello & <world>")
    event = bot.event()
    assert set(event) == OWN_SHAPE | {"channel_type", "event_ts"}
    assert event["text"] == "hello &amp; &lt;world&gt;"
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "text", "text": "hello & <world>"}
    ]
    assert (event["ts"], event["event_ts"], event["channel_type"]) == (
        said["ts"],
        said["ts"],
        "channel",
    )


def test_an_event_comes_in_slacks_envelope(slack, bot):
    slack.say("hello")
    envelope = bot.next()
    payload = envelope["payload"]
    assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
    assert (payload["type"], payload["team_id"], payload["api_app_id"]) == (
        "event_callback",
        "T0PUNCTUAL",
        "A0PUNCTUAL",
    )
    assert payload["event_id"].startswith("Ev")
    assert payload["authorizations"][0]["user_id"] == "U0PUNCTUAL"


def test_a_mention_is_a_message_and_a_mention(slack, bot):
    slack.say("@punctual help")
    message, mention = bot.event(), bot.event()
    assert (message["type"], mention["type"]) == ("message", "app_mention")
    assert message["text"] == mention["text"] == "<@U0PUNCTUAL> help"
    assert mention["ts"] == message["ts"]


def test_a_mention_in_a_direct_message_is_only_a_message(slack, bot):
    slack.say("@punctual help", channel="U0PUNCTUAL")
    event = bot.event()
    assert (event["type"], event["channel_type"]) == ("message", "im")
    assert bot.hears_nothing() is None


@pytest.mark.parametrize(
    ("channel", "kind"), [("C0SUPPORT", "channel"), ("C0LEADS", "group"), ("U0PUNCTUAL", "im")]
)
def test_each_kind_of_conversation_is_named(slack, bot, channel, kind):
    slack.say("hello", channel=channel)
    assert bot.event()["channel_type"] == kind


def test_the_bot_does_not_hear_channels_it_is_not_in(slack, bot):
    slack.say("secret", channel="C0SECRET")
    slack.say("quiet", channel="C0QUIET")
    assert bot.hears_nothing() is None


def test_what_is_not_subscribed_is_not_delivered(slack, bot):
    manifest = slack.world.workspace.app.manifest
    object.__setattr__(manifest, "events", manifest.events - {"message.channels"})
    slack.say("hello")
    assert bot.hears_nothing() is None


def test_the_bot_hears_its_own_posts(slack, bot):
    slack.post("hello", metadata={"event_type": "t", "event_payload": {}})
    event = bot.event()
    assert (event["bot_id"], event["app_id"], event["user"]) == (
        "B0PUNCTUAL",
        "A0PUNCTUAL",
        "U0PUNCTUAL",
    )
    assert "subtype" not in event
    assert "metadata" not in event


def test_a_post_under_another_name_is_a_bot_message(slack, bot):
    slack.post("hello", username="Owl")
    event = bot.event()
    assert (event["subtype"], event["username"]) == ("bot_message", "Owl")
    assert "user" not in event


def test_an_ephemeral_is_no_event(slack, bot):
    slack.api("chat.postEphemeral", channel="C0SUPPORT", user="U0BEN", text="psst")
    assert bot.hears_nothing() is None


def test_an_edit_carries_both_versions(slack, bot):
    ts = slack.say("helo")["ts"]
    bot.next()
    slack.control("edit_message", user="alice", channel="support", ts=ts, text="hello")
    event = bot.event()
    assert event["subtype"] == "message_changed"
    assert (event["message"]["text"], event["previous_message"]["text"]) == ("hello", "helo")
    assert event["message"]["edited"]["user"] == "U0ALICE"
    assert event["ts"] > ts


def test_a_deletion_names_what_went(slack, bot):
    ts = slack.say("oops")["ts"]
    bot.next()
    slack.control("delete_message", user="alice", channel="support", ts=ts)
    event = bot.event()
    assert (event["subtype"], event["deleted_ts"]) == ("message_deleted", ts)


def test_a_reply_names_its_thread_and_the_parents_author(slack, bot):
    parent = slack.say("parent")["ts"]
    bot.next()
    slack.say("reply", user="ben", thread_ts=parent)
    event = bot.event()
    assert (event["thread_ts"], event["parent_user_id"]) == (parent, "U0ALICE")


def test_joining_is_a_message_and_an_event(slack, bot):
    slack.control("invite", channel="C0SUPPORT", user="otto", by="U0ALICE")
    message, joined = bot.event(), bot.event()
    assert message["subtype"] == "channel_join"
    assert (joined["type"], joined["user"], joined["inviter"]) == (
        "member_joined_channel",
        "U0OTHER",
        "U0ALICE",
    )


def test_the_bot_hears_of_its_own_invitation_and_removal(slack, bot):
    slack.control("invite", channel="C0QUIET", user="U0PUNCTUAL")
    assert [bot.event()["type"], bot.event()["type"]] == ["message", "member_joined_channel"]
    slack.control("remove", channel="C0QUIET", user="U0PUNCTUAL")
    assert [bot.event()["type"], bot.event()["type"]] == ["member_left_channel", "channel_left"]


def test_a_reaction_names_the_message(slack, bot):
    ts = slack.say("hello")["ts"]
    bot.next()
    slack.control("reaction", user="ben", channel="support", ts=ts, name="eyes")
    event = bot.event()
    assert (event["type"], event["user"], event["item"]["ts"]) == ("reaction_added", "U0BEN", ts)


def test_a_reaction_that_is_taken_back_is_told_once(slack, bot):
    ts = slack.say("hello")["ts"]
    eyes = {"user": "ben", "channel": "support", "ts": ts, "name": "eyes"}
    slack.control("reaction", **eyes)
    assert slack.control("reaction", **eyes, remove=True)["ok"]
    assert [bot.event()["type"] for _ in range(3)] == [
        "message",
        "reaction_added",
        "reaction_removed",
    ]
    assert slack.control("reaction", **eyes, remove=True)["error"] == "no_reaction"
    assert "reactions" not in slack.look("messages", user="ben", channel="support")["messages"][0]


def test_a_group_that_changes_is_announced_and_so_are_its_members(slack, bot):
    made = slack.control("usergroup", handle="tier-2", users=["U0BEN"])["usergroup"]
    slack.control("usergroup", id=made, users=["U0ALICE"])
    slack.control("usergroup", id=made, name="The second tier")
    created, updated, moved, renamed = (bot.event() for _ in range(4))
    assert (created["type"], created["subteam"]["users"]) == ("subteam_created", ["U0BEN"])
    assert (updated["type"], updated["subteam"]["users"]) == ("subteam_updated", ["U0ALICE"])
    assert moved["type"] == "subteam_members_changed"
    assert (moved["added_users"], moved["removed_users"]) == (["U0ALICE"], ["U0BEN"])
    assert renamed["subteam"]["name"] == "The second tier"


def test_people_and_channels_that_change_are_announced(slack, bot):
    slack.control("user", name="dora", real_name="Dora", email="dora@harbour.example")
    slack.control("user", id="U0BEN", tz="Asia/Tokyo")
    slack.control("channel", name="billing", members=["U0ALICE"])
    slack.control("channel", id="C0GENERAL", name="lobby")
    slack.control("channel", id="C0GENERAL", is_archived=True)
    assert [bot.event()["type"] for _ in range(5)] == [
        "team_join",
        "user_change",
        "channel_created",
        "channel_rename",
        "channel_archive",
    ]


def test_opening_the_home_tab_is_told(slack, bot):
    slack.control("home", user="ben")
    event = bot.event()
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", "U0BEN")


def test_a_shared_file_comes_with_its_message(slack, bot):
    slack.say("", files=[{"id": "F0ONE", "name": "log.txt"}])
    event = bot.event()
    assert (event["subtype"], event["files"][0]["name"]) == ("file_share", "log.txt")
