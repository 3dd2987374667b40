"""Each number of Slack's Block Kit reference: just inside is fine, just outside is named."""

import json
from importlib.resources import files

import pytest

from sandbox.blockkit import limits, problems, view_problems
from tests.sandbox.blockkit_payloads import (
    actions,
    button,
    confirm,
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

E = "/view/blocks/0/elements/0"
A = "/view/blocks/0/accessory"
# name: (block with a text of that length, the bound, pointer)
LENGTHS = {
    "section text": (lambda n: section(text=mrkdwn("x" * n)), 3000, "/view/blocks/0/text/text"),
    "section field": (
        lambda n: section(fields=[mrkdwn("x" * n)]),
        2000,
        "/view/blocks/0/fields/0/text",
    ),
    "header": (
        lambda n: {"type": "header", "text": plain("x" * n)},
        150,
        "/view/blocks/0/text/text",
    ),
    "context": (
        lambda n: {"type": "context", "elements": [mrkdwn("x" * n)]},
        3000,
        f"{E}/text",
    ),
    "block_id": (lambda n: section(block_id="x" * n), 255, "/view/blocks/0/block_id"),
    "action_id": (lambda n: actions(button("x" * n)), 255, f"{E}/action_id"),
    "button text": (
        lambda n: actions({"type": "button", "text": plain("x" * n)}),
        75,
        f"{E}/text/text",
    ),
    "button value": (lambda n: actions(button(value="x" * n)), 2000, f"{E}/value"),
    "button url": (
        lambda n: actions(button(url="https://x.test/".ljust(n, "x"))),
        3000,
        f"{E}/url",
    ),
    "button label": (
        lambda n: actions(button(accessibility_label="x" * n)),
        75,
        f"{E}/accessibility_label",
    ),
    "confirm title": (
        lambda n: actions(confirm(title=plain("x" * n))),
        100,
        f"{E}/confirm/title/text",
    ),
    "confirm text": (
        lambda n: actions(confirm(text=mrkdwn("x" * n))),
        300,
        f"{E}/confirm/text/text",
    ),
    "confirm yes": (
        lambda n: actions(confirm(confirm=plain("x" * n))),
        30,
        f"{E}/confirm/confirm/text",
    ),
    "confirm no": (
        lambda n: actions(confirm(deny=plain("x" * n))),
        30,
        f"{E}/confirm/deny/text",
    ),
    "placeholder": (
        lambda n: actions(menu(placeholder=plain("x" * n))),
        150,
        f"{E}/placeholder/text",
    ),
    "option text": (
        lambda n: actions(menu(options=[option(text=plain("x" * n))])),
        75,
        f"{E}/options/0/text/text",
    ),
    "option value": (
        lambda n: actions(menu(options=[option("x" * n)])),
        150,
        f"{E}/options/0/value",
    ),
    "option description": (
        lambda n: actions(menu(options=[option(description=plain("x" * n))])),
        75,
        f"{E}/options/0/description/text",
    ),
    "radio value": (
        lambda n: actions({"type": "radio_buttons", "options": [option("x" * n)]}),
        150,
        f"{E}/options/0/value",
    ),
    "group label": (
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain("x" * n), "options": options(1)}],
            }
        ),
        75,
        f"{E}/option_groups/0/label/text",
    ),
    "grouped option": (
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": [option("x" * n)]}],
            }
        ),
        150,
        f"{E}/option_groups/0/options/0/value",
    ),
    "overflow url": (
        lambda n: section(
            accessory={
                "type": "overflow",
                "options": [option("a", url="https://x.test/".ljust(n, "x")), option("b")],
            }
        ),
        3000,
        f"{A}/options/0/url",
    ),
    "image text": (
        lambda n: {"type": "image", "slack_file": {"id": "F"}, "alt_text": "x" * n},
        2000,
        "/view/blocks/0/alt_text",
    ),
    "image title": (
        lambda n: {
            "type": "image",
            "slack_file": {"id": "F"},
            "alt_text": "x",
            "title": plain("x" * n),
        },
        2000,
        "/view/blocks/0/title/text",
    ),
    "label": (
        lambda n: input_block(label=plain("x" * n)),
        2000,
        "/view/blocks/0/label/text",
    ),
    "hint": (lambda n: input_block(hint=plain("x" * n)), 2000, "/view/blocks/0/hint/text"),
    "initial value": (
        lambda n: input_block(text_input(initial_value="x" * n)),
        3000,
        "/view/blocks/0/element/initial_value",
    ),
    "initial value of a short input": (
        lambda n: input_block(text_input(max_length=20, initial_value="x" * n)),
        20,
        "/view/blocks/0/element/initial_value",
    ),
}


@pytest.mark.parametrize(("block", "most", "pointer"), LENGTHS.values(), ids=LENGTHS)
def test_a_text_may_be_as_long_as_its_limit_and_no_longer(block, most, pointer):
    assert view_problems(modal(block(most))) == []
    said = f"must be less than {most + 1} characters"
    assert view_problems(modal(block(most + 1))) == wanted(said, pointer)


