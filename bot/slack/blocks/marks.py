"""Pieces of Block Kit and the limits they keep; text of people is escaped, so it pings nobody."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from bot.wording import words
from bot.wording.markup import Markup, escape

Block = dict[str, Any]
Payload = dict[str, Any]

SECTION: Final = 3000
FIELD: Final = 2000
BUTTON: Final = 75
PLACEHOLDER: Final = 150
BLOCKS: Final = 50
FALLBACK: Final = 3000
"""Characters of a message's top-level text; an edit takes 4,000."""

_ADDRESS_LIKE: Final = re.compile(r"(?<=\S)[.:@/](?=\S)")
_CUT_ENTITY: Final = re.compile(r"&[a-z]{0,3}$")


def escaped(text: str, most: int = SECTION) -> str:
    """The text escaped, and cut with an ellipsis to at most so many characters."""
    return cut(escape(text), most)


def cut(text: str, most: int = SECTION) -> str:
    """Text that is escaped already, cut with an ellipsis, never inside an entity."""
    return text if len(text) <= most else _CUT_ENTITY.sub("", text[: most - 1]).rstrip() + "…"


def sentence(text: str, most: int = SECTION) -> str:
    """A sentence of ours as Slack shows it: escaped, unless it is markup already."""
    return cut(text if isinstance(text, Markup) else escape(text), most)


def unlinked(name: str) -> str:
    """A name in which Slack finds no address, for a text that it looks through for some."""
    return _ADDRESS_LIKE.sub("\\g<0>\u2060", name)


def joined(lines: Iterable[str], most: int = SECTION) -> str:
    """Whole lines, as many as fit; the last says how many more there are."""
    kept, shown = list(lines), ""
    for number, line in enumerate(kept):
        rest = len(kept) - number - 1
        more = f"\n{words.more(rest)}" if rest else ""
        if len(shown) + len(line) + 1 + len(more) > most:
            left_out = words.more(rest + 1)
            return f"{shown}\n{left_out}" if shown else cut(line, most)
        shown = f"{shown}\n{line}" if shown else line
    return shown


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
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return {"type": "plain_text", "text": shown or " "}


def button(action_id: str, text: str, value: str, style: str | None = None) -> Block:
    """A button whose value names what it is about, and proves nothing."""
    found = {
        "type": "button",
        "action_id": action_id,
        "text": plain(text, BUTTON),
        "value": value,
    }
    return found | ({"style": style} if style else {})


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
    """A message: the text says it all by itself, the blocks say it better."""
    shown = list(blocks) if blocks is not None else [section(text)]
    return {"text": cut(text, FALLBACK), "blocks": shown[:BLOCKS]}
