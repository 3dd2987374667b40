"""Judges a test of the house by the sandbox's log: what went wrong, and what was really tried."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from bot.demo.seen import Entry, keys_posted
from bot.demo.verdict import refusals, unacknowledged
from bot.slack.act.commands.table import TABLES, meant, meant_by_mention
from bot.slack.hear.typed_text import after_mention

Json = dict[str, Any]

ACK_WITHIN_MS: Final = 3000
_EVENTS_BY_KIND: Final = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


def wrongs(entries: Sequence[Entry], expected: Iterable[str]) -> list[str]:
    """One sentence for everything that is not as it should be, and for what did not come."""
    told = [*refusals(entries), *unacknowledged(entries), *_late(entries), *_doubles(entries)]
    expected = tuple(expected)
    missing = [each for each in expected if not any(_names(one, each) for one in told)]
    return [
        *(one for one in told if not any(_names(one, each) for each in expected)),
        *(f"Slack was expected to refuse something with {each}" for each in missing),
    ]


def _names(told: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", told) is not None


def _late(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        if entry["kind"] == "ack" and entry["ms"] >= ACK_WITHIN_MS:
            yield f"a delivery of {entry['type']} was acknowledged after {entry['ms']} ms"


def _doubles(entries: Iterable[Entry]) -> Iterator[str]:
    posted = Counter(keys_posted(entries))
    yield from (f"{key} was posted {times} times" for key, times in posted.items() if times > 1)


def tried(entries: Iterable[Entry], bot_user_id: str) -> set[str]:
    """The names of all that was delivered to the bot: `command:/ticket claim`, `action:…`, …"""
    found: set[str] = set()
    for entry in entries:
        if entry["kind"] == "delivery":
            found |= set(_TRIED[entry["type"]](entry["payload"], bot_user_id))
    return found


def _command(payload: Json, bot_user_id: str) -> Iterator[str]:
    slash = payload["command"]
    asked = meant(slash, payload["text"]) if slash in TABLES else None
    yield f"command:{slash}"
    if asked is not None and asked.command is not None:
        yield f"command:{slash} {asked.command.words}"


def _event(payload: Json, bot_user_id: str) -> Iterator[str]:
    if payload["type"] != "event_callback":
        yield f"warning:{payload['type']}"
        return
    event = payload["event"]
    if event["type"] != "message":
        yield f"event:{event['type']}"
        return
    yield f"event:message.{_EVENTS_BY_KIND[event['channel_type']]}"
    told = after_mention(event.get("text") or "", bot_user_id)
    asked = None if told is None else meant_by_mention(told)
    if asked is not None and asked.command is not None:
        yield f"mention:{asked.slash} {asked.command.words}"


def _interaction(payload: Json, bot_user_id: str) -> Iterator[str]:
    yield from _INTERACTIONS[payload["type"]](payload)


_INTERACTIONS: Final[dict[str, Any]] = {
    "block_actions": lambda sent: (f"action:{each['action_id']}" for each in sent["actions"]),
    "view_submission": lambda sent: [f"form:{sent['view']['callback_id']}"],
    "view_closed": lambda sent: [f"closing:{sent['view']['callback_id']}"],
    "shortcut": lambda sent: [f"shortcut:{sent['callback_id']}"],
    "message_action": lambda sent: [f"shortcut:{sent['callback_id']}"],
    "block_suggestion": lambda sent: [f"options:{sent['action_id']}"],
}

_TRIED: Final[dict[str, Any]] = {
    "slash_commands": _command,
    "events_api": _event,
    "interactive": _interaction,
}


def shown(entries: Iterable[Entry]) -> str:
    """Entries of the log, one a line, for who wonders what happened."""
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in entries)
