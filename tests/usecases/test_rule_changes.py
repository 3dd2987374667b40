"""Rules changed one by one, by admins only, each change one revision and one entry of the audit."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.errors import UserFacingError
from bot.store.tables import audit
from bot.usecases.promises import rule_changes
from bot.usecases.promises.ready_made import ready_made
from bot.usecases.promises.rule_trials import tried_on
from bot.usecases.sweep.sweep import sweep
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Rule
from sla_core.errors import RuleError
from tests.usecases.test_rules import by_rules, ruled

THREE = """
  - name: Second
    if: [{tags: {contains: a}}]
    then: {priority: high}
  - name: Third
    active: false
    if: [{tags: {contains: b}}]
    then: {priority: low}
"""


@pytest.fixture
def program(team):
    ruled(team, THREE)
    return team


def rules_of(team):
    with team.program.look() as work:
        return [(each.name, each.active) for each in work.configuration.rules]


def does(team, change, *args, by="UADA", **how):
    with team.program.work() as work:
        return change(work, *args, by, **how)


FIRST, SECOND, THIRD = ("Tag URGENT", True), ("Second", True), ("Third", False)


@pytest.mark.parametrize(
    ("change", "named", "how", "after", "place"),
    [
        (rule_changes.switch, "third", {"on": True}, [FIRST, SECOND, ("Third", True)], 3),
        (rule_changes.switch, "Second", {"on": False}, [FIRST, ("Second", False), THIRD], 2),
        (rule_changes.move, "2", {"up": True}, [SECOND, FIRST, THIRD], 1),
        (rule_changes.move, '"Tag URGENT"', {"up": False}, [SECOND, FIRST, THIRD], 2),
        (rule_changes.archive, "#3", {}, [FIRST, SECOND], None),
    ],
)
def test_a_rule_is_changed_by_name_or_number(program, change, named, how, after, place):
    made = does(program, change, named, **how)
    assert (rules_of(program), made.place, made.is_changed) == (after, place, True)
    with program.program.look() as work:
        entries = work.connection.execute(select(audit.c.action, audit.c.actor)).all()
    assert entries[-1].actor == "UADA"
    assert entries[-1].action.startswith("rule ")


@pytest.mark.parametrize(
    ("change", "named", "how"),
    [
        (rule_changes.switch, "Second", {"on": True}),
        (rule_changes.move, "Tag URGENT", {"up": True}),
        (rule_changes.move, "Third", {"up": False}),
    ],
)
def test_what_is_so_already_makes_no_revision(program, change, named, how):
    with program.program.look() as work:
        before = rule_changes.rules_revision(work)
    assert not does(program, change, named, **how).is_changed
    with program.program.look() as work:
        assert rule_changes.rules_revision(work) == before


@pytest.mark.parametrize("by", ["UANA", "ULEA", "UCARLA"])
def test_only_admins_change_rules(program, by):
    with pytest.raises(UserFacingError, match="Only workspace admins"):
        does(program, rule_changes.archive, "Second", by=by)
    assert rules_of(program) == [FIRST, SECOND, THIRD]


def test_an_unknown_rule_is_refused_with_the_nearest(program):
    with pytest.raises(UserFacingError, match="Did you mean Second"):
        does(program, rule_changes.archive, "Secnd")
    with pytest.raises(UserFacingError, match="There is no rule 9"):
        does(program, rule_changes.archive, "9")


def test_two_admins_at_one_list_the_second_is_refused(program):
    with program.program.look() as work:
        seen = rule_changes.rules_revision(work)
    does(program, rule_changes.switch, "Second", on=False, seen=seen)
    with pytest.raises(UserFacingError, match="Somebody changed the rules meanwhile"):
        does(program, rule_changes.archive, "Second", seen=seen)
    assert rules_of(program)[1] == ("Second", False)


def test_rules_of_a_file_are_changed_in_the_file(team):
    ruled(team, THREE, **{"version: 1": "version: 1\nmanaged_by: file"})
    with pytest.raises(UserFacingError, match="managed_by: file"):
        does(team, rule_changes.archive, "Second")


NEW = Rule("New", Actions(assignee="ana@example.com"), ((Condition("tags", "contains", "x"),),))


def test_a_new_rule_comes_last_and_an_edited_one_stays_where_it_is(program):
    made = does(program, lambda work, by: rule_changes.save_rule(work, NEW, by))
    assert (made.place, made.rule.then.assignee) == (4, "UANA")
    edited = replace(NEW, name="Newer")
    made = does(
        program, lambda work, by: rule_changes.save_rule(work, edited, by, replaces="Second")
    )
    assert (made.place, [name for name, _ in rules_of(program)]) == (
        2,
        ["Tag URGENT", "Newer", "Third", "New"],
    )


@pytest.mark.parametrize(
    ("rule", "error", "says"),
    [
        (replace(NEW, name="SECOND"), RuleError, "there is a rule 'SECOND' already"),
        (replace(NEW, then=Actions(level="Nothing")), UserFacingError, "there is no level Nothing"),
        (replace(NEW, then=Actions(assignee="Ana")), UserFacingError, "Ana"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(program, rule, error, says):
    with pytest.raises(error, match=says):
        does(program, lambda work, by: rule_changes.save_rule(work, rule, by))
    assert rules_of(program) == [FIRST, SECOND, THIRD]


def test_there_are_200_rules_at_most(team):
    more = "".join(f"\n  - {{name: R{n}, then: {{priority: high}}}}" for n in range(199))
    ruled(team, more)
    with pytest.raises(RuleError, match="200 rules at most"):
        does(team, lambda work, by: rule_changes.save_rule(work, NEW, by))


def test_a_name_that_stands_for_nobody_yet_is_told(program):
    absent = replace(NEW, then=Actions(assignee="new@example.com"))
    made = does(program, lambda work, by: rule_changes.save_rule(work, absent, by))
    assert [name.written for name in made.waiting] == ["new@example.com"]


# --- ready-made ---------------------------------------------------------------------------------


def test_ready_made_rules_are_added_once_as_ordinary_ones(program):
    made = does(program, rule_changes.add_rules, ready_made())
    assert [each.place for each in made] == [4, 5, 6]
    assert rules_of(program)[3:] == [(rule.name, True) for rule in ready_made()]
    assert does(program, rule_changes.add_rules, ready_made()) == []


def test_a_ticket_that_nobody_has_is_escalated_after_30_minutes(team):
    does(team, rule_changes.add_rules, ready_made()[:1])
    team.writes("UCARLA", "Printer")
    team.clock.move(minutes=30)
    sweep(team.program)
    assert by_rules(team) == []
    team.clock.move(seconds=1)
    sweep(team.program)
    name = ready_made()[0].name
    assert by_rules(team) == [("ruled", name), ("escalated", name), ("notified", name)]


def test_a_ticket_answered_and_untouched_is_escalated_after_24_business_hours(team):
    does(team, rule_changes.add_rules, ready_made()[1:2])
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "On it", thread_ts=ts)
    team.clock.move(hours=24)
    sweep(team.program)
    assert by_rules(team) == []
    team.clock.move(seconds=2)
    sweep(team.program)
    name = ready_made()[1].name
    assert ("escalated", name) in by_rules(team)


def test_a_ticket_whose_promises_were_missed_twice_is_escalated(team):
    does(team, rule_changes.add_rules, ready_made()[2:])
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=5)  # the first reply was promised within 4 h
    team.writes("UANA", "On it", thread_ts=ts)
    sweep(team.program)
    assert by_rules(team) == []
    team.clock.move(minutes=1)
    team.writes("UCARLA", "And?", thread_ts=ts)
    team.clock.move(hours=9)  # the next one within 8 h
    sweep(team.program)
    name = ready_made()[2].name
    assert ("escalated", name) in by_rules(team)


# --- tried on a ticket --------------------------------------------------------------------------


def trial(team, by="UANA", number=1):
    with team.program.look() as work:
        return tried_on(work, number, by)


def test_rules_are_tried_on_a_ticket_and_nothing_is_changed(program):
    program.writes("UCARLA", "Printer #a")
    found = trial(program)
    (walk,) = found.walks
    assert [(each.rule.name, each.outcome) for each in walk.rules] == [
        ("Tag URGENT", "fails"), ("Second", "matches"), ("Third", "off"),
    ]  # fmt: skip
    assert walk.rules[0].groups[0][0].value == ("a",)
    assert walk.rules[1].effects == ()  # it was done at the creation
    assert (found.level, found.is_by_hand, found.places["Third"]) == ("Standard", False, 3)


def test_who_asked_for_a_ticket_is_told_no_rule_of_it(program):
    program.writes("UCARLA", "Printer")
    with pytest.raises(UserFacingError, match="You asked for #1 yourself"):
        trial(program, by="UCARLA")
    with pytest.raises(UserFacingError, match="no ticket #9"):
        trial(program, number=9)
