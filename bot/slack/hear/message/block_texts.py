"""What the blocks of a message say, in Slack's own markup, and whether its text says it already.

Slack repeats in `text` what people type, so blocks add something only where it does not.
"""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.wording.markup import escape

Json = Mapping[str, Any]

UNSHOWN: Final = "This content can't be displayed."
"""What Slack puts into `text` where an app gave blocks and no words beside them."""
WRITTEN: Final = frozenset({"rich_text_section", "rich_text_preformatted", "rich_text_quote"})
"""What holds a run of words in a rich text."""
WORDS: Final = ("text", "alt_text")
"""Where a block holds words that are not an object of their own."""
BULLET: Final = "• "
DEEPEST: Final = 30
"""How deep blocks are looked into; those of Slack end long before."""
_MENTION: Final = re.compile(r"<([@#!][^<>|]*)\|[^<>]*>")
_UNLIKE: Final = re.compile(r"<!date\^[^<>]*>|:[a-z0-9_+'-]+:", re.IGNORECASE)
"""What is not written alike in text and blocks."""


def words_of(text: str, blocks: Any) -> str:
    """All that a message says in its text and its blocks, each thing once."""
    text = "" if text.strip() == UNSHOWN else text
    lines = [line for part in _texts(blocks) for line in part.splitlines() if line.strip()]
    if not lines or _stand_in(text, lines):
        return text
    block_text, letters = "\n".join(lines), _letters(text)
    is_repeated = not text.strip() or (letters and letters in _letters(block_text))
    return block_text if is_repeated else f"{text}\n{block_text}"


def _stand_in(text: str, lines: list[str]) -> bool:
    """Whether a text holds all these lines in their order, whatever its formatting."""
    letters, at = _letters(text), 0
    for line in map(_letters, lines):
        at = letters.find(line, at)
        if at < 0:
            return False
        at += len(line)
    return bool(text.strip())


def _letters(markup: str) -> str:
    """The letters and digits of a text: what is left of it however it was formatted."""
    bare = html.unescape(_UNLIKE.sub("", _MENTION.sub(r"<\1>", markup)))
    return "".join(filter(str.isalnum, bare.casefold()))


def _texts(node: Any, depth: int = DEEPEST) -> Iterator[str]:
    """Every text of blocks, in their order; what can be pressed or chosen says nothing itself."""
    if isinstance(node, list) and depth:
        for item in node:
            yield from _texts(item, depth - 1)
    elif isinstance(node, Mapping) and depth and "action_id" not in node:
        yield from _texts_of(node, depth - 1)


def _texts_of(block: Json, depth: int) -> Iterator[str]:
    kind = block.get("type")
    if kind in WRITTEN:
        pieces = block.get("elements")
        yield "".join(map(_inline, pieces if isinstance(pieces, list) else ()))
    elif kind == "rich_text_list":
        yield from (f"{BULLET}{text}" for text in _texts(block.get("elements"), depth))
    elif kind == "mrkdwn":
        yield str(block.get("text") or "")
    else:
        yield from (escape(block[name]) for name in WORDS if isinstance(block.get(name), str))
        for value in block.values():
            yield from _texts(value, depth)


def _inline(piece: Any) -> str:
    """A piece of a rich text, as Slack's markup writes it."""
    if not isinstance(piece, Mapping):
        return ""
    write = _INLINE.get(str(piece.get("type")))
    try:
        return escape(str(piece.get("text") or "")) if write is None else write(piece)
    except KeyError:  # it lacks what such a piece always has
        return ""


def _link(piece: Json) -> str:
    url, label = escape(str(piece["url"])), escape(str(piece.get("text") or ""))
    return f"<{url}|{label}>" if label else f"<{url}>"


def _emoji(piece: Json) -> str:
    tone = piece.get("skin_tone")
    return f":{piece['name']}:" + (f":skin-tone-{tone}:" if tone else "")


_INLINE: Final[Mapping[str, Callable[[Json], str]]] = {
    "link": _link,
    "emoji": _emoji,
    "user": lambda piece: f"<@{piece['user_id']}>",
    "usergroup": lambda piece: f"<!subteam^{piece['usergroup_id']}>",
    "channel": lambda piece: f"<#{piece['channel_id']}>",
    "broadcast": lambda piece: f"<!{piece['range']}>",
    "color": lambda piece: escape(str(piece["value"])),
    "date": lambda piece: f"<!date^{piece['timestamp']}^|{escape(str(piece['fallback']))}>",
}
"""How a piece of a rich text is written, by its kind; of all others their text is."""
