"""One item of a configuration: written out, put in, taken out, its problems told by its keys."""

from dataclasses import replace
from functools import partial

import pytest

from bot.config.document import read
from bot.config.one_item import ItemKey, alone, find, with_item, with_read, without_item, written
from bot.config.problems import ConfigRefused
from sla_core.configuration import WORKSPACE

NOW_S = 1_772_000_000
TEXT = """
version: 1
default_level: Standard
calendars:
  office: {time_zone: Europe/Ljubljana, hours: {mon-fri: ["09:00-17:00"]}}
  spare: {time_zone: UTC, hours: {mon-fri: ["09:00-17:00"]}}
departments:
  Support: {intake_channels: ["#support"], level: Standard}
  Spare: {intake_channels: ["#spare"]}
customers:
  Acme: {group: VIP, domains: [acme.example]}
customer_groups:
  VIP: {level: Standard}
levels:
  Standard: {calendar: office, targets: {first_reply: 4h}}
  Gold: {targets: {first_reply: 1h, resolution: {urgent: 4h, default: 8h}}}
rules:
  - name: Urgent
    if: [{tags: {contains: URGENT}}]
    then: {level: Gold}
  - name: Last
    if: [{tags: {contains: LAST}}]
    then: {priority: low}
"""
KINDS = {
    "level": ("Gold", {"targets": {"first_reply": "2h"}}),
    "calendar": ("spare", {"time_zone": "UTC", "hours": {"mon": ["09:00-12:00"]}}),
    "department": ("Spare", {"intake_channels": ["#other"]}),
    "customer": ("Acme", {"domains": ["acme.example"]}),
    "customer_group": ("VIP", {}),
    "rule": ("Last", {"if": [{"tags": {"contains": "LAST"}}], "then": {"priority": "high"}}),
}


def nobody(configuration):
    return []


@pytest.fixture
def whole():
    return read(TEXT, "sla.yml", NOW_S).configuration


with_keys = partial(with_item, now_s=NOW_S, names=nobody)
without = partial(without_item, now_s=NOW_S, names=nobody)


def problems_of(change, *given):
    with pytest.raises(ConfigRefused) as refused:
        change(*given)
    return {problem.key: problem.text for problem in refused.value.problems}


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_written_and_read_back_as_it_is(whole, kind):
    key = ItemKey(kind, KINDS[kind][0])
    keys = written(whole, key)
    assert with_keys(whole, key, keys) == whole
    assert written(alone(key, keys), key) == keys


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_is_changed_and_all_else_stays(whole, kind):
    name, keys = KINDS[kind]
    key = ItemKey(kind, name)
    changed = with_keys(whole, key, keys)
    assert written(changed, key) != written(whole, key)
    back = with_read(changed, key, find(whole, key), NOW_S, nobody)
    assert back == whole


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_of_another_name_is_a_new_one(whole, kind):
    key = ItemKey(kind, "New")
    keys = {**KINDS[kind][1]}
    if kind == "customer":
        keys["domains"] = ["new.example"]
    changed = with_keys(whole, key, keys)
    assert find(whole, key) is None
    assert find(changed, key).name == "New"
    assert written(whole, key) is None
    if kind == "rule":
        assert [rule.name for rule in changed.rules] == ["Urgent", "Last", "New"]


@pytest.mark.parametrize("name", ["GOLD", "gold"])
def test_an_item_is_found_however_it_is_spelled(whole, name):
    assert find(whole, ItemKey("level", name)).name == "Gold"
    assert find(whole, ItemKey("rule", "urgent")).name == "Urgent"


@pytest.mark.parametrize(
    ("kind", "name"),
    [("calendar", "spare"), ("department", "Spare"), ("customer", "Acme"), ("rule", "Last")],
)
def test_an_item_that_nobody_names_is_taken_out(whole, kind, name):
    key = ItemKey(kind, name)
    changed = without(whole, key)
    assert find(changed, key) is None
    back = with_read(changed, key, find(whole, key), NOW_S, nobody)
    assert written(back, key) == written(whole, key)


def test_an_item_that_others_name_is_not_taken_out_and_they_are_told(whole):
    found = problems_of(without, whole, ItemKey("level", "Standard"))
    said = " ".join(found.values())
    assert "there is no level Standard" in said
    with pytest.raises(ConfigRefused) as refused:
        without(whole, ItemKey("level", "Gold"))
    [problem] = refused.value.problems
    assert problem.key == ""
    assert problem.text.startswith("rules")


def test_options_of_the_workspace_are_an_item_without_a_name(whole):
    key = ItemKey(WORKSPACE)
    keys = written(whole, key)
    assert keys["default_level"] == "Standard"
    assert with_keys(whole, key, keys) == whole
    changed = with_keys(whole, key, {**keys, "default_level": "Gold"})
    assert changed.options.default_level == "Gold"
    found = problems_of(with_keys, whole, key, {**keys, "default_level": "Silver"})
    assert list(found) == ["default_level"]


@pytest.mark.parametrize(
    ("kind", "keys", "key"),
    [
        ("level", {"targets": {"first_reply": "soon"}}, "targets.first_reply"),
        ("level", {"targets": {"first_reply": "1h"}, "calendar": "none"}, "calendar"),
        ("level", {"targets": {"first_reply": "1h"}, "quiet": "late"}, "quiet"),
        ("calendar", {"time_zone": "Mars/Olympus", "hours": "24x7"}, "time_zone"),
        ("department", {"intake_channels": ["#other"], "level": "none"}, "level"),
        ("customer", {"domains": ["acme.example"], "level": "none"}, "level"),
        ("customer_group", {"level": "none"}, "level"),
        ("rule", {"if": [{"tags": {"contains": "x"}}], "then": {"level": "none"}}, "then.level"),
    ],
)
def test_what_is_wrong_is_told_by_the_items_own_keys(whole, kind, keys, key):
    found = problems_of(with_keys, whole, ItemKey(kind, KINDS[kind][0]), keys)
    assert list(found) == [key]


def test_what_a_change_makes_wrong_elsewhere_is_told_with_its_place(whole):
    with pytest.raises(ConfigRefused) as refused:
        without_item(whole, ItemKey("calendar", "office"), NOW_S, nobody)
    [problem] = refused.value.problems
    assert problem.key == ""
    assert problem.text.startswith("levels.Standard.calendar: ")


def test_what_was_wrong_before_is_not_told(whole):
    wrong = with_read(
        without_item_unchecked(whole),
        ItemKey("level", "Gold"),
        find(whole, ItemKey("level", "Gold")),
        NOW_S,
        nobody,
    )
    changed = with_keys(wrong, ItemKey("level", "Gold"), {"targets": {"first_reply": "3h"}})
    assert find(changed, ItemKey("level", "Gold")).targets["first_reply"].default_s == 3 * 3600


def without_item_unchecked(whole):
    """The configuration without a calendar that a level names, as it may have been kept."""
    calendars = {name: each for name, each in whole.calendars.items() if name != "office"}
    return replace(whole, calendars=calendars)
