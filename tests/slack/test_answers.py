"""Answers to one person: what Slack refuses is logged, and harms nobody."""

import pytest
from structlog.testing import capture_logs

from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.act import answers
from tests.slack.fakes import FakeSlack


@pytest.mark.parametrize(
    ("said", "method"),
    [
        (answers.ephemeral("C1", "U1", None, {"text": "x"}), "chat.postEphemeral"),
        (answers.by_view("V1", {"type": "modal"}), "views.update"),
    ],
)
def test_what_slack_refuses_is_logged(said, method, monkeypatch):
    class Refusing:
        def call(self, name, payload, *, timeout_s):
            return Answer(ok=False, error="not_in_channel")

    with capture_logs() as logs:
        answers.say(Refusing(), said)
    assert logs[0]["way"] == method
    assert logs[0]["problem"] == "not_in_channel"


def test_a_silent_slack_is_logged():
    class Silent:
        def call(self, name, payload, *, timeout_s):
            raise UnclearAnswer("timeout")

    with capture_logs() as logs:
        answers.say(Silent(), answers.ephemeral("C1", "U1", None, {"text": "x"}))
    assert logs[0]["problem"] == "timeout"


def test_a_response_url_that_is_used_up_is_logged(callbacks):
    callbacks.status = 404
    with capture_logs() as logs:
        answers.say(FakeSlack(), answers.by_response_url(callbacks.url, {"text": "x"}))
    assert logs[0]["way"] == "response_url"


def test_a_response_url_nobody_listens_on_is_logged():
    with capture_logs() as logs:
        answers.say(FakeSlack(), answers.by_response_url("http://127.0.0.1:1/x", {"text": "x"}))
    assert "refused" in logs[0]["problem"]


def test_an_answer_in_a_thread_stays_in_it():
    slack = FakeSlack()
    answers.say(slack, answers.ephemeral("C1", "U1", "1.2", {"text": "x"}))
    assert slack.calls == [
        ("chat.postEphemeral", {"channel": "C1", "user": "U1", "thread_ts": "1.2", "text": "x"})
    ]
