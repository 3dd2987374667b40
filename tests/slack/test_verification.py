"""Requests over HTTP are judged by Slack's clock, so that a wrong one of ours refuses none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt import BoltRequest

from bot.slack.connect.app import build_app
from tests.slack.fakes import SECRET, signed

BODY = '{"type": "url_verification", "challenge": "x"}'
MINUTES = 60


def answer(bot, ago_s, slack_now):
    app = build_app(replace(bot.deps, slack_now=slack_now))
    headers = {"content-type": "application/json", **signed(BODY, SECRET, ago_s)}
    return app.dispatch(BoltRequest(body=BODY, headers=headers)).status


def an_hour_ago():
    return datetime.now(UTC) - timedelta(hours=1)


@pytest.mark.parametrize(
    ("ago_s", "slack_now", "is_taken"),
    [
        (0, lambda: None, True),
        (6 * MINUTES, lambda: None, False),
        (60 * MINUTES, an_hour_ago, True),
        (66 * MINUTES, an_hour_ago, False),
        (0, an_hour_ago, False),
    ],
)
def test_a_signature_is_as_old_as_slacks_clock_says(bot, ago_s, slack_now, is_taken):
    assert (answer(bot, ago_s, slack_now) != 401) == is_taken


def test_without_a_secret_no_request_is_taken(bot):
    app = build_app(replace(bot.deps, signing_secret=None))
    headers = {"content-type": "application/json", **signed(BODY, SECRET)}
    assert app.dispatch(BoltRequest(body=BODY, headers=headers)).status >= 400
