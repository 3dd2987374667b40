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
    traffic = _Traffic(holding, recent, now, edit_gap, shut or {})
    rows: list[OutboxRow] = []
    later: list[datetime] = []
    turn = _whose_turn(heads, holding, recent, now)
    for head in sorted(heads, key=lambda row: (row is not turn, row.urgency, row.id)):
        if traffic.is_held(head):
            continue
        free_at = traffic.free_at(head)
        if free_at <= now and len(rows) < room:
            rows.append(head)
            traffic.add(head)
        else:
            later.append(free_at)
    return ReadyRows(rows, min(later, default=None), turn)


class _Traffic:
    """Who is on the way in which lane, and how much Slack's limits leave for others."""

    def __init__(
        self,
        holding: Sequence[Attempt],
        recent: Sequence[Attempt],
        now: datetime,
        edit_gap: timedelta,
        shut: Mapping[str | None, datetime],
    ) -> None:
        self._now = now
        self._edit_gap = edit_gap
        self._held = {lane for row in holding for lane in _held_by(row)}
        self._starts = {name: _starts(recent, name) for name in METHODS}
        self._used_at = _lanes_used_at(recent)
        self._changed_at = _changed_at(recent)
        self._shut: Shut = dict(shut)

    def is_held(self, head: OutboxRow) -> bool:
        """Return whether somebody is on the way who may not be overtaken."""
        return _lane(head) in self._held or (head.method, None) in self._held

    def free_at(self, head: OutboxRow) -> datetime:
        """Return when Slack's limits leave room for a row."""
        return max(
            _budget_free_at(head.method, self._starts[head.method], self._now),
            _lane_free_at(head, self._used_at.get(_lane(head)), self._now),
            _target_free_at(head, self._changed_at, self._now, self._edit_gap),
            *(self._shut[scope] for scope in self._shut_scopes(head)),
        )

    def add(self, head: OutboxRow) -> None:
        """Let a row go: it holds its lane, and counts against the limits."""
        self._held.add(_lane(head))
        self._starts[head.method].append(self._now)
        self._shut |= dict.fromkeys(self._shut_scopes(head), self._now + PROBE_EVERY)

    def _shut_scopes(self, head: OutboxRow) -> list[str | None]:
        return [scope for scope in (None, head.method) if scope in self._shut]


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


def _starts(recent: Iterable[Attempt], method: str) -> list[datetime]:
    return sorted(row.intent_at for row in recent if row.method == method and row.intent_at)


def _lanes_used_at(recent: Iterable[Attempt]) -> dict[tuple[str, str | None], datetime]:
    used_at: dict[tuple[str, str | None], datetime] = {}
    for row in recent:
        at = max(at for at in (row.intent_at, row.settled_at) if at is not None)
        used_at[_lane(row)] = max(at, used_at.get(_lane(row), at))
    return used_at


def _changed_at(recent: Iterable[Attempt]) -> dict[str, datetime]:
    """Return when each message was changed last."""
    changed_at: dict[str, datetime] = {}
    for row in recent:
        if row.method == "chat.update" and row.target_key and row.intent_at:
            changed_at[row.target_key] = max(
                row.intent_at, changed_at.get(row.target_key, row.intent_at)
            )
    return changed_at


def _budget_free_at(method: str, starts: Sequence[datetime], now: datetime) -> datetime:
    """Return when the oldest call that still counts leaves the window."""
    limit, window = METHODS[method].limit, timedelta(seconds=METHODS[method].window_s)
    return now if len(starts) < limit else starts[-limit] + window


def _lane_free_at(head: OutboxRow, ended_at: datetime | None, now: datetime) -> datetime:
    gap = timedelta(seconds=METHODS[head.method].lane_gap_s)
    return now if ended_at is None else ended_at + gap


def _target_free_at(
    head: OutboxRow, changed_at: dict[str, datetime], now: datetime, gap: timedelta
) -> datetime:
    is_changed = head.method == "chat.update" and head.target_key in changed_at
    return changed_at[head.target_key or ""] + gap if is_changed else now
