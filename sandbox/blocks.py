"""Completes blocks as Slack does when it stores them, and finds the elements in them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from sandbox.ids import short_id

Json = dict[str, Any]

# What may be pressed or filled in; everything here gets an `action_id`.
_ELEMENT_HOLDERS = ("accessory", "element")


def completed(blocks: list[Json]) -> list[Json]:
    """Return the blocks with every missing `block_id`, `action_id` and text flag filled in."""
    done = deepcopy(blocks)
    for block in done:
        block.setdefault("block_id", short_id())
        for element in elements_of(block):
            element.setdefault("action_id", short_id())
        _complete_texts(block)
    return done


def elements_of(block: Json) -> Iterator[Json]:
    """Yield the interactive elements of one block."""
    for holder in _ELEMENT_HOLDERS:
        element = block.get(holder)
        if isinstance(element, dict) and element.get("type") != "image":
            yield element
    if block.get("type") in ("actions", "context_actions"):
        yield from (e for e in block.get("elements", []) if isinstance(e, dict))


def find_element(
    blocks: list[Json], action_id: str, block_id: str | None = None
) -> tuple[Json, Json] | None:
    """Return the block and element with that `action_id`."""
    for block in blocks:
        if block_id in (None, block.get("block_id")):
            for element in elements_of(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def fallback_text(blocks: list[Json]) -> str:
    """Return the text Slack makes up for a message that has only blocks."""
    pieces = []
    for block in blocks:
        text = block.get("text")
        pieces.append(text.get("text", "") if isinstance(text, dict) else "")
        pieces += [item.get("text", "") for item in block.get("fields") or []]
    return " ".join(piece for piece in pieces if piece)


def _complete_texts(node: Any) -> None:
    if isinstance(node, list):
        for item in node:
            _complete_texts(item)
    if not isinstance(node, dict) or node.get("type") == "rich_text":
        return
    if node.get("type") == "plain_text":
        node.setdefault("emoji", True)
    elif node.get("type") == "mrkdwn":
        node.setdefault("verbatim", False)
    for key, value in node.items():
        if key != "value":
            _complete_texts(value)
