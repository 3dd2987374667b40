"""An item that is called otherwise: whatever names it follows, and nothing else changes."""

import pytest

from bot.config.document import read
from bot.config.one_item import ItemKey
from bot.config.renames import renamed

WRITTEN = """
version: 1
calendars: {Old: {time_zone: UTC, hours: {mon-fri: ["09:00-17:00"]}}}
levels: {Old: {calendar: Old, targets: {first_reply: 1h}}, Other: {targets: {first_reply: 2h}}}
default_level: Old
departments: {Old: {level: old, agents: [ana@example.com]}, Other: {level: Other}}
customers: {Old: {group: Old, level: Old, domains: [old.example]}}
customer_groups: {Old: {level: Old}}
digests: [{every: week, to: [ana@example.com], department: Old}]
rules:
  - name: Old
    if:
      - {department: {is: old}, customer: {in: [Old, Other]}, customer_group: {is_not: Old}}
      - {level: {not_in: [OLD]}, subject: {contains: Old}, tags: {contains: Old}}
    then: {level: Old, department: Old, add_tags: [Old]}
"""
NOW_S = 1_772_000_000


def configuration(text=WRITTEN):
    return read(text, "sla.yml", NOW_S).configuration


def called_new(kind):
    return renamed(configuration(), ItemKey(kind, "old"), "New")


def test_a_level_is_followed_by_all_that_promise_it():
    after = called_new("level")
    assert after.level("new").name == "New"
    assert after.level("old") is None
    assert after.options.default_level == "New"
    assert {each.level for each in after.departments.values()} == {"New", "Other"}
    assert after.customer("Old").level == after.customer_group("Old").level == "New"
    [rule] = after.rules
    assert rule.then.level == "New"
    assert (rule.then.department, rule.then.add_tags) == ("Old", ("Old",))
    wanted = {each.name: each.wanted for group in rule.groups for each in group}
    assert wanted["level"] == ("New",)
    assert (wanted["subject"], wanted["customer"]) == ("Old", ("Old", "Other"))


def test_a_department_is_followed_by_rules_and_digests():
    after = called_new("department")
    assert [each.name for each in after.departments.values()] == ["New", "Other"]
    assert after.options.digests[0].department == "New"
    [rule] = after.rules
    assert (rule.then.department, rule.groups[0][0].wanted) == ("New", "New")


def test_customers_their_groups_and_calendars_are_followed():
    after = called_new("customer")
    assert after.rules[0].groups[0][1].wanted == ("New", "Other")
    after = called_new("customer_group")
    assert after.customer("Old").group == "New"
    assert after.rules[0].groups[0][2].wanted == "New"
    after = called_new("calendar")
    assert after.level("Old").calendar == "New"


def test_a_rule_keeps_its_place():
    text = WRITTEN + "  - {name: Last, then: {priority: high}}\n"
    after = renamed(configuration(text), ItemKey("rule", "OLD"), "New")
    assert [rule.name for rule in after.rules] == ["New", "Last"]


def test_what_is_not_there_changes_nothing():
    before = configuration()
    assert renamed(before, ItemKey("level", "None"), "New") == before
    assert renamed(before, ItemKey("level", "Old"), "Old") == before


@pytest.mark.parametrize("kind", ["level", "department", "customer", "customer_group", "calendar"])
def test_there_and_back_is_as_before(kind):
    text = WRITTEN.replace("level: old", "level: Old").replace("is: old", "is: Old")
    before = configuration(text.replace("OLD", "Old"))
    there = renamed(before, ItemKey(kind, "Old"), "New")
    assert there != before
    assert renamed(there, ItemKey(kind, "new"), "Old") == before
