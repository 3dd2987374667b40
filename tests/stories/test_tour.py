"""The tour as a newcomer plays it."""

from io import StringIO

from rich.console import Console

from bot.demo.processes import clean_environment, punctual, ran
from bot.demo.tour.narrator import Narrator
from bot.demo.tour.play import STEPS, play

LONGEST_S = 90


def test_tour_sees_every_step_in_less_than_90_seconds(tmp_path):
    played = ran(punctual("demo", "--tour"), tmp_path, clean_environment(), LONGEST_S)
    assert played.returncode == 0, played.stdout + played.stderr
    told = [title for title, _ in STEPS if title in played.stdout]
    assert told == [title for title, _ in STEPS]
    assert "✗" not in played.stdout
    assert played.stderr == ""


def test_tour_that_does_not_see_a_step_ends_with_1_and_names_it(begin_sandbox):
    pair = begin_sandbox()  # its level is called Quick, and the tour asks for Urgent SLA
    pair.start_bot()
    told = StringIO()
    assert play(pair, Narrator(Console(file=told, width=200))) == 1
    assert f"✗ step 2, {STEPS[1][0]}: the level is not on the card" in told.getvalue()
