"""What the form of a rule shows and what it saves are the same, for random rules."""

import json

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bot.config.one_item import ItemKey, alone, written
from bot.slack.act.forms.editors.conditions import CONDITION, LIST, is_editable
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.rules import RULE
from bot.slack.act.forms.kind import Submission, values_of
from bot.slack.draw.blocks.editors import editor_form, part_form
from bot.usecases.ground.subjects import shows_something
from sandbox.blockkit import view_problems
from sandbox.elements import initial_values
from sla_core.configuration import Configuration
from sla_core.configuration.conditions import Condition
from sla_core.configuration.inputs import FIELDS
from sla_core.configuration.rule import Actions, Notice, Rule
from sla_core.errors import SlaError
from sla_core.tickets.vocabulary import PRIORITIES, STATUSES
from tests.config.strategies import later_conditions, rules, texts

slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
IDS = ("UANA", "UBOB", "U0NOBODY", "STEAM", "CSUPPORT", "C0SECRET", "new@example.com")
people = st.sampled_from(IDS) | st.sampled_from(["leads", "channel", "assignee"])
VALUES = {
    "menu": st.sampled_from([*PRIORITIES, *STATUSES, "URGENT", "in", "out"]),
    "search": texts | st.sampled_from(IDS),
    "text": texts,
    "pattern": st.sampled_from(["a+", "(refund|invoice) [0-9]+", "^x"]),
    "number": st.integers(0, 10**6),
    "duration": st.integers(0, 10**6),
    "date": st.sampled_from(["2026-03-02", "2026-03-02T08:55:00+01:00", "1999-01-01T00:00:00Z"]),
    "season": st.just(("11-20", "01-06")) | st.just(("02-29", "03-01")),
    "flag": st.booleans(),
}


@st.composite
def any_conditions(draw):
    """A condition on any field by any operator that a form offers for it."""
    name = draw(st.sampled_from([*FIELDS, "field.plan", "field.what it costs"]))
    asked = FIELDS.get(name, FIELDS["subject"])
    operator = draw(st.sampled_from(asked.offered))
    kind = asked.of(operator)
    value = VALUES[kind.kind]
    if kind.takes_several:
        value = st.lists(value, min_size=1, max_size=3).map(tuple) | value
    try:
        return Condition(name, operator, draw(value))
    except SlaError:
        assume(False)


groups = st.lists(any_conditions() | later_conditions, min_size=1, max_size=4).map(tuple)
later_actions = st.builds(
    Actions,
    level=st.none() | texts,
    assignee=st.none() | st.sampled_from(IDS) | texts,
    add_tags=st.lists(texts, max_size=3, unique=True).map(tuple),
    status=st.none() | st.sampled_from(STATUSES),
    note=st.none() | texts,
    notify=st.none()
    | st.builds(
        Notice, st.lists(people, min_size=1, max_size=4, unique=True).map(tuple), st.none() | texts
    ),
    escalate=st.booleans(),
    stop=st.just(True),
)
large_rules = st.builds(
    Rule,
    texts,
    later_actions,
    st.lists(groups, max_size=4).map(tuple),
    st.permutations(["changed", "time"]).map(tuple) | st.just(("time",)),
    st.booleans(),
)


@pytest.fixture
def work(program):
    """The team."""
    with program.look() as looking:
        yield looking


def state_of(blocks):
    """What Slack sends of blocks in which nobody changed anything."""
    inputs = [block for block in blocks if block["type"] == "input"]
    return values_of({"values": initial_values(inputs)})


def content_of(rule):
    key = ItemKey("rule", rule.name)
    return RULE.content_of(written(Configuration(rules=(rule,)), key))


def again(work, content, *, more):
    """The keys that are saved of a form in which nobody changed anything, kept once and drawn."""
    kept = json.loads(json.dumps(content.kept)) | {"more": more}
    content = Content.of(kept)
    blocks = RULE.blocks(work, content)
    assert view_problems(editor_form("f", "Rule", blocks, "draft", None)) == []
    return RULE.keys_of(content.typed(state_of(blocks)))


@slowly
@given(rule=rules(["Standard"]) | large_rules, more=st.booleans())
def test_a_rule_that_nobody_changed_is_saved_as_it_was(work, rule, more):
    key = ItemKey("rule", rule.name)
    keys = written(Configuration(rules=(rule,)), key)
    notice = rule.then.notify.text if rule.then.notify else None
    # What shows nothing is left out: that is a change.
    assume(all(shows_something(text) for text in (rule.then.note, notice) if text is not None))
    saved = again(work, RULE.content_of(keys), more=more)
    assert written(alone(key, saved), key) == keys


TWICE_THE_SAME = Rule(
    "Tag", Actions(stop=True), ((Condition("tags", "contains", ("NO", "NO")),),), ("time",), False
)


@slowly
@example(TWICE_THE_SAME)
@given(rule=large_rules)
def test_a_condition_that_nobody_changed_is_kept_as_it_was(work, rule):
    content = content_of(rule)
    for entry in content.entries(LIST):
        if not is_editable(work, entry):
            continue
        blocks = CONDITION.blocks(work, content, entry, "")
        assert view_problems(part_form("f", "Condition", blocks, "[]")) == []
        submitted = Submission("", "UADA", "", state_of(blocks), work.now)
        assert CONDITION.entry_of(work, submitted, content, entry, "") == entry
