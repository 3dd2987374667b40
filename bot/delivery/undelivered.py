"""Tells the agents of a ticket in its card's thread what could not be said: an alarm.

Also a reply or a note that was put into the outbox by a version that did not keep its author there;
of all others the use cases tell whoever wrote them (`Composers.notice`).
"""

import re
from datetime import datetime
from typing import Any, Final

from bot import wording
from bot.delivery import outcome
from bot.keys.kinds import KeyKind
from bot.keys.messages import MOVED_AWAY, MessageKey
from bot.store import configuration, outbox
from bot.store.cards import newest_card
from bot.store.outbox import POST, OutboxRow, Outgoing
from bot.store.set_aside import UNSAID
from bot.wording.language import speaking

LONGEST_QUOTE: Final = 3_000
_CUT_SHORT: Final = re.compile(r"(&\w*|<[^>]*)$")


def tell(connection: Any, row: OutboxRow, now: datetime) -> None:
    """Put the line into the outbox, if the row speaks for an agent and is dead or kept waiting.

    Of an alarm that was set aside its department is told as well, in its channel.
    """
    number = row.ticket_number
    if number is None or not (_is_somebodys(row, number) or _is_unsaid_alarm(row)):
        return
    workspace = connection, row.workspace_id
    card = outbox.get(*workspace, str(newest_card(*workspace, number)))
    if card is not None and _has_moved_away(outbox.newest_of(*workspace, card.key)):
        return
    with speaking(configuration.language(*workspace)):
        notice = None if card is None else _notice(row, card)
    if card is None or notice is None:
        return
    kind, payload = notice
    message = Outgoing(
        key=str(MessageKey.of(kind, row.key)),
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
    metadata = payload.get("metadata") if isinstance(payload, dict) else None
    mark = (metadata or {}).get("event_payload") or {}
    return bool(mark.get("shows") == MOVED_AWAY)


def _notice(row: OutboxRow, card: OutboxRow) -> tuple[KeyKind, dict[str, Any]] | None:
    """Return of which kind the line is, and what it says; None: nothing yet."""
    if _is_unsaid_alarm(row):
        text = wording.undelivered.unsaid(wording.faults.alarm_unsaid(row.key))
        return KeyKind.UNDELIVERED, {"text": text, "reply_broadcast": True}
    if row.state == "dead":
        return KeyKind.UNDELIVERED, {"text": f"{_refused(row)}\n{_quoted(row)}"}
    if _waits_for_long(row) and card.lane != row.lane:
        return KeyKind.WAITING, {"text": f"{_waiting(row)}\n{_quoted(row)}"}
    return None


def _is_somebodys(row: OutboxRow, number: int) -> bool:
    """Whether a row says what somebody wrote, here or on the other side of a conversation."""
    is_new = row.method == POST and row.author is None
    key = MessageKey.parse(row.key)
    return is_new and any(key.is_of(kind, number) for kind in (KeyKind.EVENT, KeyKind.RELAY))


def _is_unsaid_alarm(row: OutboxRow) -> bool:
    """Whether a row was to warn of a ticket and was set aside for what is wrong with it."""
    is_alarm = row.method == POST and MessageKey.parse(row.key).is_alarm
    return is_alarm and row.state == "dead" and (row.error or "").startswith(UNSAID)


def _refused(row: OutboxRow) -> str:
    return wording.undelivered.refused(str(row.error))


def _waits_for_long(row: OutboxRow) -> bool:
    return outcome.is_kept_waiting(row) and row.attempts == outcome.PATIENCE


def _waiting(row: OutboxRow) -> str:
    return wording.undelivered.waits(row.lane, str(row.error))


def _quoted(row: OutboxRow) -> str:
    payload: Any = row.payload
    text = str(payload.get("text", "")) if isinstance(payload, dict) else ""
    if len(text) > LONGEST_QUOTE:
        text = _CUT_SHORT.sub("", text[:LONGEST_QUOTE]) + "…"
    return "\n".join(f"> {line}" for line in text.splitlines())
