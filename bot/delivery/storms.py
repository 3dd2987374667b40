"""Several alarms that wait in one channel become one message: a storm is read, a flood is not.

Which they are is decided when the message goes out, in the transaction of its intent: what is no
longer true by then is not in it, and what is in it is never said again by itself.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from bot.delivery.faults import fault_of
from bot.delivery.methods import EVENT_TYPE
from bot.delivery.ports import Json
from bot.store import digests
from bot.store.outbox import OutboxRow

STORM: Final = 3
"""So many alarms waiting in a channel are said together."""
MOST_ALARMS: Final = 20
MOST_CHARACTERS: Final = 10_000

log = logging.getLogger(__name__)

Digest = Callable[[Sequence[str]], Json]
"""Makes one message of the lines of several alarms."""


def in_lines(lines: Sequence[str]) -> Json:
    """The plainest digest: one line an alarm."""
    return {"text": "\n".join(lines)}


def turn(
    connection: Any, row: OutboxRow, digest: Digest, now: datetime
) -> tuple[OutboxRow, Json | None]:
    """Return the row that goes out when it is a row's turn, and what it says; None: nothing now."""
    if row.summary is None:
        return row, row.payload
    if digests.is_digest(row):
        return row, _composed(connection, row, digest)
    waiting = digests.waiting(connection, row.workspace_id, row.lane, now, MOST_ALARMS)
    alarms = _that_fit([each for each in waiting if fault_of(each) is None])
    if row.attempts or len(alarms) < STORM:
        return row, row.payload
    gathered = digests.gather(connection, alarms, now)
    return gathered, _composed(connection, gathered, digest)


def _that_fit(alarms: Sequence[OutboxRow]) -> list[OutboxRow]:
    found: list[OutboxRow] = []
    length = 0
    for alarm in alarms:
        length += len(alarm.summary or "") + 1
        if length > MOST_CHARACTERS:
            break
        found.append(alarm)
    return found


def _said(lines: Sequence[str], digest: Digest) -> Json:
    """The digest of lines; the plainest where one of them is such that no other can be made."""
    try:
        return digest(lines)
    except Exception:  # what people wrote is in the lines, and harms no more than the looks
        log.exception("a digest is said plainly")
        return in_lines(lines)


def _composed(connection: Any, row: OutboxRow, digest: Digest) -> Json | None:
    alarms = digests.members(connection, row)
    if not alarms:
        return None
    said = _said([alarm.summary or "" for alarm in alarms], digest)
    keys = {"event_payload": {"keys": [alarm.key for alarm in alarms]}}
    return {**said, "metadata": {"event_type": EVENT_TYPE, **keys}}
