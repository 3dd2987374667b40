"""A few scenes of the storm on each database: nothing lost, doubled or false, no breach untold."""

import threading

from tests.storm.__main__ import side_by_side
from tests.storm.scenes import deaths, network
from tests.storm.storm import Plan, play

SCENES = (deaths.killed_while_posting, deaths.answered_while_dead, network.cut_off)
SELDOM_S = 1000.0


def test_a_few_scenes_of_the_storm_do_no_harm(request, tmp_path):
    """On all databases side by side, as in `make storm`: most of the time nobody does anything."""
    databases = ["sqlite"] if request.config.getoption("--no-postgres") else ["sqlite", "postgres"]
    plan = Plan(1, 0, scenes=SCENES, calm_s=45.0, least_calm_s=27.0, request_every_s=SELDOM_S)

    def act(database, database_url, folder):
        return play(database, database_url, folder, plan, threading.Event())

    for outcome in side_by_side(act, databases, tmp_path):
        assert [*outcome.verdict.wrongs, *outcome.trouble] == []
        assert outcome.counts["kills"] >= 2
        assert outcome.counts["network cuts"] >= 1
        assert outcome.verdict.judged["requests"] >= 3
