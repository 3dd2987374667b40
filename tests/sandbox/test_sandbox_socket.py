import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from sandbox.delivery import socket as socket_module
from tests.sandbox.conftest import APP_TOKEN


@pytest.fixture
def hasty(monkeypatch):
    """Acks are due after 0.2 s instead of 3."""
    monkeypatch.setattr(socket_module, "ACK_TIMEOUT_S", 0.2)


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


def test_events_wait_for_a_connection_and_come_in_order(slack, connected):
    for n in range(5):
        slack.say(f"{n}")
    bot = connected()
    assert [bot.event()["text"] for _ in range(5)] == ["0", "1", "2", "3", "4"]


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
    assert (second["retry_attempt"], second["retry_reason"]) == (1, "timeout")
    assert second["payload"]["event_id"] == first["payload"]["event_id"]
    assert second["envelope_id"] != first["envelope_id"]
    bot.ack(second)


def test_an_event_is_given_up_after_three_retries(slack, connected, hasty):
    slack.control("deliveries", retry_delays_s=[0, 0, 0])
    bot = connected(is_mute=True)
    slack.say("hello")
    slack.wait(kind="dropped", reason="timeout")
    assert [bot.next()["retry_attempt"] for _ in range(4)] == [0, 1, 2, 3]


def test_an_event_on_a_broken_connection_is_delivered_on_the_next(slack, connected):
    mute = connected(is_mute=True)
    slack.say("hello")
    mute.next()
    slack.control("socket", cut=True)
    again = connected().next()
    assert (again["payload"]["event"]["text"], again["retry_attempt"]) == ("hello", 1)


def test_a_refresh_asks_the_client_to_connect_anew(slack, bot):
    slack.control("socket", refresh=True)
    assert bot.next() == {"type": "disconnect", "reason": "refresh_requested", "debug_info": {}}


def test_a_silent_socket_stays_open_and_says_nothing(slack, bot):
    slack.control("socket", silent=True)
    slack.say("hello")
    assert bot.hears_nothing() is None
    assert slack.look("state")["connections"] == 1


def test_a_polite_close_ends_the_connection(slack, bot):
    assert slack.control("socket", close=True)["closed"] == 1
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
