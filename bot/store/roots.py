"""First messages of threads that may still turn out to begin a conversation.

A person's may wait to be worked off; one of ours may stand in Slack before we know its `ts`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from bot.store.statements import in_state
from bot.store.tables import inbox, outbox

CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""How much Slack's clock and ours may disagree."""


def is_expected(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    ts: str,
    person_id: str | None = None,
) -> bool:
    """Return whether this message of a channel may be one of a ticket, and soon be known as such.

    `person_id` is whose direct conversation with the bot it is in, if it is: what goes there waits
    under their name.

    Either it was heard and is not worked off yet, or it may be one of ours of which it is not known
    whether, and where, it stands in Slack.
    """
    lanes = [channel_id] if person_id is None else [channel_id, person_id]
    return _is_heard(connection, workspace_id, channel_id, ts) or _may_be_ours(
        connection, workspace_id, lanes, ts
    )


def _is_heard(connection: Connection, workspace_id: str, channel_id: str, ts: str) -> bool:
    query = select(inbox.c.id).where(
        inbox.c.workspace_id == workspace_id,
        inbox.c.channel_id == channel_id,
        inbox.c.message_ts == ts,
        in_state(inbox, "pending"),
    )
    return connection.execute(query).first() is not None


def _may_be_ours(connection: Connection, workspace_id: str, lanes: Sequence[str], ts: str) -> bool:
    """A first message of ours in the channel, tried and unsettled, and no younger than this one."""
    tried_again = and_(in_state(outbox, "pending"), outbox.c.doubted_at.is_not(None))
    query = select(outbox.c.id).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.lane.in_(lanes),
        outbox.c.method == "chat.postMessage",
        in_state(outbox, "pending", "sending", "unknown"),
        or_(in_state(outbox, "sending", "unknown"), tried_again),
        outbox.c.ticket_number.is_not(None),
        outbox.c.thread_key.is_(None),
        outbox.c.payload["thread_ts"].as_string().is_(None),
        outbox.c.created_at <= _instant(ts) + CLOCKS_DIFFER,
    )
    return connection.execute(query.limit(1)).first() is not None


def _instant(ts: str) -> datetime:
    return datetime.fromtimestamp(int(ts.partition(".")[0]), UTC)
