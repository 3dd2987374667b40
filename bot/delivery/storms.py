"""Several alarms that wait in one channel become one message: a storm is read, a flood is not.

Which they are is decided when the message goes out, in the transaction of its intent: an alarm that
is no longer true by then is not in it, and those in it are never sent again by themselves. A change
of a digest is put together likewise: each line says what its alarm says by then.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from bot.delivery.faults import fault_of
from bot.delivery.gates import Gate, always_open
from bot.delivery.links import EDIT
from bot.delivery.methods import EVENT_TYPE, KEYS, joined_keys
from bot.delivery.ports import Json
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import digests, outbox
from bot.store.outbox import OutboxRow

STORM: Final = 3
"""So many alarms waiting in a channel are said together."""
MOST_ALARMS: Final = 20
MOST_CHARACTERS: Final = 10_000

Digest = Callable[[Sequence[str]], Json]
"""Makes one message of the lines of several alarms."""


def in_lines(lines: Sequence[str]) -> Json:
    """The plainest digest: one line an alarm."""
    return {"text": "\n".join(lines)}


def turn(
    connection: Any, row: OutboxRow, digest: Digest, now: datetime, gate: Gate = always_open
) -> tuple[OutboxRow, Json | None]:
    """Return the row that goes out when it is a row's turn, and what it says; None: nothing now."""
    if row.method == EDIT and MessageKey.parse(row.target_key or "").kind is KeyKind.DIGEST:
        return row, _changed(connection, row, digest)
    if row.summary is None:
        return row, row.payload
    if digests.is_digest(row):
        return row, _composed(connection, row, digest)
    if row.attempts:
        return row, row.payload
    waiting = digests.waiting(connection, row.workspace_id, row.lane, now, MOST_ALARMS)
    others = [alarm for alarm in waiting if _goes_with(row, alarm) and gate(connection, alarm, now)]
    alarms = _that_fit([row, *others])[:MOST_ALARMS]
    if len(alarms) < STORM:
        return row, row.payload
    digest_row = digests.gather(connection, alarms, now)
    return digest_row, _composed(connection, digest_row, digest)


def _goes_with(row: OutboxRow, other: OutboxRow) -> bool:
    """Whether another alarm can be said, so that both may be said at once."""
    return other.id != row.id and fault_of(other) is None


def _that_fit(alarms: Sequence[OutboxRow]) -> list[OutboxRow]:
    fitting: list[OutboxRow] = []
    length = 0
    for alarm in alarms:
        length += len(alarm.summary or "") + 1
        if length > MOST_CHARACTERS:
            break
        fitting.append(alarm)
    return fitting


def _changed(connection: Any, change: OutboxRow, digest: Digest) -> Json | None:
    target = outbox.get(connection, change.workspace_id, change.target_key or "")
    return None if target is None else _composed(connection, target, digest)


def _composed(connection: Any, row: OutboxRow, digest: Digest) -> Json | None:
    alarms = digests.members(connection, row)
    if not alarms:
        return None
    message = digest([alarm.summary or "" for alarm in alarms])
    payload = {KEYS: joined_keys(alarm.key for alarm in alarms)}
    return {**message, "metadata": {"event_type": EVENT_TYPE, "event_payload": payload}}
