"""Conditions, rules, and what they decide for a new ticket."""

import pytest

from sla_core.calendars import compiled
from sla_core.configuration import Customer, CustomerGroup, Department, WorkspaceOptions, named
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_KINDS, Facts, kind_of
from sla_core.configuration.operators import OPERATORS, takes_duration
from sla_core.configuration.rule import Actions, Rule
from sla_core.errors import RuleError
from sla_core.rules.walk import decide_new, facts_of_new, matches, walk
from tests.sla_core.builders import (
    HOUR,
    OFFICE,
    configuration,
    created,
    definition,
    events,
    level,
    when,
)

NOW = when("tue 10:00")


def facts(**values):
    return Facts(
        {key.replace("__", "."): each for key, each in values.items()}, NOW, compiled(OFFICE)
    )


def holds(name, operator, wanted, value):
    return Condition(name, operator, wanted).holds(Facts({name: value}, NOW, compiled(OFFICE)))


# --- conditions -------------------------------------------------------------------------------

CASES = [
    # field, operator, wanted, value, holds
    ("subject", "is", "printer", "Printer", True),
    ("subject", "is", "print", "Printer", False),
    ("subject", "is_not", "printer", "Printer", False),
    ("subject", "in", ["a", "PRINTER"], "printer", True),
    ("subject", "in", "printer", "printer", True),
    ("subject", "not_in", ["a", "b"], "printer", True),
    ("subject", "not_in", ["a", "printer"], "printer", False),
    ("subject", "contains", "RINT", "Printer", True),
    ("subject", "contains", ["x", "rint"], "Printer", True),
    ("subject", "contains", ["x", "y"], "Printer", False),
    ("subject", "not_contains", ["x", "rint"], "Printer", False),
    ("subject", "not_contains", "x", "Printer", True),
    ("subject", "starts_with", ["x", "PRI"], "Printer", True),
    ("subject", "starts_with", "inter", "Printer", False),
    ("subject", "matches", r"\bvpn\b", "My VPN is down", True),
    ("subject", "matches", r"^vpn", "My VPN is down", False),
    ("subject", "is", "straße", "STRASSE", True),
    ("tags", "contains", "URGENT", ("urgent", "a"), True),
    ("tags", "contains", ["x", "a"], ("urgent", "a"), True),
    ("tags", "contains", "urg", ("urgent",), False),  # a tag, not a part of one
    ("tags", "not_contains", "urgent", ("a",), True),
    ("tags", "not_contains", "urgent", (), True),
    ("tags", "is_set", True, (), False),
    ("tags", "is_set", False, (), True),
    ("priority", "is", "high", "high", True),
    ("priority", "in", ["urgent", "high"], "high", True),
    ("priority", "above", "normal", "high", True),
    ("priority", "above", "high", "high", False),
    ("priority", "below", "high", "low", True),
    ("priority", "below", "Low", "low", False),
    ("deleted", "is", False, False, True),
    ("from_invitation", "is_not", True, False, True),
    ("created_at", "before", "2026-03-02T10:00:00Z", when("mon 09:59:59"), True),
    ("created_at", "before", "2026-03-02T10:00:00Z", when("mon 10:00"), False),
    ("created_at", "after", "2026-03-02T10:00:00Z", when("mon 10:00:01"), True),
    ("created_at", "after", "2026-03-02T10:00:00Z", when("mon 10:00"), False),
    # Monday 16:00 to Tuesday 10:00 is 2 business hours
    ("created_at", "older_than", 2 * HOUR - 1, when("mon 16:00"), True),
    ("created_at", "older_than", 2 * HOUR, when("mon 16:00"), False),
    ("created_at", "within_last", 2 * HOUR, when("mon 16:00"), True),
    ("created_at", "within_last", 2 * HOUR - 1, when("mon 16:00"), False),
    ("field.plan", "is", "gold", "Gold", True),
    ("field.seats", "is", 5, 5, True),
    ("field.vip", "is", True, True, True),
    ("subject", "is_set", True, "x", True),
    ("subject", "is_set", True, "", False),
    ("subject", "is_set", False, None, True),
]


