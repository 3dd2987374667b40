"""A level that is handed back: `auto` has the rules choose anew, at that instant."""

from random import Random

import pytest

from sla_core.configuration import Customer, CustomerGroup, Department, named
from sla_core.instants import MICROSECONDS
from sla_core.rules.observation import RecordedFacts
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import Setting, decided_since, replay_anew
from sla_core.rules.walk import decide_new
from sla_core.tickets.event_lines import mapping_of
from sla_core.tickets.events import LevelSet
from sla_core.tickets.vocabulary import PRIORITIES
from tests.oracle.choosing import chosen
from tests.proof.timelines import TAGS
from tests.sla_core.builders import HOUR, events, played, status, timeline, when
from tests.sla_core.decisions import (
    FAR,
    decided,
    lines_of,
    rule,
    shown,
    under,
)

BY_HAND = ("mon 10:00", "level", {"to": "All day"})
AUTO = ("mon 11:00", "level", {"to": "auto"})
URGENT = ("priority", "is", "urgent")


def handed_back(*rules, before=(BY_HAND,), **more):
    return shown(decided(under(*rules, **more), *before, AUTO))


def test_rules_of_creations_and_changes_choose_in_one_walk_in_written_order():
    rules = [
        rule("A", at="changed", level="Fast"),
        rule("B", at="created", level="Slow"),
        rule("C", [("level", "is", "slow")], at="changed", level="Fast"),
    ]
    assert handed_back(*rules) == ["mon 11:00 C: level Fast"]
    assert handed_back(*rules[:2]) == ["mon 11:00 B: level Slow"]


@pytest.mark.parametrize("level", [{"level": "Fast"}, {}])
def test_stop_ends_the_walk(level):
    rules = [
        rule("A", at="created", stop=True, **level),
        rule("B", at="created", level="Slow"),
    ]
    expected = "A: level Fast" if level else "None: level Slow default"
    assert handed_back(*rules) == [f"mon 11:00 {expected}"]


def test_neither_sleeping_rules_nor_those_of_time_choose():
    rules = [rule("A", at="created", active=False, level="Fast")]
    assert handed_back(*rules) == ["mon 11:00 None: level Slow default"]


def test_the_ticket_is_seen_as_it_stands():
    rules = [rule("A", [URGENT], at="created", level="Fast")]
    raised = ("mon 10:30", "priority", {"to": "urgent"})
    assert handed_back(*rules) == ["mon 11:00 None: level Slow default"]
    assert handed_back(*rules, before=(BY_HAND, raised)) == ["mon 11:00 A: level Fast"]


def test_the_hand_set_level_is_what_the_walk_finds():
    rules = [rule("A", [("level", "is", "all day")], at="created", level="Fast")]
    assert handed_back(*rules) == ["mon 11:00 A: level Fast"]


def test_a_rule_of_changes_alone_may_ask_what_only_later_rules_can():
    rules = [rule("A", [("waiting_for", "above", HOUR)], at="changed", level="Fast")]
    assert handed_back(*rules) == ["mon 11:00 A: level Fast"]


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param({}, "Slow default", id="the default"),
        pytest.param({"customer": "Acme"}, "Fast customer_group", id="the customer's group"),
        pytest.param({"department": "Support"}, "All day department", id="the department"),
    ],
)
def test_without_a_rules_choice_the_nearest_promise_is_chosen(own, expected):
    more = {
        "customers": named([Customer("Acme", group="VIP")]),
        "customer_groups": named([CustomerGroup("VIP", level="Fast")]),
    }
    assert shown(decided(under(**more), BY_HAND, AUTO, **own)) == [
        f"mon 11:00 None: level {expected}"
    ]


def test_without_any_promise_there_is_no_level_and_no_clock_more():
    made = decided(under(default=None), BY_HAND, AUTO)
    assert [(each.to, each.chosen_by) for each in made] == [(None, "none")]


def test_the_level_in_force_is_chosen_as_well():
    assert handed_back(rule("A", at="changed", level="All day")) == ["mon 11:00 A: level All day"]
    assert handed_back(before=()) == ["mon 11:00 None: level Slow default"]


def test_then_changed_rules_act_as_after_any_event_but_for_their_levels():
    rules = [
        rule("A", at="changed", level="Fast", priority="high", note="a"),
        rule("B", [("level", "is", "slow")], at="changed", add_tags=("slow",), level="Fast"),
        rule("C", at="created", level="Slow", add_tags=("new",), stop=True),
        rule("D", at="changed", level="All day", add_tags=("d",)),
    ]
    assert handed_back(*rules, before=()) == [
        "mon 11:00 C: level Slow",
        "mon 11:00 A: priority high",
        "mon 11:00 A: note a",
        "mon 11:00 B: tags ['slow']",
        "mon 11:00 D: tags ['d']",
    ]


@pytest.mark.parametrize("away", [("mon 10:30", "deleted"), ("mon 10:30", *status("spam"))])
def test_it_has_no_effect_while_the_ticket_is_spam_or_deleted(away):
    history = under(rule("A", at="created", level="Fast"))
    back = ("mon 12:00", "restored")
    assert shown(decided(history, BY_HAND, away, AUTO, back)) == []
    lines = lines_of(BY_HAND, away, AUTO, back)
    books = Rulebooks(history)
    assert replay_anew(timeline(lines), books, when(FAR)).ticket.level == "All day"
    assert replay_anew(timeline(lines), books, when(FAR)).ticket.level_by_hand


