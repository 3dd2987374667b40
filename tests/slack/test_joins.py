"""Public channels that departments name are joined once for each change of the configuration."""

from dataclasses import replace

import pytest

from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.hear.directory.joins import LOOK_EVERY_S, Joins
from bot.store import channels
from bot.store.configuration import ConfigChange, change
from bot.usecases.promises.directory_changes import note_listed
from tests.slack.fakes import TEAM


class Slack:
    """Answers joins one after the other, and remembers which channels were to be joined."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.joined = []

    def call(self, method, payload, *, timeout_s):
        assert method == "conversations.join"
        self.joined.append(payload["channel"])
        answer = self.answers.pop(0) if self.answers else Answer(ok=True)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def outside(program):
    """The desk with the bot in no channel of Support."""
    note_listed(program)
    leave(program)
    return program


def leave(program):
    with program.work() as work:
        known = channels.get(work.connection, TEAM, "CSUPPORT")
        channels.save(work.connection, TEAM, replace(known, is_member=False))


def test_a_change_is_answered_once(outside):
    slack = Slack()
    joins = Joins(outside, slack)
    assert joins.run_once() == LOOK_EVERY_S
    leave(outside)
    joins.run_once()
    assert slack.joined == ["CSUPPORT"]
    with outside.database.writing() as connection:
        changed = [ConfigChange("customer", "New", {})]
        change(connection, TEAM, changed, changed_at=outside.clock.now(), changed_by="UADA")
    joins.run_once()
    assert slack.joined == ["CSUPPORT", "CSUPPORT"]


def test_a_slack_that_cannot_be_asked_is_asked_again_with_patience(outside):
    slack = Slack(*[UnclearAnswer("timeout")] * 4)
    joins = Joins(outside, slack)
    rests = [joins.run_once() for _ in range(5)]
    assert rests == [5, 5, 5, 8, LOOK_EVERY_S]
    assert slack.joined == ["CSUPPORT"] * 5


def test_a_slack_that_refuses_is_not_asked_again(outside):
    slack = Slack(Answer(ok=False, error="is_archived"))
    joins = Joins(outside, slack)
    joins.run_once()
    joins.run_once()
    assert slack.joined == ["CSUPPORT"]


def test_nothing_is_joined_before_channels_were_told(program):
    leave(program)
    slack = Slack()
    Joins(program, slack).run_once()
    assert slack.joined == []