@pytest.mark.parametrize(
    ("name", "operator", "wanted", "value", "expected"),
    CASES,
    ids=[f"{name} {operator} {wanted!r}: {value!r}" for name, operator, wanted, value, _ in CASES],
)
def test_a_condition(name, operator, wanted, value, expected):
    assert holds(name, operator, wanted, value) is expected


WANTED = {
    "text": "x", "texts": "x", "priority": "high", "flag": True, "instant": "2026-03-02T10:00:00Z",
    "count": 2, "in_season": ("11-20", "01-06"),
}  # fmt: skip
ALL_OPERATORS = [
    (name, operator) for name, kind in FIELD_KINDS.items() for operator in OPERATORS[kind]
]


@pytest.mark.parametrize(("name", "operator"), ALL_OPERATORS)
def test_a_missing_value_satisfies_only_the_negations(name, operator):
    kind = kind_of(name)
    wanted = 60 if takes_duration(kind, operator) else WANTED.get(operator, WANTED[kind])
    condition = Condition(name, operator, wanted)
    negated = operator in ("is_not", "not_in", "not_contains")
    assert condition.holds(facts()) is negated
    assert condition.holds(Facts({name: None}, NOW, compiled(OFFICE))) is negated


@pytest.mark.parametrize(
    ("name", "operator", "wanted", "says"),
    [
        ("colour", "is", "red", "unknown condition 'colour'"),
        ("field.", "is", "red", "unknown condition 'field.'"),
        ("subject", "above", "x", "'subject' has no operator 'above': use one of is"),
        ("tags", "is", "x", "'tags' has no operator 'is'"),
        ("subject", "is", [], "give a text or a list of texts"),
        ("subject", "is", None, "give a text or a list of texts"),
        ("subject", "is", ["a", "b"], "use `in` for a list"),
        ("subject", "in", [["a"]], "give a text or a list of texts"),
        ("subject", "matches", "(", "is no pattern"),
        ("subject", "matches", r"(a)\1", "is no pattern"),
        ("deleted", "is", "yes", "give true or false"),
        ("subject", "is_set", "yes", "give true or false"),
        ("priority", "above", "huge", "give one of low, normal, high, urgent"),
        ("created_at", "before", "yesterday", "give a date such as"),
        ("created_at", "after", 5, "give a date such as"),
        ("created_at", "older_than", -1, "give a duration such as 30m"),
        ("created_at", "within_last", True, "give a duration such as 30m"),
        ("created_at", "within_last", "1h", "give a duration such as 30m"),
        ("waiting_for", "above", "1h", "give a duration such as 30m"),
        ("due_in", "below", True, "give a duration such as 30m"),
        ("breaches", "is", "2", "give a whole number from 0"),
        ("breaches", "above", -1, "give a whole number from 0"),
        ("reopens", "in", [], "give a whole number from 0"),
        ("reopens", "is", [1, 2], "give one number: use `in` for several"),
    ],
)
def test_a_condition_that_cannot_be_decided_is_refused(name, operator, wanted, says):
    with pytest.raises(RuleError, match=says.replace("(", r"\(")) as refused:
        Condition(name, operator, wanted)
    assert refused.value.field == "if"


@pytest.mark.parametrize(
    ("name", "operator", "expected"),
    [
        ("created_at", "older_than", True),
        ("waiting_for", "above", True),
        ("due_in", "below", True),
        ("due_in", "is_set", False),
        ("priority", "above", False),
        ("breaches", "above", False),
    ],
)
def test_what_takes_a_duration(name, operator, expected):
    wanted = {"priority": "high", "breaches": 1}.get(name, operator == "is_set" or HOUR)
    assert Condition(name, operator, wanted).takes_duration is expected


def test_an_unknown_status_is_refused():
    with pytest.raises(RuleError, match="unknown status 'asleep'") as refused:
        Actions(status="asleep")
    assert refused.value.field == "then"


def test_conditions_are_equal_when_they_say_the_same():
    assert Condition("subject", "is", "a") == Condition("subject", "is", "a")
    assert "holds" not in repr(Condition("subject", "is", "a"))


# --- rules ------------------------------------------------------------------------------------


