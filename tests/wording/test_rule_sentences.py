"""Rules read back as sentences: every condition, operator and action."""

import re
from dataclasses import fields

import pytest

from bot.wording.conditions import condition, field_name, operator_name, value_of
from bot.wording.rule_trials import actions_of
from bot.wording.rules import actions, rule
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_KINDS
from sla_core.configuration.inputs import inputs_of
from sla_core.configuration.operators import OPERATORS
from sla_core.configuration.rule import Actions, Notice, Rule
from sla_core.tickets.events import Assigned, LevelSet, Note, Notified, StatusSet, TagsChanged
from tests.sla_core.builders import when
from tests.sla_core.test_condition_table import TABLE

HOUR = 3600


def said(name, operator, wanted):
    return condition(Condition(name, operator, wanted), {"UANA": "Ana"}.get)


@pytest.mark.parametrize(("name", "operator"), TABLE)
def test_every_condition_is_a_sentence_in_plain_words(name, operator):
    wanted, _, _ = TABLE[name, operator]
    text = condition(Condition(name, operator, wanted))
    assert text
    assert "{" not in text
    values = " ".join(map(str, wanted)) if isinstance(wanted, list | tuple) else str(wanted)
    for word in re.findall(r"\w+_\w+", text.replace("`", "")):
        assert word in values, text  # no field and no operator as it is typed
    if operator == "is_set":
        assert condition(Condition(name, operator, False)) != text


@pytest.mark.parametrize(
    ("of", "text"),
    [
        (("tags", "contains", "URGENT"), "the tags contain URGENT"),
        (("tags", "contains", ("a", "b", "c")), "the tags contain a, b or c"),
        (("tags", "not_contains", "a"), "the tags do not contain a"),
        (("priority", "in", ("high", "urgent")), "the priority is high or urgent"),
        (("priority", "above", "normal"), "the priority is above normal"),
        (("status", "not_in", ("new", "on_hold")), "the status is none of new, on hold"),
        (("subject", "contains", ("a", "b")), "the subject contains “a” or “b”"),
        (("subject", "matches", "^x+"), "the subject matches the pattern `^x+`"),
        (("customer_group", "is", "VIP"), "the customer group is VIP"),
        (("customer", "is_set", False), "the customer is not known"),
        (("assignee", "is", "UANA"), "the assignee is Ana"),
        (("assignee_status", "is", "away"), "who has it is away"),
        (("assignee_status", "is_not", "do_not_disturb"),
         "the assignee's status is not do not disturb"),
        (("business_hours", "is", "out"), "it is outside business hours"),
        (("field.plan", "is", "gold"), "the field plan is “gold”"),
        (("created_at", "before", "2026-03-02"), "it was created before 2026-03-02"),
        (("created_at", "in_season", ("11-20", "01-06")),
         "it was created between 11-20 and 01-06, of any year"),
        (("changed_at", "older_than", 2 * HOUR), "it was last changed more than 2 h ago"),
        (("unassigned_for", "above", 1800), "nobody has had it for more than 30 min"),
        (("due_in", "below", HOUR), "its next clock has less than 1 h left"),
        (("overdue_by", "within_last", HOUR), "a clock is overdue by at most 1 h"),
        (("breaches", "above", 1), "the number of missed clocks is above 1"),
        (("deleted", "is", True), "the ticket is deleted"),
    ],
)  # fmt: skip
def test_a_condition_is_told(of, text):
    assert said(*of) == text


URGENT = Condition("tags", "contains", "URGENT")
OF_TWO_GROUPS = (
    "When the tags contain URGENT, or when the priority is high or urgent and the customer group "
    "is VIP, promise Urgent SLA."
)
VIP = (Condition("priority", "in", ("high", "urgent")), Condition("customer_group", "is", "VIP"))


