"""What stands in blocks is said once: where the text says it too, the text is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.hear.message.block_texts import UNSHOWN, words_of
from sandbox.richtext import rich_text_block
from sandbox.seed import read_seed
from sandbox.typed import typed_text
from tests.sandbox.conftest import SEED

WORKSPACE = read_seed(SEED)


def rich(*elements, kind="rich_text_section"):
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(elements)}]}


def plain(text):
    return {"type": "text", "text": text}


def section(text, kind="mrkdwn"):
    return {"type": "section", "text": {"type": kind, "text": text}}


TYPED = [
    "My printer burns",
    "*Bold*, _italic_, ~gone~ and `code` & more <here>",
    "@ben please look at #general, @here @tier-1",
    "see https://x.example/a?b=1&c=2 and <https://y.example|the other>",
    "```\nprint(1)\n```\nthat is all :wave: :+1:",
    "• one\n• two\n> quoted",
    ":tada:",
]


@pytest.mark.parametrize("typed", TYPED)
def test_what_a_person_typed_is_said_once(typed):
    text = typed_text(typed, WORKSPACE)
    assert words_of(text, [rich_text_block(text)]) == text


@given(st.text(alphabet="ab1 \n*_~`:<>&@#ä🔥-", max_size=60))
def test_no_way_of_formatting_makes_it_be_said_twice(typed):
    text = typed_text(typed, WORKSPACE)
    assert words_of(text, [rich_text_block(text)] if text.strip() else []) == text


LIST = [rich(plain("one"))["elements"][0], rich(plain("two"))["elements"][0]]


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        pytest.param([rich(plain("a < b & c"))], "a &lt; b &amp; c", id="rich text"),
        pytest.param(
            [rich(plain("Ask "), {"type": "user", "user_id": "U1"}, plain(" now"))],
            "Ask <@U1> now",
            id="a person",
        ),
        pytest.param(
            [rich({"type": "channel", "channel_id": "C1"}, {"type": "broadcast", "range": "here"})],
            "<#C1><!here>",
            id="a channel and all who are there",
        ),
        pytest.param(
            [rich({"type": "usergroup", "usergroup_id": "S1"}, {"type": "emoji", "name": "tada"})],
            "<!subteam^S1>:tada:",
            id="a group and an emoji",
        ),
        pytest.param(
            [rich({"type": "emoji", "name": "wave", "skin_tone": 3})],
            ":wave::skin-tone-3:",
            id="the skin of an emoji",
        ),
        pytest.param(
            [
                rich(
                    {"type": "link", "url": "https://x.example/?a&b"},
                    {"type": "link", "url": "https://y.example", "text": "y"},
                )
            ],
            "<https://x.example/?a&amp;b><https://y.example|y>",
            id="links",
        ),
        pytest.param(
            [rich({"type": "date", "timestamp": 1, "format": "{date}", "fallback": "Monday"})],
            "<!date^1^|Monday>",
            id="a date",
        ),
        pytest.param([rich({"type": "color", "value": "#f00"})], "#f00", id="a colour"),
        pytest.param(
            [{"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": LIST}]}],
            "• one\n• two",
            id="a list",
        ),
        pytest.param([section("*Order* <@U1>")], "*Order* <@U1>", id="a section"),
        pytest.param([section("1 < 2", "plain_text")], "1 &lt; 2", id="plain text"),
        pytest.param(
            [{"type": "section", "fields": [section("a")["text"], section("b")["text"]]}],
            "a\nb",
            id="fields",
        ),
        pytest.param(
            [{"type": "image", "alt_text": "A burning printer", "image_url": "https://x.example"}],
            "A burning printer",
            id="a picture",
        ),
        pytest.param(
            [{"type": "markdown", "text": "**Hi** <x>"}], "**Hi** &lt;x&gt;", id="markdown"
        ),
        pytest.param(
            [{"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}, rich(plain("b"))]]}],
            "cell\nb",
            id="a table",
        ),
    ],
)
def test_what_stands_in_blocks_alone_is_not_lost(blocks, words):
    assert words_of("", blocks) == words
    assert words_of(UNSHOWN, blocks) == words


def test_what_can_be_pressed_or_chosen_says_nothing():
    press = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    blocks = [{"type": "actions", "elements": [press]}, {**section("Ready?"), "accessory": press}]
    assert words_of("", blocks) == "Ready?"


def test_a_text_that_only_announces_the_blocks_goes_before_them():
    blocks = [section("The checkout fails since 9:00")]
    assert words_of("New request", blocks) == "New request\nThe checkout fails since 9:00"


def test_a_text_that_the_blocks_repeat_is_not_said_twice():
    blocks = [section("New request"), section("The checkout fails")]
    assert words_of("New request", blocks) == "New request\nThe checkout fails"


def test_an_emoji_beside_blocks_is_not_lost():
    assert words_of("👀", [section("Ready?")]) == "👀\nReady?"


@pytest.mark.parametrize(
    "blocks",
    [
        None,
        [],
        {},
        "blocks",
        7,
        [7, None, "x"],
        [{"type": "rich_text"}],
        [{"elements": 7}],
        [LIST[0] | {"elements": 7}],
    ],
)
def test_blocks_of_no_shape_say_nothing(blocks):
    assert words_of("Printer", blocks) == "Printer"


@pytest.mark.parametrize("piece", [7, {}, {"type": "user"}, {"type": "link"}, {"type": "new"}])
def test_a_piece_of_no_shape_takes_nothing_with_it(piece):
    assert words_of("", [rich(plain("Printer"), piece)]) == "Printer"
