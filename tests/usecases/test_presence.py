"""How the assignee is: asked before a decision, outside of its transaction, and written into it."""

from dataclasses import replace

import pytest

from bot.usecases.ground.presence import knowing_presence, presence_of
from bot.usecases.promises.rule_trials import tried_on
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets.assignment import claim
from bot.usecases.tickets.replies import note
from sla_core.configuration import ConfigurationHistory
from sla_core.reports.log import log_rows
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import replay_anew
from sla_core.tickets.timeline import Timeline
from tests.usecases.test_rules import by_rules, events_of, row, ruled

AWAY = """
  - name: Away
    when: [time, changed]
    if: [{waiting_for: {above: 30m}, assignee_status: {is: away}}]
    then: {priority: urgent}
"""


class Slack:
    """Says how everybody is, and that no transaction was open when it was asked."""

    def __init__(self, team, status="away"):
        self.status, self.asked = status, []
        self.team = replace(team, program=replace(team.program, presence=self.presence))

    def presence(self, person_id):
        with self.team.program.work():  # on SQLite nobody else may write while one is open
            self.asked.append(person_id)
        return self.status


@pytest.fixture
def slack(team):
    return Slack(team)


def waits(slack, rules=AWAY, assignee="UANA"):
    ruled(slack.team, rules)
    slack.team.writes("UCARLA", "Printer")
    if assignee is not None:
        slack.team.does(claim, 1, assignee)


def test_a_time_rule_asks_for_the_one_assignee_at_its_time(slack):
    waits(slack)
    assert slack.asked == []
    slack.team.clock.move(minutes=30, seconds=1)
    sweep(slack.team.program)
    assert (slack.asked, row(slack.team).priority) == (["UANA"], "urgent")
    (decision,) = [each for each in events_of(slack.team) if each.type == "ruled"]
    assert dict(decision.saw) == {"assignee_status": "away"}


@pytest.mark.parametrize("status", ["active", "do_not_disturb", None])
def test_another_presence_or_none_does_not_match(slack, status):
    slack.status = status
    waits(slack)
    slack.team.clock.move(minutes=31)
    sweep(slack.team.program)
    assert (slack.asked, by_rules(slack.team)) == (["UANA"], [])


def test_a_change_of_presence_sets_off_nothing_and_is_seen_with_the_next_event(slack):
    slack.status = "active"
    waits(slack)
    slack.team.clock.move(minutes=31)
    sweep(slack.team.program)
    slack.status = "away"
    slack.team.clock.move(minutes=20)
    sweep(slack.team.program)
    assert (slack.asked, by_rules(slack.team), row(slack.team).wake_at) == (["UANA"], [], None)
    notes = lambda: slack.team.does(note, 1, "ULEA", "hm")  # noqa: E731 what an arrival does
    knowing_presence(slack.team.program, notes)
    assert row(slack.team).priority == "urgent"
    assert slack.asked == ["UANA", "UANA"]


def test_unknown_presence_matches_like_a_missing_value(slack):
    slack.status = None
    waits(slack, AWAY.replace("{is: away}", "{is_not: active}"))
    slack.team.clock.move(minutes=31)
    sweep(slack.team.program)
    assert row(slack.team).priority == "urgent"


@pytest.mark.parametrize(
    ("rules", "assignee"),
    [
        (AWAY, None),
        (AWAY.replace("- name: Away", "- name: Away\n    active: false"), "UANA"),
        (AWAY.replace(", assignee_status: {is: away}", ""), "UANA"),
    ],
    ids=["nobody has it", "the rule is off", "no rule asks"],
)
def test_nobody_is_asked_about_where_no_rule_in_force_needs_it(slack, rules, assignee):
    waits(slack, rules, assignee)
    slack.team.clock.move(minutes=31)
    sweep(slack.team.program)
    assert slack.asked == []


def test_what_was_seen_is_all_that_a_replay_knows(slack):
    waits(slack)
    slack.team.clock.move(minutes=31)
    sweep(slack.team.program)
    slack.status = "active"
    with slack.team.program.look() as work:
        events = events_of(slack.team)
        history = ConfigurationHistory.of(work.configuration)
        books = Rulebooks(history, always=work.configuration)
        anew = replay_anew(Timeline.of("1", events), books, work.now_s)
    assert anew.ticket.priority == "urgent"
    assert log_rows(anew)
    assert slack.asked == ["UANA"]


def test_a_trial_knows_how_the_assignee_is(slack):
    waits(slack)

    def trial():
        with slack.team.program.look() as work:
            return tried_on(work, 1, "ULEA")

    walk = knowing_presence(slack.team.program, trial).walks[-1]
    assert [each.value for each in walk.rules[0].groups[0]] == [0, "away"]


def test_outside_of_whoever_asks_it_is_not_known(slack):
    assert presence_of("UANA") is None
    told = replace(slack.team.program, presence=lambda _: "away")
    assert knowing_presence(told, lambda: presence_of("UANA")) == "away"
    assert presence_of("UANA") is None
