"""Where conversations about tickets stand in Slack, asked of many tickets at once.

A conversation begins with a message of the requester, whose place the ticket keeps, or with one of
ours, whose place the outbox knows. Below a card agents write notes and commands. Where departments
are private a talk `may_move` from one channel to another, and there is more to look for.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)

from bot.keys.kinds import KeyKind
from bot.store.statements import in_state
from bot.store.tables import outbox, tickets
from bot.store.types import Instant
from sla_core.tickets.vocabulary import MAY_GO_ON


def channels(
    connection: Connection, workspace_id: str, closed_since: datetime, *, may_move: bool = False
) -> set[str]:
    """Return the channels with a conversation that may go on, or was closed since an instant."""
    values = {"workspace_id": workspace_id, "closed_since": closed_since}
    return set(connection.execute(_channels(may_move=may_move), values).scalars())


def oldest_root(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    closed_since: datetime,
    *,
    may_move: bool = False,
) -> str | None:
    """Return the `ts` of the oldest first message among those of a channel; none without any."""
    values = {"workspace_id": workspace_id, "closed_since": closed_since, "channel_id": channel_id}
    oldest: str | None = connection.execute(_oldest(may_move=may_move), values).scalar_one()
    return oldest


def roots(
    connection: Connection,
    workspace_id: str,
    channel_id: str,
    closed_since: datetime,
    *,
    may_move: bool = False,
) -> set[str]:
    """Return the `ts` of all first messages among those of a channel."""
    values = {"workspace_id": workspace_id, "closed_since": closed_since, "channel_id": channel_id}
    return set(connection.execute(_roots(may_move=may_move), values).scalars())


@cache
def _channels(*, may_move: bool) -> Select[Any]:
    """Return the question, which is built once: it is asked all the time."""
    return select(union_all(*_places(may_move=may_move)).subquery().c.channel_id).distinct()


@cache
def _oldest(*, may_move: bool) -> Select[Any]:
    return select(func.min(union_all(*_places(in_channel=True, may_move=may_move)).subquery().c.ts))


@cache
def _roots(*, may_move: bool) -> Select[Any]:
    return select(union_all(*_places(in_channel=True, may_move=may_move)).subquery().c.ts)


def _places(*, in_channel: bool = False, may_move: bool) -> Iterator[Select[Any]]:
    closed_since = bindparam("closed_since", type_=Instant)
    channel_id = bindparam("channel_id", type_=Text)
    is_alive = and_(
        tickets.c.workspace_id == bindparam("workspace_id"),
        tickets.c.is_deleted.is_(False),
        or_(
            tickets.c.status.in_(MAY_GO_ON),
            and_(tickets.c.status == "closed", tickets.c.changed_at >= closed_since),
        ),
    )
    of_requesters = (
        (tickets.c.channel_id, tickets.c.thread_ts),
        (tickets.c.requester_channel_id, tickets.c.requester_thread_ts),
    )
    for channel, ts in of_requesters:
        has_channel = channel == channel_id if in_channel else channel.is_not(None)
        yield select(channel.label("channel_id"), ts.label("ts")).where(is_alive, has_channel)
    conversation, direct, card = KeyKind.CONVERSATION, KeyKind.DIRECT, KeyKind.CARD
    ours: list[tuple[KeyKind, int, ColumnElement[Any] | None]] = [
        (conversation, 0, None if may_move else tickets.c.channel_id),
        (direct, 0, tickets.c.requester_channel_id),
        (card, 0, None),
    ]
    if may_move:
        ours += [(kind, moves, None) for kind in (conversation, card) for moves in (1, 2)]
    for kind, moves, ticket_column in ours:
        of_ours = [outbox.c.channel_id == channel_id] if in_channel else []
        without = [] if ticket_column is None else [ticket_column.is_(None)]
        yield (
            select(outbox.c.channel_id, outbox.c.ts)
            .select_from(tickets.join(outbox, _begins(kind, moves)))
            .where(is_alive, *without, in_state(outbox, "sent"), *of_ours)
        )


def _begins(kind: KeyKind, moves: int) -> ColumnElement[bool]:
    """The condition that a message of ours is the first of a ticket's conversation."""
    before, behind = kind.around_number(moves)
    key = literal(before, Text).concat(cast(tickets.c.number, Text)).concat(behind)
    return and_(outbox.c.workspace_id == tickets.c.workspace_id, outbox.c.key == key)
