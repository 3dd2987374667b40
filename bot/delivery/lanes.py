"""Which rows may go now: the urgent first, then first come, first served, within Slack's limits.

A lane is one method in one channel: one call in it at a time, and nobody overtakes a row that is
on its way, in doubt, or told to wait. Urgency counts in a lane and among the lanes of a workspace,
but every ten seconds the message that has waited longest goes next, whatever it is: so nothing
waits for ever. A message is changed so often only, and who waits for that holds up no other
message. A rate limit holds a method back in the whole workspace, except for new messages, which
Slack counts by channel. Where Slack takes nothing, one call tries it out for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.methods import METHODS
from bot.delivery.refusals import RATE_LIMITED
from bot.delivery.troubles import PROBE_EVERY, Shut
from bot.store.delivery_rows import Attempt
from bot.store.outbox import IN_TURN, POST, OutboxRow

LONGEST_WINDOW = timedelta(seconds=max(method.window_s for method in METHODS.values()))
TURN_EVERY = timedelta(seconds=10)
"""How often a message goes by its age alone, and how long it has waited before at least."""


@dataclass(frozen=True, slots=True)
class ReadyRows:
    """The rows that may go now, and when the next of the others may; None: not by waiting.

    `in_turn` goes by its age, whatever its urgency.
    """

    rows: list[OutboxRow]
    next_at: datetime | None
    in_turn: OutboxRow | None = None


def choose(
    heads: Sequence[OutboxRow],
    holding: Sequence[Attempt],
    recent: Sequence[Attempt],
    now: datetime,
    room: int,
    edit_gap: timedelta = timedelta(0),
    shut: Mapping[str | None, datetime] | None = None,
) -> ReadyRows:
    """Return whom to send, at most `room` of them; a message is changed once in `edit_gap`.

    `heads` holds the rows that may be first in each lane; `holding` those nobody may overtake;
    `recent` those with an attempt inside the longest window. What is `shut` takes one row when its
    time has come.
    """
    held = {lane for row in holding for lane in _held_by(row)}
    begun = {name: _begun(recent, name) for name in METHODS}
    ended = _ended(recent)
    changed = _changed(recent)
    closed: Shut = dict(shut or {})
    rows: list[OutboxRow] = []
    later: list[datetime] = []
    turn = _whose_turn(heads, holding, recent, now)
    for head in sorted(heads, key=lambda row: (row is not turn, row.urgency, row.id)):
        if _lane(head) in held or (head.method, None) in held:
            continue
        scopes = [scope for scope in (None, head.method) if scope in closed]
        free_at = max(
            _budget_free_at(head.method, begun[head.method], now),
            _lane_free_at(head, ended.get(_lane(head)), now),
            _target_free_at(head, changed, now, edit_gap),
            *(closed[scope] for scope in scopes),
        )
        if free_at <= now and len(rows) < room:
            rows.append(head)
            held.add(_lane(head))
            begun[head.method].append(now)
            closed |= dict.fromkeys(scopes, now + PROBE_EVERY)
        else:
            later.append(free_at)
    return ReadyRows(rows, min(later, default=None), turn)


def _whose_turn(
    heads: Sequence[OutboxRow],
    holding: Sequence[Attempt],
    recent: Sequence[Attempt],
    now: datetime,
) -> OutboxRow | None:
    """Return the message that goes next by its age; none within ten seconds of the last."""
    turns = [row.intent_at for row in recent if row.urgency == IN_TURN]
    if any(at is not None and at > now - TURN_EVERY for at in turns):
        return None
    return _longest_waiting(heads, holding, now)


def _longest_waiting(
    heads: Sequence[OutboxRow], holding: Sequence[Attempt], now: datetime
) -> OutboxRow | None:
    """Return the oldest new message that has waited for its turn, where nothing is in its way.

    Another one that is on its way in its lane is no hindrance: the turn is kept until it is there.
    """
    stuck = {_lane(row) for row in holding if not _is_on_its_way(row)}
    waiting = [
        row
        for row in heads
        if row.method == POST
        and _lane(row) not in stuck
        and max(row.created_at, row.next_at) <= now - TURN_EVERY
    ]
    return min(waiting, key=lambda row: row.id, default=None)


def _is_on_its_way(row: Attempt) -> bool:
    return row.settled_at is None or (row.intent_at is not None and row.settled_at < row.intent_at)


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
