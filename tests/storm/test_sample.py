"""A few scenes of the storm on each database: nothing lost, doubled or false, no breach untold."""

import threading

import pytest

from tests.storm import trouble
from tests.storm.storm import Plan, play

SCENES = (
    *(trouble.answered_while_dead, trouble.killed_while_posting, trouble.cut_off),
    trouble.lost_while_catching_up,
)


@pytest.mark.parametrize("seed", [1])
def test_storm_of_a_minute_does_no_harm(database_url, tmp_path, seed):
    database = "sqlite" if database_url.startswith("sqlite") else "postgres"
    plan = Plan(seed, 0.8, scenes=SCENES, calm_s=90.0)
    outcome = play(database, database_url, tmp_path, plan, threading.Event())
    assert [*outcome.verdict.wrongs, *outcome.trouble] == []
    assert outcome.counts["kills"] >= 3
    assert outcome.verdict.judged["requests"] >= 5
