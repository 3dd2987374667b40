"""Builds the `rich_text` block Slack attaches to every message a member types."""

import html
import re
from typing import Any

from sandbox.ids import short_id

_PIECE = re.compile(
    r"<@(?P<user>[UW][A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<#(?P<channel>C[A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<!subteam\^(?P<group>S[A-Z0-9]+)(?:\|[^<>]*)?>"
    r"|<!(?P<range>here|channel|everyone)(?:\|[^<>]*)?>"
    r"|<(?P<url>(?:https?|mailto)[^<>|]*)(?:\|(?P<label>[^<>]*))?>"
    r"|:(?P<emoji>[a-z0-9_+-]+):"
    r"|`(?P<code>[^`\n]+)`"
    r"|(?<![\w*])\*(?P<bold>[^*\n]+)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^_\n]+)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^~\n]+)~(?![\w~])"
)


def rich_text_block(text: str) -> dict[str, Any]:
    """Return the block for a stored message text (already escaped, mentions as ids)."""
    sections = [section for part in _parts(text) for section in part]
    return {"type": "rich_text", "block_id": short_id(), "elements": sections}


def _parts(text: str) -> list[list[dict[str, Any]]]:
    found = []
    for n, piece in enumerate(text.split("```")):
        if n % 2:
            elements = [{"type": "text", "text": html.unescape(piece.strip("\n"))}]
            found.append([{"type": "rich_text_preformatted", "elements": elements}])
        elif piece:
            found.append([{"type": "rich_text_section", "elements": _elements(piece)}])
    return found


def _elements(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            found.append(_text(text[at : match.start()]))
        found.append(_element(match))
        at = match.end()
    if at < len(text):
        found.append(_text(text[at:]))
    return found


def _element(match: re.Match[str]) -> dict[str, Any]:
    kind = match.lastgroup or ""
    if match["url"] is not None:
        link = {"type": "link", "url": html.unescape(match["url"])}
        return link | ({"text": html.unescape(match["label"])} if match["label"] else {})
    value = match[kind]
    plain = {
        "user": {"type": "user", "user_id": value},
        "channel": {"type": "channel", "channel_id": value},
        "group": {"type": "usergroup", "usergroup_id": value},
        "range": {"type": "broadcast", "range": value},
        "emoji": {"type": "emoji", "name": value},
    }
    return plain.get(kind) or _text(value, kind)


def _text(text: str, style: str | None = None) -> dict[str, Any]:
    plain: dict[str, Any] = {"type": "text", "text": html.unescape(text)}
    return plain | ({"style": {style: True}} if style else {})
