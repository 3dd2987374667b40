"""What delivery looks for in Slack, and when it wants to go on by itself.

All of this is asked at every pass, so the questions are built once.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from bot.store.delivery_rows import is_ready
from bot.store.outbox import OutboxRow, every_row, is_live, rows_of
from bot.store.statements import in_state
from bot.store.tables import outbox
from bot.store.types import Instant

_NOW: Final = bindparam("now", type_=Instant)
_LIMIT: Final = bindparam("limit", type_=Integer)


def doubted(
    connection: Connection, now: datetime, limit: int, whose: ColumnElement[bool]
) -> list[OutboxRow]:
    """Return, locked, the unknown rows that are to be looked for in Slack now."""
    return rows_of(connection, _doubted(whose), now=now, limit=limit)


@lru_cache(maxsize=10)
def _doubted(whose: ColumnElement[bool]) -> Select[Any]:
    settled = every_row().where(is_live("unknown"), outbox.c.next_at <= _NOW, is_ready(), whose)
    oldest = settled.order_by(outbox.c.next_at).limit(_LIMIT)
    return oldest.with_for_update(of=outbox, skip_locked=True, key_share=True)


def to_repair(
    connection: Connection, now: datetime, limit: int, whose: ColumnElement[bool]
) -> list[OutboxRow]:
    """Return, locked, the rows that were said again and may have come twice."""
    return rows_of(connection, _to_repair(whose), now=now, limit=limit)


@lru_cache(maxsize=10)
def _to_repair(whose: ColumnElement[bool]) -> Select[Any]:
    settled = in_state(outbox, "sent", "superseded")
    resent = every_row().where(outbox.c.repair_at <= _NOW, settled, whose)
    oldest = resent.order_by(outbox.c.repair_at).limit(_LIMIT)
    return oldest.with_for_update(skip_locked=True, key_share=True)


def next_wanted_at(
    connection: Connection, now: datetime, lease: timedelta, whose: ColumnElement[bool]
) -> datetime | None:
    """Return when something falls due by itself; what is due but held back is not counted.

    What is in doubt or may be doubled is held back where it is not one of those (`whose`) that may
    be looked for now.
    """
    waiting, claimed, repair = (
        connection.execute(query, {"now": now}).scalar_one() for query in _next_wanted(whose)
    )
    times = (waiting, repair, claimed + lease if claimed else None)
    return min((at for at in times if at is not None), default=None)


@lru_cache(maxsize=10)
def _next_wanted(whose: ColumnElement[bool]) -> tuple[Select[Any], ...]:
    """Return when the next waits, the first was claimed, and the next is to be repaired."""
    later = or_(and_(in_state(outbox, "unknown"), whose), outbox.c.next_at > _NOW)
    waiting = select(func.min(outbox.c.next_at)).where(
        is_live("pending", "unknown"), later, is_ready()
    )
    claimed = select(func.min(outbox.c.intent_at)).where(is_live("sending"))
    repair = select(func.min(outbox.c.repair_at)).where(
        outbox.c.repair_at.is_not(None),
        in_state(outbox, "sent", "superseded"),
        or_(whose, outbox.c.repair_at > _NOW),
    )
    return waiting, claimed, repair
