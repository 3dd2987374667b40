import threading

import pytest

from sandbox.matches import contains


def test_state_shows_the_whole_workspace(slack):
    state = slack.look("state")
    assert state["team"]["id"] == "T0PUNCTUAL"
    assert state["bot"] == {
        "user_id": "U0PUNCTUAL",
        "bot_id": "B0PUNCTUAL",
        "app_id": "A0PUNCTUAL",
    }
    assert [c["command"] for c in state["commands"]] == ["/ticket", "/raw"]
    assert {"U0ALICE", "U0PUNCTUAL"} <= {u["id"] for u in state["users"]}
    assert state["log_next"] == slack.world.log.next


def test_the_log_numbers_every_entry_and_keeps_what_was_said_then(slack):
    ts = slack.post("first")["ts"]
    slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="second")
    log = slack.look("log")
    assert [e["n"] for e in log["entries"]] == list(range(log["next"]))
    posts = [e for e in log["entries"] if e.get("method") == "chat.postMessage"]
    assert posts[0]["response"]["message"]["text"] == "first"
    assert posts[0]["args"] == {"channel": "C0SUPPORT", "text": "first"}
    assert slack.look("log", since=log["next"])["entries"] == []


def test_the_log_tells_what_members_saw_of_each_message(slack):
    ts = slack.post("one")["ts"]
    slack.api("chat.update", channel="C0SUPPORT", ts=ts, text="two")
    slack.api("chat.postEphemeral", channel="C0SUPPORT", user="U0BEN", text="psst")
    slack.api("chat.delete", channel="C0SUPPORT", ts=ts)
    seen = [(e["change"], e["text"], e["seen_by"]) for e in slack.log("message")]
    assert seen == [
        ("posted", "one", None),
        ("changed", "two", None),
        ("shown", "psst", "U0BEN"),
        ("deleted", "two", None),
    ]


def test_a_wait_returns_the_first_entry_that_contains_the_match(slack):
    slack.post("a")
    slack.post("b")
    entry = slack.wait(kind="api", args={"text": "b"})
    assert (entry["method"], entry["committed"]) == ("chat.postMessage", True)


def test_a_wait_sees_what_comes_later(slack):
    since = slack.world.log.next
    later = threading.Timer(0.05, slack.post, args=["late"])
    later.start()
    assert slack.wait(since=since, args={"text": "late"})["kind"] == "api"
    later.join()


def test_a_wait_in_vain_is_a_408(slack):
    answer = slack.client.post(
        f"{slack.url}/control/wait", json={"match": {"kind": "nothing"}, "timeout_s": 0.05}
    )
    assert answer.status_code == 408


@pytest.mark.parametrize(
    ("actual", "expected", "is_in"),
    [
        ({"a": 1, "b": 2}, {"a": 1}, True),
        ({"a": {"b": [1, {"c": 2}]}}, {"a": {"b": [{"c": 2}]}}, True),
        ({"a": [1]}, {"a": [2]}, False),
        ({"a": 1}, {"b": None}, False),
        ("x", {"a": 1}, False),
        (3, 3, True),
    ],
)
def test_containment(actual, expected, is_in):
    assert contains(actual, expected) is is_in


@pytest.mark.parametrize(
    ("action", "args", "error"),
    [
        ("message", {"channel": "support", "text": "x"}, "missing_argument"),
        ("message", {"user": "nobody", "channel": "support", "text": "x"}, "user_not_found"),
        ("message", {"user": "alice", "channel": "nowhere", "text": "x"}, "channel_not_found"),
        ("message", {"user": "ben", "channel": "leads", "text": "x"}, "not_in_channel"),
        ("message", {"user": "ben", "channel": "quiet", "text": "x"}, "not_in_channel"),
        ("message", {"user": "alice", "channel": "old", "text": "x"}, "is_archived"),
        ("message", {"user": "alice", "channel": "support", "text": " "}, "no_text"),
        (
            "message",
            {"user": "alice", "channel": "support", "text": "x", "thread_ts": "1.0"},
            "thread_not_found",
        ),
        ("channel", {"name": "general"}, "name_taken"),
        ("channel", {"name": "new", "members": ["U9"]}, "user_not_found"),
        ("invite", {"channel": "support", "user": "alice"}, "already_in_channel"),
        ("remove", {"channel": "leads", "user": "ben"}, "not_in_channel"),
        ("user", {"name": "x", "tz": "Mars/Olympus"}, "unknown_tz"),
        ("presence", {"user": "ben", "presence": "asleep"}, "presence_is_active_or_away"),
        ("view/close", {"user": "ben", "view_id": "V1"}, "not_found"),
        ("click", {"user": "ben", "view_id": "V1", "action_id": "x"}, "view_not_found"),
    ],
)
def test_what_a_member_cannot_do_is_refused(slack, action, args, error):
    answer = slack.client.post(f"{slack.url}/control/{action}", json=args)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_a_body_that_is_no_object_is_refused(slack, body):
    kind = {"Content-Type": "application/json"}
    answer = slack.client.post(f"{slack.url}/control/message", content=body, headers=kind)
    assert answer.status_code == 400


def test_members_change_only_their_own_messages_and_admins_delete_any(slack):
    ts = slack.say("mine", user="ben")["ts"]
    other = {"channel": "support", "ts": ts}
    edit = slack.control("edit_message", user="chiyo", text="yours", **other)
    assert edit["error"] == "cant_update_message"
    refused = slack.control("delete_message", user="chiyo", **other)
    assert refused["error"] == "cant_delete_message"
    assert slack.control("delete_message", user="alice", **other)["ok"]


def test_guests_see_only_their_own_channels(slack):
    seen = slack.look("channels", user="gus")["channels"]
    assert [c["id"] for c in seen] == ["C0SUPPORT"]
    assert slack.look("messages", user="gus", channel="general")["error"] == "not_in_channel"


def test_a_thread_is_shown_with_its_parent(slack):
    parent = slack.say("parent")["ts"]
    slack.say("reply", thread_ts=parent)
    thread = slack.look("messages", user="ben", channel="support", thread_ts=parent)
    assert [m["text"] for m in thread["messages"]] == ["parent", "reply"]


def test_the_page_is_served(slack):
    page = slack.client.get(slack.url)
    assert page.headers["content-type"].startswith("text/html")
    for asset in ("page.js", "page.css"):
        assert asset in page.text
        assert slack.client.get(f"{slack.url}/page/{asset}").status_code == 200
