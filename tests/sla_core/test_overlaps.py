"""Conditions that exclude each other, groups that lie inside others, rules in a shadow."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import compiled
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts
from sla_core.configuration.overlaps import contradiction, excludes, lies_inside
from sla_core.configuration.rule import Actions, Rule
from sla_core.configuration.shadows import shadows
from sla_core.rules.walk import walk
from tests.sla_core.builders import ALWAYS, HOUR, LAW, when

NOW = when("fri 12:00")


def of(*conditions):
    return tuple(Condition(*each) for each in conditions)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("priority", "is", "high"), ("priority", "below", "high"), True),
        (("priority", "above", "normal"), ("priority", "in", ["low", "high"]), False),
        (("priority", "above", "urgent"), ("priority", "is", "low"), True),
        (("deleted", "is", True), ("deleted", "is_not", True), True),
        (("breaches", "above", 2), ("breaches", "below", 3), True),
        (("breaches", "above", 2), ("breaches", "below", 4), False),
        (("breaches", "in", [1, 2]), ("breaches", "not_in", [1, 2, 3]), True),
        (("waiting_for", "above", HOUR), ("waiting_for", "within_last", HOUR), True),
        (("waiting_for", "above", HOUR), ("waiting_for", "below", HOUR + 1), True),
        (("waiting_for", "above", HOUR), ("waiting_for", "below", HOUR + 2), False),
        (("due_in", "below", 60), ("due_in", "above", 60), True),
        (("created_at", "before", "2026-03-02"), ("created_at", "after", "2026-03-01"), True),
        (("created_at", "before", "2026-03-03"), ("created_at", "after", "2026-03-01"), False),
        (("created_at", "before", "2026-03-02T10:00:00Z"),
         ("created_at", "after", "2026-03-02T10:00:00Z"), True),
        (("created_at", "before", "2026-03-02T10:00:00Z"),
         ("created_at", "after", "2026-03-03"), False),  # in which zone is not known
        (("created_at", "before", "2020-01-01"), ("created_at", "within_last", 60), False),
        (("created_at", "older_than", 2 * HOUR), ("created_at", "within_last", HOUR), True),
        (("created_at", "older_than", HOUR), ("created_at", "within_last", 2 * HOUR), False),
        (("created_at", "in_season", ["11-20", "01-06"]),
         ("created_at", "in_season", ["03-01", "10-31"]), True),
        (("created_at", "in_season", ["11-20", "01-06"]),
         ("created_at", "in_season", ["01-06", "02-01"]), False),
        (("subject", "is", "a"), ("subject", "is", "A"), False),
        (("subject", "is", "a"), ("subject", "in", ["b", "c"]), True),
        (("subject", "is", "a"), ("subject", "not_in", ["a", "b"]), True),
        (("subject", "contains", "printer"), ("subject", "not_contains", "int"), True),
        (("subject", "contains", ["printer", "x"]), ("subject", "not_contains", "int"), False),
        (("subject", "starts_with", "ab"), ("subject", "starts_with", ["b", "c"]), True),
        (("subject", "starts_with", "ab"), ("subject", "starts_with", "a"), False),
        (("subject", "matches", "a"), ("subject", "is", "b"), False),
        (("subject", "is_set", False), ("subject", "contains", "a"), True),
        (("subject", "is_set", False), ("subject", "is_not", "a"), False),
        (("subject", "is_set", True), ("subject", "is_set", False), True),
        (("subject", "is", "a"), ("subject", "is_set", False), True),
        (("subject", "is", ""), ("subject", "is_set", False), False),
        (("tags", "contains", "a"), ("tags", "not_contains", ["A", "b"]), True),
        (("tags", "contains", "ab"), ("tags", "not_contains", "a"), False),
        (("tags", "contains", "a"), ("tags", "contains", "b"), False),
        (("tags", "contains", "a"), ("tags", "is_set", False), True),
        (("assignee", "is", "UANA"), ("assignee", "is", "ana@example.com"), False),
        (("assignee", "is", "UANA"), ("assignee", "is_not", "UANA"), True),
        (("assignee", "is", "UANA"), ("assignee", "not_contains", "UANA"), False),
        (("subject", "is", "a"), ("last_message", "is", "b"), False),
    ],
)  # fmt: skip
def test_what_excludes_what(one, other, expected):
    first, second = of(one, other)
    assert excludes(first, second) is expected
    assert excludes(second, first) is expected
    assert contradiction((first, second)) == ((first, second) if expected else None)


@pytest.mark.parametrize(
    ("group", "other", "expected"),
    [
        ([("tags", "contains", "a")], [], True),
        ([], [("tags", "contains", "a")], False),
        ([("tags", "contains", "a"), ("priority", "is", "high")],
         [("tags", "contains", ["A", "b"])], True),
        ([("tags", "contains", ["a", "b"])], [("tags", "contains", "a")], False),
        ([("tags", "not_contains", ["a", "b"])], [("tags", "not_contains", "a")], True),
        ([("priority", "above", "normal")], [("priority", "in", ["urgent", "high"])], True),
        ([("priority", "in", ["urgent", "high"])], [("priority", "above", "high")], False),
        ([("priority", "is_not", "low")],
         [("priority", "in", ["normal", "high", "urgent"])], False),  # nor is a missing one low
        ([("priority", "below", "high"), ("priority", "is_not", "low")],
         [("priority", "in", ["normal"])], True),
        ([("waiting_for", "above", 2 * HOUR)], [("waiting_for", "older_than", HOUR)], True),
        ([("waiting_for", "above", HOUR)], [("waiting_for", "is_set", True)], True),
        ([("subject", "is", "Printer")], [("subject", "contains", "RINT")], True),
        ([("subject", "starts_with", "printer")], [("subject", "contains", ["x", "int"])], True),
        ([("subject", "starts_with", "ab")], [("subject", "starts_with", "a")], True),
        ([("subject", "not_contains", "a")], [("subject", "is_not", "cat")], True),
        ([("subject", "not_contains", "a")], [("subject", "not_contains", "b")], False),
        ([("subject", "is_set", False)], [("subject", "not_contains", "b")], True),
        ([("subject", "is_set", False)], [("subject", "is", "b")], False),
        ([("subject", "contains", "a")], [("subject", "is_set", True)], True),
        ([("subject", "matches", "a")], [("subject", "matches", "a")], True),
        ([("subject", "matches", "aa")], [("subject", "matches", "a")], False),
        ([("subject", "matches", "a")], [("subject", "is_set", True)], False),
        ([("assignee", "is", "UANA")], [("assignee", "in", ["UANA", "UBOB"])], True),
        ([("assignee", "is", "UANA")], [("assignee", "is_not", "UBOB")], False),
        ([("assignee", "is", "UANA")], [("assignee", "contains", "A")], False),
        ([("created_at", "before", "2026-03-02")], [("created_at", "before", "2026-03-05")], True),
        ([("created_at", "before", "2026-03-02")], [("created_at", "older_than", 60)], False),
    ],
)  # fmt: skip
def test_what_lies_inside_what(group, other, expected):
    assert lies_inside(of(*group), of(*other)) is expected


# --- beside brute force -------------------------------------------------------------------------

WORDS = ("", "a", "b", "ab", "ba", "aab")
ONE = st.sampled_from(WORDS[1:])
SOME = st.lists(ONE, min_size=1, max_size=2).map(tuple)
NUMBER = st.integers(0, 3)
NUMBERS = st.lists(NUMBER, min_size=1, max_size=2).map(tuple)
PRIORITY = st.sampled_from(("low", "normal", "high", "urgent"))
FIELDS = {
    "subject": [
        *((each, SOME) for each in ("in", "not_in", "contains", "not_contains", "starts_with")),
        *((each, ONE) for each in ("is", "is_not", "matches")), ("is_set", st.booleans()),
    ],
    "tags": [("contains", SOME), ("not_contains", SOME), ("is_set", st.booleans())],
    "assignee": [("in", SOME), ("not_in", SOME), ("contains", SOME), ("is_set", st.booleans())],
    "priority": [
        *((each, PRIORITY) for each in ("is", "is_not", "above", "below")),
        ("in", st.lists(PRIORITY, min_size=1, max_size=2).map(tuple)),
    ],
    "breaches": [
        *((each, NUMBER) for each in ("is", "is_not", "above", "below")), ("in", NUMBERS),
        ("not_in", NUMBERS), ("is_set", st.booleans()),
    ],
    "waiting_for": [(each, NUMBER) for each in ("above", "below", "older_than", "within_last")],
}  # fmt: skip
VALUES = {
    "subject": (None, *WORDS),
    "assignee": (None, *WORDS),
    "tags": tuple(tags for n in range(3) for tags in combinations(WORDS[1:], n)),
    "priority": (None, "low", "normal", "high", "urgent"),
    "breaches": (None, 0, 1, 2, 3, 4),
    "waiting_for": (None, *(NOW - age for age in range(5))),
}
CONDITIONS = st.one_of(
    *(
        st.builds(Condition, st.just(name), st.just(operator), wanted)
        for name, operators in FIELDS.items()
        for operator, wanted in operators
    )
)
GROUPS = st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple)
CALENDAR = compiled(ALWAYS)


def tickets_of(*groups):
    """Every ticket of this small world, as far as these groups ask about it."""
    names = sorted({condition.name for group in groups for condition in group})
    found = [{}]
    for name in names:
        found = [{**each, name: value} for each in found for value in VALUES[name]]
    return [Facts(each, NOW, CALENDAR) for each in found]


def meets(group, facts):
    return all(condition.holds(facts) for condition in group)


@LAW
@given(GROUPS)
def test_no_ticket_meets_what_is_said_to_exclude_itself(group):
    if contradiction(group) is not None:
        assert not any(meets(group, facts) for facts in tickets_of(group))


@LAW
@given(GROUPS, GROUPS)
def test_every_ticket_inside_a_group_meets_the_other(group, other):
    if lies_inside(group, other):
        assert all(meets(other, facts) for facts in tickets_of(group, other) if meets(group, facts))


EXACT = ("priority", "breaches", "waiting_for", "tags")


@LAW
@given(st.data(), st.sampled_from(EXACT))
def test_of_two_plain_conditions_all_that_is_so_is_said(data, name):
    """Nothing is missed where the cases can be told; tags are the exception that combine."""
    strategies = [st.builds(Condition, st.just(name), st.just(op), w) for op, w in FIELDS[name]]
    one, other = data.draw(st.one_of(*strategies)), data.draw(st.one_of(*strategies))
    tickets = tickets_of((one,), (other,))
    never = not any(meets((one, other), facts) for facts in tickets)
    assert excludes(one, other) is never


SMALL = st.sampled_from(
    [
        *of(("tags", "contains", "a")), *of(("tags", "contains", ("a", "b"))),
        *of(("tags", "not_contains", "a")), *of(("priority", "above", "normal")),
        *of(("priority", "is", "urgent")), *of(("priority", "is_not", "low")),
    ]
)  # fmt: skip
ACTIONS = st.builds(
    Actions,
    level=st.just("L"),
    priority=st.sampled_from([None, None, "low", "urgent"]),
    add_tags=st.sampled_from([(), (), ("a",)]),
    stop=st.booleans(),
)
RULES = st.lists(
    st.builds(
        Rule,
        st.just("R"),
        ACTIONS,
        st.lists(st.lists(SMALL, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
        st.just(("created",)),
        st.booleans(),
    ),
    min_size=2,
    max_size=4,
).map(lambda rules: tuple(Rule(f"R{n}", r.then, r.groups, r.when, r.active)
                          for n, r in enumerate(rules)))  # fmt: skip


@LAW
@given(RULES)
def test_a_rule_in_a_shadow_decides_about_no_ticket(rules):
    hidden = {rules[below].name for below, _ in shadows(rules)}
    for priority in VALUES["priority"][1:]:
        for tags in VALUES["tags"]:
            facts = Facts({"priority": priority, "tags": tags}, NOW, CALENDAR)
            acted = {step.rule for step in walk(rules, "created", facts).steps}
            assert not acted & hidden


# --- rules --------------------------------------------------------------------------------------

URGENT, A_OR_B = ("tags", "contains", "a"), ("tags", "contains", ("a", "b"))


def rule(name, *groups, when_=("created",), active=True, **then):
    return Rule(
        name, Actions(**(then or {"level": "L"})), tuple(of(*g) for g in groups), when_, active
    )


STOPS = rule("Stops", [A_OR_B], stop=True)
HIDDEN = rule("Hidden", [URGENT])


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        pytest.param((STOPS, HIDDEN), [(1, 0)], id="its group lies inside"),
        pytest.param((rule("All", stop=True), HIDDEN), [(1, 0)], id="below one for every ticket"),
        pytest.param((rule("All", stop=True), rule("Each")), [(1, 0)], id="both for every ticket"),
        pytest.param((STOPS, rule("Each")), [], id="it matches more"),
        pytest.param((HIDDEN, STOPS), [], id="it stands above"),
        pytest.param((rule("A", [A_OR_B]), HIDDEN), [], id="that one does not stop"),
        pytest.param(
            (rule("A", [A_OR_B], active=False, stop=True), HIDDEN), [], id="that one is off"
        ),
        pytest.param(
            (STOPS, rule("Off", [URGENT], active=False)), [], id="it is off itself"
        ),
        pytest.param(
            (STOPS, rule("Two", [URGENT], [("priority", "is", "high")])), [],
            id="one of its groups lies outside",
        ),
        pytest.param(
            (STOPS, rule("R", [URGENT], when_=("created", "changed"))), [], id="it runs elsewhere"
        ),
        pytest.param(
            (rule("S", [A_OR_B], when_=("time",), stop=True), rule("R", [URGENT], when_=("time",))),
            [], id="in time each acts once",
        ),
        pytest.param((STOPS, rule("Tags", add_tags=("a",)), HIDDEN), [], id="tags change between"),
        pytest.param(
            (STOPS, rule("Up", priority="high"), HIDDEN), [(2, 0)], id="something else changes"
        ),
        pytest.param(
            (STOPS, rule("Never", [URGENT, ("tags", "not_contains", "a")])), [],
            id="it never matches, which is said otherwise",
        ),
    ],
)  # fmt: skip
def test_a_rule_in_the_shadow_of_another(rules, expected):
    assert list(shadows(rules)) == expected
