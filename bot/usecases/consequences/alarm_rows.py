"""What was told of a ticket's clocks: read and kept, and the outbox brought in line with it.

And the alarms that come next of it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum, auto

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import alarms, clock_numbers, waiting_messages
from bot.store.alarms import AlarmRow
from bot.store.clock_numbers import ClockNumber
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import instant
from sla_core.alarms import BREACH, ClockMemory, by_name, name_of, next_point
from sla_core.clocks.clock import Clock
from sla_core.clocks.replay import ReplayedTicket
from sla_core.instants import from_s, to_s


class AlarmStanding(Enum):
    """How a clock stands to its alarms."""

    OPEN = auto()
    """All of them are true."""
    MISSED = auto()
    """It stopped too late: only its breach is."""
    OVER = auto()
    """None is any more."""


def recall(work: Transaction, number: int) -> tuple[ClockMemory, ...]:
    """What is remembered of a ticket's clocks."""
    rows = clock_numbers.of(*work.scope, number)
    return tuple(_memory_of(row) for row in rows)


def keep(
    work: Transaction, number: int, before: Sequence[ClockMemory], after: Sequence[ClockMemory]
) -> list[ClockMemory]:
    """Keep what is remembered of a locked ticket's clocks, and return those that stand otherwise.

    What waits to be sent and is not true now is given up; what is true again is said after all.
    """
    by_key = {memory.key: memory for memory in before}
    new = [memory for memory in after if memory != by_key.get(memory.key)]
    rows = (_row_of(memory) for memory in new)
    clock_numbers.save(*work.scope, number, rows)
    changed = [(by_key[memory.key], memory) for memory in new if memory.key in by_key]
    for former, memory in changed:
        _mind_what_waits(work, number, former, memory)
    return [memory for former, memory in changed if standing(former) is not standing(memory)]


def arm(
    work: Transaction, number: int, memories: Sequence[ClockMemory], replayed: ReplayedTicket
) -> None:
    """Set a locked ticket's alarms to what comes next of its clocks."""
    memory_of = by_name(memories)
    candidates = (
        _alarm_row(clock, memory_of[name_of(clock)], replayed.at_s) for clock in replayed.clocks
    )
    rows = [row for row in candidates if row is not None]
    alarms.replace(*work.scope, number, rows)


def _alarm_row(clock: Clock, memory: ClockMemory, at_s: int) -> AlarmRow | None:
    """The alarm of a clock; a stopped one has none but for a breach that is not told."""
    point = next_point(clock, memory, at_s)
    if point is None and not clock.is_open:
        return None
    return AlarmRow(
        metric=clock.metric,
        cycle=clock.cycle,
        due_version=memory.due_version,
        points=() if point is None else (point.name,),
        fire_at=None if point is None else from_s(point.at_s),
    )


def standing(memory: ClockMemory) -> AlarmStanding:
    """How a clock stands to its alarms."""
    if memory.cycle is None:
        return AlarmStanding.OVER
    if memory.stopped_at_s is None:
        return AlarmStanding.OPEN
    return AlarmStanding.MISSED if memory.is_missed else AlarmStanding.OVER


def is_no_more_true(work: Transaction, number: int, key: MessageKey) -> bool:
    """Whether an alarm with this key says of a ticket's clock what is not so any more."""
    for memory in recall(work, number):
        if key.is_alarm_of(number, *memory.key):
            is_breach_alone = standing(memory) is AlarmStanding.MISSED
            return standing(memory) is AlarmStanding.OVER or (
                is_breach_alone and key.point != BREACH
            )
    return False


def _mind_what_waits(
    work: Transaction, number: int, former: ClockMemory, memory: ClockMemory
) -> None:
    for point in former.told.keys() - memory.told.keys():
        waiting_messages.take_back(*work.scope, KeyKind.ALARM.prefix(number, *memory.key, point))
    if standing(former) is standing(memory):
        return
    prefix = KeyKind.ALARM.prefix(number, *memory.key)
    if standing(memory) is not AlarmStanding.OPEN:
        waiting_messages.withdraw(*work.scope, prefix)
    if standing(memory) is not AlarmStanding.OVER:
        for prefix in _true_again(number, memory):
            waiting_messages.revive(*work.scope, prefix)


def _true_again(number: int, memory: ClockMemory) -> Iterator[str]:
    if standing(memory) is AlarmStanding.OPEN:
        yield KeyKind.ALARM.prefix(number, *memory.key)
    elif BREACH in memory.told:
        yield KeyKind.ALARM.prefix(number, *memory.key, BREACH)


def _memory_of(row: ClockNumber) -> ClockMemory:
    return ClockMemory(
        metric=row.metric,
        number=row.number,
        cycle=row.cycle,
        opened_by=row.opened_by,
        started_at_s=to_s(row.started_at),
        stopped_at_s=_seconds(row.stopped_at),
        is_missed=row.is_missed,
        due_at_s=_seconds(row.due_at),
        due_version=row.due_version,
        told=row.told,
        passed_over=row.passed_over,
        told_until_s=_seconds(row.told_until_at),
    )


def _row_of(memory: ClockMemory) -> ClockNumber:
    return ClockNumber(
        metric=memory.metric,
        number=memory.number,
        cycle=memory.cycle,
        opened_by=memory.opened_by,
        started_at=from_s(memory.started_at_s),
        stopped_at=instant(memory.stopped_at_s),
        is_missed=memory.is_missed,
        due_at=instant(memory.due_at_s),
        due_version=memory.due_version,
        told=dict(memory.told),
        passed_over=dict(memory.passed_over),
        told_until_at=instant(memory.told_until_s),
    )


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else to_s(at)
