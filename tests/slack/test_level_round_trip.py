"""A level that is opened in its form and saved as it stands there is the same level."""

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.config.levels import read_level, write_level
from bot.config.parts import Part
from bot.config.tree import tree_of
from bot.slack.act.forms.editors.alerts import ALERT
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.levels import LEVEL
from bot.slack.act.forms.editors.priorities import PRIORITY
from bot.slack.act.forms.kind import Submission, values_of
from sla_core.configuration import Alert, Level, Target
from tests.config.strategies import levels, points

NAMES = ["channel", "assignee", "leads", "managers", "agents", "#sla", "U0ANA", "ana@example.com"]
TWENTY = 20


def state_of(blocks):
    """What Slack sends of a form in which nobody touches anything."""
    return {
        "values": {
            block["block_id"]: {"value": as_sent(block["element"])}
            for block in blocks
            if block["type"] == "input"
        }
    }


def as_sent(element):
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value")}
        case "checkboxes" | "multi_static_select":
            return {"selected_options": element.get("initial_options", [])}
        case "multi_users_select":
            return {"selected_users": element.get("initial_users", [])}
    return {"selected_option": element.get("initial_option")}


def kept(content):
    """The same after it was in the database."""
    return Content.of(json.loads(json.dumps(content.kept)))


def saved(content: Content, name: str) -> Level:
    return read_level(name, Part(tree_of(LEVEL.keys_of(content)), ""))


@given(levels(["office"]), st.booleans())
def test_a_level_comes_out_of_its_form_as_it_went_in(level, more):
    """Also what the form does not show, and what stands behind More."""
    content = kept(LEVEL.content_of(write_level(level)))
    shown = Content.of({**content.kept, "more": more})
    values = values_of(state_of(LEVEL.blocks(None, shown)))
    values.pop("name", None)
    assert saved(shown.typed(values), level.name) == level


alerts = st.fixed_dictionaries(
    {
        "point": points,
        "to": st.lists(st.sampled_from(NAMES), min_size=1, unique=True),
        "metrics": st.sets(st.sampled_from(["first_reply", "resolution"])),
        "escalate": st.booleans(),
    }
)


def level_with(point, to, metrics, escalate):
    alert = Alert(point, tuple(sorted(to, key=NAMES.index)), frozenset(metrics), escalate)
    return Level("Gold", {"first_reply": Target(3600)}, alerts=(alert,))


def part_as_it_stands(editor, content, entry):
    values = values_of(state_of(editor.blocks(None, content, entry, "")))
    submitted = Submission(editor.callback_id, "UADA", "", values, datetime(2026, 3, 2, tzinfo=UTC))
    return editor.entry_of(None, submitted, content, entry, "")


@given(alerts)
def test_an_alert_comes_out_of_its_form_as_it_went_in(alert):
    """But for the order of whom it names: roles, people, channels and groups."""
    level = level_with(**alert)
    content = kept(LEVEL.content_of(write_level(level)))
    [entry] = content.entries("alerts")
    changed = content.with_entry("alerts", 0, part_as_it_stands(ALERT, content, entry))
    [found] = saved(changed, "Gold").alerts
    [wanted] = level.alerts
    assert (found.point, found.metrics, found.escalate) == (
        *(wanted.point, wanted.metrics, wanted.escalate),
    )
    assert sorted(found.to) == sorted(wanted.to)


@given(levels(["office"]))
def test_a_time_for_a_priority_comes_out_of_its_form_as_it_went_in(level):
    content = kept(LEVEL.content_of(write_level(level)))
    for index, entry in enumerate(content.entries("priorities")):
        changed = part_as_it_stands(PRIORITY, content, entry)
        content = content.with_entry("priorities", index, changed)
    assert saved(content, level.name) == level


@given(levels(["office"]))
def test_a_form_that_nobody_touches_is_not_filled_in(level):
    content = kept(LEVEL.content_of(write_level(level)).as_begun)
    values = values_of(state_of(LEVEL.blocks(None, Content.of({**content.kept, "more": True}))))
    values.pop("name", None)
    assert not kept(content.typed(values)).is_filled_in


def test_alerts_beyond_those_that_are_shown_survive():
    keys = {"targets": {"first_reply": "1h"}}
    keys["alerts"] = [{"at": f"+{n}h", "to": ["leads"]} for n in range(1, 51)]
    content = Content.of({**LEVEL.content_of(keys).kept, "more": True})
    blocks = LEVEL.blocks(None, content)
    assert "30 more are edited in the file." in str(blocks)
    assert sum("accessory" in each for each in blocks) == TWENTY
    assert LEVEL.keys_of(content.typed(values_of(state_of(blocks))))["alerts"] == keys["alerts"]
