"""What the page draws of a text: it ends, links lead to http and https, and nothing else is markup.

The page's own module is run, by the Node that comes with Playwright.
"""

import json
import re
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path

import playwright
import pytest

from sandbox.richtext import rich_text_block
from sandbox.typed import typed_text
from tests.house.hostile import TEXTS

TEXT_JS = Path(__file__).resolve().parents[2] / "sandbox" / "page" / "text.js"
NODE = Path(playwright.__file__).parent / "driver" / "node"
QUICKLY_S = 5
DRAW = """
import {{ lookAt, mrkdwn, plain, rich, inline, webLink }} from {module};
lookAt({{ users: [{{ id: "U1", real_name: '<b onclick="x">Ann</b>', tz: "UTC" }}],
  channels: [], usergroups: [{{ id: "S1", handle: "<i>" }}], now: 1772000000 }}, "U1");
let given = "";
for await (const part of process.stdin) given += part;
const draw = {{
  mrkdwn, plain, inline, link: webLink,
  rich: (block) => block.elements.map(rich).join("") }};
const drawn = JSON.parse(given).map(([way, what]) => draw[way](what));
process.stdout.write(JSON.stringify(drawn));
"""


def drawn(*asked):
    """What the page makes of texts, each given with the way it is drawn."""
    script = DRAW.format(module=json.dumps(TEXT_JS.as_uri()))
    ended = subprocess.run(
        [NODE, "--input-type=module", "-e", script],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=QUICKLY_S * 4,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


class Tags(HTMLParser):
    """Collects the tags of drawn text."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags_of(html):
    parser = Tags()
    parser.feed(html)
    return parser.found


OWN_TAGS = {
    "a", "time", "span", "code", "strong", "em", "s", "pre", "blockquote", "br", "ol", "ul", "li",
}  # fmt: skip
OWN_ATTRIBUTES = {"a": {"href", "target", "rel"}, "span": {"class"}}


def assert_harmless(html, of=""):
    for tag, attributes in tags_of(html):
        assert tag in OWN_TAGS, (of, html)
        assert set(attributes) <= OWN_ATTRIBUTES.get(tag, set()), (of, html)
        if tag == "a":
            assert re.match(r"https?://", attributes["href"]), (of, html)


LOOPS = {
    "its own mark in code": "`\u00010\u0001`",
    "its own mark in a link": "<https://a.example|\u00011\u0001> `\u00010\u0001`",
    "its own mark alone": "\u00019\u0001 \u00010\u0001",
    "marks that name each other": "`\u00011\u0001` `\u00010\u0001`",
}
SLOW = {
    "open links": "<http" * 8_000,
    "open mentions": "<@U1|" * 8_000,
    "open dates": "<!date^" * 8_000,
    "stars": "*a " * 13_000,
    "one star": " *" + "a " * 20_000,
    "lines": "_" * 40_000,
    "tildes": "~ ~" * 13_000,
    "ticks": "`a" * 20_000,
    "code": "```" * 13_000,
    "colons": ":a" * 20_000,
    "quotes": "> " * 20_000,
    "quoted lines": "> a\n" * 10_000,
    "links": "<https://a.example|x>" * 1_900,
    "links of code": "<https://a.example|`x`>" * 1_700,
}


def test_drawing_what_names_the_marks_of_the_drawing_ends():
    html = drawn(*(["mrkdwn", text] for text in LOOPS.values()))
    for each in html:
        assert_harmless(each)


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_forty_thousand_characters_are_drawn_at_once(text):
    began_s = time.process_time()
    block = rich_text_block(text)
    assert time.process_time() - began_s < 1
    began_s = time.monotonic()
    html = drawn(["mrkdwn", text], ["rich", block], ["plain", text])
    assert time.monotonic() - began_s < QUICKLY_S
    assert all(html)


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_forty_thousand_characters_are_typed_at_once(text, slack):
    began_s = time.process_time()
    typed_text(text, slack.world.workspace)
    assert time.process_time() - began_s < 1


LINKS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:http://a.example/x",
    "mailto:x@a.example",
    "//evil.example/x",
    "",
]


def test_links_lead_to_http_and_https_alone():
    asked = [["mrkdwn", f"<{link}|press>"] for link in LINKS]
    asked += [["mrkdwn", f"<!date^1772000000^{{date}}^{link}|press>"] for link in LINKS]
    asked += [
        ["rich", {"elements": [{"elements": [{"type": "link", "url": link, "text": "press"}]}]}]
        for link in LINKS
    ]
    html = drawn(*asked)
    assert [each for each in html if "<a " in each] == []
    assert drawn(*(["link", link] for link in LINKS)) == [None] * len(LINKS)


def test_what_leads_there_is_a_link():
    (html,) = drawn(["mrkdwn", "<https://a.example/?a=1&amp;b=2|here>"])
    assert tags_of(html)[0][1]["href"] == "https://a.example/?a=1&b=2"
    assert html.endswith(">here</a>")


BROKEN = [
    "<!date^soon^{date}|x>",
    "<!date^1e999^{ago}|x>",
    "<!date^99999999999999^{date}|x>",
    "<!date^1>",
    "<!date^1^{constructor} {toString} {__proto___pretty}|x>",
    "<!date>",
    "<|>",
    "<@>",
    "<#|>",
    ":constructor: :__proto__: :toString:",
]


def test_what_is_broken_is_drawn_all_the_same():
    html = drawn(*(["mrkdwn", text] for text in BROKEN))
    assert [each for each in html if "native code" in each or "[object" in each] == []
    for each in html:
        assert_harmless(each)


def test_no_hostile_text_becomes_markup():
    texts = [*TEXTS, *LOOPS.values(), *BROKEN, "<@U1> <!subteam^S1>", '<https://a"onx="1|x>']
    asked = [[way, text] for text in texts for way in ("mrkdwn", "plain", "inline")]
    asked += [["rich", rich_text_block(text)] for text in texts]
    for (_, of), html in zip(asked, drawn(*asked), strict=True):
        assert_harmless(html, of)