VIEW_LENGTHS = {
    "title": (lambda n: {"title": plain("x" * n)}, 24, "/view/title/text"),
    "submit": (lambda n: {"submit": plain("x" * n)}, 24, "/view/submit/text"),
    "close": (lambda n: {"close": plain("x" * n)}, 24, "/view/close/text"),
    "private_metadata": (lambda n: {"private_metadata": "x" * n}, 3000, "/view/private_metadata"),
    "callback_id": (lambda n: {"callback_id": "x" * n}, 255, "/view/callback_id"),
    "external_id": (lambda n: {"external_id": "x" * n}, 255, "/view/external_id"),
}


@pytest.mark.parametrize(("field", "most", "pointer"), VIEW_LENGTHS.values(), ids=VIEW_LENGTHS)
def test_a_field_of_a_view_may_be_as_long_as_its_limit_and_no_longer(field, most, pointer):
    assert view_problems(modal(**field(most))) == []
    said = f"must be less than {most + 1} characters"
    assert view_problems(modal(**field(most + 1))) == wanted(said, pointer)


EMPTY = {
    "section": (section(text=mrkdwn("")), "/blocks/0/text/text"),
    "field": (section(fields=[mrkdwn("")]), "/blocks/0/fields/0/text"),
    "header": ({"type": "header", "text": plain("")}, "/blocks/0/text/text"),
    "context": ({"type": "context", "elements": [plain("")]}, "/blocks/0/elements/0/text"),
    "button": (actions({"type": "button", "text": plain("")}), "/blocks/0/elements/0/text/text"),
    "option": (
        actions(menu(options=[option(text=plain(""))])),
        "/blocks/0/elements/0/options/0/text/text",
    ),
    "block_id": (section(block_id=""), "/blocks/0/block_id"),
    "action_id": (actions(button("")), "/blocks/0/elements/0/action_id"),
    "option value": (actions(menu(options=[option("")])), "/blocks/0/elements/0/options/0/value"),
}


@pytest.mark.parametrize(("block", "pointer"), EMPTY.values(), ids=EMPTY)
def test_an_empty_text_is_refused_once(block, pointer):
    assert problems([block], "message") == wanted("must be more than 0 characters", pointer)


# name: (block with that many items, least, most, pointer)
COUNTS = {
    "fields": (lambda n: section(fields=[mrkdwn()] * n), 1, 10, "/blocks/0/fields"),
    "actions": (
        lambda n: actions(*[button(f"b{i}") for i in range(n)]),
        1,
        25,
        "/blocks/0/elements",
    ),
    "context": (
        lambda n: {"type": "context", "elements": [mrkdwn()] * n},
        1,
        10,
        "/blocks/0/elements",
    ),
    "options": (
        lambda n: actions(menu(options=options(n))),
        1,
        100,
        "/blocks/0/elements/0/options",
    ),
    "groups": (
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": options(1)}] * n,
            }
        ),
        1,
        100,
        "/blocks/0/elements/0/option_groups",
    ),
    "grouped options": (
        lambda n: actions(
            {
                "type": "multi_static_select",
                "option_groups": [{"label": plain(), "options": options(n)}],
            }
        ),
        1,
        100,
        "/blocks/0/elements/0/option_groups/0/options",
    ),
    "checkboxes": (
        lambda n: actions({"type": "checkboxes", "options": options(n)}),
        1,
        10,
        "/blocks/0/elements/0/options",
    ),
    "radio buttons": (
        lambda n: actions({"type": "radio_buttons", "options": options(n)}),
        1,
        10,
        "/blocks/0/elements/0/options",
    ),
    "overflow": (
        lambda n: section(accessory={"type": "overflow", "options": options(n)}),
        2,
        5,
        "/blocks/0/accessory/options",
    ),
    "rows": (
        lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]] * n},
        1,
        100,
        "/blocks/0/rows",
    ),
    "cells": (
        lambda n: {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * n]},
        1,
        20,
        "/blocks/0/rows/0",
    ),
}


@pytest.mark.parametrize(("block", "least", "most", "pointer"), COUNTS.values(), ids=COUNTS)
def test_a_list_holds_as_many_as_its_limits_say(block, least, most, pointer):
    assert problems([block(least)], "message") == []
    assert problems([block(most)], "message") == []
    few, many = f"no less than {least} items allowed", f"no more than {most} items allowed"
    assert problems([block(least - 1)], "message") == wanted(few, pointer)
    assert problems([block(most + 1)], "message") == wanted(many, pointer)


@pytest.mark.parametrize(
    ("surface", "most", "pointer"),
    [("message", 50, "/blocks"), ("modal", 100, "/view/blocks"), ("home", 100, "/view/blocks")],
)
def test_a_surface_holds_as_many_blocks_as_its_limit(surface, most, pointer):
    assert problems([{"type": "divider"}] * most, surface) == []
    said = f"no more than {most} items allowed"
    assert problems([{"type": "divider"}] * (most + 1), surface) == wanted(said, pointer)


def test_the_tables_name_only_types_of_the_schema():
    text = files("sandbox.blockkit").joinpath("schema.json").read_text(encoding="utf-8")
    schema = json.dumps(json.loads(text))
    for table in (limits.LENGTHS, limits.COUNTS, limits.RANGES, limits.FORMATS, limits.SURFACES):
        for kind in table:
            assert f'"const": "{kind}"' in schema
