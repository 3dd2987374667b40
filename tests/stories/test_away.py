"""A start and an end while Slack is away or does not answer: nothing is lost, nothing hangs."""

import json
import signal
import socket
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from bot.demo.processes import (
    HOST,
    clean_environment,
    free_port,
    is_listening,
    punctual,
    ran,
    start,
)
from bot.demo.team import secrets
from bot.store import hearing, inbox
from bot.store.engine import Database
from bot.usecases.hearing import reasons
from sandbox.delivery.http import sign

ENDS_WITHIN_S = 5.0
PATIENCE_S = 30.0
TEAM = "T0HARBOUR"


def fetched(address, body=None, headers=None):
    """The status and the text of an answer."""
    request = urllib.request.Request(address, body, headers or {})  # noqa: S310 our own server
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310 our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


def comes_true(is_so, what):
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_s, f"{what}: did not come true"
        time.sleep(0.05)


def ended_in_time(child):
    """Tell a process to end, and see that it does in time, and well."""
    began_s = time.monotonic()
    child.process.send_signal(signal.SIGTERM)
    assert child.process.wait(PATIENCE_S) == 0, child.last_words()
    assert time.monotonic() - began_s < ENDS_WITHIN_S
    assert "Traceback" not in child.said.read_text(encoding="utf-8")


@contextmanager
def running(*arguments, folder, environment):
    child = start("bot", punctual(*arguments), folder, environment)
    try:
        yield child
    finally:
        child.kill()


@pytest.fixture
def nobody():
    """An address where nobody listens."""
    return f"http://{HOST}:{free_port()}/api/"


@pytest.fixture
def silent():
    """An address where calls are taken and never answered."""
    with socket.create_server((HOST, 0), backlog=128) as listener:
        yield f"http://{HOST}:{listener.getsockname()[1]}/api/"


@pytest.fixture
def environment(tmp_path):
    """What a bot over HTTP is given; its port under `PUNCTUAL_PORT`."""
    known = secrets()
    return {
        **clean_environment(),
        "SLACK_BOT_TOKEN": known.bot_token,
        "SLACK_SIGNING_SECRET": known.signing_secret,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'punctual.db'}",
        "PUNCTUAL_PORT": str(free_port()),
    }


def test_where_slack_cannot_be_reached_serve_listens_and_says_what_it_waits_for(
    nobody, environment, tmp_path
):
    given = {**environment, "SLACK_API_URL": nobody}
    address = f"http://{HOST}:{given['PUNCTUAL_PORT']}"
    with running("serve", folder=tmp_path, environment=given) as bot:
        comes_true(lambda: "SLACK_API_URL" in bot.said.read_text(), "it says why")
        assert fetched(f"{address}/healthz") == (200, "ok")
        status, text = fetched(f"{address}/readyz")
        assert (status, "Slack has not told yet" in text) == (503, True)
        assert fetched(f"{address}/slack/events", b"{}")[0] == 401
        data, headers = signed_event({"type": "message"})
        assert fetched(f"{address}/slack/events", data, headers)[0] == 503
        ended_in_time(bot)


def test_where_slack_cannot_be_reached_tick_is_a_failure(nobody, environment, tmp_path):
    ended = ran(punctual("tick"), tmp_path, {**environment, "SLACK_API_URL": nobody})
    assert ended.returncode == 1
    assert len(ended.stderr.strip().splitlines()) == 1
    assert "SLACK_API_URL" in ended.stderr


@pytest.mark.parametrize("app_token", [None, secrets().app_token], ids=["http", "socket"])
def test_it_ends_in_time_while_slack_does_not_say_who_it_is(
    silent, environment, tmp_path, app_token
):
    given = {**environment, "SLACK_API_URL": silent}
    given |= {"SLACK_APP_TOKEN": app_token} if app_token else {}
    with running("serve", folder=tmp_path, environment=given) as bot:
        comes_true((tmp_path / "punctual.db.lock").exists, "it asks who it is")
        ended_in_time(bot)


def signed_event(event):
    body = {"type": "event_callback", "team_id": TEAM, "event_id": "EvAWAY", "event": event}
    data = json.dumps({**body, "authorizations": []}).encode()
    return data, {"Content-Type": "application/json", **sign(secrets().signing_secret, data)}


