"""Alarms that may not go out yet: they are passed over, and asked for again a second later.

Who delivers does not know why an alarm may not go; it asks a gate, which is open unless another is
given. A shut gate takes no place in the lane and none of the workspace's calls.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from bot.store import digests, sending
from bot.store.outbox import OutboxRow

Gate = Callable[[Any, OutboxRow, datetime], bool]
"""Says, in a transaction, whether an alarm may go out now."""

ASKED_AGAIN: Final = timedelta(seconds=1)
ASKED_AT_ONCE: Final = 200
"""How many alarms of a channel are asked about when one of them may not go."""


def always_open(_connection: Any, _row: OutboxRow, _now: datetime) -> bool:
    """The gate where nothing keeps an alarm back."""
    return True


def keep_back(connection: Any, chosen: Iterable[OutboxRow], gate: Gate, now: datetime) -> set[int]:
    """Put off the alarms that may not go, and return the chosen ones that are not to go now.

    With the first of a lane all of them are asked about, so that one pass is enough for a storm.
    """
    kept: set[int] = set()
    for row in chosen:
        if row.summary is None:
            continue
        if digests.is_digest(row):
            _thin_out(connection, row, gate, now)
        elif not gate(connection, row, now):
            others = _waiting_with(connection, row, now)
            shut = [row, *(each for each in others if not gate(connection, each, now))]
            ids = [each.id for each in shut]
            sending.put_off(connection, row.workspace_id, ids, now + ASKED_AGAIN)
            kept.add(row.id)
    return kept


def _waiting_with(connection: Any, row: OutboxRow, now: datetime) -> list[OutboxRow]:
    place = connection, row.workspace_id, row.lane
    return [each for each in digests.waiting(*place, now, ASKED_AT_ONCE) if each.id != row.id]


def _thin_out(connection: Any, digest: OutboxRow, gate: Gate, now: datetime) -> None:
    """Take out of a digest that waits to be said again what may not go now."""
    members: Sequence[OutboxRow] = digests.members(connection, digest)
    shut = [each for each in members if not gate(connection, each, now)]
    if shut:
        digests.take_out(connection, shut, now + ASKED_AGAIN)
