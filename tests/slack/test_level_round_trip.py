"""A level that is opened in its form and saved as it stands there is the same level."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config.levels import read_level, write_level
from bot.config.parts import Part
from bot.config.tree import tree_of
from bot.slack.act.forms.editors.alerts import ALERT
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.levels import LEVEL
from bot.slack.act.forms.editors.priorities import PRIORITY
from bot.slack.act.forms.kind import Submission, values_of
from bot.slack.draw.blocks.editors import part_form
from sandbox.blockkit import view_problems
from sandbox.elements import initial_values
from sla_core.configuration import Alert, Level, Target
from sla_core.tickets.vocabulary import METRICS
from tests.config.strategies import levels, points

slowly = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
NAMES = (
    *("channel", "assignee", "leads", "managers", "agents"),
    *("#sla", "UANA", "U0NOBODY", "CSUPPORT", "C0SECRET", "S0NONE", "ana@example.com"),
)
TWENTY = 20


@pytest.fixture
def work(program):
    """The team."""
    with program.look() as looking:
        yield looking


def state_of(blocks):
    """What Slack sends of a form in which nobody touches anything."""
    inputs = [block for block in blocks if block["type"] == "input"]
    return values_of({"values": initial_values(inputs)})


def kept(content):
    """The same after it was in the database."""
    return Content.of(json.loads(json.dumps(content.kept)))


def saved(content: Content, name: str) -> Level:
    return read_level(name, Part(tree_of(LEVEL.keys_of(content)), ""))


@slowly
@given(level=levels(["office"]), more=st.booleans())
def test_a_level_comes_out_of_its_form_as_it_went_in(work, level, more):
    """Also what the form does not show, and what stands behind More."""
    content = kept(LEVEL.content_of(write_level(level)))
    shown = Content.of({**content.kept, "more": more})
    values = state_of(LEVEL.blocks(work, shown))
    values.pop("name", None)
    assert saved(shown.typed(values), level.name) == level


alerts = st.builds(
    Alert,
    points,
    st.lists(st.sampled_from(NAMES), min_size=1, unique=True).map(tuple),
    st.frozensets(st.sampled_from(METRICS), max_size=2),
    st.booleans(),
)


def submitted(work, blocks):
    return Submission("", "UADA", "", state_of(blocks), work.now)


@slowly
@given(alert=alerts)
def test_an_alert_comes_out_of_its_form_as_it_went_in(work, alert):
    """Also when it is drawn anew in between, as after a choice of its point."""
    level = Level("Gold", {"first_reply": Target(3600)}, alerts=(alert,))
    content = kept(LEVEL.content_of(write_level(level)))
    [entry] = content.entries("alerts")
    blocks = ALERT.blocks(work, content, entry, "")
    for drawn in (blocks, ALERT.redrawn(work, submitted(work, blocks), content, "")):
        assert view_problems(part_form("f", "Alert", drawn, "[]")) == []
        changed = ALERT.entry_of(work, submitted(work, drawn), content, entry, "")
        assert saved(content.with_entry("alerts", 0, changed), "Gold") == level


@slowly
@given(level=levels(["office"]))
def test_a_time_for_a_priority_comes_out_of_its_form_as_it_went_in(work, level):
    content = kept(LEVEL.content_of(write_level(level)))
    for index, entry in enumerate(content.entries("priorities")):
        blocks = PRIORITY.blocks(work, content, entry, "")
        changed = PRIORITY.entry_of(work, submitted(work, blocks), content, entry, "")
        content = content.with_entry("priorities", index, changed)
    assert saved(content, level.name) == level


@slowly
@given(level=levels(["office"]))
def test_a_form_that_nobody_touches_is_not_filled_in(work, level):
    content = kept(LEVEL.content_of(write_level(level)).as_begun)
    values = state_of(LEVEL.blocks(work, Content.of({**content.kept, "more": True})))
    values.pop("name", None)
    assert not kept(content.typed(values)).is_filled_in


def test_alerts_beyond_those_that_are_shown_survive(work):
    keys = {"targets": {"first_reply": "1h"}}
    keys["alerts"] = [{"at": f"+{n}h", "to": ["leads"]} for n in range(1, 51)]
    content = Content.of({**LEVEL.content_of(keys).kept, "more": True})
    blocks = LEVEL.blocks(work, content)
    assert "30 more are edited in the file." in str(blocks)
    assert sum("accessory" in each for each in blocks) == TWENTY
    assert LEVEL.keys_of(content.typed(state_of(blocks)))["alerts"] == keys["alerts"]
