"""A few scenes of the storm on each database: nothing lost, doubled or false, no breach untold."""

import threading

from tests.storm.scenes import deaths, network
from tests.storm.storm import Plan, play

SCENES = (deaths.killed_while_posting, deaths.answered_while_dead, network.cut_off)
SELDOM_S = 1000.0


def test_a_few_scenes_of_the_storm_do_no_harm(database_url, tmp_path):
    database = "sqlite" if database_url.startswith("sqlite") else "postgres"
    plan = Plan(1, 0, scenes=SCENES, calm_s=45.0, least_calm_s=27.0, request_every_s=SELDOM_S)
    outcome = play(database, database_url, tmp_path, plan, threading.Event())
    assert [*outcome.verdict.wrongs, *outcome.trouble] == []
    assert outcome.counts["kills"] >= 2
    assert outcome.counts["network cuts"] >= 1
    assert outcome.verdict.judged["requests"] >= 3
