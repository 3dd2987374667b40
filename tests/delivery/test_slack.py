"""The port on Slack's client, against a server that answers anything."""

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from pydantic import SecretStr

from bot.delivery.ports import Answer, UnclearAnswer
from bot.delivery.slack import WebSlack


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, self.headers["Content-Type"], body))
        status, headers, answer = self.server.answer
        if status is None:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.answer = [], (200, {}, "{}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
    yield server
    server.shutdown()
    server.server_close()


def call(server, method="chat.postMessage", payload=None, timeout_s=5.0):
    slack = WebSlack(SecretStr("xoxb-1"), f"http://127.0.0.1:{server.server_port}/api/")
    return slack.call(method, payload or {"channel": "C1"}, timeout_s=timeout_s)


def test_a_message_is_sent_as_json_and_its_answer_returned(server):
    server.answer = (200, {}, '{"ok": true, "ts": "1.1", "channel": "C1"}')
    assert call(server).data["ts"] == "1.1"
    ((path, kind, body),) = server.asked
    assert (path, json.loads(body)) == ("/api/chat.postMessage", {"channel": "C1"})
    assert kind.startswith("application/json")


def test_history_is_asked_for_with_a_form(server):
    server.answer = (200, {}, '{"ok": true, "messages": []}')
    call(server, "conversations.history", {"channel": "C1", "include_all_metadata": True})
    ((_, _, body),) = server.asked
    assert parse_qs(body) == {"channel": ["C1"], "include_all_metadata": ["1"]}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((200, {}, '{"ok": false, "error": "is_archived"}'), ("is_archived", None)),
        ((429, {"Retry-After": "7"}, '{"ok": false, "error": "x"}'), ("ratelimited", 7.0)),
        ((429, {"retry-after": "7"}, "slow down"), ("ratelimited", 7.0)),
        ((429, {}, "slow down"), ("ratelimited", 30.0)),
    ],
)
def test_a_refusal_is_definite_and_asked_once(server, answer, expected):
    server.answer = answer
    refusal = call(server)
    assert (refusal.ok, (refusal.error, refusal.retry_after_s)) == (False, expected)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, '{"ok": false, "error": "is_archived"}'),
        (503, {}, "<html>"),
        (200, {}, "<html>"),
        (200, {}, ""),
        (200, {}, "[]"),
        (200, {}, "{}"),
        (200, {"Content-Length": "9"}, "{"),
        (404, {}, "not here"),
        (None, {}, ""),
    ],
)
def test_anything_else_is_unclear_and_asked_once(server, answer):
    server.answer = answer
    with pytest.raises(UnclearAnswer):
        call(server, timeout_s=0.5)
    assert len(server.asked) == 1


def test_silence_is_unclear():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        slack = WebSlack(SecretStr("xoxb-1"), f"http://127.0.0.1:{mute.getsockname()[1]}/api/")
        with pytest.raises(UnclearAnswer):
            slack.call("chat.postMessage", {}, timeout_s=0.05)


def test_where_nobody_listens_nothing_was_said():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    slack = WebSlack(SecretStr("xoxb-1"), f"http://127.0.0.1:{port}/api/")
    answer = slack.call("chat.postMessage", {}, timeout_s=1.0)
    assert answer == Answer(ok=False, error="unreachable")


@pytest.mark.parametrize(
    "answer",
    [(200, '{"ok": true}'), (200, '{"ok": false, "error": "unknown_method"}'), (429, "slow down")],
)
def test_every_answer_tells_slacks_time(server, clock, answer):
    status, body = answer
    server.answer = (status, {}, body)
    slack = WebSlack(SecretStr("xoxb-1"), f"http://127.0.0.1:{server.server_port}/api/", clock)
    before = datetime.now(UTC)
    slack.call("api.test", {}, timeout_s=5.0)
    assert abs(slack.time.now() - before) < timedelta(seconds=10)


def test_an_answer_that_is_not_slacks_tells_no_time(server, clock):
    server.answer = (200, {}, "<html>log in to the hotel's network</html>")
    slack = WebSlack(SecretStr("xoxb-1"), f"http://127.0.0.1:{server.server_port}/api/", clock)
    with pytest.raises(UnclearAnswer):
        slack.call("api.test", {}, timeout_s=5.0)
    assert slack.time.now() is None


def test_no_answer_holds_what_no_database_takes(server):
    server.answer = (200, {}, '{"ok": true, "members": [{"name": "a\\ud800\\u0000"}]}')
    assert call(server, "users.list").data["members"] == [{"name": "a��"}]
