import pytest


def history(slack, **args):
    return slack.api("conversations.history", channel="C0SUPPORT", **args)


def texts(answer):
    return [message["text"] for message in answer["messages"]]


def test_history_is_newest_first_and_holds_no_thread_replies(slack):
    first = slack.say("first")["ts"]
    slack.say("in the thread", thread_ts=first)
    slack.say("second")
    assert texts(history(slack)) == ["second", "first"]


def test_history_shows_a_reply_that_was_broadcast(slack):
    first = slack.say("first")["ts"]
    slack.post("loud", thread_ts=first, reply_broadcast=True)
    newest = history(slack)["messages"][0]
    assert (newest["text"], newest["subtype"], newest["thread_ts"]) == (
        "loud",
        "thread_broadcast",
        first,
    )


def test_a_parent_tells_of_its_replies(slack):
    first = slack.say("first")["ts"]
    slack.say("one", thread_ts=first, user="ben")
    last = slack.say("two", thread_ts=first)["ts"]
    parent = history(slack)["messages"][0]
    assert (parent["reply_count"], parent["latest_reply"]) == (2, last)
    assert parent["reply_users"] == ["U0BEN", "U0ALICE"]


def test_replies_come_parent_first_then_oldest_first(slack):
    first = slack.say("first")["ts"]
    for text in ("one", "two"):
        slack.say(text, thread_ts=first)
    answer = slack.api("conversations.replies", channel="C0SUPPORT", ts=first)
    assert texts(answer) == ["first", "one", "two"]


def test_replies_since_a_moment_still_begin_with_the_parent(slack):
    first = slack.say("first")["ts"]
    one = slack.say("one", thread_ts=first)["ts"]
    slack.say("two", thread_ts=first)
    answer = slack.api("conversations.replies", channel="C0SUPPORT", ts=first, oldest=one)
    assert texts(answer) == ["first", "two"]


def test_replies_page_on_without_the_parent(slack):
    first = slack.say("first")["ts"]
    for n in range(3):
        slack.say(f"{n}", thread_ts=first)
    ask = {"channel": "C0SUPPORT", "ts": first, "limit": 2}
    page = slack.api("conversations.replies", **ask)
    assert (texts(page), page["has_more"]) == (["first", "0"], True)
    rest = slack.api(
        "conversations.replies", **ask, cursor=page["response_metadata"]["next_cursor"]
    )
    assert (texts(rest), rest["has_more"]) == (["1", "2"], False)


def test_replies_to_a_thread_that_is_not_there_are_refused(slack):
    answer = slack.api("conversations.replies", channel="C0SUPPORT", ts="1.000001")
    assert answer["error"] == "thread_not_found"


def test_metadata_is_returned_only_when_asked_for(slack):
    slack.post(metadata={"event_type": "outbox", "event_payload": {"key": "k1"}})
    assert "metadata" not in history(slack)["messages"][0]
    found = history(slack, include_all_metadata=True)["messages"][0]["metadata"]
    assert found["event_payload"] == {"key": "k1"}


def test_bounds_are_exclusive_unless_inclusive(slack):
    one, two, three = (slack.say(text)["ts"] for text in ("one", "two", "three"))
    assert texts(history(slack, oldest=one, latest=three)) == ["two"]
    assert texts(history(slack, oldest=one, latest=two, inclusive=True)) == ["two", "one"]


def test_history_pages_by_cursor(slack):
    for n in range(5):
        slack.say(f"{n}")
    seen, cursor = [], ""
    while True:
        answer = history(slack, limit=2, cursor=cursor)
        seen += texts(answer)
        cursor = answer.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    assert seen == ["4", "3", "2", "1", "0"]


def test_history_since_a_moment_goes_forward_page_by_page(slack):
    start = slack.say("start")["ts"]
    for n in range(5):
        slack.say(f"{n}")
    first = history(slack, limit=2, oldest=start)
    second = history(slack, limit=2, oldest=start, cursor=first["response_metadata"]["next_cursor"])
    assert (texts(first), texts(second)) == (["1", "0"], ["3", "2"])
    assert (first["has_more"], second["has_more"]) == (True, True)


def test_history_between_two_moments_goes_back_page_by_page(slack):
    start = slack.say("start")["ts"]
    for n in range(3):
        slack.say(f"{n}")
    end = slack.say("end")["ts"]
    assert texts(history(slack, limit=2, oldest=start, latest=end)) == ["2", "1"]


def test_a_message_shows_who_reacted_and_who_edited_it_when(slack):
    ts = slack.say("helo")["ts"]
    for who in ("ben", "alice"):
        slack.control("reaction", user=who, channel="support", ts=ts, name="eyes")
    slack.control("edit_message", user="alice", channel="support", ts=ts, text="hello")
    message = history(slack)["messages"][0]
    assert message["reactions"] == [{"name": "eyes", "users": ["U0BEN", "U0ALICE"], "count": 2}]
    assert message["edited"]["user"] == "U0ALICE"
    assert message["edited"]["ts"] > ts


