"""What came in from Slack: kept before it is acknowledged, worked off once.

The mark that something is done is written in the transaction of its effects, so that a crash
between the two is impossible.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.store.broken import BrokenValue, fault_in
from bot.store.statements import (
    columns_of,
    in_state,
    insert_in,
    numbered_in,
    values_of,
)
from bot.store.tables import inbox
from bot.store.types import Instant, Json

MESSAGE: Final = "message"
"""The kind of what people write in channels; commands among it have a kind of their own."""

FINISHED: Final = frozenset({"done", "failed"})
"""The states of what is not worked off any more."""

AT_ONCE, IN_TURN, AFTERWARDS = 0, 1, 2
"""How urgent an arrival is: a reply that was missed; what comes in; what else was missed."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in, told from all else by its `dedupe_key`.

    A plain message also has its channel and `ts`, as Slack may send it under two event ids;
    everything else leaves both out.
    """

    kind: str
    dedupe_key: str
    payload: Json
    received_at: datetime
    channel_id: str | None = None
    message_ts: str | None = None
    urgency: int = IN_TURN


@dataclass(frozen=True, slots=True)
class InboxRow:
    """An arrival that is kept: `attempts` counts those that failed."""

    workspace_id: str
    id: int
    kind: str
    dedupe_key: str
    channel_id: str | None
    message_ts: str | None
    payload: Json
    state: str
    attempts: int
    received_at: datetime
    next_at: datetime
    done_at: datetime | None
    error: str | None

    @property
    def fault(self) -> str | None:
        """Return what is wrong with the row, which cannot be worked off then; None of a sound one.

        Only `claim` and `claim_next` hand out rows that are not sound.
        """
        return fault_in(self, "payload")


def accept(connection: Connection, workspace_id: str, arrival: Arrival) -> int | None:
    """Keep the arrival and return its id; none when it is here already."""
    values = {
        "workspace_id": workspace_id,
        "state": "pending",
        "attempts": 0,
        "next_at": arrival.received_at,
        **values_of(arrival),
    }
    return connection.execute(_accepting(connection.dialect.name), values).scalar_one_or_none()


@cache
def _accepting(dialect: str) -> ReturningInsert[int]:
    """The statement, built once: Slack waits for it, and building it takes longer than running."""
    columns = [column for column in inbox.c if column.name not in ("id", "done_at", "error")]
    values: dict[str, Any] = {column.name: bindparam(column.name) for column in columns}
    values |= numbered_in(dialect, inbox, bindparam("workspace_id"))
    insertion = insert_in(dialect, inbox).values(values).on_conflict_do_nothing()
    return insertion.returning(inbox.c.id)


def claim(connection: Connection, workspace_id: str, arrival_id: int) -> InboxRow | None:
    """Return the arrival, locked until this transaction ends; none when it is done or taken."""
    query = select_rows().where(inbox.c.workspace_id == workspace_id, inbox.c.id == arrival_id)
    return claim_row(connection, query.where(in_state(inbox, "pending")))


def find(
    connection: Connection, workspace_id: str, dedupe_key: str, *, lock: bool = False
) -> InboxRow | None:
    """Return the arrival of this key, done or not; none when it never came.

    With `lock`, nobody else has it locked until this transaction ends.
    """
    query = select_rows().where(
        inbox.c.workspace_id == workspace_id, inbox.c.dedupe_key == dedupe_key
    )
    return read_row(connection, query.with_for_update() if lock else query)


def correct(connection: Connection, workspace_id: str, arrival_id: int, payload: Json) -> None:
    """Keep another payload of an arrival: its author changed what it says."""
    conditions = (inbox.c.workspace_id == workspace_id, inbox.c.id == arrival_id)
    connection.execute(update(inbox).where(*conditions).values(payload=payload))


def claim_next(connection: Connection, now: datetime) -> InboxRow | None:
    """Return the arrival to be worked off next, locked until this transaction ends.

    The most urgent, and the oldest of these.
    """
    waiting = select_rows().where(in_state(inbox, "pending"), inbox.c.next_at <= now)
    in_order = waiting.order_by(inbox.c.urgency, inbox.c.received_at, inbox.c.id)
    return claim_row(connection, in_order.limit(1))


def mark_done(connection: Connection, workspace_id: str, arrival_id: int, at: datetime) -> None:
    """Say that its effects are written; called in their transaction."""
    _change(connection, workspace_id, arrival_id, state="done", done_at=at, error=None)


def forget(connection: Connection, row: InboxRow, *names: str) -> None:
    """Keep an arrival without some of what it brought, which nobody needs any more."""
    if row.fault is None and any(row.payload.get(name) is not None for name in names):
        payload = {name: value for name, value in row.payload.items() if name not in names}
        correct(connection, row.workspace_id, row.id, payload)


def mark_failed(
    connection: Connection,
    workspace_id: str,
    arrival_id: int,
    error: str,
    retry_at: datetime | None = None,
) -> None:
    """Count a failed attempt: it waits until `retry_at`, or is given up when there is none."""
    values = {"state": "failed"} if retry_at is None else {"next_at": retry_at}
    attempts = inbox.c.attempts + 1
    _change(connection, workspace_id, arrival_id, attempts=attempts, error=error, **values)


def last_received_at(connection: Connection, workspace_id: str) -> datetime | None:
    """Return when anything was heard of a workspace last; none when nothing ever was."""
    query = select(func.max(inbox.c.received_at, type_=Instant))
    latest: datetime | None = connection.execute(
        query.where(inbox.c.workspace_id == workspace_id)
    ).scalar_one()
    return latest


def remove(connection: Connection, workspace_id: str, arrival_id: int) -> None:
    """Forget that something came in, so that it may come again."""
    conditions = (inbox.c.workspace_id == workspace_id, inbox.c.id == arrival_id)
    connection.execute(delete(inbox).where(*conditions))


def remove_finished(
    connection: Connection,
    workspace_id: str,
    before: datetime,
    *,
    keep: Collection[str] = (),
    after_id: int = 0,
    most: int = 500,
) -> int | None:
    """Remove what was worked off or given up and came before an instant, but for some kinds.

    Looks at the next `most` arrivals behind an id and returns the last one's; none where nothing
    that old lies behind it. The newest of all stays: it says when anything was heard last.
    """
    in_workspace = inbox.c.workspace_id == workspace_id
    newest = connection.execute(select(func.max(inbox.c.id)).where(in_workspace)).scalar_one()
    query = select(inbox.c.id, inbox.c.kind, inbox.c.state, inbox.c.received_at)
    behind = query.where(in_workspace, inbox.c.id > after_id).order_by(inbox.c.id).limit(most)
    rows = connection.execute(behind).all()
    old = [row for row in rows if _is_before(row.received_at, before)]
    ids = [row.id for row in old if _is_finished(row, keep) and row.id != newest]
    connection.execute(delete(inbox).where(in_workspace, inbox.c.id.in_(ids)))
    return rows[-1].id if old and len(rows) == most else None


def _is_before(received_at: datetime | BrokenValue, before: datetime) -> bool:
    return not isinstance(received_at, BrokenValue) and received_at < before


def _is_finished(row: Any, keep: Collection[str]) -> bool:
    return row.state in FINISHED and row.kind not in keep


def put_off(connection: Connection, workspace_id: str, arrival_id: int, until: datetime) -> None:
    """Let it wait until then without counting an attempt: what it is about may still come."""
    _change(connection, workspace_id, arrival_id, next_at=until)


def next_at(connection: Connection) -> datetime | None:
    """Return when the next arrival may be worked off; none when nothing waits."""
    query = select(inbox.c.next_at).where(in_state(inbox, "pending"))
    earliest = connection.execute(query.order_by(inbox.c.next_at).limit(1)).scalar_one_or_none()
    return None if isinstance(earliest, BrokenValue) else earliest


def select_rows() -> Select[Any]:
    """Return the query of all arrivals, of every workspace."""
    return select(*columns_of(inbox, InboxRow))


def read_row(connection: Connection, query: Select[Any]) -> InboxRow | None:
    """Return the one row of a query; none where there is none, or one that is not sound."""
    row = connection.execute(query).one_or_none()
    arrival = None if row is None else InboxRow(*row)
    return None if arrival is None or arrival.fault is not None else arrival


def claim_row(connection: Connection, query: Select[Any]) -> InboxRow | None:
    """Return the one row of a query, locked; none where there is none or somebody has it."""
    row = connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
    return None if row is None else InboxRow(*row)


def _change(connection: Connection, workspace_id: str, arrival_id: int, **values: Any) -> None:
    conditions = (inbox.c.workspace_id == workspace_id, inbox.c.id == arrival_id)
    connection.execute(
        update(inbox).where(*conditions, in_state(inbox, "pending")).values(**values)
    )
