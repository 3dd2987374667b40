"""What members put into messages beside words: files, blocks, and messages they forward."""

import json

import pytest

SECTION = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Order 42*"}}]
FILE = {"id": "F0ONE", "name": "log.txt", "url_private": "https://files.slack.example/log.txt"}


def forward(slack, ts, user="ben", to="C0SUPPORT", **more):
    asked = {"user": user, "from_channel": "C0GENERAL", "ts": ts, "channel": to, **more}
    return slack.control("forward", **asked)


def history(slack, channel="C0SUPPORT"):
    return slack.api("conversations.history", channel=channel)["messages"]


def test_a_forward_without_a_comment_has_no_text_of_its_own(slack, bot):
    ts = slack.say("Export fails", channel="C0GENERAL")["ts"]
    bot.event()
    assert forward(slack, ts)["ok"]
    event = bot.event()
    assert (event["text"], "blocks" in event, event.get("subtype")) == ("", False, None)
    (attachment,) = event["attachments"]
    assert attachment["is_share"]
    assert attachment["is_msg_unfurl"]
    assert (attachment["text"], attachment["author_id"]) == ("Export fails", "U0ALICE")
    assert attachment["author_name"] == "Alice Ames"
    assert attachment["fallback"].endswith("] alice: Export fails")
    (block,) = attachment["message_blocks"][0]["message"]["blocks"]
    assert block["type"] == "rich_text"
    assert attachment["from_url"] == (
        f"https://harbour-lights.slack.com/archives/C0GENERAL/p{ts.replace('.', '')}"
    )
    assert history(slack)[0]["attachments"] == [attachment]


def test_a_forward_with_a_comment_says_it_in_text_and_blocks(slack, bot):
    ts = slack.say("Export fails", channel="C0GENERAL")["ts"]
    forward(slack, ts, text="@ben look")
    event = next(event for event in (bot.event(), bot.event()) if "attachments" in event)
    assert event["text"] == "<@U0BEN> look"
    assert event["blocks"][0]["type"] == "rich_text"


def test_a_reply_is_forwarded_with_the_address_of_its_thread(slack):
    root = slack.say("Export fails", channel="C0GENERAL")["ts"]
    reply = slack.say("for me too", channel="C0GENERAL", thread_ts=root)["ts"]
    forward(slack, reply)
    link = history(slack)[0]["attachments"][0]["from_url"]
    assert link.endswith(f"?thread_ts={root}&cid=C0GENERAL")


def test_a_forward_goes_into_a_thread_with_the_files_of_its_message(slack):
    root = slack.say("Printer")["ts"]
    ts = slack.say("", channel="C0GENERAL", files=[FILE])["ts"]
    forward(slack, ts, thread_ts=root)
    replies = slack.api("conversations.replies", channel="C0SUPPORT", ts=root)["messages"]
    assert replies[1]["attachments"][0]["files"] == [FILE]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"ts": "1.000001"}, "message_not_found"),
        ({"user": "gus"}, "not_in_channel"),
        ({"to": "C0QUIET"}, "not_in_channel"),
        ({"thread_ts": "1.000001"}, "thread_not_found"),
    ],
)
def test_nobody_forwards_what_they_do_not_see_or_where_they_may_not_write(slack, change, error):
    ts = slack.say("Export fails", channel="C0GENERAL")["ts"]
    assert forward(slack, **{"ts": ts, **change})["error"] == error


def test_what_only_one_member_sees_cannot_be_forwarded(slack):
    shown = slack.api("chat.postEphemeral", channel="C0GENERAL", user="U0BEN", text="psst")
    assert forward(slack, shown["message_ts"])["error"] == "cant_forward_message"


def test_a_message_may_be_blocks_alone(slack, bot):
    slack.say("", blocks=SECTION)
    event = bot.event()
    assert (event["text"], event["blocks"]) == ("", SECTION)


def test_a_message_may_be_attachments_alone(slack, bot):
    slack.say("", attachments=[{"text": "Disk full"}])
    assert bot.event()["attachments"] == [{"text": "Disk full"}]


def test_a_message_of_nothing_is_none(slack):
    assert slack.say(" ")["error"] == "no_text"


def test_a_file_of_a_member_is_known_to_who_asks(slack):
    slack.say("", files=[FILE])
    answer = slack.api("files.info", file="F0ONE")
    assert answer["file"] == FILE
    assert history(slack)[0]["files"] == [FILE]


def test_of_another_companys_file_no_more_than_a_stub_is_shown(slack, bot):
    slack.control("invite", channel="C0SUPPORT", user="otto", by="U0ALICE")
    slack.say("", user="otto", files=[FILE])
    file = next(iter(history(slack)[0]["files"]))
    assert (file["id"], file["file_access"], file["mode"]) == (
        "F0ONE",
        "check_file_info",
        "file_access",
    )
    assert "name" not in file
    assert slack.api("files.info", file="F0ONE")["file"] == FILE


def test_an_uploaded_file_is_known_once_it_is_complete(slack):
    reserved = slack.api("files.getUploadURLExternal", filename="a.csv", length=1)
    file_id = reserved["file_id"]
    assert slack.api("files.info", file=file_id)["error"] == "file_not_found"
    slack.client.post(reserved["upload_url"], content=b"1")
    slack.api("files.completeUploadExternal", files=[{"id": file_id}])
    assert slack.api("files.info", file=file_id)["file"]["name"] == "a.csv"
    assert slack.api("files.info")["error"] == "invalid_arguments"


def test_half_an_emoji_is_typed_and_shown_as_it_is(slack, bot):
    typed = {"user": "alice", "channel": "C0SUPPORT", "text": "a\ud83db\x00"}
    kind = {"Content-Type": "application/json"}
    slack.client.post(f"{slack.url}/control/message", content=json.dumps(typed), headers=kind)
    assert bot.event()["text"] == "a\ud83db\x00"
    assert history(slack)[0]["text"] == "a\ud83db\x00"
    seen = slack.look("messages", channel="C0SUPPORT", user="ben")["messages"]
    assert seen[-1]["text"] == "a\ud83db\x00"
