"""Stopped clocks judged anew, on request only, and never without a trace."""

import pytest

from bot.errors import UserFacingError
from bot.store import audit, clocks
from bot.store.clocks import JudgedFilter
from bot.usecases.ground.timelines import load
from bot.usecases.promises.corrections import check, reprocess, verdicts
from tests.usecases.test_reprojection import configured, standard

EVERYTHING = JudgedFilter()


def answered(team, hours):
    """A request that was answered after so many hours."""
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=hours)
    team.writes("UANA", "there", thread_ts=ts)


def looked(team, chosen=EVERYTHING, as_of_s=None):
    with team.program.look() as work:
        return verdicts(work, work.now_s if as_of_s is None else as_of_s, chosen)


def now_s(team):
    with team.program.look() as work:
        return work.now_s


def row(team, number=1, metric="first_reply"):
    with team.program.look() as work:
        rows = {each.metric: each for each in clocks.of(work.connection, "T1", number)}
    return rows[metric]


@pytest.fixture
def promised_more(team):
    """A ticket that was answered late by a promise that was since made longer."""
    answered(team, 5)
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"), moves=False)
    team.clock.move(minutes=1)
    return team


def test_looking_says_who_would_be_judged_otherwise_and_changes_nothing(promised_more):
    [found] = looked(promised_more)
    assert (found.number, found.name, found.agent) == (1, ("first_reply", 1), "UANA")
    assert (found.change.before.state, found.change.after.state) == ("missed", "met")
    assert row(promised_more).state == "missed"


def test_judging_anew_appends_events_and_the_rows_follow(promised_more):
    team = promised_more
    breached_at = row(team).breached_at
    done = reprocess(team.program, now_s(team), looked(team), "ada")
    assert (done.clocks, done.numbers) == (1, (1,))
    found = row(team)
    assert (found.state, found.target_seconds) == ("met", 8 * 3600)
    assert (found.withdrawn_at, found.withdrawn_by) == (breached_at, "ada")
    assert found.withdrawn_reason == "reprocessed"
    with team.program.look() as work:
        newest = load(work, 1).events[-1]
        summary, of_ticket = audit.listing(work.connection, "T1", limit=2)
    assert (newest.type, newest.actor) == ("reprocessed", "ada")
    assert (summary.subject, summary.after["tickets"]) == ("clocks", [1])
    assert (of_ticket.subject, of_ticket.actor) == ("ticket:1", "ada")
    assert looked(team) == []


def test_what_meanwhile_agrees_by_itself_is_left_alone(promised_more):
    team = promised_more
    found = looked(team)
    reprocess(team.program, now_s(team), found, "ada")
    assert reprocess(team.program, now_s(team), found, "ada").clocks == 0


def test_a_met_clock_may_become_missed_when_it_is_judged_anew(team):
    answered(team, 3)
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"), moves=False)
    team.clock.move(minutes=1)
    reprocess(team.program, now_s(team), looked(team), "ada")
    assert (row(team).state, row(team).breached_at) == ("missed", team.clock.now())
    assert team.said("alarm:") == []


def test_one_may_judge_by_what_was_promised_at_an_instant(promised_more):
    team = promised_more
    before_s = now_s(team) - 3600
    assert looked(team, as_of_s=before_s) == []


def test_only_what_is_chosen_is_judged_anew(promised_more):
    assert looked(promised_more, JudgedFilter(metric="resolution")) == []
    assert looked(promised_more, JudgedFilter(number=2)) == []


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (JudgedFilter(metric="first_replay"), "--metric first_replay: did you mean first_reply"),
        (JudgedFilter(level="Standrd"), "--level Standrd: did you mean Standard"),
        (JudgedFilter(number=9), "There is no ticket #9 here."),
    ],
)
def test_what_cannot_be_asked_for_is_refused(team, chosen, said):
    with team.program.look() as work, pytest.raises(UserFacingError, match=said):
        check(work, work.now_s, chosen)


def test_an_instant_still_to_come_and_days_the_wrong_way_round_are_refused(team):
    now = team.clock.now()
    backwards = JudgedFilter(from_at=now, to_at=now)
    with team.program.look() as work:
        with pytest.raises(UserFacingError, match="still to come"):
            check(work, work.now_s + 1, EVERYTHING)
        with pytest.raises(UserFacingError, match="--from lies after --to"):
            check(work, work.now_s, backwards)
        check(work, work.now_s, JudgedFilter(level="standard", metric="resolution"))
