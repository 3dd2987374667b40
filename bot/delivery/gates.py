"""Messages that may not go out yet: they are passed over, and asked for again a little later.

They are alarms, and what else the bot says for no more than that time passed. Who delivers does not
know why one may not go; it asks a gate, which is open unless another is given. A shut gate takes no
place in the lane and none of the workspace's calls.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.keys.messages import UNASKED, MessageKey
from bot.store import delivery_rows, digests, waiting_messages
from bot.store.outbox import POST, OutboxRow

Gate = Callable[[Any, OutboxRow, datetime], bool]
"""Says, in a transaction, whether a message may go out now."""

ASKED_AGAIN: Final = timedelta(seconds=1)
ASKED_LATER: Final = timedelta(seconds=10)
"""When an alarm is asked about again, and when what is none and may wait for long."""
ASKED_AT_ONCE: Final = 200
"""How many messages of a channel are asked about when one of them may not go."""


def always_open(_connection: Any, _row: OutboxRow, _now: datetime) -> bool:
    """The gate where nothing keeps a message back."""
    return True


def keep_back(connection: Any, chosen: Iterable[OutboxRow], gate: Gate, now: datetime) -> set[int]:
    """Put off the messages that may not go, and return the chosen ones that are not to go now.

    With the first of a lane all of them are asked about, so that one pass is enough for a storm.
    """
    held_ids: set[int] = set()
    for row in chosen:
        if not _is_asked_about(row):
            continue
        if digests.is_digest(row):
            _thin_out(connection, row, gate, now)
        elif not gate(connection, row, now):
            others = _waiting_with(connection, row, now)
            shut = [row, *(other for other in others if not gate(connection, other, now))]
            ids = [message.id for message in shut]
            until = now + (ASKED_LATER if row.summary is None else ASKED_AGAIN)
            delivery_rows.put_off(connection, row.workspace_id, ids, until)
            held_ids.add(row.id)
    return held_ids


def _is_asked_about(row: OutboxRow) -> bool:
    return row.summary is not None or _is_unasked(row)


def _is_unasked(row: OutboxRow) -> bool:
    return row.method == POST and MessageKey.parse(row.key).may_be_unasked


def _waiting_with(connection: Any, row: OutboxRow, now: datetime) -> list[OutboxRow]:
    """The others of a lane that are to be asked about with a message: alarms with an alarm."""
    lane = connection, row.workspace_id, row.lane
    if row.summary is None:
        prefixes = [kind.prefix() for kind in UNASKED]
        rows = waiting_messages.waiting_in_lane(*lane, prefixes, now, ASKED_AT_ONCE)
    else:
        rows = digests.waiting(*lane, now, ASKED_AT_ONCE)
    return [other for other in rows if other.id != row.id and _is_asked_about(other)]


def _thin_out(connection: Any, digest: OutboxRow, gate: Gate, now: datetime) -> None:
    """Take out of a digest that waits to be said again what may not go now."""
    members: Sequence[OutboxRow] = digests.members(connection, digest)
    shut = [member for member in members if not gate(connection, member, now)]
    if shut:
        digests.take_out(connection, shut, now + ASKED_AGAIN)
