import contextlib
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs

import pytest
from websockets.sync.client import connect

from sandbox.delivery import http as http_module
from sandbox.delivery.http import sign
from tests.sandbox.conftest import APP_TOKEN

SECRET = "sandbox-signing-secret"


class Endpoint:
    """A request URL that keeps what it is sent and answers as told."""

    def __init__(self):
        self.got = Queue()
        self.status, self.body, self.headers, self.delay_s = 200, b"", {}, 0
        self.challenge_wrong = 0
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                endpoint.answer(self, body)

            def log_message(self, *_):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/slack/events"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def answer(self, handler, body):
        if b"url_verification" in body:
            challenge = json.loads(body)["challenge"].encode()
            self.challenge_wrong -= 1
            return self.reply(handler, 200, b"no" if self.challenge_wrong >= 0 else challenge, {})
        self.got.put((dict(handler.headers), body))
        time.sleep(self.delay_s)
        return self.reply(handler, self.status, self.body, self.headers)

    def reply(self, handler, status, body, headers):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        with contextlib.suppress(BrokenPipeError):  # who was kept waiting has gone
            handler.wfile.write(body)

    def next(self):
        return self.got.get(timeout=5)

    def close(self):
        if not self.thread.is_alive():
            return
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def endpoint():
    made = Endpoint()
    yield made
    made.close()


@pytest.fixture
def slack(start, endpoint):
    return start(endpoint.url)


def test_every_request_is_signed_as_slack_signs(slack, endpoint):
    slack.say("hello")
    headers, body = endpoint.next()
    stamp = headers["X-Slack-Request-Timestamp"]
    base = f"v0:{stamp}:{body.decode()}".encode()
    expected = "v0=" + hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    assert headers["X-Slack-Signature"] == expected
    assert abs(int(stamp) - time.time()) < 5


def test_a_signature_can_be_recomputed():
    # Slack's own example of a signature, with its published secret and timestamp.
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com"
        b"%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signed = sign("8f742231b10e8888abcd99yyyzzz85a5", body, 1_531_420_618)
    assert signed["X-Slack-Signature"] == (
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    )


def test_the_address_is_verified_before_anything_is_sent(start, endpoint, monkeypatch):
    monkeypatch.setattr(http_module, "VERIFY_EVERY_S", 0.02)
    endpoint.challenge_wrong = 2
    slack = start(endpoint.url)
    slack.say("hello")
    _, body = endpoint.next()
    assert json.loads(body)["event"]["text"] == "hello"
    assert slack.log("url_verified")


def test_events_are_json(slack, endpoint):
    slack.say("hello")
    headers, body = endpoint.next()
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["type"] == "event_callback"
    assert "X-Slack-Retry-Num" not in headers


def test_an_event_that_fails_comes_three_times_more_with_its_reason(slack, endpoint):
    slack.control("deliveries", retry_waits_s=[0, 0])
    endpoint.status = 500
    slack.say("hello")
    sent = [endpoint.next()[0] for _ in range(4)]
    retries = [(h.get("X-Slack-Retry-Num"), h.get("X-Slack-Retry-Reason")) for h in sent]
    assert retries == [(None, None), *((str(n), "http_error") for n in (1, 2, 3))]
    assert slack.wait(kind="dropped")


def test_an_endpoint_may_decline_retries(slack, endpoint):
    endpoint.status, endpoint.headers = 500, {"X-Slack-No-Retry": "1"}
    slack.say("hello")
    assert slack.wait(kind="dropped")
    assert endpoint.got.qsize() == 1


def test_a_slow_answer_is_a_timeout(slack, endpoint):
    slack.wait(kind="url_verified")
    slack.control("deliveries", ack_within_s=0.1)
    endpoint.delay_s = 0.3
    slack.say("hello")
    assert slack.wait(kind="ack")["error"] == "http_timeout"
    endpoint.delay_s = 0
    endpoint.next()
    assert endpoint.next()[0]["X-Slack-Retry-Reason"] == "http_timeout"


def test_a_closed_port_is_a_failed_connection(slack, endpoint):
    slack.wait(kind="url_verified")
    endpoint.close()
    slack.say("hello")
    assert slack.wait(kind="ack")["error"] == "connection_failed"


def test_an_event_that_nobody_takes_is_dropped_after_its_retries(slack, endpoint):
    slack.wait(kind="url_verified")
    slack.control("deliveries", retry_waits_s=[0, 0])
    endpoint.close()
    slack.say("hello")
    assert slack.wait(kind="dropped")["reason"] == "connection_failed"
    assert [e["attempt"] for e in slack.log("delivery")] == [0, 1, 2, 3]


def test_the_app_is_told_of_its_limit_in_a_post_of_its_own(slack, endpoint):
    slack.control("deliveries", events_an_hour=0)
    slack.say("dropped")
    told = json.loads(endpoint.next()[1])
    assert (told["type"], told["team_id"]) == ("app_rate_limited", "T0PUNCTUAL")
    assert "event" not in told


def test_no_event_gets_through_a_cut_network(slack, endpoint):
    slack.wait(kind="url_verified")
    slack.control("deliveries", retry_waits_s=[0, 0])
    slack.control("network", cut=True)
    slack.say("lost")
    assert slack.wait(kind="dropped")["reason"] == "connection_failed"
    slack.control("network", cut=False)
    slack.say("heard")
    assert json.loads(endpoint.next()[1])["event"]["text"] == "heard"


def test_an_event_vanishes_in_a_network_that_swallows(slack, endpoint):
    slack.wait(kind="url_verified")
    slack.control("deliveries", retry_waits_s=[0, 0], ack_within_s=0.05)
    slack.control("network", cut=True, calls="hang")
    slack.say("lost")
    assert slack.wait(kind="dropped")["reason"] == "http_timeout"
    assert endpoint.got.empty()


def test_events_of_one_channel_arrive_in_order(slack, endpoint):
    for n in range(8):
        slack.say(f"{n}")
    heard = [json.loads(endpoint.next()[1])["event"]["text"] for _ in range(8)]
    assert heard == [str(n) for n in range(8)]


def test_a_command_is_a_form(slack, endpoint):
    endpoint.body = b'{"text": "3 open"}'
    answer = slack.control(
        "command", user="alice", channel="C0SUPPORT", command="/ticket", text="list"
    )
    headers, body = endpoint.next()
    form = parse_qs(body.decode())
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert (form["command"], form["text"]) == (["/ticket"], ["list"])
    assert answer["ack"] == {"text": "3 open"}


def test_a_plain_text_answer_is_shown_as_it_is(slack, endpoint):
    endpoint.body = b"3 open"
    slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket")
    seen = slack.look("messages", user="alice", channel="C0SUPPORT")["messages"]
    assert [m["text"] for m in seen] == ["3 open"]


def test_an_interaction_is_json_in_a_form(slack, endpoint):
    slack.control("shortcut", user="alice", callback_id="new_ticket")
    payload = json.loads(parse_qs(endpoint.next()[1].decode())["payload"][0])
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "new_ticket")


def test_a_command_that_fails_is_not_sent_again(slack, endpoint):
    endpoint.status = 500
    answer = slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket")
    assert (answer["ok"], answer["error"]) == (False, "dispatch_failed")
    assert endpoint.got.qsize() == 1


def test_sockets_are_closed_to_an_app_that_chose_http(slack):
    address = slack.api("apps.connections.open", token=APP_TOKEN)["url"]
    with connect(address) as socket:
        assert json.loads(socket.recv())["reason"] == "link_disabled"
