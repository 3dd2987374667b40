"""What came in about a conversation and is not worked off yet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select, update

from bot.store.inbox import AFTERWARDS, AT_ONCE, IN_TURN
from bot.store.statements import in_state
from bot.store.tables import inbox

DEMANDS: Final = ("command", "mention", "action", "view_submission", "reaction")
"""The kinds of what somebody asks the bot to do."""

Conversation = tuple[str, str | None]
"""A channel and the `ts` of a thread's first message in it; None: all that is in the channel."""


def is_waiting(
    connection: Connection,
    workspace_id: str,
    threads: Iterable[Conversation],
    since: datetime,
    untried_since: datetime,
) -> bool:
    """Return whether something received since an instant is not worked off yet.

    Meant are messages of these threads, and what is asked for by command, click, form or emoji:
    that may be about any ticket. Messages that were missed and read, and that nobody has tried to
    work off, may be older: so many may come before them.
    """
    is_new, is_untried = inbox.c.received_at >= since, inbox.c.attempts == 0
    was_read = and_(inbox.c.urgency != IN_TURN, inbox.c.received_at >= untried_since)
    written = and_(_is_in(threads), or_(is_new, and_(was_read, is_untried)))
    demanded = and_(inbox.c.kind.in_(DEMANDS), is_untried, is_new)
    query = select(inbox.c.id).where(
        inbox.c.workspace_id == workspace_id, in_state(inbox, "pending"), or_(written, demanded)
    )
    return connection.execute(query.limit(1)).first() is not None


def hurry(connection: Connection, workspace_id: str, threads: Iterable[Conversation]) -> int:
    """Have what was read of these threads worked off before all else; return how much that is.

    What is being worked off at this moment is left alone.
    """
    waiting = select(inbox.c.id).where(
        inbox.c.workspace_id == workspace_id,
        in_state(inbox, "pending"),
        inbox.c.urgency == AFTERWARDS,
        _is_in(threads),
    )
    ids = list(connection.execute(waiting.with_for_update(skip_locked=True)).scalars())
    if ids:
        conditions = (inbox.c.workspace_id == workspace_id, inbox.c.id.in_(ids))
        connection.execute(update(inbox).where(*conditions).values(urgency=AT_ONCE))
    return len(ids)


def _is_in(threads: Iterable[Conversation]) -> ColumnElement[bool]:
    """The condition that a message is in one of these threads."""
    first, answers_to = inbox.c.message_ts, inbox.c.payload["thread_ts"].as_string()
    return or_(
        false(),
        *(
            and_(
                inbox.c.channel_id == channel_id,
                *([or_(first == ts, answers_to == ts)] if ts else []),
            )
            for channel_id, ts in threads
        ),
    )
