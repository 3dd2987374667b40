"""The file that configures an empty database, and no other."""

import pytest

from bot.config import ConfigRefused
from bot.config.history import HistoryReader
from bot.slack.draw.speech import SlackSpeech
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.configuration import apply_to_empty
from tests.config.files import SMALLEST


@pytest.fixture
def program(db, clock):
    return Program(db, clock, "T1", "UBOT", SlackSpeech(), HistoryReader(), lambda: None, IN_ORDER)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sla.yml"
    path.write_text(SMALLEST, encoding="utf-8")
    return path


def target(program):
    with program.look() as work:
        return work.configuration.level("Standard").target_s("first_reply", "normal")


def test_an_empty_database_is_configured_once(program, file):
    (said,) = apply_to_empty(program, file)
    assert said.endswith(f"items from {file}")
    assert target(program) == 14_400
    assert apply_to_empty(program, file) == []


def test_a_configured_database_keeps_what_it_has_and_says_that_the_file_differs(program, file):
    apply_to_empty(program, file)
    file.write_text(SMALLEST.replace("4h", "2h"), encoding="utf-8")
    (said,) = apply_to_empty(program, file)
    assert f"see `punctual config diff {file}`" in said
    assert target(program) == 14_400


def test_a_wrong_file_configures_nothing(program, file):
    file.write_text("version: 2", encoding="utf-8")
    with pytest.raises(ConfigRefused):
        apply_to_empty(program, file)
    with program.look() as work:
        assert not work.history.revisions
