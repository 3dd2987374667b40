"""What an operator saw who knew only the README: each of these failed when it was written."""

import logging
import threading
import time

import pytest
import structlog

from bot.demo.seen import keys_said
from bot.demo.verdict import kind_of
from bot.logs import configure_logging
from bot.settings import Settings
from tests.stories.conftest import QUICK

SUPPORT = "C0SUPPORT"
WARNING, BREACH = "alarm:1:first_reply:1:75%", "alarm:1:first_reply:1:breach"


@pytest.fixture
def pair(begin_sandbox):
    pair = begin_sandbox()
    pair.start_bot()
    return pair


def test_a_warning_held_up_by_a_refusal_does_not_say_that_time_is_left(begin_sandbox, tmp_path):
    promises = tmp_path / "slower.yml"
    promises.write_text(QUICK.read_text().replace("first_reply: 4s", "first_reply: 20s"))
    pair = begin_sandbox(promises)
    pair.start_bot()
    slack = pair.slack
    slack.member("carla").says(SUPPORT, "The checkout shows an error #URGENT")
    time.sleep(4)
    slack.post("faults", fault="error", error="invalid_auth", times=None)
    time.sleep(30)
    slack.post("faults/lift")
    time.sleep(15)
    said = [kind_of(key) for key, _ in keys_said(slack.log())]
    assert BREACH in said
    assert WARNING not in said, "said 10 s after the breach: 5 s of business time left"


def test_a_home_that_is_opened_as_the_bot_ends_is_no_trouble(pair):
    time.sleep(1)
    pair.slack.post("home", user=pair.slack.member("ada").id)
    pair.bot.process.terminate()
    assert pair.bot.process.wait(10) == 0
    assert "Traceback" not in pair.bot.said.read_text()


def test_a_lost_database_is_a_line_and_no_secret_is_printed(pair):
    time.sleep(3)
    (pair.folder / "punctual.db").unlink()
    pair.slack.member("carla").says(SUPPORT, "Anybody there?")
    assert pair.bot.process.wait(20) == 1
    said = pair.bot.said.read_text()
    assert "xoxb-" not in said
    assert "Traceback" not in said


def test_a_traceback_shows_no_values_of_variables(capsys):
    root, hook = logging.getLogger(), threading.excepthook
    before, level = list(root.handlers), root.level
    configure_logging(Settings(_env_file=None, log_format="text"))
    bot_token = "xoxb-secret"
    try:
        int(f"no number: {len(bot_token)}")
    except ValueError:
        structlog.get_logger("bot").exception("it failed")
    said = capsys.readouterr().err
    root.handlers[:], threading.excepthook = before, hook
    root.setLevel(level)
    structlog.reset_defaults()
    assert "it failed" in said
    assert "│ bot_token" not in said
