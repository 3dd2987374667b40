"""Pieces of Block Kit and the limits they keep; text of people is escaped, so it pings nobody."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bot.wording import words
from bot.wording.markup import Markup, escape

Block = dict[str, Any]
Payload = dict[str, Any]

SECTION: Final = 3000
PARAGRAPHS: Final = 80
"""So many paragraphs of lines fit into a view, with what else stands there."""
FIELD: Final = 2000
BUTTON: Final = 75
PLACEHOLDER: Final = 150
BLOCKS: Final = 50
FALLBACK: Final = 3000
"""Characters of a message's top-level text; Slack takes about 4,000."""
HOLDS: Final = 13_000
"""Characters of all blocks of a message; Slack takes about 13,200, and says nowhere how many."""
_CAPS: Final = (2400, 1800, 1200, 900, 700, 500, 350, 250, 180, 120, 60)
"""Characters of each text in a message that would hold too much."""

_ADDRESS_LIKE: Final = re.compile(r"(?<=\S)[.:@/](?=\S)")
_CUT_SHORT: Final = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)$")


def escaped(text: str, most: int = SECTION) -> str:
    """The text escaped, and cut with an ellipsis to at most so many characters."""
    return cut(escape(text), most)


def cut(text: str, most: int = SECTION) -> str:
    """Text that is escaped already, cut with an ellipsis, never inside an entity or a link."""
    return text if len(text) <= most else _CUT_SHORT.sub("", text[: most - 1]).rstrip() + "…"


def sentence(text: str, most: int = SECTION) -> str:
    """A sentence of ours as Slack shows it: escaped, unless it is markup already."""
    return cut(text if isinstance(text, Markup) else escape(text), most)


def unlinked(name: str) -> str:
    """A name in which Slack finds no address, for a text that it looks through for some."""
    return _ADDRESS_LIKE.sub("\\g<0>\u2060", name)


def joined(lines: Iterable[str], most: int = SECTION) -> str:
    """Whole lines, as many as fit; the last says how many more there are."""
    all_lines, text = list(lines), ""
    for number, line in enumerate(all_lines):
        remaining = len(all_lines) - number - 1
        more = f"\n{words.more(remaining)}" if remaining else ""
        if len(text) + len(line) + 1 + len(more) > most:
            left_out = words.more(remaining + 1)
            return f"{text}\n{left_out}" if text else cut(line, most)
        text = f"{text}\n{line}" if text else line
    return text


def paragraphs(lines: Iterable[str], most: int = PARAGRAPHS) -> list[str]:
    """Whole lines in as few texts as hold them; the last says how many more lines there are."""
    texts: list[list[str]] = [[]]
    for line in lines:
        if texts[-1] and len("\n".join([*texts[-1], line])) > SECTION:
            texts.append([])
        texts[-1].append(line)
    beyond = sum(map(len, texts[most:]))
    return [*map(joined, texts[:most]), *([words.more(beyond)] if beyond else [])]


def section(text: str) -> Block:
    """A paragraph of text that is escaped already."""
    return {"type": "section", "text": _marked(cut(text) or " ")}


def _marked(text: str) -> Block:
    """A text object: our own links, mentions and dates live in it, Slack makes none of its own."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def fields(texts: Sequence[str]) -> Block:
    """Short facts side by side, at most ten."""
    return {"type": "section", "fields": [_marked(cut(text, FIELD)) for text in texts[:10]]}


def header(text: str) -> Block:
    """A heading, of plain text."""
    return {"type": "header", "text": plain(text, PLACEHOLDER)}


def divider() -> Block:
    """A line between what belongs apart."""
    return {"type": "divider"}


def context(text: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [_marked(cut(text))]}


def code(text: str) -> Block:
    """Rows in a typewriter's letters, with nothing in them that ends the block."""
    safe = escape(text.replace("```", "'''"))
    return section(f"```\n{joined(safe.splitlines(), SECTION - 10)}\n```")


def plain(text: str, most: int) -> Block:
    """A plain text object."""
    fitting = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return {"type": "plain_text", "text": fitting or " "}


def button(action_id: str, text: str, value: str, style: str | None = None) -> Block:
    """A button whose value names what it is about, and proves nothing."""
    element = {
        "type": "button",
        "action_id": action_id,
        "text": plain(text, BUTTON),
        "value": value,
    }
    return element | ({"style": style} if style else {})


def menu(action_id: str, text: str, options: Mapping[str, str]) -> Block:
    """A menu that says what it does, with labels by value; choosing one does it."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(text, PLACEHOLDER),
        "options": [
            {"text": plain(label, BUTTON), "value": value} for value, label in options.items()
        ],
    }


def link_button(action_id: str, text: str, url: str) -> Block:
    """A button that leads somewhere."""
    return {"type": "button", "action_id": action_id, "text": plain(text, BUTTON), "url": url}


def actions(*elements: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def message(text: str, blocks: Sequence[Block] | None = None) -> Payload:
    """A message: the text says it all by itself, the blocks say it better.

    Slack takes it, whatever it is made of: where it would hold too much its texts are shortened,
    and it says so.
    """
    body = list(blocks) if blocks is not None else [section(text)]
    return {"text": cut(text, FALLBACK), "blocks": body if _fits(body) else _shortened(body)}


def listed(head: Sequence[Block], items: Iterable[Block]) -> list[Block]:
    """As many items below a head as a message holds; the last line says how many more there are."""
    return listed_groups(head, ([item] for item in items))


def listed_groups(head: Sequence[Block], groups: Iterable[Sequence[Block]]) -> list[Block]:
    """As many whole groups of blocks below a head as a message holds, and how many more."""
    remaining = list(groups)
    blocks = list(head)
    while remaining:
        foot = [section(words.more(len(remaining) - 1))] if remaining[1:] else []
        if not _fits([*blocks, *remaining[0], *foot]):
            return [*blocks, section(words.more(len(remaining)))]
        blocks += remaining.pop(0)
    return blocks


def _fits(blocks: Sequence[Block]) -> bool:
    return len(blocks) <= BLOCKS and len(json.dumps(blocks, ensure_ascii=False)) <= HOLDS


def _shortened(blocks: Sequence[Block]) -> list[Block]:
    """The same with texts that are short enough, all alike, so that nothing else is missing."""
    note = context(words.shortened())
    shorter = [*blocks[: BLOCKS - 1], note]
    for most in _CAPS:
        if _fits(shorter):
            return shorter
        shorter = [*(_capped(block, most) for block in blocks[: BLOCKS - 1]), note]
    while not _fits(shorter):
        del shorter[-2]
    return shorter


def _capped(block: Block, most: int) -> Block:
    """A paragraph or small print with at most so many characters."""
    if block["type"] == "section" and "text" in block:
        return {**block, "text": _capped_text(block["text"], most)}
    if block["type"] == "context":
        return {**block, "elements": [_capped_text(element, most) for element in block["elements"]]}
    return block


def _capped_text(text: Block, most: int) -> Block:
    """The same with its text cut; code stays code."""
    short = cut(text["text"], most)
    return {**text, "text": short + ("\n```" if short.count("```") % 2 else "")}
