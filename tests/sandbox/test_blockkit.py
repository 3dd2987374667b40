"""What Slack accepts passes; a wrong shape is named at its place."""

import pytest

from sandbox.blockkit import problems, view_problems
from tests.sandbox.blockkit_payloads import (
    CARD,
    actions,
    button,
    input_block,
    menu,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    text_input,
    wanted,
)

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [{"type": "text", "text": "bold", "style": {"bold": True}}],
        }
    ],
}
GOOD_IN_MESSAGES = {
    "card": CARD,
    "empty": [],
    "rich text": [RICH],
    "image by address": [{"type": "image", "image_url": "https://x.test/a.png", "alt_text": "a"}],
    "image by file": [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a"}],
    "table": [{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}],
    "markdown": [{"type": "markdown", "text": "# Hello"}],
    "overflow with links": [
        section(
            accessory={
                "type": "overflow",
                "options": [option("a", url="https://x.test"), option("b")],
            }
        )
    ],
    "the same action in two blocks": [actions(button()), actions(button())],
    "groups": [
        actions(
            {"type": "static_select", "option_groups": [{"label": plain(), "options": options(1)}]}
        )
    ],
}


@pytest.mark.parametrize("blocks", GOOD_IN_MESSAGES.values(), ids=GOOD_IN_MESSAGES)
def test_what_slack_accepts_in_a_message_passes(blocks):
    assert problems(blocks, "message") == []


GOOD_VIEWS = {
    "modal with inputs": modal(
        input_block(text_input(max_length=80, initial_value="x", focus_on_load=True), block_id="a"),
        input_block(menu(initial_option=option("v1")), hint=plain(), optional=True),
        input_block({"type": "datepicker", "initial_date": "2026-02-28"}),
        input_block({"type": "timepicker", "initial_time": "09:30"}),
        input_block({"type": "datetimepicker", "initial_date_time": 1_770_000_000}),
        input_block(
            {
                "type": "number_input",
                "is_decimal_allowed": False,
                "min_value": "1",
                "max_value": "99",
            }
        ),
        input_block(
            {"type": "checkboxes", "options": [{"text": mrkdwn(), "value": "a"}]},
            dispatch_action=True,
        ),
        private_metadata="",
        callback_id="level",
    ),
    "modal without input needs no submit": {
        "type": "modal",
        "title": plain(),
        "blocks": [section()],
    },
    "home": {"type": "home", "blocks": [*CARD, input_block()]},
}


@pytest.mark.parametrize("view", GOOD_VIEWS.values(), ids=GOOD_VIEWS)
def test_what_slack_accepts_as_a_view_passes(view):
    assert view_problems(view) == []


SHAPES = {
    "not a list": ({"type": "divider"}, "must provide an array", "/blocks"),
    "not an object": (["divider"], "must provide an object", "/blocks/0"),
    "no type": ([{}], "missing required field: type", "/blocks/0"),
    "unknown type": ([{"type": "banner"}], "unsupported type: banner", "/blocks/0/type"),
    "type is a list": ([{"type": []}], "unsupported type: []", "/blocks/0/type"),
    "unknown field": (
        [{"type": "divider", "colour": 1}],
        "invalid additional property: colour",
        "/blocks/0",
    ),
    "missing field": (
        [{"type": "header"}],
        "missing required field: text",
        "/blocks/0",
    ),
    "mrkdwn in a header": (
        [{"type": "header", "text": mrkdwn()}],
        "unsupported type: mrkdwn",
        "/blocks/0/text/type",
    ),
    "mrkdwn on a button": (
        [actions({"type": "button", "text": mrkdwn()})],
        "unsupported type: mrkdwn",
        "/blocks/0/elements/0/text/type",
    ),
    "element in the wrong block": (
        [actions(text_input())],
        "unsupported type: plain_text_input",
        "/blocks/0/elements/0/type",
    ),
    "number for text": (
        [section(text=mrkdwn(5))],
        "must provide a string",
        "/blocks/0/text/text",
    ),
    "text for a flag": ([section(expand="yes")], "must be a boolean", "/blocks/0/expand"),
    "flag for a number": (
        [{"type": "data_table", "caption": "c", "rows": [], "page_size": True}],
        "must provide a number",
        "/blocks/0/page_size",
    ),
    "unknown style": (
        [actions(button(style="green"))],
        "must be a valid enum value",
        "/blocks/0/elements/0/style",
    ),
    "any record among tasks": (
        [{"type": "plan", "title": "p", "tasks": [{"task": 1}]}],
        "missing required field: type",
        "/blocks/0/tasks/0",
    ),
}


@pytest.mark.parametrize(("blocks", "text", "pointer"), SHAPES.values(), ids=SHAPES)
def test_a_wrong_shape_is_one_message_at_its_place(blocks, text, pointer):
    found = problems(blocks, "message")
    assert wanted(text, pointer)[0] in found
    assert all(pointer in message for message in found)


def test_an_image_from_both_an_address_and_a_file_is_refused():
    both = {"type": "image", "image_url": "https://x", "slack_file": {"id": "F"}, "alt_text": "a"}
    assert len(problems([both], "message")) == 1


VIEWS = {
    "no view": (None, "must provide an object", "/view"),
    "no title": ({"type": "modal", "blocks": []}, "missing required field: title", "/view"),
    "title on a home tab": (
        {"type": "home", "title": plain(), "blocks": []},
        "invalid additional property: title",
        "/view",
    ),
    "submit_disabled": (
        modal(submit_disabled=True),
        "invalid additional property: submit_disabled",
        "/view",
    ),
    "old kind of view": (
        {"type": "workflow_step", "blocks": []},
        "unsupported type: workflow_step",
        "/view/type",
    ),
    "unknown block": (
        modal({"type": "banner"}),
        "unsupported type: banner",
        "/view/blocks/0/type",
    ),
}


@pytest.mark.parametrize(("view", "text", "pointer"), VIEWS.values(), ids=VIEWS)
def test_a_view_of_the_wrong_shape_is_refused(view, text, pointer):
    assert view_problems(view) == wanted(text, pointer)


def test_every_fault_is_named_in_one_answer():
    found = problems([section(text=mrkdwn("")), actions(button("x" * 256))], "message")
    assert found == [
        *wanted("must be more than 0 characters", "/blocks/0/text/text"),
        *wanted("must be less than 256 characters", "/blocks/1/elements/0/action_id"),
    ]
