"""The bar that shows how far a long work has come."""

import io
import sys

import pytest
from rich.console import Console

from bot.simulation import progress as module
from bot.simulation.progress import bar_of, bar_on, progress
from tests.conftest import FakeClock


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    """Makes standard error a terminal of some kind."""

    def make(kind="xterm"):
        screen = Terminal()
        monkeypatch.setenv("TERM", kind)
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return make


@pytest.fixture
def bar():
    return bar_on(Console(file=io.StringIO(), force_terminal=True, width=80))


def drawn(bar):
    return bar.console.file.getvalue()


def test_short_work_draws_nothing(bar, clock: FakeClock):
    with bar_of(bar, "Checking", 100, clock) as advance:
        clock.move(seconds=0.9)
        advance(50)
    assert drawn(bar) == ""


def test_work_of_more_than_a_second_is_shown(bar, clock: FakeClock):
    with bar_of(bar, "Checking", 100, clock) as advance:
        clock.move(seconds=1.1)
        advance(50)
        assert "Checking" in drawn(bar)
        assert "50%" in drawn(bar)


def test_it_is_drawn_ten_times_a_second_at_most(bar, clock: FakeClock):
    with bar_of(bar, "Checking", 100, clock) as advance:
        clock.move(seconds=1.1)
        advance(10)
        seen = drawn(bar)
        clock.move(seconds=0.05)
        advance(10)
        assert drawn(bar) == seen
        clock.move(seconds=0.06)
        advance(10)
        assert "30%" in drawn(bar)


def test_it_is_taken_away_also_when_the_work_fails(bar, clock: FakeClock):
    def work():
        with bar_of(bar, "Checking", 100, clock) as advance:
            clock.move(seconds=1.1)
            advance(10)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert not bar.live.is_started


def test_nothing_is_shown_where_standard_error_is_no_terminal(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Checking", 100) as advance:
        advance(100)
    assert (advance, screen.getvalue()) == (module.unseen, "")


def test_nothing_is_shown_on_a_terminal_that_cannot_move_its_cursor(terminal):
    terminal("dumb")
    with progress("Checking", 100) as advance:
        assert advance is module.unseen


def test_on_a_terminal_there_is_a_bar(terminal, clock: FakeClock):
    screen = terminal()
    with progress("Checking", 100, clock) as advance:
        clock.move(seconds=2)
        advance(40)
    assert "40%" in screen.getvalue()
