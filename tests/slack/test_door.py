"""Who is no Slack gets no further than the door: 400 or 401, and little of our time."""

import json
import socket
import time
from contextlib import contextmanager

import pytest
import structlog
from pydantic import SecretStr

from bot.slack.connect.door import LARGEST_BODY_BYTES
from bot.slack.connect.doorway import CONNECTIONS, LARGEST_HEAD_BYTES, Patience
from bot.slack.connect.refused_requests import RefusedRequests
from bot.slack.connect.web_server import Entrance, Reception, WebServer, web_app
from tests.slack.fakes import SECRET, signed

CHALLENGE = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
HOST = "Host: localhost\r\n"
PATIENCE_S = 15
STAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


@contextmanager
def at_the_door(reception, secret=SECRET, **patience):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    entrance = Entrance(patience=Patience(**patience))
    app = web_app(reception, None if secret is None else SecretStr(secret), entrance)
    server = WebServer(app, "127.0.0.1", port, entrance)
    server.start()
    yield port
    server.stop()


def opened(bot):
    reception = Reception()
    reception.open(bot.app, bot.program)
    return reception


@pytest.fixture
def port(bot):
    """Where the bot listens."""
    with at_the_door(opened(bot)) as port:
        yield port


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)


def answer_of(line):
    """The status of the answer that comes over a connection; none where it just ends."""
    received = b""
    try:
        while b"\r\n\r\n" not in received and (part := line.recv(65536)):
            received += part
    except ConnectionResetError:
        return None
    return int(received.split()[1]) if received else None


def rest_of(line):
    """What comes over a connection until it ends; a test hangs until it does."""
    received = b""
    try:
        while part := line.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received.decode()


def sent(port, *parts):
    """The status of the answer to bytes that are sent as they are."""
    with connected(port) as line:
        for part in parts:
            line.sendall(part if isinstance(part, bytes) else part.encode())
        return answer_of(line)