def test_what_the_rule_saw_that_no_timeline_holds_is_written_behind_the_choice():
    more = {"customers": named([Customer("Acme", group="VIP")])}
    seeing = rule("A", [("customer_group", "is", "vip")], at="created", level="Fast")
    made = decided(under(seeing, **more), BY_HAND, AUTO, customer="Acme")
    assert shown(made) == [
        "mon 11:00 A: level Fast",
        "mon 11:00 A: ruled {'customer_group': 'VIP'}",
    ]


def test_simulate_chooses_anew_and_replay_never():
    was, now = under(rule("A", at="created", level="Fast")), under()
    kept = decided(was, BY_HAND, AUTO)
    lines = [*lines_of(BY_HAND, AUTO), *(mapping_of("T1", each) for each in kept)]
    assert played(lines, now, FAR).ticket.level == "Fast"
    assert replay_anew(timeline(lines), Rulebooks(now), when(FAR)).ticket.level == "Slow"
    assert played(lines_of(BY_HAND, AUTO), now, FAR).ticket.level == "All day"


# --- the law: the oracle chooses the same -----------------------------------------------------

CONDITIONS = (
    ("tags", "contains", ("VIP",)),
    ("tags", "contains", ("cafe\u0301", "api")),
    ("tags", "not_contains", ("strasse",)),
    ("tags", "is_set", False),
    URGENT,
    ("priority", "above", "normal"),
    ("priority", "below", "high"),
    ("level", "is", "FAST"),
    ("level", "is_not", "slow"),
    ("status", "is", "answered"),
    ("department", "is", "support"),
    ("department", "is_not", "Support"),
    ("customer", "is_set", True),
    ("customer_group", "is", "vip"),
    ("customer_group", "is_not", "VIP"),
)
LEVEL_NAMES = ("Slow", "Fast", "All day", None)


def random_rules(dice):
    return [
        {
            "name": f"R{number}",
            "when": dice.choice([("created",), ("changed",), ("created", "changed"), ("time",)]),
            "active": dice.random() < 0.9,
            "groups": [
                [dice.choice(CONDITIONS) for _ in range(dice.randint(1, 2))]
                for _ in range(dice.choice((0, 1, 1, 2)))
            ],
            "level": dice.choice(LEVEL_NAMES),
            "stop": dice.random() < 0.2,
        }
        for number in range(dice.randint(0, 6))
    ]


def random_promises(dice):
    return {
        "customer": {"acme": dice.choice((*LEVEL_NAMES, None, None))},
        "group_of": {"acme": dice.choice(("VIP", None))},
        "customer_group": {"vip": dice.choice(LEVEL_NAMES)},
        "department": {"support": dice.choice(LEVEL_NAMES), "sales": None},
        "default": dice.choice(LEVEL_NAMES),
    }


def configured(rules, promises):
    made = [
        rule(
            each["name"], *each["groups"], at=each["when"], active=each["active"],
            level=each["level"], stop=each["stop"],
        )
        for each in rules
    ]  # fmt: skip
    acme = Customer("Acme", group=promises["group_of"]["acme"], level=promises["customer"]["acme"])
    return under(
        *made,
        default=promises["default"],
        customers=named([acme]),
        customer_groups=named([CustomerGroup("VIP", level=promises["customer_group"]["vip"])]),
        departments=named(
            [Department("Support", level=promises["department"]["support"]), Department("Sales")]
        ),
    )


def random_ticket(dice):
    return {
        "tags": dice.sample(TAGS, dice.randrange(4)),
        "priority": dice.choice(PRIORITIES),
        "department": dice.choice(("Support", "SALES", None)),
        "customer": dice.choice(("ACME", "Other", None)),
        "customer_group": dice.choice(("VIP", None, None)),
        "level": dice.choice(("Slow", "Fast", "All day")),
        "status": dice.choice(("new", "answered", "resolved")),
    }


def story_of(ticket):
    own = {key: ticket[key] for key in ("priority", "department", "customer", "customer_group")}
    return lines_of(
        ("mon 09:10", "tags", {"add": ticket["tags"], "rule": None}),
        ("mon 09:20", "level", {"to": ticket["level"]}),
        ("mon 09:30", *status(ticket["status"])),
        ("mon 10:00", "level", {"to": "auto"}),
        **own,
    )


@pytest.mark.parametrize("seed", range(400))
def test_the_level_is_chosen_as_the_oracle_does(seed):
    dice = Random(seed)
    rules, promises, ticket = random_rules(dice), random_promises(dice), random_ticket(dice)
    history = configured(rules, promises)
    first, *later = events(_given(story_of(ticket)))
    kept = [first, *decide_new(first, history.latest), *later[:-1]]
    setting = Setting(Rulebooks(history), RecordedFacts(), when("mon 10:00") * MICROSECONDS)
    auto, choice, *more = decided_since("T1", kept, later[-1:], setting)
    assert auto.to == "auto"
    assert (choice.to, choice.rule or choice.chosen_by) == chosen(rules, ticket, promises)
    in_time = {each["name"] for each in rules if each["when"] == ("time",)}
    assert {each.rule for each in more if isinstance(each, LevelSet)} <= in_time
    anew = replay_anew(timeline(_given(story_of(ticket))), Rulebooks(history), when("mon 10:00"))
    assert anew.ticket.level == choice.to


def _given(lines):
    return [{key: value for key, value in each.items() if value is not None} for each in lines]
