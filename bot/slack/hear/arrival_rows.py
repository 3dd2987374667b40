"""Messages and emoji as arrivals, whether Slack sent them as events or showed them when asked."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import structlog

from bot.slack.hear.arrivals import MENTION, MESSAGE, REACTION
from bot.slack.hear.authors import SLACKBOT, is_of_a_bot, is_of_a_person, named_in
from bot.slack.hear.deps import IsCommand
from bot.slack.hear.instants import is_instant
from bot.slack.hear.message.payload import kept_of
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing import arrivals
from bot.usecases.hearing.arrivals import IN_TURN, Arrival

Json = Mapping[str, Any]
IsListed = Callable[[Json], bool]
log = structlog.get_logger(__name__)

LATER: Final = ":"


def message_arrival(
    event: Json,
    key: str,
    at: datetime,
    bot_user_id: str,
    is_listed: IsListed,
    is_command: IsCommand,
    urgency: int = IN_TURN,
) -> Arrival | None:
    """The message as it is kept; None of what no person wrote.

    Of bots only those are kept that are listed, for the person they name.
    """
    payload = _payload(event, bot_user_id, is_listed)
    if payload is None:
        return None
    channel_id, thread_ts = payload["channel_id"], payload["thread_ts"]
    is_asked = is_command(payload["text"], bot_user_id, channel_id, thread_ts)
    return Arrival(
        kind=MENTION if is_asked and "is_form" not in payload else MESSAGE,
        dedupe_key=key,
        payload=payload,
        received_at=at,
        channel_id=channel_id,
        message_ts=str(payload["ts"]),
        urgency=urgency,
    )


def _payload(event: Json, bot_user_id: str, is_listed: IsListed) -> dict[str, Any] | None:
    if is_of_a_person(event, bot_user_id):
        return kept_of(event, event["channel"])
    if not is_of_a_bot(event, bot_user_id) or not is_listed(event):
        return None
    person_id = named_in(event, bot_user_id)
    if person_id is None:
        log.warning("a listed bot names nobody, so nothing was opened", bot=event["bot_id"])
        return None
    return {**kept_of({**event, "user": person_id}, event["channel"]), "is_form": True}


def reaction_arrival(work: Transaction, payload: Json, *, is_event: bool) -> Arrival | None:
    """An emoji somebody put at a message as it is kept; None where it is here already.

    Slack shows an emoji that stands at a message without telling since when: so the first one of a
    person with a purpose is known by these. One that is put there again is known by its time as
    well, which only an event tells.
    """
    key = reaction_key(payload)
    row = arrivals.find(work, key)
    if row is not None:
        if not is_event or not _is_later(payload["event_ts"], row.payload["event_ts"]):
            return None
        key = f"{key}{LATER}{payload['event_ts']}"
    return Arrival(REACTION, key, dict(payload), work.now)


def _is_later(event_ts: str, known_ts: str) -> bool:
    """Whether an emoji came after a known one, which was set aside if its instant cannot be."""
    return not is_instant(known_ts) or float(event_ts) > float(known_ts)


def reaction_key(payload: Json) -> str:
    """What tells the first emoji of a person with a purpose at a message from all others."""
    names = ("channel_id", "ts", "purpose", "user_id")
    return LATER.join(["reaction", *(str(payload[name]) for name in names)])


def reaction_payload(
    channel_id: str, ts: str, by: str, purpose: str, event_ts: str
) -> dict[str, Any]:
    """What is kept of an emoji."""
    return {
        "user_id": by,
        "channel_id": channel_id,
        "ts": ts,
        "thread_ts": None,
        "purpose": purpose,
        "event_ts": event_ts,
    }


def is_a_program(user_id: str, bot_user_id: str) -> bool:
    """Whether it is we ourselves, or Slack's own bot."""
    return user_id in (bot_user_id, SLACKBOT)


def event_key(event_id: str | None) -> str:
    """What tells an event of Slack's from all others."""
    return f"event:{event_id}"


def correction_key(channel_id: str, now: Json, event_id: str | None = None) -> str:
    """What tells an edit of a message from all others: when it was made, if Slack tells."""
    edited = now.get("edited") or {}
    if edited.get("ts") is None:
        return event_key(event_id)
    return f"edit:{channel_id}:{now['ts']}:{edited['ts']}"
