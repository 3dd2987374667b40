from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime

import httpx
import pytest
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from sandbox.webapi.endpoint import require_named
from sandbox.webapi.errors import EVERYWHERE, GUESSED, REFERENCE, SEEN
from sandbox.webapi.methods import METHODS
from tests.sandbox.conftest import APP_TOKEN, BOT_TOKEN, StandingClock


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


def test_faults_of_one_method_can_be_taken_back_alone(slack):
    slack.control("faults", fault="error", error="fatal_error", times=None, method="auth.test")
    slack.control("faults", fault="status_500", times=9, method="team.info")
    assert slack.control("faults/lift", method="auth.test") == {"ok": True, "lifted": 1}
    assert slack.api("auth.test")["ok"]
    assert slack.raw("team.info").status_code == 500


@pytest.mark.parametrize("error", ["invalid_auth", "account_inactive", "team_added_to_org"])
def test_slack_refuses_every_call_until_the_fault_is_lifted(slack, error):
    slack.control("faults", fault="error", error=error, times=None)
    for _ in range(3):
        assert slack.api("auth.test") == {"ok": False, "error": error}
        assert slack.post() == {"ok": False, "error": error}
        assert slack.api("apps.connections.open", token=APP_TOKEN)["error"] == error
    slack.control("faults/lift", fault="error")
    assert slack.post()["ok"]


@pytest.mark.parametrize("status", [200, 502, 503])
def test_slack_answers_with_a_page_of_html(slack, status):
    slack.control("faults", fault="html", status=status, times=None)
    answer = slack.raw("chat.postMessage", channel="C0SUPPORT", text="x")
    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert texts_after_lifting(slack) == []


def texts_after_lifting(slack):
    slack.control("faults/lift")
    return texts(slack)


def test_any_status_can_be_answered(slack):
    slack.control("faults", fault="status", status=504)
    assert slack.raw("auth.test").status_code == 504
    assert slack.raw("auth.test").status_code == 200


def test_a_slow_answer_comes_after_all(slack):
    slack.control("faults", fault="slow", delay_s=0.15, method="chat.postMessage")
    assert slack.post()["ok"]
    taken = slack.wait(kind="api", method="chat.postMessage")
    ordered = slack.wait(kind="fault", fault="slow")
    assert taken["at"] - ordered["at"] >= 0.15


def test_a_fault_ends_by_itself_when_its_time_is_over(slack):
    slack.control("faults", fault="error", error="invalid_auth", for_s=0)
    assert slack.api("auth.test")["ok"]


def test_every_answer_carries_the_date_of_the_sandboxs_own_clock(slack):
    slack.control("clock", offset_s=-7200)
    for answer in (slack.raw("auth.test"), slack.raw("chat.shout"), slack.client.get(slack.url)):
        date = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        assert abs(date - slack.world.now()) < 5
        assert len(answer.headers.get_list("Date")) == 1


def test_a_handshake_carries_the_date_too(slack, bot):
    assert len(bot.socket.response.headers.get_all("Date")) == 1
    slack.control("clock", offset_s=86_400)
    address = slack.url.replace("http", "ws", 1)
    with pytest.raises(InvalidStatus) as refused, connect(f"{address}/link/"):
        pass
    dates = refused.value.response.headers.get_all("Date")
    assert len(dates) == 1
    assert abs(parsedate_to_datetime(dates[0]).timestamp() - slack.world.now()) < 5


def test_a_clock_that_goes_back_gives_later_timestamps_still_and_takes_no_calls_away(slack):
    first = slack.post("one")["ts"]
    slack.control("clock", offset_s=-3600)
    assert slack.post("two")["ts"] > first


def test_a_cut_network_resets_calls_and_breaks_sockets(slack, bot):
    address = slack.api("apps.connections.open", token=APP_TOKEN)["url"]
    assert slack.control("network", cut=True)["connections"] == [1]
    lost(slack)
    with pytest.raises((OSError, WebSocketException)), connect(address, open_timeout=2):
        pass
    bot.thread.join(5)
    assert slack.look("state")["connections"] == 0
    assert slack.control("network", cut=False)["ok"]
    assert texts(slack) == []


def test_a_network_that_swallows_keeps_calls_waiting_and_never_carries_them_out(slack, bot):
    slack.control("network", cut=True, calls="hang", sockets="silent")
    with pytest.raises(httpx.ReadTimeout), httpx.Client(trust_env=False, timeout=0.1) as hasty:
        hasty.post(f"{slack.url}/api/chat.postMessage", json={"channel": "C0SUPPORT", "text": "x"})
    assert slack.look("state")["sockets"] == [{"number": 1, "is_silent": True}]
    slack.control("network", cut=False)
    assert slack.api("auth.test")["ok"]
    assert texts(slack) == []


