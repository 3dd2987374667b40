import pytest

from sandbox.richtext import rich_text_block
from sandbox.seed import read_seed
from sandbox.typed import typed_text
from tests.sandbox.conftest import SEED


@pytest.fixture(scope="module")
def workspace():
    return read_seed(SEED)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a < b & c", "a &lt; b &amp; c"),
        ("@punctual list", "<@U0PUNCTUAL> list"),
        ("thanks @ben.", "thanks <@U0BEN>."),
        ("@nobody", "@nobody"),
        ("mail ben@harbour.example", "mail ben@harbour.example"),
        ("@here @tier-1", "<!here> <!subteam^S0TIER1|@tier-1>"),
        ("see #general and #nowhere", "see <#C0GENERAL|general> and #nowhere"),
        ("see https://x.example/a?b=1.", "see <https://x.example/a?b=1>."),
        ("<@U0BEN> <https://x.example|x>", "<@U0BEN> <https://x.example|x>"),
    ],
)
def test_what_is_typed_is_stored_as_slack_stores_it(workspace, typed, stored):
    assert typed_text(typed, workspace) == stored


def test_rich_text_names_every_piece():
    stored = "hi <@U0BEN> in <#C0GENERAL|general> <!here> <!subteam^S0TIER1|@tier-1> :eyes: *now*"
    pieces = rich_text_block(stored)["elements"][0]["elements"]
    assert [p["type"] for p in pieces if p.get("text") != " "] == [
        *("text", "user", "text", "channel", "broadcast", "usergroup", "emoji", "text")
    ]
    assert pieces[-1] == {"type": "text", "text": "now", "style": {"bold": True}}


def test_rich_text_keeps_links_and_code():
    block = rich_text_block("<https://x.example|x> `a &lt; b`\n```\nraw\n```")
    section, preformatted = block["elements"]
    assert section["elements"][0] == {"type": "link", "url": "https://x.example", "text": "x"}
    assert section["elements"][2] == {"type": "text", "text": "a < b", "style": {"code": True}}
    assert preformatted == {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": "raw"}],
    }