@pytest.mark.parametrize(
    ("groups", "when_", "then", "text"),
    [
        (((URGENT,),), ("created",), Actions(level="Urgent SLA", stop=True),
         "When the tags contain URGENT, promise Urgent SLA and stop."),
        (((URGENT,), VIP), ("created",), Actions(level="Urgent SLA"),
         OF_TWO_GROUPS),
        ((), ("created",), Actions(priority="high"),
         "Whenever a ticket is created, set the priority to high."),
        (((URGENT,),), ("changed",), Actions(escalate=True),
         "On each change when the tags contain URGENT, escalate it."),
        (((URGENT,),), ("time", "created"), Actions(escalate=True),
         "At the creation when the tags contain URGENT, and as soon as that is so, escalate it."),
        (((URGENT,),), ("time",), Actions(notify=Notice(("leads", "UANA"), "Look")),
         "As soon as the tags contain URGENT, tell the leads and Ana “Look”."),
    ],
)  # fmt: skip
def test_a_rule_is_one_sentence(groups, when_, then, text):
    assert rule(Rule("R", then, groups, when_), {"UANA": "Ana"}.get) == text


def test_every_occasion_has_its_sentence():
    every = [("created",), ("changed",), ("time",), ("changed", "created"), ("time", "created"),
             ("time", "changed"), ("time", "changed", "created")]  # fmt: skip
    for groups in ((), ((URGENT,),)):
        texts = {rule(Rule("R", Actions(stop=True), groups, when_)) for when_ in every}
        assert len(texts) == len(every)


EFFECTS = {
    "level": ("Gold", "promise Gold"),
    "priority": ("high", "set the priority to high"),
    "department": ("Sales", "move it to Sales"),
    "assignee": ("UANA", "give it to Ana"),
    "add_tags": (("a",), "add the tag a"),
    "remove_tags": (("a", "b"), "remove the tags a, b"),
    "status": ("on_hold", "set the status to on hold"),
    "note": ("Look\nhere", "note “Look here”"),
    "notify": (Notice(("channel",)), "tell the channel"),
    "escalate": (True, "escalate it"),
    "stop": (True, "stop"),
}


def test_every_action_is_told():
    assert {*EFFECTS} == {each.name for each in fields(Actions) if each.init}
    for name, (value, text) in EFFECTS.items():
        assert actions(Actions(**{name: value}), {"UANA": "Ana"}.get) == text
    assert actions(Actions()) == "do nothing"


def test_menus_have_a_word_for_every_field_and_operator():
    operators = {name for each in OPERATORS.values() for name in each} | {"is_set"}
    assert len({operator_name(name) for name in operators}) == len(operators)
    assert len({field_name(name) for name in FIELD_KINDS}) == len(FIELD_KINDS)
    offered = {operator for name in FIELD_KINDS for operator in inputs_of(name).offered}
    assert offered <= operators


@pytest.mark.parametrize(
    ("of", "value", "text"),
    [
        (("subject", "is", "a"), None, "nothing"),
        (("tags", "contains", "a"), ("b", "c"), "b, c"),
        (("deleted", "is", True), False, "no"),
        (("waiting_for", "above", HOUR), 600, "10 min"),
        (("created_at", "older_than", HOUR), 7200, "2 h"),
        (("created_at", "before", "2026-03-02"), when("mon 09:00"), "Mon 2 Mar 2026 09:00 UTC"),
        (("assignee", "is", "UBOB"), "UANA", "Ana"),
        (("status", "is", "new"), "on_hold", "on hold"),
        (("breaches", "above", 1), 0, "0"),
    ],
)
def test_a_ticket_s_value_is_told_as_its_condition_is_read(of, value, text):
    assert value_of(Condition(*of), value, {"UANA": "Ana"}.get) == text


def test_events_are_told_as_the_actions_they_come_from():
    stamp = {"at_us": 0, "rule": "R"}
    events = (LevelSet(to="Gold", **stamp), Assigned(to="bob", **stamp), Note(text="x", **stamp),
              StatusSet(to="open", **stamp), TagsChanged(add=("a",), **stamp),
              Notified(to=("leads",), **stamp))  # fmt: skip
    assert actions_of(events) == Actions(
        level="Gold", assignee="bob", note="x", status="open", add_tags=("a",),
        notify=Notice(("leads",)),
    )  # fmt: skip
