"""Tells the agents of a ticket in its card's thread what could not be said: an alarm.

Also a reply or a note that was put into the outbox by a version that did not keep its author there;
of all others the use cases tell whoever wrote them (`Composers.notice`).
"""

import re
from datetime import datetime
from typing import Any, Final

from bot.delivery import outcome
from bot.keys.messages import MOVED_AWAY, event_prefix, relay_key
from bot.store import outbox
from bot.store.cards import newest_card
from bot.store.outbox import POST, OutboxRow, Outgoing
from bot.store.set_aside import UNSAID
from bot.wording import faults

LONGEST_QUOTE: Final = 3_000
_CUT_SHORT: Final = re.compile(r"(&\w*|<[^>]*)$")


def tell(connection: Any, row: OutboxRow, now: datetime) -> None:
    """Put the line into the outbox, if the row speaks for an agent and is dead or kept waiting.

    Of an alarm that was set aside its department is told as well, in its channel.
    """
    number = row.ticket_number
    if number is None or not (_is_somebodys(row, number) or _is_unsaid_alarm(row)):
        return
    here = connection, row.workspace_id
    card = outbox.get(*here, newest_card(*here, number))
    if card is not None and _has_moved_away(outbox.newest_of(*here, card.key)):
        return
    notice = None if card is None else _notice(row, card)
    if card is None or notice is None:
        return
    prefix, payload = notice
    message = Outgoing(
        key=f"{prefix}:{row.key}",
        lane=card.lane,
        method=POST,
        payload=payload,
        created_at=now,
        thread_key=card.key,
        ticket_number=number,
    )
    outbox.put(connection, row.workspace_id, message)


def _has_moved_away(card: OutboxRow | None) -> bool:
    """Whether the ticket may not be read where its card stands, which says only that it moved."""
    payload: Any = {} if card is None else card.payload
    marked = payload.get("metadata") if isinstance(payload, dict) else None
    shown = (marked or {}).get("event_payload") or {}
    return bool(shown.get("shows") == MOVED_AWAY)


def _notice(row: OutboxRow, card: OutboxRow) -> tuple[str, dict[str, Any]] | None:
    """Return what the key of the line begins with, and what it says; None: nothing yet."""
    if _is_unsaid_alarm(row):
        text = f":warning: {faults.alarm_unsaid(row.key)}"
        return "undelivered", {"text": text, "reply_broadcast": True}
    if row.state == "dead":
        return "undelivered", {"text": f"{_refused(row)}\n{_quoted(row)}"}
    if _waits_for_long(row) and card.lane != row.lane:
        return "waiting", {"text": f"{_waiting(row)}\n{_quoted(row)}"}
    return None


def _is_somebodys(row: OutboxRow, number: int) -> bool:
    """Whether a row says what somebody wrote, here or on the other side of a conversation."""
    is_new = row.method == POST and row.author is None
    return is_new and row.key.startswith((event_prefix(number), relay_key(number, "")))


def _is_unsaid_alarm(row: OutboxRow) -> bool:
    """Whether a row was to warn of a ticket and was set aside for what is wrong with it."""
    is_alarm = row.method == POST and row.key.startswith("alarm:")
    return is_alarm and row.state == "dead" and (row.error or "").startswith(UNSAID)


def _refused(row: OutboxRow) -> str:
    return f":warning: This was not delivered, Slack refuses it (`{row.error}`):"


def _waits_for_long(row: OutboxRow) -> bool:
    return outcome.is_kept_waiting(row) and row.attempts == outcome.PATIENCE


def _waiting(row: OutboxRow) -> str:
    return (
        f":warning: This is not delivered yet: I am not in <#{row.lane}> (`{row.error}`). "
        "Invite me there within a day and it goes out by itself:"
    )


def _quoted(row: OutboxRow) -> str:
    payload: Any = row.payload
    text = str(payload.get("text", "")) if isinstance(payload, dict) else ""
    if len(text) > LONGEST_QUOTE:
        text = _CUT_SHORT.sub("", text[:LONGEST_QUOTE]) + "…"
    return "\n".join(f"> {line}" for line in text.splitlines())
