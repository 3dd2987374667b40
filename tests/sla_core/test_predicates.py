"""Rules tried in one expression say the same as condition by condition."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts
from sla_core.configuration.predicates import predicate, predicates
from sla_core.configuration.rule import Actions, Rule
from sla_core.rules.walk import walk, walk_all
from tests.sla_core.builders import LAW
from tests.sla_core.test_overlaps import CALENDAR, GROUPS, NOW, RULES, VALUES, meets

SEVERAL = st.lists(GROUPS, max_size=3).map(tuple)


def some_tickets(groups):
    """A hundred tickets of the small world, from all over it."""
    names = sorted({condition.name for group in groups for condition in group})
    values = list(product(*(VALUES[name] for name in names)))
    for chosen in values[:: max(1, len(values) // 100)]:
        yield Facts(dict(zip(names, chosen, strict=True)), NOW, CALENDAR)


@LAW
@given(SEVERAL)
def test_any_of_the_groups_all_of_a_group(groups):
    holds = predicate(groups)
    for facts in some_tickets(groups):
        assert holds(facts) is (not groups or any(meets(group, facts) for group in groups))


@LAW
@given(st.lists(SEVERAL, min_size=1, max_size=4))
def test_several_rules_at_once(rules):
    alone, together = [predicate(groups) for groups in rules], predicates(rules)
    for facts in some_tickets([group for groups in rules for group in groups]):
        assert list(map(bool, together(facts))) == [bool(holds(facts)) for holds in alone]


@LAW
@given(RULES)
def test_the_first_walk_and_all_later_ones_come_to_the_same(rules):
    active = [rule for rule in rules if rule.active]
    for priority in VALUES["priority"][1:]:
        for tags in VALUES["tags"]:
            values = {"priority": priority, "tags": tags}
            outcomes = {walk(rules, "created", Facts(values, NOW, CALENDAR)) for _ in range(2)}
            assert outcomes == {walk_all(active, Facts(values, NOW, CALENDAR))}


def test_behind_a_rule_that_changes_what_others_ask_the_rest_may_choose_no_level():
    rules = (
        Rule("Tag", Actions(add_tags=("b",)), ((Condition("tags", "contains", "a"),),)),
        Rule("Level", Actions(level="L"), ((Condition("tags", "contains", "z"),),)),
    )
    for _ in range(2):
        found = walk(rules, "created", Facts({"tags": ("a",)}, NOW, CALENDAR))
        assert ([step.rule for step in found.steps], found.level_rule) == (["Tag"], None)


def test_blank_text_and_what_an_admin_wrote_is_never_code():
    for text in ("", "') or True or ('", "{value}", "v0"):
        rule = Rule("R", Actions(stop=True), ((Condition("subject", "is", text),),))
        assert rule.matches(Facts({"subject": text}, NOW, CALENDAR))
        assert not rule.matches(Facts({"subject": "other"}, NOW, CALENDAR))
        assert not rule.matches(Facts({}, NOW, CALENDAR))


def test_many_lists_of_rules_are_walked_without_being_kept():
    for number in range(100):
        rules = (Rule(f"R{number}", Actions(level="L")),)
        assert walk(rules, "created", Facts({}, NOW, CALENDAR)).level_rule == f"R{number}"