def head(headers, target="POST /slack/events"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    return f"{target} HTTP/1.1\r\n{HOST}{lines}\r\n"


def of(body, **changed):
    """The headers of a signed body."""
    given = {**signed(body, SECRET), "content-type": "application/json", **changed}
    return [*given.items(), ("Content-Length", len(body.encode()))]


def test_what_slack_signed_comes_in(port):
    assert sent(port, head(of(CHALLENGE)), CHALLENGE) == 200


LENGTH = ("Content-Length", "2")
BEFORE_THE_BODY = {
    "not signed": (lambda: [LENGTH], 401),
    "no timestamp": (lambda: [("X-Slack-Signature", f"v0={'0' * 64}"), LENGTH], 401),
    "six minutes old": (lambda: [*signed("{}", SECRET, 360).items(), LENGTH], 401),
    "six minutes ahead": (lambda: [*signed("{}", SECRET, -360).items(), LENGTH], 401),
    "no timestamp but words": (lambda: of("{}", **{STAMP: "soon"}), 400),
    "a timestamp of a thousand digits": (lambda: of("{}", **{STAMP: "9" * 1000}), 400),
    "digits of another script": (lambda: of("{}", **{STAMP: "１７"}), 400),
    "a signature of another script": (lambda: of("{}", **{SIGNATURE: f"v0={'ä' * 64}"}), 401),
    "an older version": (lambda: of("{}", **{SIGNATURE: f"v1={'0' * 64}"}), 401),
    "wrong": (lambda: of("{}", **{SIGNATURE: f"v0={'0' * 64}"}), 401),
    "two signatures": (lambda: [*of("{}"), ("X-Slack-Signature", f"v0={'0' * 64}")], 400),
    "two timestamps": (lambda: [*of("{}"), ("X-Slack-Request-Timestamp", "1")], 400),
}


@pytest.mark.parametrize(("headers", "status"), BEFORE_THE_BODY.values(), ids=BEFORE_THE_BODY)
def test_what_slack_did_not_sign_is_refused(port, headers, status):
    assert sent(port, head(headers()), "{}") == status


def test_the_signature_is_of_the_raw_bytes(port):
    body = '{"type": "url_verification", "challenge": "ü"}'
    assert sent(port, head(of(body)), body.encode()) == 200
    assert sent(port, head(of(body)), body.encode("latin-1") + b" ") == 401


def test_a_question_for_the_certificate_is_answered_only_when_it_is_signed(port):
    body = "ssl_check=1&token=t"
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert sent(port, head(of(body, **form)), body) == 200
    unsigned = [*form.items(), ("Content-Length", len(body))]
    assert sent(port, head(unsigned), body) == 401


@pytest.mark.parametrize("secret", [None, ""])
def test_without_a_secret_nobody_comes_in(bot, secret):
    with at_the_door(opened(bot), secret) as port:
        headers = {**signed(CHALLENGE, ""), "content-type": "application/json"}
        headers["Content-Length"] = str(len(CHALLENGE))
        assert sent(port, head(headers.items()), CHALLENGE) == 401


def test_other_ways_are_closed(port):
    assert sent(port, head([], "GET /slack/events")) == 405
    assert sent(port, head([], "GET /slack/events/")) == 404
    assert sent(port, head([("Content-Length", 2)], "POST /admin"), "{}") == 404
    assert sent(port, head([], "DELETE /healthz")) == 405


# --- size -------------------------------------------------------------------------------------


def test_a_body_of_more_than_a_megabyte_is_refused_by_its_length(port):
    body = "x" * (LARGEST_BODY_BYTES + 1)
    assert sent(port, head(of(body)), body) == 413


def test_a_body_of_a_megabyte_is_read(port):
    body = json.dumps({"type": "url_verification", "challenge": "c"}).ljust(LARGEST_BODY_BYTES)
    assert sent(port, head(of(body)), body) == 200


def test_who_asks_before_sending_too_much_is_told_at_once(port):
    headers = [*signed("", SECRET).items(), ("Content-Length", "99999999")]
    assert sent(port, head([*headers, ("Expect", "100-continue")])) == 413


def test_chunks_are_counted_as_they_come(port):
    headers = [*signed("", SECRET).items(), ("Transfer-Encoding", "chunked")]
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert sent(port, head(headers), *[chunk] * 17, b"0\r\n\r\n") == 413


def test_what_is_not_signed_is_not_kept_however_much_it_is(port):
    headers = [("Transfer-Encoding", "chunked")]
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert sent(port, head(headers), *[chunk] * 17, b"0\r\n\r\n") == 401


@pytest.mark.parametrize(
    "headers",
    [
        [("X-Long", "x" * (LARGEST_HEAD_BYTES + 1))],
        [(f"X-{number}", "x" * 100) for number in range(200)],
    ],
    ids=["one", "many"],
)
def test_a_head_that_is_too_large_is_refused(port, headers):
    assert sent(port, head([*headers, ("Content-Length", 0)])) in (400, 431)


def test_a_head_that_does_not_end_is_refused(port):
    began = f"POST /slack/events HTTP/1.1\r\n{HOST}X-Long: "
    assert sent(port, began, "x" * (LARGEST_HEAD_BYTES + 1)) == 431


# --- odd HTTP ---------------------------------------------------------------------------------

NO_HTTP = {
    "noise": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 9,
    "two lengths": head([("Content-Length", 2), ("Content-Length", 3)]).encode() + b"{}",
    "a length and chunks": (
        head([("Content-Length", 2), ("Transfer-Encoding", "chunked")]).encode() + b"0\r\n\r\n"
    ),
    "a chunk of no size": head([("Transfer-Encoding", "chunked")]).encode() + b"zz\r\n{}\r\n",
    "an address of another script": "POST /släck HTTP/1.1\r\n\r\n".encode(),
    "no address": b"CONNECT evil.example:443 HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("raw", NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_is_refused(port, raw):
    assert sent(port, raw) in (400, 401)


def test_no_socket_is_opened_here(port):
    upgrade = [
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", 13),
        ("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="),
    ]
    assert sent(port, head(upgrade, "GET /slack/events")) == 405


# --- time, and crowds -------------------------------------------------------------------------


def test_a_head_that_comes_too_slowly_is_refused(bot):
    with at_the_door(opened(bot), head_s=0.1) as port:
        assert sent(port, f"POST /slack/events HTTP/1.1\r\n{HOST}X-Slow: ") == 408


def test_a_body_that_comes_too_slowly_is_refused(bot):
    with at_the_door(opened(bot), body_s=0.1) as port:
        assert sent(port, head(of("{}")), "{") == 408


def test_a_body_that_nobody_wants_is_not_read_for_ever(bot):
    with at_the_door(opened(bot), whole_s=0.1) as port, connected(port) as line:
        line.sendall(head([("Content-Length", 99)], "POST /elsewhere").encode())
        assert answer_of(line) == 404
        assert "Not Found".endswith(rest_of(line))


def test_where_it_is_crowded_who_says_nothing_has_to_go(port):
    idle = [connected(port) for _ in range(CONNECTIONS + 20)]
    try:
        assert sent(port, head(of(CHALLENGE)), CHALLENGE) == 200
    finally:
        for each in idle:
            each.close()


# --- what is said of it -----------------------------------------------------------------------


def test_who_is_refused_is_counted_in_a_line_a_second(port):
    with structlog.testing.capture_logs() as lines:
        began_s = time.monotonic()
        for _ in range(50):
            sent(port, head([("Content-Length", 2)]), "{}")
        took_s = time.monotonic() - began_s
    told = [each for each in lines if each["event"].startswith("refused at the door: not signed")]
    assert told
    assert len(told) == len(lines) <= 1 + took_s


def test_those_who_come_within_a_second_are_told_of_together():
    waiting = []
    counted = RefusedRequests(lambda seconds, call: waiting.append((seconds, call)))
    with structlog.testing.capture_logs() as lines:
        for reason in ("not signed", "no HTTP", "no HTTP", "not signed"):
            counted.note(reason, "10.0.0.1")
        ((seconds, go_on),) = waiting
        go_on()
        waiting.pop()[1]()
        counted.note("too late", None)
    assert seconds == 1.0
    assert [each["event"] for each in lines] == [
        "refused at the door: not signed",
        "refused at the door: no HTTP, and 2 more",
        "refused at the door: too late",
    ]


# --- signed, and odd --------------------------------------------------------------------------

DEEP = 3000
ODD = {
    "deep": '{"type": "event_callback", "a": ' + "[" * DEEP + "]" * DEEP + "}",
    "deep enough to be read": '{"type": "event_callback", "a": ' + "[" * 400 + "]" * 400 + "}",
    "a command of the wrong types": '{"command": {"a": 1}, "team_id": ["T1"], "user_id": 7}',
    "no team": '{"type": "block_actions", "actions": [{"action_id": "ticket_claim"}]}',
    "a team that is a list": '{"type": "view_submission", "team": [1], "view": 3}',
    "a number of a million digits": '{"type": ' + "9" * 100_000 + "}",
    "half an emoji": '{"type": "event_callback", "event": {"type": "\\ud83d"}}',
    "no UTF-8": b"\xff\xfe\x00",
    "packed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_what_is_signed_and_odd_is_acknowledged(port, body):
    raw = body if isinstance(body, bytes) else body.encode()
    headers = {**signed(raw, SECRET), "content-type": "application/json"}
    assert sent(port, head([*headers.items(), ("Content-Length", len(raw))]), raw) == 200
