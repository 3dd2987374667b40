"""Sets aside the rows that can never be said, so that they harm nobody else.

An alarm whose payload is damaged is said by the line it has for a digest: it must not stay untold.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.delivery import undelivered
from bot.delivery.faults import fault_of
from bot.store import delivery_rows, set_aside
from bot.store.outbox import OutboxRow
from bot.store.set_aside import MESSAGE, UNSAID, SetAside

log = logging.getLogger(__name__)

LONGEST_SECTION: Final = 3_000
"""How many characters Slack takes in one block of text."""


def sound(connection: Any, rows: Iterable[OutboxRow], now: datetime) -> Iterator[OutboxRow]:
    """Give the rows that can be said; the others are set aside, and their people are told."""
    for row in rows:
        fault = fault_of(row)
        if fault is None:
            yield row
            continue
        mended = _by_its_line(row)
        if mended is not None:
            log.warning("an alarm is said by its line in a digest: %s: %s", row.key, fault)
            delivery_rows.settle(connection, row, mended)
            yield mended
            continue
        log.warning("a message is set aside: %s: %s", row.key, fault)
        gone = replace(row, state="dead", error=f"{UNSAID}{fault}", repair_at=None)
        delivery_rows.settle(connection, row, gone)
        item = SetAside(MESSAGE, str(row.key), fault, now)
        set_aside.note(connection, row.workspace_id, item)
        undelivered.tell(connection, gone, now)


def _by_its_line(row: OutboxRow) -> OutboxRow | None:
    """Return an alarm that says its line; None of what is none, or is unsound all the same.

    It stays the same row under the same key, so that it is never said twice.
    """
    line: Any = row.summary
    if not isinstance(line, str) or not line:
        return None
    text = {"type": "mrkdwn", "text": line[:LONGEST_SECTION], "verbatim": True}
    section = {"type": "section", "text": text}
    payload: dict[str, Any] = {"text": line[:LONGEST_SECTION], "blocks": [section]}
    if row.thread_key is not None:
        payload["reply_broadcast"] = True
    mended = replace(row, payload=payload)
    return mended if fault_of(mended) is None else None
