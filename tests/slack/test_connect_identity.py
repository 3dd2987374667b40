"""Who the bot is: asked once, and a wrong token is told in one line."""

import pytest

from bot.delivery.ports import Answer, Unclear
from bot.errors import SettingsError, UserFacingError
from bot.slack.connect.identity import Identity, who_am_i
from tests.slack.fakes import FakeSlack


def asked(answer):
    return who_am_i(FakeSlack(answers={"auth.test": answer}))


def test_the_bot_knows_its_workspace():
    data = {
        "team_id": "T1",
        "team": "Example",
        "user_id": "UBOT",
        "bot_id": "BBOT",
        "url": "https://example.slack.com/",
    }
    assert asked(Answer(ok=True, data=data)) == Identity("T1", "Example", "example", "UBOT", "BBOT")


def test_a_token_slack_refuses_is_a_wrong_setting():
    with pytest.raises(SettingsError, match=r"SLACK_BOT_TOKEN: Slack refuses it \(invalid_auth\)"):
        asked(Answer(ok=False, error="invalid_auth"))


def test_a_slack_that_is_away_is_no_wrong_setting():
    with pytest.raises(UserFacingError, match="unreachable") as told:
        asked(Answer(ok=False, error="unreachable"))
    assert not isinstance(told.value, SettingsError)


def test_no_answer_is_told():
    class Silent:
        def call(self, method, payload, *, timeout_s):
            raise Unclear("timeout")

    with pytest.raises(UserFacingError, match="no answer"):
        who_am_i(Silent())
