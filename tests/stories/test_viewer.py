"""What the tour prints of a message is what a member reads."""

from datetime import date

import pytest

from bot.demo.viewer import Viewer

ANA = Viewer({"U1": "Ana Kovač", "C1": "support"}, "Europe/Ljubljana", date(2026, 3, 2))
NINE_LOCAL = 1772438400  # 2026-03-02 08:00 UTC


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U1> in <#C1>", "@Ana Kovač in #support"),
        ("<@U2|ben>, <!here>", "@ben, @here"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("<https://a.example/b|#1> <https://a.example>", "#1 https://a.example"),
        (f"<!date^{NINE_LOCAL}^{{date_short_pretty}} {{time}}|x>", "today 09:00"),
        (f"<!date^{NINE_LOCAL + 86400}^{{date_short_pretty}} {{time}}|x>", "03 Mar 2026 09:00"),
        (f"<!date^{NINE_LOCAL}^{{date_num}} {{time_secs}}|x>", "2026-03-02 09:00:00"),
    ],
)
def test_markup_is_read_as_slack_shows_it(text, read):
    assert ANA.text(text) == read


def test_blocks_are_read_from_top_to_bottom():
    words = {"type": "mrkdwn", "text": "*First*\nsecond"}
    fields = [{"type": "mrkdwn", "text": "*Level*\nUrgent"}, {"type": "mrkdwn", "text": "*By*\nA"}]
    buttons = [{"type": "button", "text": {"type": "plain_text", "text": name}} for name in "XY"]
    blocks = [
        {"type": "section", "text": words, "fields": fields},
        {"type": "divider"},
        {"type": "actions", "elements": buttons},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "As of"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}] * 2] * 2},
    ]
    assert ANA.lines({"text": "unread", "blocks": blocks}) == [
        "*First*",
        "second",
        f"{'*Level* Urgent':<44}*By* A",
        "[X]  [Y]",
        "As of",
        "a  a",
        "a  a",
    ]


def test_typed_text_is_read_with_its_mentions_and_emoji():
    typed = [
        {"type": "text", "text": "hi "},
        {"type": "user", "user_id": "U1"},
        {"type": "emoji", "name": "wave"},
    ]
    block = {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": typed}],
    }
    assert ANA.lines({"text": "", "blocks": [block]}) == ["hi @Ana Kovač:wave:"]


def test_fence_around_a_table_is_no_line():
    text = "```\na  b\n1  2\n```"
    assert ANA.lines({"blocks": [{"type": "section", "text": {"text": text}}]}) == ["a  b", "1  2"]


def test_message_without_blocks_is_its_text():
    assert ANA.lines({"text": "one\ntwo"}) == ["one", "two"]
