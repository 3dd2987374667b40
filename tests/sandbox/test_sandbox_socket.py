import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sandbox.delivery.waits import Timing
from tests.sandbox.conftest import APP_TOKEN


@pytest.fixture
def hasty(slack):
    """Acks are due after 0.2 s instead of 3, and the second and third retry come at once."""
    slack.control("deliveries", ack_within_s=0.2, retry_waits_s=[0, 0])


def ticket(slack):
    return slack.api("apps.connections.open", token=APP_TOKEN)["url"]


def test_a_connection_is_greeted(slack, bot):
    assert bot.hello["type"] == "hello"
    assert bot.hello["connection_info"] == {"app_id": "A0PUNCTUAL"}


def test_a_ticket_opens_one_connection_only(slack, bot):
    address = ticket(slack)
    with connect(address) as first:
        assert json.loads(first.recv())["type"] == "hello"
    with pytest.raises(InvalidStatus), connect(address):
        pass


def test_slack_waits_3_s_for_an_ack_and_a_minute_and_five_before_it_tries_again():
    timing = Timing()
    assert (timing.ack_within_s, timing.retry_waits_s) == (3, (60, 300))


def test_an_event_fails_while_no_socket_is_open_and_is_dropped_after_its_retries(slack, hasty):
    slack.say("hello")
    dropped = slack.wait(kind="dropped", reason="no_connection")
    unheard = slack.log("unheard")
    assert [e["attempt"] for e in unheard] == [0, 1, 2, 3]
    assert {e["payload"]["event_id"] for e in unheard} == {dropped["event_id"]}
    assert slack.log("delivery") == []


def test_a_dropped_event_is_not_delivered_to_a_socket_that_opens_later(slack, hasty, connected):
    slack.say("too late")
    slack.wait(kind="dropped")
    bot = connected()
    slack.say("in time")
    assert bot.event()["text"] == "in time"
    assert bot.hears_nothing() is None


def test_an_event_is_tried_again_after_the_wait_once_a_socket_is_open(slack, connected):
    slack.control("deliveries", retry_waits_s=[0.3, 300])
    slack.say("hello")
    slack.wait(kind="unheard", attempt=1)
    again = connected().next()
    assert (again["payload"]["event"]["text"], again["retry_attempt"]) == ("hello", 2)
    assert again["retry_reason"] == "timeout"


def test_events_wait_for_a_socket_where_a_test_wants_it_so(slack, connected):
    slack.control("deliveries", wait_for_socket=True)
    for n in range(5):
        slack.say(f"{n}")
    bot = connected()
    assert [bot.event()["text"] for _ in range(5)] == ["0", "1", "2", "3", "4"]


def test_a_command_while_no_socket_is_open_fails_and_is_never_sent_again(slack, hasty, connected):
    answer = slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket")
    assert answer["error"] == "dispatch_failed"
    assert connected().hears_nothing() is None
    assert len(slack.log("unheard")) == 1


def test_a_click_without_ack_is_never_sent_again(slack, hasty, connected):
    mute = connected(is_mute=True)
    answer = slack.control("shortcut", user="alice", callback_id="new_ticket")
    assert answer["error"] == "operation_timeout"
    assert "retry_attempt" not in mute.next()
    assert mute.hears_nothing() is None


def test_connections_take_turns(slack, connected):
    one, two = connected(), connected()
    assert two.hello["num_connections"] == 2
    for n in range(4):
        slack.say(f"{n}")
    assert [one.event()["text"], two.event()["text"]] == ["0", "1"]
    assert [one.event()["text"], two.event()["text"]] == ["2", "3"]


def test_an_eleventh_connection_is_turned_away(slack, connected):
    for _ in range(10):
        connected()
    with connect(ticket(slack)) as extra:
        assert json.loads(extra.recv())["reason"] == "too_many_websockets"


def test_an_event_without_ack_comes_again_with_its_reason(slack, connected, hasty):
    bot = connected(is_mute=True)
    slack.say("hello")
    first, second = bot.next(), bot.next()
    assert (first["retry_attempt"], first["retry_reason"]) == (0, "")
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert second["payload"]["event_id"] == first["payload"]["event_id"]
    assert second["envelope_id"] != first["envelope_id"]
    bot.ack(second)


def test_an_event_is_given_up_after_three_retries(slack, connected, hasty):
    bot = connected(is_mute=True)
    slack.say("hello")
    slack.wait(kind="dropped", reason="timeout")
    assert [bot.next()["retry_attempt"] for _ in range(4)] == [0, 1, 2, 3]


def test_an_event_on_a_broken_connection_is_tried_at_once_on_another(slack, connected):
    mute, other = connected(is_mute=True), connected()
    slack.say("hello")
    mute.next()
    slack.control("socket", cut=True, connections=[1])
    again = other.next()
    assert (again["payload"]["event"]["text"], again["retry_attempt"]) == ("hello", 1)


