"""Who wrote a message: a person, one of the bots that are listed, or none of these."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.usecases.ground.transaction import Transaction

Json = Mapping[str, Any]

OF_PEOPLE: Final = frozenset({None, "file_share", "thread_broadcast", "me_message"})
"""The subtypes of messages that a person wrote; edits, deletions and joins are none."""
OF_BOTS: Final = frozenset({None, "bot_message", "file_share"})
SLACKBOT: Final = "USLACKBOT"
_MENTION: Final = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


def is_of_a_person(event: Json, bot_user_id: str) -> bool:
    """Whether a person wrote it: no app, no bot, not we ourselves, no edit or deletion."""
    return (
        event.get("subtype") in OF_PEOPLE
        and not event.get("bot_id")
        and event.get("user") not in (None, bot_user_id, SLACKBOT)
    )


def is_of_a_bot(event: Json, bot_user_id: str) -> bool:
    """Whether another app's bot wrote it outside of threads."""
    is_ours = event.get("user") == bot_user_id
    is_new = event.get("subtype") in OF_BOTS and event.get("thread_ts") in (None, event.get("ts"))
    return bool(event.get("bot_id")) and is_new and not is_ours


def is_listed(work: Transaction, event: Json) -> bool:
    """Whether the bot that wrote a message may open tickets, by its ids or its app's.

    Never by a name: who may write as a bot may give it any.
    """
    profile: Json = event.get("bot_profile") or {}
    ids = (event.get("bot_id"), event.get("app_id"), profile.get("app_id"), event.get("user"))
    return not {id_ for id_ in ids if id_}.isdisjoint(work.configuration.options.intake_bots)


def named_in(event: Json, bot_user_id: str) -> str | None:
    """The first person a message mentions, wherever in it; None without one."""
    person_ids = _mentioned(*(event.get(part) for part in ("text", "blocks", "attachments")))
    return next((person_id for person_id in person_ids if person_id != bot_user_id), None)


def _mentioned(*nodes: Any) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, str):
            yield from _MENTION.findall(node)
        elif isinstance(node, list):
            yield from _mentioned(*node)
        elif isinstance(node, dict):
            if node.get("type") == "user" and node.get("user_id"):
                yield str(node["user_id"])
            yield from _mentioned(*node.values())
