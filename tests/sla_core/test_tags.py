"""Tags and other text: compared by case folding after NFC, spelled as they were first put on."""

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from sla_core.configuration.rule import Actions, Rule
from sla_core.reports.compliance import compliance
from sla_core.reports.log import log_rows
from sla_core.reports.selection import Selection
from sla_core.rules.walk import facts_of_new, walk
from sla_core.text_equality import folded
from sla_core.tickets.tags import retagged
from tests.sla_core.builders import (
    HOUR,
    configuration,
    created,
    events,
    level,
    line,
    played,
    timeline,
    when,
)
from tests.sla_core.decisions import (
    decided,
    rule,
    shown,
    under,
)

ZONE = ZoneInfo("UTC")
COMPOSED, TYPED = "Café", "Cafe\u0301"


@pytest.mark.parametrize(
    ("one", "other"), [("VIP", "vip"), (COMPOSED, TYPED), ("CAFE\u0301", COMPOSED), ("ß", "SS")]
)
def test_two_spellings_are_one_text(one, other):
    assert folded(one) == folded(other)


def test_letters_without_their_accents_are_others():
    assert folded("Cafe") != folded(COMPOSED)


@pytest.mark.parametrize(
    ("tags", "add", "remove", "expected"),
    [
        pytest.param((), ["VIP", "vip"], [], ("VIP",), id="as first put on"),
        pytest.param(("vip",), ["VIP", "a"], [], ("vip", "a"), id="there already"),
        pytest.param((COMPOSED, "a"), [], [TYPED.upper()], ("a",), id="taken off"),
        pytest.param(("vip", "a"), ["VIP"], ["Vip"], ("a", "VIP"), id="off and on again"),
    ],
)
def test_tags_are_put_on_and_taken_off_in_whatever_spelling(tags, add, remove, expected):
    assert retagged(tags, add, remove) == expected


def test_a_ticket_has_each_tag_once_as_it_was_first_put_on():
    lines = [*created(tags=["VIP", "vip", TYPED]), line("mon 10:00", "tags", add=["Vip", "b"])]
    ticket = played([*lines, line("mon 11:00", "tags", remove=[COMPOSED])], level()).ticket
    assert ticket.was("tags", when("mon 09:00")) == ("VIP", TYPED)
    assert ticket.tags == ("VIP", "b")


# --- rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "own"),
    [
        (("tags", "contains", COMPOSED), {"tags": [TYPED.upper()]}),
        (("subject", "is", COMPOSED), {"subject": TYPED}),
        (("subject", "in", ("a", TYPED)), {"subject": COMPOSED}),
        (("subject", "contains", "café"), {"subject": f"The {TYPED}"}),
        (("subject", "starts_with", TYPED), {"subject": "CAFÉ"}),
        (("subject", "matches", f"^{TYPED}$"), {"subject": COMPOSED}),
        (("subject", "matches", "^caf.$"), {"subject": TYPED}),
    ],
)
def test_conditions_take_two_spellings_as_one(condition, own):
    [first] = events(created(level=None, **own))
    facts = facts_of_new(first, configuration(level()))
    assert walk((rule("R", [condition], at="created"),), "created", facts).steps


def test_later_rules_see_the_tag_that_an_earlier_one_put_on_or_took_off():
    tag = Rule("A", Actions(add_tags=("hot",), remove_tags=("VIP",)))
    rules = (
        tag,
        rule("B", [("tags", "contains", "vip")], at="created", level="One"),
        rule("C", [("tags", "contains", "HOT")], at="created", level="Two"),
    )
    [first] = events(created(level=None, tags=["vip"]))
    assert walk(rules, "created", facts_of_new(first, configuration(level()))).level == "Two"


def test_a_rule_that_would_change_nothing_but_a_spelling_is_left_out():
    history = under(rule("A", at="changed", add_tags=("VIP",), remove_tags=("B",)))
    note = ("mon 10:00", "note")
    assert shown(decided(history, note, tags=["vip"])) == []
    assert shown(decided(history, note, tags=["vip", "b"])) == ["mon 10:00 A: tags ['b']"]


# --- reports ----------------------------------------------------------------------------------


def rows_of(name, at, *tags):
    found = played(created(at, tags=list(tags)), level(first_reply=4 * HOUR), "mon 12:00")
    return [row._replace(ticket=name) for row in log_rows(found)]


def test_groups_take_two_spellings_as_one_spelled_as_on_the_oldest_ticket():
    rows = [*rows_of("1", "mon 10:00", "VIP", TYPED), *rows_of("2", "mon 09:00", "vip"),
            *rows_of("3", "mon 11:00", COMPOSED, "vip")]  # fmt: skip
    found = compliance(rows, ["tag"], ZONE)
    assert [(each.keys, each.open) for each in found] == [((TYPED,), 2), (("vip",), 3)]
    without = compliance([row for row in rows if row.ticket != "2"], ["tag"], ZONE)
    assert [each.keys for each in without] == [(TYPED,), ("VIP",)]


def test_tickets_of_one_second_are_told_apart_by_their_names():
    rows = [*rows_of("2", "mon 09:00", "vip"), *rows_of("1", "mon 09:00", "VIP")]
    assert [each.keys for each in compliance(rows, ["tag"], ZONE)] == [("VIP",)]


def test_what_is_chosen_by_text_may_be_typed_in_another_spelling():
    lines = created(department=COMPOSED, level="Standard")
    rows = log_rows(played(lines, level(), "mon 10:00"))
    assert Selection(UTC, department=TYPED).chosen(rows, when("mon 10:00")) == rows
    assert timeline(lines).created.department == COMPOSED
