"""What a message holds: under 13,000 characters and 50 blocks, and it says what was left out."""

import ast
import json
from pathlib import Path

import pytest

from bot.slack.draw.blocks import elements
from bot.slack.draw.blocks.alert import leading_to
from bot.slack.draw.blocks.digest import digest
from bot.slack.draw.blocks.elements import actions, button, context, listed, message, section
from bot.store.outbox import MessagePlace
from sandbox.blockkit import problems
from tests import recording

ROW = actions(button("ticket_claim", "Claim", "1"))
SHORTENED = "Shortened: a message in Slack holds no more."


def weight(payload):
    recording.keep(payload, is_posted=True)
    assert problems(payload["blocks"], "message") == []
    return len(json.dumps(payload["blocks"], ensure_ascii=False))


def texts(payload):
    return [block["text"]["text"] for block in payload["blocks"] if block["type"] == "section"]


def test_what_fits_is_as_it_was():
    blocks = [section("x" * 2_900)] * 4
    assert message("x", blocks)["blocks"] == blocks


@pytest.mark.parametrize("character", ["x", '"', "\t", "😀", "&amp;"])
def test_texts_that_are_too_long_together_are_shortened_alike_and_it_says_so(character):
    shown = message("x", [section(character * 600) for _ in range(30)] + [ROW])
    assert weight(shown) <= 13_000
    assert shown["blocks"][-2] == ROW
    assert shown["blocks"][-1] == context(SHORTENED)
    assert len({len(text) for text in texts(shown)}) == 1


def test_no_button_is_lost_where_texts_are_shortened():
    blocks = [each for number in range(12) for each in (section(f"{number}" * 2_000), ROW)]
    shown = message("x", blocks)
    assert weight(shown) <= 13_000
    assert shown["blocks"].count(ROW) == 12


def test_more_than_50_blocks_say_that_there_were_more():
    shown = message("x", [section("x")] * 60)
    assert len(shown["blocks"]) == 50
    assert shown["blocks"][-1] == context(SHORTENED)


def test_more_buttons_than_a_message_holds_come_to_an_end():
    wide = [
        actions(*(button(f"b{row}_{place}", "y" * 75, "1" * 1_900) for place in range(3)))
        for row in range(20)
    ]
    assert weight(message("x", wide)) <= 13_000


def test_code_that_is_shortened_stays_code():
    code = "```\n" + "row\n" * 700 + "```"
    shown = message("x", [section(code)] * 6)
    assert weight(shown) <= 13_000
    assert all(text.count("```") == 2 for text in texts(shown))


def test_a_link_that_is_cut_is_left_out():
    assert elements.cut("see <https://example.com/a|the page> there", 20) == "see…"


def test_a_list_holds_as_many_items_as_fit_and_counts_the_rest():
    shown = message("x", listed([section("head")], [section("y" * 1_000)] * 40))
    head, *items, last = texts(shown)
    assert weight(shown) <= 13_000
    assert head == "head"
    assert last == f"… and {40 - len(items)} more"
    assert len(items) == 11


def test_a_list_that_fits_counts_nothing():
    assert texts(message("x", listed([], [section("y")] * 50))) == ["y"] * 50


def test_a_digest_of_alarms_leaves_no_line_out_however_long_they_are():
    shown = digest([f"{number:02} " + 'x"' * 700 + " · <@U1|Ana>" for number in range(20)])
    said = [line for text in texts(shown) for line in text.splitlines()]
    assert weight(shown) <= 13_000
    numbers = [line[:2] for line in said if line[2:3] == " " and line[:2].isdecimal()]
    assert numbers == [f"{number:02}" for number in range(20)]
    assert said[-1] == "For <@U1>"


def test_an_alarm_that_many_took_note_of_still_leads_to_its_card():
    payload = message("late", [section("late"), *[context("z" * 300)] * 45, ROW])
    shown = leading_to(payload, MessagePlace("C1", "1.000001"), "example")
    assert weight(shown) <= 13_000
    assert "https://example.slack.com/archives/C1/p1000001" in json.dumps(shown["blocks"])


VIEWS = {f"bot/slack/draw/blocks/{module}.py" for module in ("home", "inputs", "editors")}
IN_ONE_PLACE = {"bot/slack/draw/blocks/elements.py", "bot/delivery/soundness.py"}
"""The second says an alarm by its line, in one section, where its payload is damaged."""


def test_every_message_with_blocks_is_made_in_one_place():
    made = {
        str(path)
        for path in Path("bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and any(isinstance(key, ast.Constant) and key.value == "blocks" for key in node.keys)
    }
    assert made == VIEWS | IN_ONE_PLACE


def test_slack_makes_links_and_mentions_of_nothing_in_any_text_of_ours():
    texts = [
        {key.value: value for key, value in zip(node.keys, node.values, strict=True) if key}
        for path in Path("bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Dict)
        and any(isinstance(each, ast.Constant) and each.value == "mrkdwn" for each in node.values)
    ]
    assert texts
    assert all("verbatim" in each for each in texts)
