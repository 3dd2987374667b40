import json

import pytest

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Ticket 42*"}}]
KEY = {"event_type": "outbox", "event_payload": {"key": "k1"}}


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C0NOWHERE", "channel_not_found"),
        ("C0SECRET", "channel_not_found"),
        ("C0QUIET", "not_in_channel"),
        ("C0OLD", "is_archived"),
        ("U0GONE", "channel_not_found"),
    ],
)
def test_posting_where_the_bot_may_not_is_refused(slack, channel, error):
    assert slack.post(channel=channel)["error"] == error


def test_public_channels_are_open_with_chat_write_public(slack):
    manifest = slack.world.workspace.app.manifest
    object.__setattr__(manifest, "scopes", manifest.scopes | {"chat:write.public"})
    assert slack.post(channel="C0QUIET")["ok"]


def test_a_post_answers_with_the_message_it_stored(slack):
    answer = slack.post("hello", metadata=KEY)
    message = answer["message"]
    assert (answer["channel"], message["text"], message["ts"]) == (
        "C0SUPPORT",
        "hello",
        answer["ts"],
    )
    assert (message["bot_id"], message["app_id"], message["metadata"]) == (
        "B0PUNCTUAL",
        "A0PUNCTUAL",
        KEY,
    )


def test_a_channel_name_and_a_member_id_are_addresses_too(slack):
    assert slack.post(channel="#general")["channel"] == "C0GENERAL"
    assert slack.post(channel="U0ALICE")["channel"].startswith("D")


def test_ts_is_unique_and_increasing(slack):
    stamps = [slack.post(f"{n}")["ts"] for n in range(4)]
    stamps += [slack.say(f"{n}")["ts"] for n in range(20)]
    assert stamps == sorted(set(stamps))


def test_a_message_without_content_is_refused(slack):
    assert slack.post("")["error"] == "no_text"
    assert slack.post("   ")["error"] == "no_text"


def test_text_beyond_4000_characters_is_refused(slack):
    assert slack.post("x" * 4_000)["ok"]
    assert slack.post("x" * 4_001)["error"] == "msg_too_long"


def test_text_beside_blocks_may_have_40000_characters(slack):
    assert slack.post("x" * 40_000, blocks=SECTION)["ok"]
    assert slack.post("x" * 40_001, blocks=SECTION)["error"] == "msg_too_long"


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral", "chat.update"])
def test_blocks_beyond_13200_characters_together_are_refused(slack, method):
    place = {"channel": "C0SUPPORT", "user": "U0BEN", "ts": slack.post()["ts"], "text": "x"}

    def say(last):
        texts = ["x" * 3_000] * 4 + ["x" * last]
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text}} for text in texts]
        weight = len(json.dumps(blocks, ensure_ascii=False))
        return weight, slack.api(method, **place, blocks=blocks)

    fits = 13_200 - say(1)[0] + 1
    weight, answer = say(fits)
    assert (weight, answer["ok"]) == (13_200, True)
    assert say(fits + 1)[1]["error"] == "msg_blocks_too_long"


def test_blocks_slack_would_not_draw_are_refused_with_its_messages(slack):
    answer = slack.post(blocks=[{"type": "section"}])
    assert answer["error"] == "invalid_blocks"
    assert all(m.startswith("[ERROR]") for m in answer["response_metadata"]["messages"])


def test_blocks_that_are_not_json_are_refused(slack):
    assert slack.post(blocks="[{")["error"] == "invalid_blocks_format"
    assert slack.post(blocks={"type": "divider"})["error"] == "invalid_blocks_format"


def test_blocks_get_the_ids_they_lack_and_make_a_fallback_text(slack):
    message = slack.post("", blocks=SECTION)["message"]
    assert message["blocks"][0]["block_id"]
    assert message["blocks"][0]["text"]["verbatim"] is False
    assert message["text"] == "*Ticket 42*"


def test_more_than_100_attachments_are_refused(slack):
    assert slack.post(attachments=[{"text": "x"}] * 101)["error"] == "too_many_attachments"
    assert slack.post(attachments="nope")["error"] == "invalid_attachments"


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ({"event_type": "t"}, "invalid_metadata_format"),
        ({"event_type": "", "event_payload": {}}, "invalid_metadata_format"),
        ("[1]", "invalid_metadata_format"),
        ({"event_type": "t", "event_payload": {"k": ["a", "b"]}}, "invalid_metadata_schema"),
        ({"event_type": "t", "event_payload": {"k": None}}, "invalid_metadata_schema"),
        ({"event_type": "t", "event_payload": {"k": {"l": {}}}}, "invalid_metadata_schema"),
        ({"event_type": "t", "event_payload": {"k": "x" * 17_000}}, "metadata_too_large"),
    ],
)
def test_metadata_slack_cannot_keep_is_refused(slack, metadata, error):
    assert slack.post(metadata=metadata)["error"] == error


def test_metadata_holds_texts_numbers_flags_objects_of_these_and_lists_of_such_objects(slack):
    payload = {"a": "x", "b": 1, "c": 1.5, "d": True, "e": {"f": "y"}, "g": [{"h": 2}]}
    answer = slack.post("hello", metadata={"event_type": "t", "event_payload": payload})
    assert answer["message"]["metadata"]["event_payload"] == payload


