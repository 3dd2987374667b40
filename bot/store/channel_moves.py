"""Channels that go on under another id, and all that stands under the old one.

Slack gives a private channel a new id when it becomes shared. Its messages keep their `ts`. What
names the old id and cannot be changed (a level that a clock runs under) is read by `of`.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Text,
    and_,
    cast,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.store import readings
from bot.store.conversations import MAY_GO_ON
from bot.store.outbox import is_live
from bot.store.statements import in_state, member, with_member
from bot.store.tables import channel_moves, channels, inbox, outbox, tickets

KNOWN_BY_CHANNEL = ("reaction:", "edit:")
"""What the keys of arrivals begin with that name a channel next."""
SAID_BY_CHANNEL = ("closing:", "report:")
"""What the keys of messages begin with that name their channel, and to which none refers."""
_SPOKEN = ("payload", "summary")


def of(connection: Connection, workspace_id: str) -> dict[str, str]:
    """Return the ids that channels have now, by those they had."""
    asked = select(channel_moves.c.old_id, channel_moves.c.new_id)
    found = connection.execute(asked.where(channel_moves.c.workspace_id == workspace_id))
    return {row.old_id: row.new_id for row in found}


def move(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> list[int] | None:
    """Let all that stands under a channel's old id stand under the new one.

    Return the tickets that may go on there; None where it was moved before.
    """
    if old_id in of(connection, workspace_id):
        return None
    here = connection, workspace_id, old_id, new_id
    _note(*here, at)
    _move_arrivals(*here)
    numbers = _move_tickets(*here)
    _move_readings(*here, at)
    _move_messages(*here)
    _move_channel(*here)
    return numbers


def replaced(value: Any, old_id: str, new_id: str) -> Any:
    """Return a JSON value with one id in the place of another, wherever a text has it."""
    return _replaced(value, re.compile(rf"\b{re.escape(old_id)}\b"), new_id)


def _replaced(value: Any, old: re.Pattern[str], new_id: str) -> Any:
    if isinstance(value, str):
        return old.sub(new_id, value)
    if isinstance(value, list):
        return [_replaced(each, old, new_id) for each in value]
    if isinstance(value, dict):
        return {name: _replaced(each, old, new_id) for name, each in value.items()}
    return value


def _note(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> None:
    """Remember the move; what was moved to the old id before is at the new one now."""
    mine = channel_moves.c.workspace_id == workspace_id
    before = update(channel_moves).where(mine, channel_moves.c.new_id == old_id)
    connection.execute(before.values(new_id=new_id))
    values = {"workspace_id": workspace_id, "old_id": old_id, "new_id": new_id, "moved_at": at}
    connection.execute(insert(channel_moves).values(**values))


def _move_arrivals(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """Messages and all else that came from the channel, so that nothing is heard a second time."""
    mine = inbox.c.workspace_id == workspace_id
    other = inbox.alias()
    is_there = exists().where(
        other.c.workspace_id == workspace_id,
        other.c.channel_id == new_id,
        other.c.message_ts == inbox.c.message_ts,
    )
    payload = with_member(inbox.c.payload, "channel_id", new_id)
    messages = update(inbox).where(mine, inbox.c.channel_id == old_id, ~is_there)
    connection.execute(messages.values(channel_id=new_id, payload=payload))
    others = (mine, inbox.c.channel_id.is_(None), member(inbox.c.payload, "channel_id") == old_id)
    connection.execute(update(inbox).where(*others).values(payload=payload))
    _rename(connection, inbox.c.dedupe_key, mine, KNOWN_BY_CHANNEL, old_id, new_id)


def _move_tickets(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> list[int]:
    mine = tickets.c.workspace_id == workspace_id
    other = tickets.alias()
    is_there = exists().where(
        other.c.workspace_id == workspace_id,
        other.c.channel_id == new_id,
        other.c.thread_ts == tickets.c.thread_ts,
    )
    began = update(tickets).where(mine, tickets.c.channel_id == old_id, ~is_there)
    asked = update(tickets).where(mine, tickets.c.requester_channel_id == old_id)
    connection.execute(began.values(channel_id=new_id))
    connection.execute(asked.values(requester_channel_id=new_id))
    in_channel = or_(tickets.c.channel_id == new_id, tickets.c.requester_channel_id == new_id)
    alive = (mine, in_channel, tickets.c.is_deleted.is_(False), tickets.c.status.in_(MAY_GO_ON))
    return list(connection.execute(select(tickets.c.number).where(*alive)).scalars())


def _move_readings(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> None:
    """Places are read on from where they were read to; all is read now, as messages may be missed.

    Where the new id was read already, from the earlier of the two.
    """
    here = connection, workspace_id
    old = [readings.get(*here, (old_id, readings.CHANNEL))]
    old += readings.threads_of(*here, old_id).values()
    places = [each for each in old if each is not None]
    known = readings.several(*here, [(new_id, each.thread_ts) for each in places])
    for each in places:
        twin = known.get((new_id, each.thread_ts))
        read_to = each.read_to if twin is None else min(each.read_to, twin.read_to, key=float)
        readings.save(*here, readings.renamed(each, new_id, read_to, at))
    readings.remove(*here, [each.spot for each in places])


def _move_messages(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """What stands in the channel, and what is to be said in it or speaks of it."""
    mine = outbox.c.workspace_id == workspace_id
    for column in (outbox.c.lane, outbox.c.fallback_lane, outbox.c.channel_id):
        connection.execute(update(outbox).where(mine, column == old_id).values({column: new_id}))
    names_it = or_(
        cast(outbox.c.payload, Text).contains(old_id, autoescape=True),
        outbox.c.summary.contains(old_id, autoescape=True),
    )
    asked = select(outbox.c.id, outbox.c.payload, outbox.c.summary)
    for row in connection.execute(asked.where(mine, is_live(), names_it)).all():
        if isinstance(row.payload, dict):
            values = {name: replaced(getattr(row, name), old_id, new_id) for name in _SPOKEN}
            connection.execute(update(outbox).where(mine, outbox.c.id == row.id).values(**values))
    settled = and_(mine, in_state(outbox, "sent", "superseded", "dead", "pending"))
    is_quiet = and_(settled, outbox.c.doubted_at.is_(None))
    _rename(connection, outbox.c.key, is_quiet, SAID_BY_CHANNEL, old_id, new_id)


def _rename(
    connection: Connection,
    column: ColumnElement[Any],
    which: ColumnElement[bool],
    prefixes: tuple[str, ...],
    old_id: str,
    new_id: str,
) -> None:
    """Name the new id in keys that begin so, where no other row has that key."""
    table = column.table
    key = func.replace(column + literal(":"), f":{old_id}:", f":{new_id}:")
    key = func.substr(key, 1, func.length(key) - 1)
    other = table.alias()
    taken = exists().where(
        other.c.workspace_id == table.c.workspace_id, other.c[column.name] == key
    )
    begins = or_(*(column.startswith(prefix) for prefix in prefixes))
    names_it = (column + literal(":")).contains(f":{old_id}:", autoescape=True)
    connection.execute(update(table).where(which, begins, names_it, ~taken).values({column: key}))


def _move_channel(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """The channel itself; what Slack told of it under its new id stays."""
    mine = channels.c.workspace_id == workspace_id
    is_told = select(channels.c.id).where(mine, channels.c.id == new_id)
    old = (mine, channels.c.id == old_id)
    if connection.execute(is_told).first() is None:
        connection.execute(update(channels).where(*old).values(id=new_id))
    else:
        connection.execute(delete(channels).where(*old))
