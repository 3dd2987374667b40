"""Surfaces, names that must differ, and fields that depend on each other."""

import pytest

from sandbox.blockkit import limits, problems, view_problems
from tests.sandbox.blockkit_payloads import (
    actions,
    button,
    input_block,
    menu,
    modal,
    option,
    options,
    plain,
    section,
    text_input,
    wanted,
)

SURFACES = {
    "input": (input_block(), {"modal", "home"}),
    "markdown": ({"type": "markdown", "text": "x"}, {"message"}),
    "table": ({"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}, {"message"}),
    "data_table": ({"type": "data_table", "caption": "c", "rows": []}, {"message"}),
    "plan": ({"type": "plan", "title": "p"}, {"message"}),
    "task_card": (
        {"type": "task_card", "task_id": "1", "title": "t", "status": "pending"},
        {"message"},
    ),
    "context_actions": (
        {
            "type": "context_actions",
            "elements": [{"type": "icon_button", "icon": "trash", "text": plain()}],
        },
        {"message"},
    ),
    "file": ({"type": "file", "source": "remote", "external_id": "1"}, set()),
    "section": (section(), {"message", "modal", "home"}),
}


@pytest.mark.parametrize(("name", "case"), SURFACES.items(), ids=SURFACES)
def test_a_block_is_accepted_on_its_surfaces_only(name, case):
    block, allowed = case
    for surface, pointer in (
        ("message", "/blocks"),
        ("modal", "/view/blocks"),
        ("home", "/view/blocks"),
    ):
        said = wanted(f"unsupported surface for {name} block", f"{pointer}/0")
        assert problems([block], surface) == ([] if surface in allowed else said)


def test_every_block_with_a_surface_of_its_own_is_tried():
    assert set(limits.SURFACES) <= set(SURFACES)


ELEMENT = "/view/blocks/0/element"
ELEMENTS = {
    "date": (
        {"type": "datepicker", "initial_date": "28.02.2026"},
        "must be a date in the format YYYY-MM-DD",
        f"{ELEMENT}/initial_date",
    ),
    "month": (
        {"type": "datepicker", "initial_date": "2026-13-01"},
        "must be a date in the format YYYY-MM-DD",
        f"{ELEMENT}/initial_date",
    ),
    "time": (
        {"type": "timepicker", "initial_time": "9:30"},
        "must be a time in the format HH:mm",
        f"{ELEMENT}/initial_time",
    ),
    "milliseconds": (
        {"type": "datetimepicker", "initial_date_time": 1_770_000_000_000},
        "must be no more than 9999999999",
        f"{ELEMENT}/initial_date_time",
    ),
    "max_length": (
        text_input(max_length=3001),
        "must be no more than 3000",
        f"{ELEMENT}/max_length",
    ),
    "max_length 0": (text_input(max_length=0), "must be no less than 1", f"{ELEMENT}/max_length"),
    "half a character": (
        text_input(min_length=1.5),
        "must be an integer",
        f"{ELEMENT}/min_length",
    ),
    "min over max": (
        text_input(min_length=9, max_length=5),
        "must be no more than `max_length`",
        f"{ELEMENT}/min_length",
    ),
    "files": (
        {"type": "file_input", "max_files": 11},
        "must be no more than 10",
        f"{ELEMENT}/max_files",
    ),
    "selected items": (
        {"type": "multi_users_select", "max_selected_items": 0},
        "must be no less than 1",
        f"{ELEMENT}/max_selected_items",
    ),
    "no options": (
        {"type": "static_select"},
        "must define either `options` or `option_groups` as an argument",
        ELEMENT,
    ),
    "options twice": (
        menu(option_groups=[{"label": plain(), "options": options(1)}]),
        "must define only one of `options` and `option_groups`",
        ELEMENT,
    ),
    "option without value": (
        menu(options=[{"text": plain()}]),
        "missing required field: value",
        f"{ELEMENT}/options/0",
    ),
    "option with address": (
        menu(options=[option(url="https://x.test")]),
        "invalid additional property: url",
        f"{ELEMENT}/options/0",
    ),
    "initial option": (
        menu(initial_option=option("other")),
        "`initial_option` must exactly match one of the options",
        f"{ELEMENT}/initial_option",
    ),
    "initial options": (
        {"type": "checkboxes", "options": options(2), "initial_options": [option("other")]},
        "`initial_options` must exactly match one of the options",
        f"{ELEMENT}/initial_options",
    ),
    "no kind of conversation": (
        {"type": "conversations_select", "filter": {"include": []}},
        "no less than 1 items allowed",
        f"{ELEMENT}/filter/include",
    ),
    "not a number": (
        {"type": "number_input", "is_decimal_allowed": False, "min_value": "one"},
        "must be a valid number",
        f"{ELEMENT}/min_value",
    ),
    "decimal": (
        {"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"},
        "must be a valid number",
        f"{ELEMENT}/initial_value",
    ),
    "number over max": (
        {
            "type": "number_input",
            "is_decimal_allowed": True,
            "initial_value": "3",
            "max_value": "2.5",
        },
        "must be no more than `max_value`",
        f"{ELEMENT}/initial_value",
    ),
}


@pytest.mark.parametrize(("element", "text", "pointer"), ELEMENTS.values(), ids=ELEMENTS)
def test_an_element_that_contradicts_itself_is_refused(element, text, pointer):
    assert view_problems(modal(input_block(element))) == wanted(text, pointer)


BLOCKS = {
    "section of nothing": (
        {"type": "section"},
        "must define either `text` or `fields` as an argument",
        "/blocks/0",
    ),
    "empty card": (
        {"type": "card"},
        "must define either `hero_image` or `title` or `actions` or `body` as an argument",
        "/blocks/0",
    ),
    "container without title": (
        {"type": "container", "child_blocks": [{"type": "divider"}]},
        "must define either `title` or `rich_text_title` as an argument",
        "/blocks/0",
    ),
    "address of a button": (
        actions(button(url="no address")),
        "must be a valid url",
        "/blocks/0/elements/0/url",
    ),
    "same action twice": (
        actions(button("go"), button("go")),
        "`action_id` already exists: go",
        "/blocks/0/elements/1/action_id",
    ),
}


@pytest.mark.parametrize(("block", "text", "pointer"), BLOCKS.values(), ids=BLOCKS)
def test_a_block_that_contradicts_itself_is_refused(block, text, pointer):
    assert problems([block], "message") == wanted(text, pointer)


def test_a_block_id_stands_once_in_a_payload():
    found = problems([section(block_id="a"), section(block_id="a")], "message")
    assert found == wanted("`block_id` already exists: a", "/blocks/1/block_id")


def test_a_modal_with_input_needs_submit():
    view = modal(section(), input_block())
    del view["submit"]
    said = "must define `submit` to use an `input` block in modals"
    assert view_problems(view) == wanted(said, "/view/blocks/1/input")


def test_one_element_of_a_view_has_the_focus():
    view = modal(*[input_block(text_input(focus_on_load=True)) for _ in range(2)])
    pointer = "/view/blocks/1/element/focus_on_load"
    assert view_problems(view) == wanted("only one element can be focused on load", pointer)


def test_files_cannot_be_dispatched():
    view = modal(input_block({"type": "file_input"}, dispatch_action=True))
    assert view_problems(view) == wanted(
        "unsupported type: file_input", "/view/blocks/0/element/type"
    )