def rule(name, *groups, when=("created",), active=True, **then):
    made = tuple(tuple(Condition(*each) for each in group) for group in groups)
    return Rule(name, Actions(**then), made, when, active)


VIP = ("customer_group", "is", "vip")
URGENT = ("tags", "contains", "urgent")
HIGH = ("priority", "above", "normal")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"tags": ("urgent",)}, True),
        ({"priority": "high", "customer_group": "VIP"}, True),
        ({"priority": "high"}, False),
        ({"customer_group": "VIP"}, False),
    ],
)
def test_a_rule_matches_when_all_of_any_group_holds(values, expected):
    assert matches(rule("R", [URGENT], [HIGH, VIP]), facts(**values)) is expected


def test_a_rule_without_conditions_always_matches():
    assert matches(rule("R"), facts())


def test_a_later_level_overrides_an_earlier_one():
    outcome = walk((rule("A", level="One"), rule("B", level="Two")), "created", facts(tags=()))
    assert (outcome.level, outcome.level_rule) == ("Two", "B")
    assert [each.rule for each in outcome.steps] == ["A", "B"]


def test_stop_ends_the_walk_where_its_rule_matches():
    rules = (rule("A", level="One", stop=True), rule("B", level="Two"))
    assert walk(rules, "created", facts(tags=())).level == "One"
    rules = (rule("A", [URGENT], level="One", stop=True), rule("B", level="Two"))
    assert walk(rules, "created", facts(tags=())).level == "Two"


def test_sleeping_rules_and_those_of_other_occasions_are_passed_over():
    rules = (rule("A", active=False, level="One"), rule("B", when=("changed",), level="Two"))
    assert walk(rules, "created", facts(tags=())).steps == ()
    assert walk(rules, "changed", facts(tags=())).level == "Two"


def test_later_rules_see_what_earlier_ones_did():
    rules = (
        rule(
            "A", priority="urgent", add_tags=("hot", "a"), remove_tags=("cold",), department="Ops"
        ),
        rule("B", [HIGH, ("tags", "contains", "hot"), ("department", "is", "ops")], level="Two"),
        rule("C", [("tags", "contains", "cold")], level="Three"),
        rule("D", [("level", "is", "two")], assignee="ana"),
    )
    outcome = walk(rules, "created", facts(tags=("cold", "a"), priority="low"))
    assert [each.rule for each in outcome.steps] == ["A", "B", "D"]


def test_whom_a_rule_assigned_is_no_longer_nobody():
    rules = (
        rule("A", assignee="ana"),
        rule("B", [("assignee_status", "is", "unassigned")], level="One"),
        rule("C", [("assignee", "is", "ana"), ("assignee_status", "is_not", "unassigned")]),
    )
    outcome = walk(rules, "created", facts(tags=(), assignee_status="unassigned"))
    assert [each.rule for each in outcome.steps] == ["A", "C"]


def test_a_rule_that_does_nothing_changes_nothing():
    outcome = walk((rule("A"), rule("B", [URGENT], level="X")), "created", facts(tags=("urgent",)))
    assert outcome.level == "X"


def test_an_unknown_priority_or_occasion_is_refused():
    with pytest.raises(RuleError, match="unknown priority 'huge'") as refused:
        Actions(priority="huge")
    assert refused.value.field == "then"
    with pytest.raises(RuleError, match="unknown occasion 'never'") as refused:
        rule("R", when=("never",))
    assert refused.value.field == "when"


# --- a new ticket -----------------------------------------------------------------------------

HOUSE = {
    "departments": named([Department("Support", level="Slow"), Department("Sales")]),
    "customers": named([Customer("Acme", group="VIP", level="Own"), Customer("Beta", group="VIP")]),
    "customer_groups": named([CustomerGroup("VIP", level="Grouped")]),
}


def house(*rules, **more):
    names = ("Slow", "Own", "Grouped", "Default", "One", "Two")
    return configuration(*(level(name) for name in names), rules=rules, **(HOUSE | more))


def decided(configured, **own):
    (made,) = events(created("mon 09:00", level=None, **own))
    return decide_new(made, configured)


