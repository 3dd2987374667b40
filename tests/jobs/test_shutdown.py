"""The end comes in time, whatever is being done, and says what made it necessary."""

import threading
import time

import pytest

from bot.errors import SettingsError
from bot.jobs.shutdown import (
    PROCESS_ENDS_WITHIN_S,
    Shutdown,
    StopRequested,
    stop_all,
)


class Ending:
    """What would end the process, and the time it was given before."""

    def __init__(self):
        self.codes, self.slept = [], []
        self.is_over = threading.Event()

    def end(self, code):
        self.codes.append(code)
        self.is_over.set()


@pytest.fixture
def ending():
    return Ending()


@pytest.fixture
def stopping(ending):
    return Shutdown(ending.end, ending.slept.append)


def test_who_waits_goes_on_when_the_end_is_asked_for(stopping):
    stopping.request()
    stopping.wait()


def test_a_process_that_does_not_end_by_itself_is_ended(stopping, ending):
    stopping.request()
    assert ending.is_over.wait(5)
    assert (ending.codes, ending.slept) == ([0], [PROCESS_ENDS_WITHIN_S])


def test_a_rest_is_cut_short(stopping):
    stopping.rest(0)
    stopping.request()
    with pytest.raises(StopRequested):
        stopping.rest(60)


def test_what_makes_it_senseless_to_go_on_is_raised_and_told(stopping, ending, capsys):
    stopping.fail(SettingsError("SLACK_APP_TOKEN: no"))
    stopping.fail(SettingsError("something later"))
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN: no"):
        stopping.wait()
    assert ending.is_over.wait(5)
    assert ending.codes == [2]
    assert "SLACK_APP_TOKEN: no" in capsys.readouterr().err


class Part:
    """Ends when it is let go."""

    def __init__(self):
        self.may_end = threading.Event()
        self.was_told = False

    def start(self):
        self.may_end.clear()

    def stop(self):
        self.was_told = True
        self.may_end.wait(30)


def test_one_that_does_not_end_holds_up_neither_the_others_nor_the_end():
    stuck, quick = Part(), Part()
    quick.may_end.set()
    began_s = time.monotonic()
    assert not stop_all([stuck, quick], within_s=0.05)
    assert time.monotonic() - began_s < 5
    assert stuck.was_told
    assert quick.was_told
    stuck.may_end.set()
    assert stop_all([stuck, quick])
