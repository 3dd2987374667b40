"""What somebody does who wants to break things: forged values, other workspaces, live mentions."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from bot.demo.team import secrets
from sandbox.blocks import find_element
from sandbox.delivery.http import sign

Json = dict[str, Any]

_PLAIN: Final = "plain_text"
_LIVE: Final = re.compile(r"<!(?:channel|here|everyone|subteam)[^>]*>")
_STRANGE_LINK: Final = re.compile(r"<https?://(?![a-z-]+\.slack\.)[^>]*>")


def forge_button(house, channel, ts, action_id, value):
    """Let a button that stands in Slack carry another value."""
    kept = house.world.workspace.channels[channel]
    message = kept.messages.get(ts) or kept.ephemerals[ts]
    _, element = find_element(message.blocks, action_id, None)
    element["value"] = value


def forge_home(house, member, action_id, value):
    """Let a button of somebody's App Home carry another value."""
    _, element = find_element(house.world.views.homes[member.id]["blocks"], action_id, None)
    element["value"] = value


def forge_form(house, member, metadata):
    """Let the form on top of a member's screen claim to be about something else."""
    house.world.views.stacks[member.id][-1]["private_metadata"] = metadata


def delivered(house, payload, *, is_event=False):
    """Send the bot a signed request, and return its status."""
    body = json.dumps(payload) if is_event else urlencode({"payload": json.dumps(payload)})
    return _sent(house, body, "json" if is_event else "x-www-form-urlencoded")


def command(house, **given):
    """Send the bot a signed slash command, and return its status."""
    return _sent(house, urlencode(given), "x-www-form-urlencoded")


def _sent(house, body, kind):
    data = body.encode()
    headers = {**sign(secrets().signing_secret, data), "Content-Type": f"application/{kind}"}
    address = house.world.deliveries.http._url
    request = urllib.request.Request(address, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as refused:
        return refused.code


def said_by_the_bot(entries) -> Iterator[tuple[Json, str]]:
    """Each text with markup in everything that the bot told Slack, with its entry of the log."""
    for entry in entries:
        said = {"api": "args", "response_url": "body", "ack": "body"}.get(entry["kind"])
        if said is not None:
            yield from ((entry, text) for text in _marked(entry.get(said)))


def _marked(node: Any) -> Iterator[str]:
    if isinstance(node, dict) and node.get("type") != _PLAIN:
        for name, value in node.items():
            if name == "text" and isinstance(value, str):
                yield value
            elif name not in ("metadata", "initial_value", "value"):
                yield from _marked(value)
    elif isinstance(node, list):
        for each in node:
            yield from _marked(each)


def alive(entries) -> list[str]:
    """What pings many, or leads out of Slack, in anything that the bot told Slack."""
    texts = (text for _, text in said_by_the_bot(entries))
    return [found for text in texts for found in (*_LIVE.findall(text), *_STRANGE_LINK.findall(text))]