def test_the_control_of_the_sandbox_is_not_cut_with_the_network(slack):
    slack.control("network", cut=True)
    assert slack.look("state")["network_is_cut"]
    assert slack.client.get(slack.url).status_code == 200


def test_a_network_mends_by_itself_but_not_a_later_cut(slack):
    slack.control("network", cut=True, for_s=0)
    assert slack.api("auth.test")["ok"]
    slack.control("network", cut=True, for_s=0.05)
    slack.control("network", cut=True)
    slack.control("wait", match={"kind": "nothing"}, timeout_s=0.15)
    assert slack.look("state")["network_is_cut"]


def test_an_answer_that_finds_the_network_cut_is_lost_though_the_call_was_carried_out(slack):
    slack.control("faults", fault="slow", delay_s=0.2, method="chat.postMessage")
    with ThreadPoolExecutor(1) as pool:
        posting = pool.submit(lost, slack)
        slack.wait(kind="fault")
        slack.control("network", cut=True, for_s=0.4)
        posting.result(5)
    assert slack.wait(kind="api", method="chat.postMessage", committed=True)
    slack.control("network", cut=False)
    assert texts(slack) == ["hello"]


def test_a_scope_can_be_taken_from_the_app_and_given_back(slack):
    slack.control("scopes", remove=["im:read"])
    answer = slack.raw("conversations.list", types="im")
    assert answer.json()["needed"] == "im:read"
    assert "im:read" not in answer.headers["x-oauth-scopes"].split(",")
    slack.control("scopes", add=["im:read"])
    assert slack.api("conversations.list", types="im")["ok"]
    assert "im:read" in slack.raw("auth.test").headers["x-oauth-scopes"].split(",")


def test_a_clock_that_is_shared_cannot_be_set(slack):
    slack.world.clock = StandingClock()
    assert slack.control("clock", offset_s=1)["error"] == "clock_is_not_its_own"


def test_a_cut_of_another_kind_is_refused(slack):
    assert not slack.control("network", cut=True, sockets="melt")["ok"]


def test_replies_can_be_held_to_one_call_a_minute_of_15_messages_too(slack):
    root = slack.say("root")["ts"]
    for n in range(20):
        slack.say(f"{n}", thread_ts=root)
    slack.control("faults", fault="one_history_a_minute")
    ask = {"channel": "C0SUPPORT", "ts": root, "limit": 100}
    assert len(slack.api("conversations.replies", **ask)["messages"]) == 15
    second = slack.raw("conversations.replies", **ask)
    assert (second.status_code, second.headers["Retry-After"]) == (429, "60")


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


def test_each_method_has_its_errors_and_no_other_is_listed():
    assert REFERENCE.keys() == METHODS.keys()
    assert (SEEN.keys() | GUESSED.keys()) <= METHODS.keys()


@pytest.mark.parametrize("method", METHODS)
def test_what_is_seen_or_guessed_is_in_no_reference(method):
    beside = SEEN.get(method, frozenset()) | GUESSED.get(method, frozenset())
    assert not beside & (REFERENCE[method] | EVERYWHERE)


@pytest.mark.parametrize("method", METHODS)
def test_each_method_can_be_made_to_answer_with_each_of_its_errors(slack, method):
    token = APP_TOKEN if METHODS[method].wants_app_token else BOT_TOKEN
    for error in sorted(REFERENCE[method]):
        slack.control("faults", fault="error", error=error, method=method)
        assert slack.api(method, token=token) == {"ok": False, "error": error}


@pytest.mark.parametrize("error", ["no_such_word", "user_not_in_channel", "thread_locked"])
def test_an_error_that_a_method_does_not_have_is_not_ordered(slack, error):
    answer = slack.control("faults", fault="error", error=error, method="chat.postMessage")
    assert answer["error"] == "unknown_error"
    assert "msg_too_long" in answer["known"]
    assert slack.post()["ok"]


def test_a_word_that_slack_may_have_tomorrow_is_ordered_as_such(slack):
    slack.control("faults", fault="error", error="new_word", method="auth.test", is_unknown=True)
    assert slack.api("auth.test") == {"ok": False, "error": "new_word"}


def test_no_method_that_is_not_there_is_told_to_fail(slack):
    answer = slack.control("faults", fault="status_500", method="chat.postMesage")
    assert answer["error"] == "unknown_method"


def test_the_sandbox_refuses_with_no_word_that_it_does_not_list():
    with pytest.raises(AssertionError, match=r"chat\.delete has no error thread_not_found"):
        require_named("chat.delete", "thread_not_found")


def test_an_ephemeral_message_for_nobody_is_refused_as_for_who_is_not_there(slack):
    told = {"channel": "C0GENERAL", "text": "x", "user": "U0NOBODY"}
    assert slack.api("chat.postEphemeral", **told)["error"] == "user_not_in_channel"