def chosen(configured, **own):
    last = decided(configured, **own)[-1]
    return last.to, last.chosen_by or last.rule


WITH_DEFAULT = {"options": WorkspaceOptions(default_level="Default")}


@pytest.mark.parametrize(
    ("own", "more", "expected"),
    [
        pytest.param({}, {}, (None, "none"), id="nothing names one"),
        pytest.param({}, WITH_DEFAULT, ("Default", "default"), id="the default"),
        pytest.param({"department": "support"}, WITH_DEFAULT, ("Slow", "department"), id="its own"),
        pytest.param({"department": "Sales"}, WITH_DEFAULT, ("Default", "default"), id="lacks one"),
        pytest.param({"department": "Mars"}, WITH_DEFAULT, ("Default", "default"), id="plain text"),
        pytest.param(
            {"department": "Support", "customer_group": "vip"}, {}, ("Grouped", "customer_group"),
            id="the group before the department",
        ),
        pytest.param(
            {"department": "Support", "customer": "Beta"}, {}, ("Grouped", "customer_group"),
            id="the customer's group",
        ),
        pytest.param(
            {"customer": "ACME"}, {}, ("Own", "customer"), id="the customer before its group"
        ),
    ],
)  # fmt: skip
def test_without_a_rule_the_level_is_the_nearest_promise(own, more, expected):
    assert chosen(house(**more), **own) == expected


def test_a_rules_level_comes_before_every_other():
    assert chosen(house(rule("R", level="One"), **WITH_DEFAULT), customer="Acme") == ("One", "R")


def test_a_department_given_by_a_rule_chooses_the_level():
    rules = rule("A", department="Sales"), rule("B", department="Support")
    assert chosen(house(*rules), department="Sales") == ("Slow", "department")


def test_decisions_are_events_at_the_creation_and_the_last_is_the_level():
    configured = house(
        rule("A", priority="high", department="Sales", assignee="ana", add_tags=("hot",)),
        rule("B", level="One", remove_tags=("cold",)),
        rule("C", level="Two"),
    )
    made = decided(configured)
    assert [(each.type, each.rule) for each in made] == [
        ("priority", "A"), ("department", "A"), ("assigned", "A"), ("tags", "A"), ("tags", "B"),
        ("level", "C"),
    ]  # fmt: skip
    assert {each.at_us for each in made} == {when("mon 09:00") * 1_000_000}


def test_what_a_rule_sees_of_a_new_ticket():
    (made,) = events(
        created(
            level=None, source="slack", department="Support", customer="Beta", subject="Printer",
            tags=["a"], fields={"plan": "gold"}, referrer_url="https://example.com/p", text="Smoke",
            from_invitation=True,
        )
    )  # fmt: skip
    seen = facts_of_new(made, house())
    assert seen.values == {
        "source": "slack", "status": "new", "created_at": when("mon 09:00"),
        "changed_at": when("mon 09:00"), "deleted": False, "referrer_url": "https://example.com/p",
        "priority": "normal", "last_message": "Smoke", "last_message.by": "carla",
        "assignee_status": "unassigned", "department": "Support", "customer": "Beta",
        "customer_group": "VIP", "from_invitation": True, "tags": ("a",), "subject": "Printer",
        "field.plan": "gold", "business_hours": "in",
    }  # fmt: skip
    assert seen.age_s(when("mon 09:00")) == 0


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        pytest.param({"department": "Support"}, "out", id="by the department's level"),
        pytest.param({"department": "Sales"}, "in", id="else round the clock"),
        pytest.param({}, "in", id="without a department"),
    ],
)
def test_business_hours_are_those_of_the_departments_level(own, expected):
    (made,) = events(created("sat 12:00", level=None, **own))
    late = configuration(level("Slow"), calendars=[definition()], **HOUSE)
    assert facts_of_new(made, late).values["business_hours"] == expected


def test_the_last_message_of_a_ticket_an_agent_opened_is_the_agents():
    (made,) = events(created(level=None, by="agent", actor="ana", requester="carla", subject="S"))
    seen = facts_of_new(made, house()).values
    assert (seen["last_message"], seen["last_message.by"]) == ("S", "ana")