@contextmanager
def opened(pair):
    """The database of a bot, beside it."""
    database = Database.open(pair.environment()["DATABASE_URL"])
    try:
        with database.reading() as connection:
            yield connection
    finally:
        database.dispose()


def test_a_bot_that_is_known_takes_events_while_slack_is_away(begin_sandbox, nobody):
    pair = begin_sandbox(is_http=True)
    pair.start_bot()
    pair.bot.stop()
    given = {**pair.environment(), "SLACK_API_URL": nobody}
    with running("serve", folder=pair.folder, environment=given) as bot:
        comes_true(lambda: is_listening(pair.bot_port), "it listens")
        address = f"http://{HOST}:{pair.bot_port}"
        comes_true(lambda: "not confirmed" in fetched(f"{address}/readyz")[1], "it knows itself")
        message = {"type": "message", "channel": "C0SUPPORT", "user": "U0CARLA", "text": "Fire"}
        message |= {"ts": "1795989000.000100", "channel_type": "channel"}
        assert fetched(f"{address}/slack/events", *signed_event(message))[0] == 200
        with opened(pair) as connection:
            assert inbox.last_received_at(connection, TEAM) is not None
        ended_in_time(bot)


def test_it_ends_in_time_while_every_call_hangs(begin_sandbox):
    pair = begin_sandbox()
    pair.start_bot()
    pair.slack.member("carla").says("C0SUPPORT", "My printer burns")
    sandbox = pair.children[-1].process
    sandbox.send_signal(signal.SIGSTOP)
    try:
        ended_in_time(pair.bot)
        with running("serve", folder=pair.folder, environment=pair.environment()) as bot:
            comes_true(lambda: bot.said.read_text().count("at work") == 2, "it is at work")
            ended_in_time(bot)
    finally:
        sandbox.send_signal(signal.SIGCONT)


def test_it_ends_in_time_while_slack_has_it_wait(begin_sandbox):
    pair = begin_sandbox()
    for method in ("users.list", "conversations.history", "chat.postMessage"):
        pair.slack.fault("ratelimited", method=method, times=9, retry_after_s=60)
    since = pair.slack.mark()
    pair.start_bot()
    pair.slack.wait(since, "a refusal", kind="api", method="users.list")
    ended_in_time(pair.bot)


def hearer(pair):
    with opened(pair) as connection:
        return next(iter(hearing.hearers_of(connection, TEAM)), None)


def age_s(hearer):
    return (hearer.beat_at - hearer.started_at).total_seconds()


def reason(pair):
    with opened(pair) as connection:
        return hearing.get(connection, TEAM).reason


def test_two_sockets_are_held_and_cut_ones_are_opened_again_and_doubted(begin_sandbox):
    pair = begin_sandbox()
    pair.start_bot()
    slack = pair.slack
    comes_true(lambda: slack.state()["connections"] == 2, "two sockets")
    comes_true(lambda: getattr(hearer(pair), "alive_at", None) is not None, "it hears")
    comes_true(lambda: age_s(hearer(pair)) > 6, "it is at work for a while")
    seen = hearer(pair)
    assert (seen.beat_at - seen.alive_at).total_seconds() < 2
    slack.post("socket", cut=True)
    comes_true(lambda: slack.state()["connections"] == 2, "two sockets again")
    comes_true(lambda: reason(pair) == reasons.OPENED, "doubted")
    comes_true(lambda: hearer(pair).lost_at is None, "it hears again")
    said = pair.bot.said.read_text()
    assert said.count("lost since") == 1
    ended_in_time(pair.bot)
    assert hearer(pair) is None


def test_an_app_token_that_slack_refuses_at_the_first_start_is_a_wrong_setting(begin_sandbox):
    pair = begin_sandbox()
    given = {**pair.environment(), "SLACK_APP_TOKEN": "xapp-wrong"}
    ended = ran(punctual("serve"), pair.folder, given)
    assert ended.returncode == 2
    assert "SLACK_APP_TOKEN: Slack refuses it" in ended.stderr.strip().splitlines()[-1]