def test_a_cut_socket_ends_without_a_close_frame(slack, bot):
    assert slack.control("socket", cut=True)["connections"] == [1]
    bot.thread.join(5)
    assert bot.socket.protocol.close_rcvd is None
    assert slack.look("state")["connections"] == 0


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_the_end_of_a_socket_is_announced_and_comes(slack, bot, reason):
    slack.control("socket", disconnect=reason, after_s=0.05)
    assert bot.next() == {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
    slack.wait(kind="socket", event="closed")


def test_a_socket_whose_end_is_announced_still_takes_events(slack, bot):
    slack.control("socket", disconnect="warning")
    bot.next()
    slack.say("hello")
    assert bot.event()["text"] == "hello"


def test_an_end_that_slack_does_not_announce_is_refused(slack, bot):
    assert slack.control("socket", disconnect="boredom")["error"] == "unknown_reason"


def test_a_silent_socket_stays_open_and_swallows_its_share_of_events(slack, connected, hasty):
    silent, other = connected(), connected()
    slack.control("socket", silent=True, connections=[1])
    slack.say("hello")
    assert other.next()["retry_attempt"] == 1
    assert silent.hears_nothing() is None
    assert slack.look("state")["sockets"] == [
        {"number": 1, "is_silent": True},
        {"number": 2, "is_silent": False},
    ]


def test_a_silent_socket_answers_no_ping(slack, bot):
    assert bot.socket.ping().wait(5)
    slack.control("socket", silent=True)
    assert not bot.socket.ping().wait(0.2)


def test_a_silent_socket_takes_no_ack(slack, connected, hasty):
    bot = connected(is_mute=True)
    slack.say("hello")
    envelope = bot.next()
    slack.control("socket", silent=True)
    bot.ack(envelope)
    slack.wait(kind="dropped", reason="timeout")


def test_a_socket_that_opens_later_is_not_silent(slack, connected):
    connected()
    slack.control("socket", silent=True)
    second = connected()
    slack.say("one")
    slack.say("two")
    assert second.event()["text"] == "two"


def test_a_silent_socket_that_its_client_closes_is_gone(slack, bot):
    slack.control("socket", silent=True)
    bot.socket.socket.shutdown(2)
    assert slack.wait(kind="socket", event="closed")["connection"] == 1


def test_a_silent_socket_speaks_again_when_its_time_is_over(slack, bot):
    slack.control("socket", silent=True, for_s=0.1)
    slack.wait(kind="socket", event="audible")
    slack.say("hello")
    assert bot.event()["text"] == "hello"


def test_slack_pings_its_sockets_but_not_the_silent_ones(slack, connected):
    slack.control("deliveries", ping_every_s=0.02)
    speaking, silent = connected(), connected()
    slack.control("socket", silent=True, connections=[2])
    already = silent.socket.pings.qsize()
    for _ in range(already + 3):
        assert speaking.socket.pings.get(timeout=5) == b"Ping from sandbox"
    assert silent.socket.pings.qsize() <= already + 1


def test_a_handshake_can_be_refused_until_it_is_not(slack, connected):
    slack.control("socket", refuse=True, status=503)
    with pytest.raises(InvalidStatus) as refused, connect(ticket(slack)):
        pass
    assert refused.value.response.status_code == 503
    slack.control("socket", refuse=False)
    assert connected().hello["type"] == "hello"


def test_a_refusal_of_handshakes_ends_by_itself(slack, connected):
    slack.control("socket", refuse=True, for_s=0)
    assert connected().hello["type"] == "hello"


def test_slack_can_be_slow_to_come_back(slack):
    slack.control("socket", handshake_delay_s=0.4)
    with pytest.raises(TimeoutError), connect(ticket(slack), open_timeout=0.1):
        pass
    slack.control("socket", handshake_delay_s=0.01)
    with connect(ticket(slack)) as late:
        assert json.loads(late.recv())["type"] == "hello"


def test_a_polite_close_ends_the_connection(slack, bot):
    assert slack.control("socket", close=True)["connections"] == [1]
    assert slack.look("state")["connections"] == 0


def test_events_can_be_doubled(slack, bot):
    slack.control("deliveries", twice=True)
    slack.say("hello")
    first, second = bot.next(), bot.next()
    assert first["payload"]["event_id"] == second["payload"]["event_id"]


def test_events_can_be_shuffled_and_none_is_lost(slack, bot):
    slack.control("deliveries", shuffle=True)
    for n in range(12):
        slack.say(f"{n}")
    heard = [bot.event()["text"] for _ in range(12)]
    assert sorted(heard, key=int) == [str(n) for n in range(12)]


def test_a_stray_ack_is_logged(slack, bot):
    bot.socket.send('{"envelope_id": "nobody"}')
    assert slack.wait(kind="stray_ack")["text"] == '{"envelope_id": "nobody"}'


def test_an_answer_where_slack_takes_none_is_logged(slack, connected):
    connected({"event_callback": {"text": "hello"}})
    slack.say("hello")
    assert slack.wait(kind="ignored_body")["body"] == {"text": "hello"}


def test_more_events_than_slack_sends_in_an_hour_are_dropped_and_the_app_is_told(slack, bot):
    slack.control("deliveries", events_an_hour=1)
    slack.say("heard")
    assert bot.event()["text"] == "heard"
    slack.say("dropped")
    slack.say("dropped too")
    told = bot.next()
    app = slack.world.workspace.app
    minute_s = told["payload"].pop("minute_rate_limited")
    assert told["payload"] == {
        "type": "app_rate_limited",
        "token": app.verification_token,
        "team_id": "T0PUNCTUAL",
        "api_app_id": "A0PUNCTUAL",
    }
    assert minute_s % 60 == 0
    assert abs(slack.world.now() - minute_s) < 120
    assert len(slack.log("dropped", reason="app_rate_limited")) == 2
    assert bot.hears_nothing() is None


def test_an_app_that_was_limited_hears_again_when_the_limit_is_lifted(slack, bot):
    slack.control("deliveries", events_an_hour=0)
    slack.say("dropped")
    assert bot.next()["payload"]["type"] == "app_rate_limited"
    slack.control("deliveries", events_an_hour=30_000)
    slack.say("hello")
    assert bot.event()["text"] == "hello"


def test_an_hour_later_there_is_room_for_events_again(slack, bot):
    slack.control("deliveries", events_an_hour=1)
    slack.say("one")
    bot.next()
    slack.control("clock", advance_s=3601)
    slack.say("two")
    assert bot.event()["text"] == "two"
