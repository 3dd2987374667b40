"""The two ways to Slack: HTTP with health, and a socket whose envelopes tell commands apart."""

import json
import socket
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest
from slack_bolt import BoltRequest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.errors import SettingsError, UserFacingError
from bot.slack.app import build_app
from bot.slack.arrivals import ENVELOPE, once_key
from bot.slack.serving import SocketConnection, http_connection, socket_mode
from bot.store.errors import StoreError
from tests.slack.fakes import SECRET, signed


class FakeSocket:
    """Remembers what the bot acknowledges."""

    def __init__(self):
        self.sent = []

    def send_socket_mode_response(self, response):
        self.sent.append(response.to_dict())


class FullDisk:
    """A database that keeps nothing."""

    hurried = nullcontext

    def write_together(self, write):
        raise StoreError("the disk is full")


class OldSchema:
    """A database of an older program."""

    def require_newest_schema(self):
        raise StoreError("the database has schema none")


@pytest.fixture
def hear(bot):
    """Deliver an envelope and return its acks."""
    handler = socket_mode(bot.app, "xapp-test")
    (listener,) = handler.client.socket_mode_request_listeners
    sent = FakeSocket()

    def deliver(payload, envelope_id="E1", kind="slash_commands"):
        listener(sent, SocketModeRequest(kind, envelope_id, payload))
        bot.worker.run_once()
        return sent.sent

    yield deliver
    handler.close()


def command(bot, text, **more):
    return {
        "team_id": "T1",
        "user_id": "UANA",
        "channel_id": "CSLA",
        "command": "/ticket",
        "text": text,
        "trigger_id": "t.1",
        "response_url": bot.callbacks.url,
        **more,
    }


def test_an_envelope_is_acknowledged_and_worked_off(bot, hear):
    assert hear(command(bot, "help")) == [{"envelope_id": "E1"}]
    assert "/ticket claim" in bot.answered()


def test_an_envelope_that_comes_twice_is_done_once(bot, hear):
    bot.writes("UCARLA", "Printer")
    for _ in range(2):
        hear(command(bot, "note 1 once"))
    assert bot.texts_of().count("once") == 1
    hear(command(bot, "note 1 once"), "E2")
    assert bot.texts_of().count("once") == 2


def test_what_an_ack_says_travels_in_the_envelope(bot, hear):
    payload = {
        "type": "block_suggestion",
        "team": {"id": "T1"},
        "user": {"id": "UANA"},
        "action_id": "customer",
        "block_id": "customer",
        "value": "acme",
    }
    (ack,) = hear(payload, kind="interactive")
    assert ack["payload"]["options"][0]["value"] == "Acme & Sons"


def test_what_cannot_be_kept_is_not_acknowledged(bot):
    app = build_app(replace(bot.deps, desk=replace(bot.desk, database=FullDisk())))
    handler = socket_mode(app, "xapp-test")
    sent = FakeSocket()
    (listener,) = handler.client.socket_mode_request_listeners
    listener(sent, SocketModeRequest("slash_commands", "E1", command(bot, "help")))
    assert sent.sent == []
    handler.close()


def test_what_cannot_be_kept_is_answered_500_over_http(bot):
    bot.app = build_app(replace(bot.deps, desk=replace(bot.desk, database=FullDisk())))
    assert bot.command("UANA", "/ticket", "help").status == 500


def test_the_envelopes_header_counts_for_nothing_over_http(bot):
    headers = {ENVELOPE: "E1", "x-slack-signature": "v0=abc"}
    assert once_key(BoltRequest(body="", headers=headers)).startswith("signature:")
    assert once_key(BoltRequest(body={}, headers=headers, mode="socket_mode")) == "envelope:E1"


@pytest.fixture
def address(bot):
    """Where the bot listens."""
    with serving(bot, bot.desk) as found:
        yield found


@contextmanager
def serving(bot, desk):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    connection = http_connection(bot.app, desk, "127.0.0.1", port)
    connection.start()
    yield f"http://127.0.0.1:{port}"
    connection.stop()


def fetched(address, body=None, headers=None):
    """The status and the text of an answer."""
    request = urllib.request.Request(address, body, headers or {})  # noqa: S310 our own server
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def test_http_takes_signed_requests_and_refuses_others(address):
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    headers = {"content-type": "application/json", **signed(body, SECRET)}
    status, text = fetched(f"{address}/slack/events", body.encode(), headers)
    assert (status, json.loads(text)) == (200, {"challenge": "c-1"})
    headers["x-slack-signature"] = "v0=wrong"
    assert fetched(f"{address}/slack/events", body.encode(), headers)[0] == 401
    assert fetched(f"{address}/slack/events")[0] == 405


def test_health_needs_no_token(address):
    assert fetched(f"{address}/healthz") == (200, "ok")
    assert fetched(f"{address}/readyz") == (200, "ok")


def test_readiness_asks_the_database(bot):
    with serving(bot, replace(bot.desk, database=OldSchema())) as address:
        assert fetched(f"{address}/readyz") == (503, "the database has schema none")
        assert fetched(f"{address}/healthz") == (200, "ok")


def test_a_port_in_use_is_a_wrong_setting(bot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        connection = http_connection(bot.app, bot.desk, "127.0.0.1", port)
        with pytest.raises(SettingsError, match=f"PUNCTUAL_PORT: 127.0.0.1:{port}"):
            connection.start()
        connection.stop()


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (SlackApiError("refused", {"error": "invalid_auth"}), SettingsError),
        (ConnectionRefusedError("refused"), UserFacingError),
    ],
)
def test_a_socket_that_cannot_be_opened_is_told_in_one_line(trouble, kind):
    def connect():
        raise trouble

    client = SimpleNamespace(connect=connect, close=lambda: None, current_session=None)
    connection = SocketConnection(SimpleNamespace(client=client))
    with pytest.raises(kind):
        connection.start()
    connection.stop()
