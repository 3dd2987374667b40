import httpx
import pytest


def texts(slack):
    history = slack.api("conversations.history", channel="C0SUPPORT")
    return [m["text"] for m in history["messages"]]


def lost(slack, text="hello"):
    """Post without keeping the connection, and expect no answer."""
    headers = {"Authorization": f"Bearer {slack.token}", "Connection": "close"}
    with httpx.Client(trust_env=False) as fresh, pytest.raises(httpx.TransportError):
        fresh.post(
            f"{slack.url}/api/chat.postMessage",
            json={"channel": "C0SUPPORT", "text": text},
            headers=headers,
        )


def test_an_answer_lost_before_the_commit_posts_nothing(slack):
    slack.control("faults", fault="lose_before_commit", method="chat.postMessage")
    lost(slack)
    assert texts(slack) == []
    entry = slack.log("api", method="chat.postMessage")[0]
    assert (entry["committed"], entry["answered"], entry["ok"]) == (False, False, False)


def test_an_answer_lost_after_the_commit_leaves_the_message(slack):
    slack.control("faults", fault="lose_after_commit", method="chat.postMessage")
    lost(slack)
    assert texts(slack) == ["hello"]
    entry = slack.log("api", method="chat.postMessage")[0]
    assert (entry["committed"], entry["answered"], entry["ok"]) == (True, False, True)


def test_a_late_commit_comes_when_nobody_waits_any_more(slack):
    slack.control("faults", fault="commit_late", method="chat.postMessage", delay_s=0.1)
    lost(slack)
    assert texts(slack) == []
    assert slack.wait(kind="api", method="chat.postMessage", committed=True)
    assert texts(slack) == ["hello"]


def test_a_server_error_posts_nothing(slack):
    slack.control("faults", fault="status_500", method="chat.postMessage")
    assert slack.raw("chat.postMessage", channel="C0SUPPORT", text="x").status_code == 500
    assert texts(slack) == []


def test_a_refusal_for_haste_says_how_long_to_wait(slack):
    slack.control("faults", fault="ratelimited", retry_after_s=7, times=2)
    answers = [slack.raw("chat.postMessage", channel="C0SUPPORT", text="x") for _ in range(3)]
    assert [a.status_code for a in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"


def test_a_fault_may_be_for_one_channel_only(slack):
    slack.control("faults", fault="status_500", channel="C0GENERAL")
    assert slack.raw("chat.postMessage", channel="C0SUPPORT", text="x").status_code == 200
    assert slack.raw("chat.postMessage", channel="C0GENERAL", text="x").status_code == 500


def test_faults_can_be_taken_back(slack):
    slack.control("faults", fault="status_500", times=9)
    slack.client.delete(f"{slack.url}/control/faults")
    assert slack.post()["ok"]


def test_history_can_be_held_to_one_call_a_minute_of_15_messages(slack):
    for n in range(20):
        slack.say(f"{n}")
    slack.control("faults", fault="one_history_a_minute")
    first = slack.api("conversations.history", channel="C0SUPPORT", limit=100)
    assert len(first["messages"]) == 15
    second = slack.raw("conversations.history", channel="C0SUPPORT")
    assert (second.status_code, second.headers["Retry-After"]) == (429, "60")
    slack.control("clock", advance_s=60)
    assert slack.api("conversations.history", channel="C0SUPPORT")["ok"]


def test_an_unknown_fault_is_refused(slack):
    assert slack.control("faults", fault="explode")["error"] == "unknown_fault"
