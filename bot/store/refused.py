"""People's messages that Slack does not take: whose they are, whether they know, how it ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, update

from bot.store.outbox import POST, OutboxRow, every_row, is_live, rows_of
from bot.store.statements import columns_of, in_state
from bot.store.tables import outbox

_FIRST: Final = outbox.alias("first")


def untold(connection: Connection, workspace_id: str, waiting: Iterable[str]) -> list[OutboxRow]:
    """Return refused rows that nobody was told of since: dead, or waiting for an invitation.

    `waiting` are the errors of the latter, which is told of at its first attempt and not at each.
    """
    is_news = or_(outbox.c.refused_at.is_(None), outbox.c.settled_at > outbox.c.refused_at)
    is_first = or_(outbox.c.refused_at.is_(None), and_(is_news, outbox.c.attempts == 1))
    is_uninvited = and_(is_live("pending"), outbox.c.error.in_(list(waiting)))
    by_people = (outbox.c.workspace_id == workspace_id, outbox.c.author.is_not(None))
    queries = (
        every_row().where(*by_people, in_state(outbox, "dead"), is_news),
        every_row().where(*by_people, is_uninvited, is_first),
    )
    rows = [row for query in queries for row in rows_of(connection, query.order_by(outbox.c.id))]
    return [row for row in rows if row.method == POST]


def pieces_waiting(
    connection: Connection, workspace_id: str
) -> list[tuple[OutboxRow, str | None, datetime | None]]:
    """Return the pieces that wait behind another one, with the error of that one if it is dead.

    The third is when that one was refused.
    """
    before = (
        _FIRST.c.workspace_id == outbox.c.workspace_id,
        _FIRST.c.key == outbox.c.after_key,
    )
    error = case((in_state(_FIRST, "dead"), func.coalesce(_FIRST.c.error, "no_reason_given")))
    waits = (outbox.c.workspace_id == workspace_id, is_live("pending"))
    columns = (*columns_of(outbox, OutboxRow), error, _FIRST.c.settled_at)
    rows = connection.execute(select(*columns).where(*waits, *before).order_by(outbox.c.id))
    return [(OutboxRow(*row[:-2]), row[-2], row[-1]) for row in rows]


def arrived(connection: Connection, workspace_id: str) -> list[OutboxRow]:
    """Return what was refused, and its author told so, and stands in Slack after all."""
    query = every_row().where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.refused_at.is_not(None),
        in_state(outbox, "sent", "superseded"),
    )
    return rows_of(connection, query.order_by(outbox.c.id))


def note(
    connection: Connection, workspace_id: str, keys: Sequence[str], at: datetime | None
) -> None:
    """Keep when the author of messages was told of what is not sent; None: they all arrived."""
    conditions = [outbox.c.workspace_id == workspace_id, outbox.c.key.in_(keys)]
    conditions += [] if at is None else [outbox.c.state != "sent"]
    connection.execute(update(outbox).where(*conditions).values(refused_at=at))


def of_ticket(connection: Connection, workspace_id: str, number: int) -> list[str]:
    """Return the keys of what was written in a ticket and is refused, or was and is sent again."""
    query = select(outbox.c.key).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.ticket_number == number,
        outbox.c.refused_at.is_not(None),
    )
    return list(connection.execute(query.order_by(outbox.c.id)).scalars())


def send_again(
    connection: Connection,
    workspace_id: str,
    keys: Sequence[str],
    waiting: Iterable[str],
    now: datetime,
) -> bool:
    """Have those of these messages said anew that are dead or wait; whether there is any."""
    conditions = (outbox.c.workspace_id == workspace_id, outbox.c.key.in_(keys))
    is_kept_waiting = and_(in_state(outbox, "pending"), outbox.c.error.in_(list(waiting)))
    refused: ColumnElement[bool] = or_(in_state(outbox, "dead"), is_kept_waiting)
    refused_at = func.coalesce(outbox.c.refused_at, now)
    again = {"state": "pending", "attempts": 0, "error": None, "next_at": now}
    anew = update(outbox).where(*conditions, refused).values(**again, refused_at=refused_at)
    return connection.execute(anew).rowcount > 0


def notices(connection: Connection, workspace_id: str, prefix: str) -> list[str]:
    """Return the keys of the messages that were posted under keys that begin so."""
    query = select(outbox.c.key).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.key.startswith(prefix, autoescape=True),
        outbox.c.method == POST,
    )
    return list(connection.execute(query.order_by(outbox.c.id)).scalars())
