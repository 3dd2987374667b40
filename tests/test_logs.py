"""All that is said goes to standard error in lines of one kind, whoever says it."""

import json
import logging
import threading

import pytest
import structlog

from bot.logs import configure_logging
from bot.settings import Settings


@pytest.fixture
def stderr(capsys):
    """Reads what was written to standard error; logging is put back as it was."""
    root, hook = logging.getLogger(), threading.excepthook
    before, level = list(root.handlers), root.level
    yield lambda: capsys.readouterr().err
    root.handlers[:] = before
    root.setLevel(level)
    threading.excepthook = hook
    structlog.reset_defaults()


def lines(stderr):
    return [json.loads(line) for line in stderr().splitlines()]


def test_libraries_and_the_program_speak_alike(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))
    structlog.get_logger("bot").warning("ours, %s", "in short", why="x")
    logging.getLogger("slack_bolt").warning("theirs, %s", "too")
    logging.getLogger("slack_bolt").info("not this")
    ours, theirs = lines(stderr)
    assert (ours["event"], ours["why"], ours["level"]) == ("ours, in short", "x", "warning")
    assert (theirs["event"], theirs["level"]) == ("theirs, too", "warning")


def test_a_traceback_of_a_library_is_part_of_its_line(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))
    try:
        int("broken")
    except ValueError:
        logging.getLogger("slack_bolt").exception("it failed")
    (line,) = lines(stderr)
    assert "ValueError: invalid literal" in line["exception"]


def test_a_thread_that_ends_by_an_error_says_so_in_a_line(stderr):
    configure_logging(Settings(_env_file=None, log_format="json"))

    def fails():
        raise ValueError("broken")

    thread = threading.Thread(target=fails, name="watchdog")
    thread.start()
    thread.join()
    (line,) = lines(stderr)
    assert (line["event"], line["thread"]) == ("a thread ended", "watchdog")
    assert "ValueError: broken" in line["exception"]


def test_as_text_it_is_text(stderr):
    configure_logging(Settings(_env_file=None))
    logging.getLogger("slack_bolt").warning("theirs")
    said = stderr()
    assert "theirs" in said
    assert "{" not in said
