"""Tells the agents of a ticket what could not be said for one of them: a reply, a note.

The clocks count a reply from the moment it was written, so somebody has to learn that Slack has
refused it. One line goes into the thread of the ticket's card, with the text that went nowhere.
"""

import re
from datetime import datetime
from typing import Any, Final

from bot.delivery import outcome
from bot.store import outbox
from bot.store.outbox import POST, OutboxRow, Outgoing
from bot.usecases.saying import newest_card
from bot.usecases.speaking import event_prefix, relay_key

LONGEST_QUOTE: Final = 3_000
_CUT_SHORT: Final = re.compile(r"(&\w*|<[^>]*)$")


def tell(connection: Any, row: OutboxRow, now: datetime) -> None:
    """Put the line into the outbox, if the row speaks for an agent and is dead or kept waiting."""
    number = row.ticket_number
    if number is None or not _is_somebodys(row, number):
        return
    here = connection, row.workspace_id
    card = outbox.get(*here, newest_card(*here, number))
    if card is None:
        return
    if row.state == "dead":
        key, said = f"undelivered:{row.key}", _refused(row)
    elif _waits_for_long(row) and card.lane != row.lane:
        key, said = f"waiting:{row.key}", _waiting(row)
    else:
        return
    notice = Outgoing(
        key=key,
        lane=card.lane,
        method="chat.postMessage",
        payload={"text": f"{said}\n{_quoted(row)}"},
        created_at=now,
        thread_key=card.key,
        ticket_number=number,
    )
    outbox.put(connection, row.workspace_id, notice)


def _is_somebodys(row: OutboxRow, number: int) -> bool:
    """Whether a row says what somebody wrote, here or on the other side of a conversation."""
    is_new = row.method == POST
    return is_new and row.key.startswith((event_prefix(number), relay_key(number, "")))


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
