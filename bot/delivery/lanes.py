"""Which rows may go now: first come, first served in each channel, within Slack's limits.

A lane is one method in one channel: one call in it at a time, and nobody overtakes a row that is
on its way, in doubt, or told to wait. A message is changed so often only, and who waits for that
holds up no other message. A rate limit holds a method back in the whole workspace, except for new
messages, which Slack counts by channel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.methods import METHODS
from bot.delivery.refusals import RATE_LIMITED
from bot.store.outbox import OutboxRow
from bot.store.sending import Attempt

LONGEST_WINDOW = timedelta(seconds=max(method.window_s for method in METHODS.values()))


@dataclass(frozen=True, slots=True)
class Choice:
    """The rows that may go now, and when the next of the others may; None: not by waiting."""

    rows: list[OutboxRow]
    next_at: datetime | None


def choose(
    heads: Sequence[OutboxRow],
    holding: Iterable[Attempt],
    recent: Sequence[Attempt],
    now: datetime,
    room: int,
    edit_gap: timedelta = timedelta(0),
) -> Choice:
    """Return whom to send, at most `room` of them; a message is changed once in `edit_gap`.

    `heads` holds the first waiting rows of each lane, the oldest first; `holding` the rows nobody
    may overtake; `recent` those with an attempt inside the longest window.
    """
    held = {lane for row in holding for lane in _held_by(row)}
    begun = {name: _begun(recent, name) for name in METHODS}
    ended = _ended(recent)
    changed = _changed(recent)
    rows: list[OutboxRow] = []
    later: list[datetime] = []
    for head in heads:
        if _lane(head) in held or (head.method, None) in held:
            continue
        free_at = max(
            _budget_free_at(head.method, begun[head.method], now),
            _lane_free_at(head, ended.get(_lane(head)), now),
            _target_free_at(head, changed, now, edit_gap),
        )
        if free_at <= now and len(rows) < room:
            rows.append(head)
            held.add(_lane(head))
            begun[head.method].append(now)
        else:
            later.append(free_at)
    return Choice(rows, min(later, default=None))


def _lane(row: OutboxRow | Attempt) -> tuple[str, str | None]:
    return (row.method, row.lane)


def _held_by(row: Attempt) -> Iterable[tuple[str, str | None]]:
    yield _lane(row)
    if row.error in RATE_LIMITED and row.method != "chat.postMessage":
        yield (row.method, None)


def _begun(recent: Iterable[Attempt], method: str) -> list[datetime]:
    return sorted(row.intent_at for row in recent if row.method == method and row.intent_at)


def _ended(recent: Iterable[Attempt]) -> dict[tuple[str, str | None], datetime]:
    ended: dict[tuple[str, str | None], datetime] = {}
    for row in recent:
        at = max(at for at in (row.intent_at, row.settled_at) if at is not None)
        ended[_lane(row)] = max(at, ended.get(_lane(row), at))
    return ended


def _changed(recent: Iterable[Attempt]) -> dict[str, datetime]:
    """Return when each message was changed last."""
    changed: dict[str, datetime] = {}
    for row in recent:
        if row.method == "chat.update" and row.target_key and row.intent_at:
            changed[row.target_key] = max(row.intent_at, changed.get(row.target_key, row.intent_at))
    return changed


def _budget_free_at(method: str, begun: Sequence[datetime], now: datetime) -> datetime:
    """Return when the oldest call that still counts leaves the window."""
    limit, window = METHODS[method].limit, timedelta(seconds=METHODS[method].window_s)
    return now if len(begun) < limit else begun[-limit] + window


def _lane_free_at(head: OutboxRow, ended_at: datetime | None, now: datetime) -> datetime:
    gap = timedelta(seconds=METHODS[head.method].lane_gap_s)
    return now if ended_at is None else ended_at + gap


def _target_free_at(
    head: OutboxRow, changed: dict[str, datetime], now: datetime, gap: timedelta
) -> datetime:
    is_changed = head.method == "chat.update" and head.target_key in changed
    return changed[head.target_key or ""] + gap if is_changed else now
