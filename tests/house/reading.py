"""The text of what Slack shows, without the blocks around it."""

from collections.abc import Iterator
from typing import Any

from bot.demo.member import ShownAnswer

_OF_TEXT = ("mrkdwn", "plain_text")


def text_of(shown: Any) -> str:
    """Every text in a message, an answer or a view, one under the other; buttons' too."""
    body = shown.body if isinstance(shown, ShownAnswer) else shown
    top = body.get("text")
    return "\n".join([*([top] if isinstance(top, str) else []), *_texts(body)])


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") in _OF_TEXT:
            yield node["text"]
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each)


def actions_in(shown: Any) -> list[str]:
    """The action ids of everything one can press or choose in a message or view."""
    body = shown.body if isinstance(shown, ShownAnswer) else shown
    return list(_actions(body.get("blocks")))


def _actions(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "action_id" in node and node.get("type") != "section":
            yield node["action_id"]
        for value in node.values():
            yield from _actions(value)
    elif isinstance(node, list):
        for each in node:
            yield from _actions(each)
