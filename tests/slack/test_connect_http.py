"""HTTP as Slack calls it: signed requests and health, before and after anybody knows who we are."""

import json
import socket
import urllib.error
import urllib.request
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import pytest
from pydantic import SecretStr
from slack_bolt import BoltRequest

from bot.errors import SettingsError
from bot.slack.connect.app import build_app
from bot.slack.connect.web_server import NOT_YET, UNCONFIRMED, Reception, WebServer, web_app
from bot.slack.hear.arrivals import ENVELOPE, once_key
from bot.store import hearing
from bot.store.errors import StoreError
from bot.usecases.hearing import reasons
from tests.slack.fakes import SECRET, signed

JSON = {"content-type": "application/json"}


class FullDisk:
    """A database that keeps nothing."""

    hurried = nullcontext

    def write_together(self, write):
        raise StoreError("the disk is full")


class OldSchema:
    """A database of an older program."""

    def require_newest_schema(self):
        raise StoreError("the database has schema none")


@contextmanager
def serving(reception):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = WebServer(web_app(reception, SecretStr(SECRET)), "127.0.0.1", port)
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


def opened(bot, **more):
    reception = Reception()
    reception.open(bot.app, bot.program, **more)
    return reception


@pytest.fixture
def address(bot):
    """Where the bot listens."""
    with serving(opened(bot)) as address:
        yield address


def fetched(address, body=None, headers=None):
    """The status and the text of an answer."""
    request = urllib.request.Request(address, body, headers or {})  # noqa: S310 our own server
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def posted(address, body):
    """The status and the text of an answer to a signed body."""
    return fetched(f"{address}/slack/events", body.encode(), {**JSON, **signed(body, SECRET)})


def test_what_cannot_be_kept_is_answered_500(bot):
    bot.app = build_app(replace(bot.deps, program=replace(bot.program, database=FullDisk())))
    assert bot.command("UANA", "/ticket", "help").status == 500


def test_the_envelopes_header_counts_for_nothing_over_http(bot):
    headers = {ENVELOPE: "E1", "x-slack-signature": "v0=abc"}
    assert once_key(BoltRequest(body="", headers=headers)).startswith("signature:")
    assert once_key(BoltRequest(body={}, headers=headers, mode="socket_mode")) == "envelope:E1"


def test_http_takes_signed_requests_and_refuses_others(address):
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
    status, text = posted(address, body)
    assert (status, json.loads(text)) == (200, {"challenge": "c-1"})
    headers = {**JSON, **signed(body, SECRET), "x-slack-signature": "v0=wrong"}
    assert fetched(f"{address}/slack/events", body.encode(), headers)[0] == 401
    assert fetched(f"{address}/slack/events")[0] == 405


def test_health_needs_no_token(address):
    assert fetched(f"{address}/healthz") == (200, "ok")
    assert fetched(f"{address}/readyz") == (200, "ok")


def test_readiness_asks_the_database(bot):
    reception = Reception()
    reception.open(bot.app, replace(bot.program, database=OldSchema()))
    with serving(reception) as address:
        assert fetched(f"{address}/readyz") == (503, "the database has schema none")
        assert fetched(f"{address}/healthz") == (200, "ok")


def test_before_slack_has_told_who_we_are_it_is_let_come_again():
    with serving(Reception()) as address:
        assert posted(address, "{}") == (503, NOT_YET)
        assert fetched(f"{address}/readyz") == (503, NOT_YET)
        assert fetched(f"{address}/healthz") == (200, "ok")


def test_who_is_known_from_before_takes_events_and_is_ready_once_it_is_confirmed(bot):
    reception = opened(bot, is_confirmed=False)
    with serving(reception) as address:
        body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "t"})
        assert posted(address, body)[0] == 200
        assert fetched(f"{address}/readyz") == (503, UNCONFIRMED)
        reception.confirm()
        assert fetched(f"{address}/readyz") == (200, "ok")


BROKEN = {
    "no JSON": "{not json",
    "no object": "[1, 2]",
    "nothing": "",
    "a number": "7",
    "an empty object": "{}",
    "an unknown type": '{"type": "app_uninstalled_by_aliens", "team_id": "T1"}',
    "a type that is none": '{"type": {"a": 1}, "team_id": "T1"}',
    "no event": '{"type": "event_callback", "team_id": "T1"}',
    "an event that is none": '{"type": "event_callback", "team_id": "T1", "event": 7}',
    "an event without a type": '{"type": "event_callback", "team_id": "T1", "event": {}}',
    "an event nobody hears": (
        '{"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": {"type": "moon"}}'
    ),
    "a message without a channel": (
        '{"type": "event_callback", "team_id": "T1", "event_id": "Ev1", '
        '"event": {"type": "message", "user": "UCARLA", "text": "Printer", "ts": "1.0"}}'
    ),
    "a message without an id of its own": (
        '{"type": "event_callback", "team_id": "T1", '
        '"event": {"type": "message", "channel": "CSUPPORT", "user": "UCARLA", "ts": "1.0"}}'
    ),
    "a reaction to nothing": (
        '{"type": "event_callback", "team_id": "T1", "event_id": "Ev1", '
        '"event": {"type": "reaction_added"}}'
    ),
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_nobody_can_read_is_acknowledged_if_slack_signed_it(address, body):
    assert posted(address, body)[0] == 200


def test_what_nobody_can_read_and_nobody_signed_is_refused(address):
    assert fetched(f"{address}/slack/events", b"{not json", JSON)[0] == 401
    assert fetched(f"{address}/slack/events", b"\xff\xfe", JSON)[0] == 401


def test_events_that_slack_dropped_put_in_doubt_what_was_heard(bot, address):
    told = {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1518467820}
    assert posted(address, json.dumps({**told, "token": "t", "api_app_id": "A1"}))[0] == 200
    with bot.program.look() as work:
        assert hearing.get(work.connection, "T1").reason == reasons.DROPPED


def test_a_port_in_use_is_a_wrong_setting():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = WebServer(web_app(Reception(), SecretStr(SECRET)), "127.0.0.1", port)
        with pytest.raises(SettingsError, match=f"PUNCTUAL_PORT: 127.0.0.1:{port}"):
            server.start()
        server.stop()
