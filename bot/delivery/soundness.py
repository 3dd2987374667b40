"""Sets aside the rows that can never be said, so that they harm nobody else."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.delivery import undelivered
from bot.delivery.faults import fault_of
from bot.store import sending, set_aside
from bot.store.outbox import OutboxRow
from bot.store.set_aside import MESSAGE, UNSAID, SetAside

log = logging.getLogger(__name__)


def sound(connection: Any, rows: Iterable[OutboxRow], now: datetime) -> Iterator[OutboxRow]:
    """Give the rows that can be said; the others are set aside, and their people are told."""
    for row in rows:
        fault = fault_of(row)
        if fault is None:
            yield row
            continue
        log.warning("a message is set aside: %s: %s", row.key, fault)
        gone = replace(row, state="dead", error=f"{UNSAID}{fault}", repair_at=None)
        sending.settle(connection, row, gone)
        item = SetAside(MESSAGE, str(row.key), fault, now)
        set_aside.note(connection, row.workspace_id, item)
        undelivered.tell(connection, gone, now)
