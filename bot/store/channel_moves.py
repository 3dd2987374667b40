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

from bot.keys.messages import SUMMARIES
from bot.store import readings
from bot.store.outbox import is_live
from bot.store.statements import in_state, member, with_member
from bot.store.tables import channel_moves, channels, inbox, outbox, tickets
from sla_core.tickets.vocabulary import MAY_GO_ON

KNOWN_BY_CHANNEL = ("reaction:", "edit:")
"""What the keys of arrivals begin with that name a channel next."""
_SPOKEN = ("payload", "summary")


def of(connection: Connection, workspace_id: str) -> dict[str, str]:
    """Return the ids that channels have now, by those they had."""
    query = select(channel_moves.c.old_id, channel_moves.c.new_id)
    rows = connection.execute(query.where(channel_moves.c.workspace_id == workspace_id))
    return {row.old_id: row.new_id for row in rows}


def move(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> list[int] | None:
    """Let all that stands under a channel's old id stand under the new one.

    Return the tickets that may go on there; None where it was moved before.
    """
    if old_id in of(connection, workspace_id):
        return None
    arguments = connection, workspace_id, old_id, new_id
    _note(*arguments, at)
    _move_arrivals(*arguments)
    numbers = _move_tickets(*arguments)
    _move_readings(*arguments, at)
    _move_messages(*arguments)
    _move_channel(*arguments)
    return numbers


def replaced(value: Any, old_id: str, new_id: str) -> Any:
    """Return a JSON value with one id in the place of another, wherever a text has it."""
    return _replaced(value, re.compile(rf"\b{re.escape(old_id)}\b"), new_id)


def _replaced(value: Any, pattern: re.Pattern[str], new_id: str) -> Any:
    if isinstance(value, str):
        return pattern.sub(new_id, value)
    if isinstance(value, list):
        return [_replaced(item, pattern, new_id) for item in value]
    if isinstance(value, dict):
        return {name: _replaced(item, pattern, new_id) for name, item in value.items()}
    return value


def _note(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> None:
    """Remember the move; what was moved to the old id before is at the new one now."""
    in_workspace = channel_moves.c.workspace_id == workspace_id
    before = update(channel_moves).where(in_workspace, channel_moves.c.new_id == old_id)
    connection.execute(before.values(new_id=new_id))
    values = {"workspace_id": workspace_id, "old_id": old_id, "new_id": new_id, "moved_at": at}
    connection.execute(insert(channel_moves).values(**values))


def _move_arrivals(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """Messages and all else that came from the channel, so that nothing is heard a second time."""
    in_workspace = inbox.c.workspace_id == workspace_id
    twin = inbox.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.channel_id == new_id,
        twin.c.message_ts == inbox.c.message_ts,
    )
    payload = with_member(inbox.c.payload, "channel_id", new_id)
    messages = update(inbox).where(in_workspace, inbox.c.channel_id == old_id, ~has_twin)
    connection.execute(messages.values(channel_id=new_id, payload=payload))
    without_channel = (
        in_workspace,
        inbox.c.channel_id.is_(None),
        member(inbox.c.payload, "channel_id") == old_id,
    )
    connection.execute(update(inbox).where(*without_channel).values(payload=payload))
    _rename(connection, inbox.c.dedupe_key, in_workspace, KNOWN_BY_CHANNEL, old_id, new_id)


def _move_tickets(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> list[int]:
    in_workspace = tickets.c.workspace_id == workspace_id
    twin = tickets.alias()
    has_twin = exists().where(
        twin.c.workspace_id == workspace_id,
        twin.c.channel_id == new_id,
        twin.c.thread_ts == tickets.c.thread_ts,
    )
    conversations = update(tickets).where(in_workspace, tickets.c.channel_id == old_id, ~has_twin)
    requesters = update(tickets).where(in_workspace, tickets.c.requester_channel_id == old_id)
    connection.execute(conversations.values(channel_id=new_id))
    connection.execute(requesters.values(requester_channel_id=new_id))
    in_channel = or_(tickets.c.channel_id == new_id, tickets.c.requester_channel_id == new_id)
    alive = (
        in_workspace,
        in_channel,
        tickets.c.is_deleted.is_(False),
        tickets.c.status.in_(MAY_GO_ON),
    )
    return list(connection.execute(select(tickets.c.number).where(*alive)).scalars())


def _move_readings(
    connection: Connection, workspace_id: str, old_id: str, new_id: str, at: datetime
) -> None:
    """Places are read on from where they were read to; all is read now, as messages may be missed.

    Where the new id was read already, from the earlier of the two.
    """
    workspace = connection, workspace_id
    old_readings = [readings.get(*workspace, (old_id, readings.CHANNEL))]
    old_readings += readings.threads_of(*workspace, old_id).values()
    present = [reading for reading in old_readings if reading is not None]
    twins = readings.several(*workspace, [(new_id, reading.thread_ts) for reading in present])
    for reading in present:
        twin = twins.get((new_id, reading.thread_ts))
        read_to = reading.read_to if twin is None else min(reading.read_to, twin.read_to, key=float)
        readings.save(*workspace, readings.renamed(reading, new_id, read_to, at))
    readings.remove(*workspace, [reading.spot for reading in present])


def _move_messages(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """The messages in the channel, and those to be sent there or that speak of it."""
    in_workspace = outbox.c.workspace_id == workspace_id
    for column in (outbox.c.lane, outbox.c.fallback_lane, outbox.c.channel_id):
        connection.execute(
            update(outbox).where(in_workspace, column == old_id).values({column: new_id})
        )
    has_id = or_(
        cast(outbox.c.payload, Text).contains(old_id, autoescape=True),
        outbox.c.summary.contains(old_id, autoescape=True),
    )
    query = select(outbox.c.id, outbox.c.payload, outbox.c.summary)
    for row in connection.execute(query.where(in_workspace, is_live(), has_id)).all():
        if isinstance(row.payload, dict):
            values = {name: replaced(getattr(row, name), old_id, new_id) for name in _SPOKEN}
            connection.execute(
                update(outbox).where(in_workspace, outbox.c.id == row.id).values(**values)
            )
    settled = and_(in_workspace, in_state(outbox, "sent", "superseded", "dead", "pending"))
    is_quiet = and_(settled, outbox.c.doubted_at.is_(None))
    prefixes = tuple(kind.prefix() for kind in SUMMARIES)
    _rename(connection, outbox.c.key, is_quiet, prefixes, old_id, new_id)


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
    twin = table.alias()
    has_twin = exists().where(
        twin.c.workspace_id == table.c.workspace_id, twin.c[column.name] == key
    )
    begins = or_(*(column.startswith(prefix) for prefix in prefixes))
    has_id = (column + literal(":")).contains(f":{old_id}:", autoescape=True)
    connection.execute(update(table).where(which, begins, has_id, ~has_twin).values({column: key}))


def _move_channel(connection: Connection, workspace_id: str, old_id: str, new_id: str) -> None:
    """The channel itself; what Slack told of it under its new id stays."""
    in_workspace = channels.c.workspace_id == workspace_id
    under_new_id = select(channels.c.id).where(in_workspace, channels.c.id == new_id)
    under_old_id = (in_workspace, channels.c.id == old_id)
    if connection.execute(under_new_id).first() is None:
        connection.execute(update(channels).where(*under_old_id).values(id=new_id))
    else:
        connection.execute(delete(channels).where(*under_old_id))
