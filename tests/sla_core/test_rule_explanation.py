"""Rules tried on a ticket as it stands, and nothing decided."""

from dataclasses import replace

from sla_core.instants import MICROSECONDS
from sla_core.rules.explanation import chosen_level, tried
from sla_core.rules.observation import RecordedFacts
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import Setting, decided_since
from sla_core.rules.walk import decide_new
from tests.sla_core.builders import HOUR, events, told, when
from tests.sla_core.decisions import lines_of, rule, under

URGENT = [("tags", "contains", "urgent")]


def tried_on(history, *happened, until="mon 09:00", decided=(), **own):
    first, *later = events(lines_of(*happened, **own))
    kept = sorted(
        [first, *decide_new(first, history.latest), *later, *decided], key=lambda one: one.at_us
    )
    at_us = when(until) * MICROSECONDS
    return tried("T1", kept, history.latest, RecordedFacts(), at_us, history)


def outcomes(walk):
    return [(each.rule.name, each.outcome) for each in walk.rules]


def test_each_occasion_is_a_walk_of_its_own():
    history = under(
        rule("New", URGENT, at="created", level="Fast"),
        rule("Both", at=("created", "changed"), priority="high"),
        rule("Late", [("waiting_for", "above", HOUR)], escalate=True),
    )
    walks = tried_on(history, tags=["URGENT"])
    assert [(walk.occasion, outcomes(walk)) for walk in walks] == [
        ("created", [("New", "matches"), ("Both", "matches")]),
        ("changed", [("Both", "matches")]),
        ("time", [("Late", "fails")]),
    ]


def test_a_condition_is_shown_with_the_value_it_looked_at():
    history = under(
        rule("R", [*URGENT, ("priority", "above", "normal")], at="created", level="Fast")
    )
    ((found,),) = [walk.rules for walk in tried_on(history, tags=["a", "b"], priority="high")]
    ((tags, priority),) = found.groups
    assert (tags.value, tags.holds) == (("a", "b"), False)
    assert (priority.value, priority.holds) == ("high", True)
    assert found.effects == ()


def test_what_a_rule_would_do_is_what_would_change():
    history = under(
        rule("A", at="created", priority="high", add_tags=("a",)),
        rule("B", [("priority", "is", "high")], at="created", level="Fast", department="Sales"),
    )
    (walk,) = tried_on(history, tags=["a"])
    # it was decided at the creation already
    assert [each.effects for each in walk.rules] == [(), ()]
    edited = under(*(replace(each, then=replace(each.then, priority="urgent", level="All day"))
                     for each in history.latest.rules))  # fmt: skip
    first, *_ = events(lines_of(tags=["a"]))
    kept = [first, *decide_new(first, history.latest)]
    (walk,) = tried("T1", kept, edited.latest, RecordedFacts(), first.at_us, edited)
    assert outcomes(walk) == [("A", "matches"), ("B", "fails")]
    assert [event.type for event in walk.rules[0].effects] == ["priority", "level"]
    assert chosen_level(walk).to == "All day"


def test_a_rule_below_one_that_stops_is_not_reached_and_one_that_is_off_is_off():
    history = under(
        rule("Off", at="created", active=False, level="Slow"),
        rule("Top", at="created", stop=True),
        rule("Below", at="created", level="Fast"),
    )
    (walk,) = tried_on(history)
    assert outcomes(walk) == [("Off", "off"), ("Top", "matches"), ("Below", "stopped")]
    assert chosen_level(walk) is None


def test_a_time_rule_says_when_it_comes_true_and_that_it_acted():
    history = under(rule("Late", [("waiting_for", "above", HOUR)], escalate=True))
    ((found,),) = [walk.rules for walk in tried_on(history, until="mon 09:30")]
    assert (found.outcome, told(found.next_s)) == ("fails", "mon 10:00:01")
    ((found,),) = [walk.rules for walk in tried_on(history, until="mon 11:00")]
    assert (found.outcome, found.next_s) == ("matches", None)
    assert [event.type for event in found.effects] == ["escalated"]

    first, *_ = events(lines_of())
    kept = [first, *decide_new(first, history.latest)]
    setting = Setting(Rulebooks(history), RecordedFacts(), when("mon 11:00") * MICROSECONDS)
    done = decided_since("T1", kept, [], setting)
    ((found,),) = [
        walk.rules
        for walk in tried_on(history, until="mon 11:00", decided=[e for e in done if e.rule])
    ]
    assert (found.outcome, found.effects) == ("done", ())