def test_who_joins_and_leaves_is_a_message_with_its_subtype(slack):
    slack.control("invite", channel="C0SUPPORT", user="otto")
    slack.control("remove", channel="C0SUPPORT", user="otto")
    subtypes = [message["subtype"] for message in history(slack)["messages"]]
    assert subtypes == ["channel_leave", "channel_join"]


def test_a_root_without_replies_tells_of_none(slack):
    slack.say("alone")
    message = history(slack)["messages"][0]
    assert not {"thread_ts", "reply_count", "latest_reply"} & set(message)


def test_list_shows_the_bots_direct_conversations_with_whom_they_are(slack):
    slack.say("hello", user="ben", channel="U0PUNCTUAL")
    slack.say("between us", user="ben", channel="U0ALICE")
    found = slack.api("conversations.list", types="im")["channels"]
    assert [(c["user"], c["is_im"], c["is_user_deleted"]) for c in found] == [
        ("U0BEN", True, False)
    ]
    slack.control("user", id="U0BEN", deleted=True)
    assert slack.api("conversations.list", types="im")["channels"][0]["is_user_deleted"]


@pytest.mark.parametrize(
    ("types", "scope"),
    [("public_channel", "channels:read"), ("private_channel", "groups:read"), ("im", "im:read")],
)
def test_listing_a_kind_of_conversation_needs_its_scope(slack, types, scope):
    assert slack.api("conversations.list", types=types)["ok"]
    slack.without_scope(scope)
    answer = slack.api("conversations.list", types=types)
    assert (answer["error"], answer["needed"]) == ("missing_scope", scope)
    assert scope not in answer["provided"].split(",")


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"cursor": "bogus!"}, "invalid_cursor"),
        ({"cursor": "bmV4dDo5OTk="}, "invalid_cursor"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "x"}, "invalid_ts_latest"),
        ({"limit": "0"}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
    ],
)
def test_arguments_slack_cannot_read_are_refused(slack, args, error):
    assert history(slack, **args)["error"] == error


def test_a_channel_the_bot_is_not_in_cannot_be_read(slack):
    answer = slack.api("conversations.history", channel="C0QUIET")
    assert answer["error"] == "not_in_channel"
    answer = slack.api("conversations.history", channel="C0SECRET")
    assert answer["error"] == "channel_not_found"


def test_reading_a_private_channel_needs_the_groups_scope(slack):
    slack.without_scope("groups:history")
    answer = slack.api("conversations.history", channel="C0LEADS")
    assert (answer["error"], answer["needed"]) == ("missing_scope", "groups:history")


def test_list_shows_public_channels_unless_asked_for_others(slack):
    names = [c["name"] for c in slack.api("conversations.list")["channels"]]
    assert names == ["general", "support", "quiet", "old"]
    private = slack.api("conversations.list", types="private_channel")["channels"]
    assert [c["name"] for c in private] == ["leads"]
    alive = slack.api("conversations.list", exclude_archived=True)["channels"]
    assert "old" not in [c["name"] for c in alive]
    assert slack.api("conversations.list", types="cellar")["error"] == "invalid_types"


def test_info_counts_members_only_when_asked(slack):
    channel = slack.api("conversations.info", channel="C0SUPPORT")["channel"]
    assert (channel["is_member"], "num_members" in channel) == (True, False)
    ask = {"channel": "C0SUPPORT", "include_num_members": True}
    assert slack.api("conversations.info", **ask)["channel"]["num_members"] == 5


def test_members_are_paged(slack):
    page = slack.api("conversations.members", channel="C0SUPPORT", limit=3)
    rest = slack.api(
        "conversations.members",
        channel="C0SUPPORT",
        limit=3,
        cursor=page["response_metadata"]["next_cursor"],
    )
    assert len(page["members"] + rest["members"]) == 5


def test_joining_is_for_public_channels(slack):
    assert slack.api("conversations.join", channel="C0QUIET")["ok"]
    assert slack.post(channel="C0QUIET")["ok"]
    again = slack.api("conversations.join", channel="C0QUIET")
    assert again["warning"] == "already_in_channel"
    private = slack.api("conversations.join", channel="C0LEADS")
    assert private["error"] == "method_not_supported_for_channel_type"
    assert slack.api("conversations.join", channel="C0OLD")["error"] == "is_archived"


def test_opening_a_conversation_gives_the_same_one_each_time(slack):
    first = slack.api("conversations.open", users="U0BEN")["channel"]["id"]
    again = slack.api("conversations.open", users="U0BEN", return_im=True)["channel"]
    assert (again["id"], again["user"], again["is_im"]) == (first, "U0BEN", True)
    assert slack.api("conversations.open", channel=first)["channel"]["id"] == first
    assert slack.api("conversations.open", users="U0NOBODY")["error"] == "user_not_found"
    assert slack.api("conversations.open", users="U0GONE")["error"] == "user_disabled"
    assert slack.api("conversations.open", users="U0PUNCTUAL")["error"] == "cannot_dm_bot"
