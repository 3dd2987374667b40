"""`punctual why` says what became of each clock, in its first and last line."""

from bot.commands.explaining import _left, _state
from bot.usecases.views import ClockView
from tests.commands.conftest import MONDAY


def clock(**given):
    values = {
        "metric": "first_reply",
        "cycle": 1,
        "state": "running",
        "target_seconds": 3600,
        "elapsed_seconds": 60,
        "remaining_seconds": 3540,
        "started_at": MONDAY,
        "due_at": None,
        "breached_at": None,
        "stopped_at": None,
        "is_paused": False,
    }
    return ClockView(**(values | given))


def test_a_cancelled_clock_is_shown_with_its_reason():
    assert _state(clock(state="cancelled", cancel_reason="abandoned")) == "cancelled (abandoned)"
    assert _state(clock()) == "running"


def test_an_overdue_clock_says_by_how_much():
    assert _left(-90) == "overdue by 1 min 30 s"
    assert _left(90) == "1 min 30 s left"
