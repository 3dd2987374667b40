"""The tour as a newcomer plays it, by both ways in which Slack reaches the bot."""

import pytest

from bot.demo.processes import clean_environment, punctual, ran
from bot.demo.tour.play import STEPS

LONGEST_S = 90


@pytest.mark.parametrize("way", [[], ["--http"]], ids=["socket-mode", "http"])
def test_tour_sees_every_step_in_less_than_90_seconds(tmp_path, way):
    played = ran(punctual("demo", "--tour", *way), tmp_path, clean_environment(), LONGEST_S)
    assert played.returncode == 0, played.stdout + played.stderr
    told = [title for title, _ in STEPS if title in played.stdout]
    assert told == [title for title, _ in STEPS]
    assert "✗" not in played.stdout
    assert played.stderr == ""
