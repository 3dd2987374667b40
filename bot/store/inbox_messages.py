"""What people wrote, as it is kept in the inbox: found, corrected, and worked off again."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    select,
    update,
)

from bot.store.inbox import MESSAGE, InboxRow, claim_row, correct, mark_done, read_row, select_rows
from bot.store.statements import (
    in_state,
    member,
)
from bot.store.tables import inbox
from bot.store.types import Json


def find(
    connection: Connection, workspace_id: str, channel_id: str, ts: str, *, lock: bool = False
) -> InboxRow | None:
    """Return the message heard in a channel, done or not; none when it was not heard.

    With `lock`, nobody else has it locked until this transaction ends.
    """
    query = _messages(workspace_id, channel_id).where(inbox.c.message_ts == ts)
    return read_row(connection, query.with_for_update() if lock else query)


def between(
    connection: Connection, workspace_id: str, channel_id: str, after_ts: str, last_ts: str
) -> list[InboxRow]:
    """Return the plain messages heard in a channel behind a `ts` up to another, the oldest first.

    Those in threads as well.
    """
    query = _messages(workspace_id, channel_id).where(
        inbox.c.kind == MESSAGE, inbox.c.message_ts > after_ts, inbox.c.message_ts <= last_ts
    )
    rows = (InboxRow(*row) for row in connection.execute(query.order_by(inbox.c.message_ts)))
    return [row for row in rows if row.fault is None]


def correct_waiting(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    ts: str,
    changes: Json | None,
    at: datetime,
) -> bool:
    """Change what a message that waits to be worked off says; without `changes` it is dropped.

    Returns whether it waited; one that is worked off at this moment does not.
    """
    waiting = _messages(workspace_id, channel_id).where(
        inbox.c.message_ts == ts, in_state(inbox, "pending")
    )
    row = claim_row(connection, waiting)
    if row is None or row.fault is not None:
        return False
    if changes is None:
        mark_done(connection, workspace_id, row.id, at)
    else:
        correct(connection, workspace_id, row.id, {**row.payload, **changes})
    return True


def directs_since(connection: Connection, workspace_id: str, since: datetime) -> set[str]:
    """Return the direct conversations in which somebody wrote since an instant."""
    query = select(inbox.c.channel_id).where(
        inbox.c.workspace_id == workspace_id,
        inbox.c.channel_id.startswith("D"),
        inbox.c.received_at >= since,
    )
    return {str(channel_id) for channel_id in connection.execute(query.distinct()).scalars()}


def reconsider(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    thread_ts: str,
    after_ts: str | None = None,
) -> int:
    """Have the messages of a thread worked off (again) now; return how many they are.

    Called when a thread turns out to be a conversation; those written into it before were done
    without effect. One that is being worked off at this moment is waited for. Where `after_ts` is
    given, only those written behind it.
    """
    replies = (
        inbox.c.workspace_id == workspace_id,
        inbox.c.channel_id == channel_id,
        inbox.c.message_ts
        > max(thread_ts, after_ts or ""),  # as an index has it; the rest of the channel is not read
        inbox.c.kind == MESSAGE,
        member(inbox.c.payload, "thread_ts") == thread_ts,
        in_state(inbox, "pending", "done"),
    )
    again = {"state": "pending", "next_at": inbox.c.received_at, "done_at": None}
    return connection.execute(update(inbox).where(*replies).values(**again)).rowcount


def _messages(workspace_id: str, channel_id: str) -> Select[Any]:
    conditions = (inbox.c.workspace_id == workspace_id, inbox.c.channel_id == channel_id)
    return select_rows().where(*conditions)