def test_another_name_or_icon_needs_its_scope_and_makes_a_bot_message(slack):
    message = slack.post(username="Night watch", icon_emoji=":owl:")["message"]
    assert (message["subtype"], message["username"]) == ("bot_message", "Night watch")
    slack.without_scope("chat:write.customize")
    refused = slack.post(username="Night watch")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "chat:write.customize")


def test_a_reply_needs_a_parent_that_exists(slack):
    assert slack.post(thread_ts="1.000001")["error"] == "thread_not_found"


def test_a_reply_to_a_reply_lands_in_the_thread(slack):
    parent = slack.say("printer on fire")["ts"]
    reply = slack.post("on it", thread_ts=parent)["ts"]
    again = slack.post("done", thread_ts=reply)
    assert again["message"]["thread_ts"] == parent


def test_nobody_replies_to_a_joining_notice(slack):
    slack.control("invite", channel="C0SUPPORT", user="otto")
    notice = slack.api("conversations.history", channel="C0SUPPORT")["messages"][0]
    assert slack.post(thread_ts=notice["ts"])["error"] == "cannot_reply_to_message"


def test_an_update_changes_only_the_bots_own_messages(slack):
    theirs = slack.say("mine")["ts"]
    answer = slack.api("chat.update", channel="C0SUPPORT", ts=theirs, text="yours")
    assert answer["error"] == "cant_update_message"
    answer = slack.api("chat.update", channel="C0SUPPORT", ts="1.000001", text="x")
    assert answer["error"] == "message_not_found"


def test_an_update_is_limited_to_4000_characters(slack):
    ts = slack.post()["ts"]
    answer = slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="x" * 4_001)
    assert answer["error"] == "msg_too_long"


def test_an_update_with_text_alone_removes_the_blocks_and_marks_it_edited(slack):
    ts = slack.post("t", blocks=SECTION)["ts"]
    message = slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="plain")["message"]
    assert "blocks" not in message
    assert message["edited"]["user"] == "U0PUNCTUAL"


def test_an_update_with_blocks_is_not_marked_edited(slack):
    ts = slack.post("t")["ts"]
    answer = slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="t", blocks=SECTION)
    assert "edited" not in answer["message"]


def test_an_update_keeps_metadata_unless_it_is_emptied(slack):
    def metadata():
        found = slack.api("conversations.history", channel="C0SUPPORT", include_all_metadata=True)
        return found["messages"][0].get("metadata")

    ts = slack.post(metadata=KEY)["ts"]
    slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="new")
    assert metadata() == KEY
    slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="new", metadata={})
    assert metadata() is None


def test_deleting_takes_only_the_bots_own_messages(slack):
    theirs, own = slack.say("mine")["ts"], slack.post()["ts"]
    refused = slack.api("chat.delete", channel="C0SUPPORT", ts=theirs)
    assert refused["error"] == "cant_delete_message"
    assert slack.api("chat.delete", channel="C0SUPPORT", ts=own)["ok"]
    gone = slack.api("chat.delete", channel="C0SUPPORT", ts=own)
    assert gone["error"] == "message_not_found"


def test_a_deleted_parent_leaves_a_tombstone(slack):
    own = slack.post("parent")["ts"]
    slack.say("reply", thread_ts=own)
    slack.api("chat.delete", channel="C0SUPPORT", ts=own)
    parent = slack.api("conversations.replies", channel="C0SUPPORT", ts=own)["messages"][0]
    assert (parent["subtype"], parent["user"]) == ("tombstone", "USLACKBOT")


def test_an_ephemeral_is_seen_by_one_member_only_and_cannot_be_updated(slack):
    sent = slack.api("chat.postEphemeral", channel="C0SUPPORT", user="U0BEN", text="psst")
    seen = slack.look("messages", channel="C0SUPPORT", user="ben")["messages"]
    assert [m["text"] for m in seen if m["is_ephemeral"]] == ["psst"]
    assert slack.look("messages", channel="C0SUPPORT", user="alice")["messages"] == []
    assert slack.api("conversations.history", channel="C0SUPPORT")["messages"] == []
    update = slack.api("chat.update", channel="C0SUPPORT", ts=sent["message_ts"], text="x")
    assert update["error"] == "message_not_found"


def test_an_ephemeral_needs_a_member_of_the_channel(slack):
    answer = slack.api("chat.postEphemeral", channel="C0SUPPORT", user="U0OTHER", text="psst")
    assert answer["error"] == "user_not_in_channel"


def test_a_permalink_names_the_thread_of_a_reply(slack):
    parent = slack.say("parent")["ts"]
    reply = slack.say("reply", thread_ts=parent)["ts"]
    link = slack.api("chat.getPermalink", channel="C0SUPPORT", message_ts=reply)["permalink"]
    assert link == (
        f"https://harbour-lights.slack.com/archives/C0SUPPORT/p{reply.replace('.', '')}"
        f"?thread_ts={parent}&cid=C0SUPPORT"
    )


def test_a_reaction_is_given_once(slack):
    ts = slack.say("hi")["ts"]
    add = {"channel": "C0SUPPORT", "timestamp": ts, "name": "eyes"}
    assert slack.api("reactions.add", **add)["ok"]
    assert slack.api("reactions.add", **add)["error"] == "already_reacted"
    assert slack.api("reactions.add", **add | {"name": "No Such"})["error"] == "invalid_name"
