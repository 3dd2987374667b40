"""Whether Slack is heard: who listens, how they are, and since when that is to be doubted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.store import statements
from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import hearers, hearing


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a workspace may rely on.

    Everything read before `doubted_at` may lack something; `reason` says why, for people. At
    `looked_at` its direct conversations were listed last. Since `sparse_at` Slack allows about one
    call for messages a minute; none where it allows more. At `back_at` all was read that was
    doubted, `back_messages` messages nobody had heard. Until `dropping_to` Slack drops events.
    """

    doubted_at: datetime
    reason: str
    looked_at: datetime | None = None
    sparse_at: datetime | None = None
    back_at: datetime | None = None
    back_messages: int | None = None
    dropping_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hearer:
    """A process that listens: by a `socket` of its own, or by `http` that Slack calls.

    It was at work at `beat_at`. A socket showed its last sign of life at `alive_at`, the latest
    instant by which all its connections had shown one; `lost_at` is set while it has none.
    """

    name: str
    mode: str
    started_at: datetime
    beat_at: datetime
    alive_at: datetime | None = None
    lost_at: datetime | None = None


_OF: Final = select(*columns_of(hearing, Hearing)).where(
    hearing.c.workspace_id == bindparam("workspace_id")
)
"""Built once, as it is asked all the time."""


def get(connection: Connection, workspace_id: str) -> Hearing | None:
    """Return what may be relied on; none before the first doubt, which the first start is."""
    row = connection.execute(_OF, {"workspace_id": workspace_id}).one_or_none()
    return None if row is None else Hearing(*row)


def lock(connection: Connection, workspace_id: str) -> None:
    """Have nobody else write this, nor doubt anything, until the transaction ends."""
    in_workspace = hearing.c.workspace_id == workspace_id
    connection.execute(select(hearing.c.workspace_id).where(in_workspace).with_for_update())


def doubt(connection: Connection, workspace_id: str, at: datetime, reason: str) -> None:
    """Put in doubt all that was read before an instant; never an earlier one than before."""
    values = {"workspace_id": workspace_id, "doubted_at": at, "reason": reason}
    insertion = statements.insert(connection, hearing).values(**values)
    connection.execute(
        insertion.on_conflict_do_update(
            index_elements=["workspace_id"],
            set_={"doubted_at": insertion.excluded.doubted_at, "reason": insertion.excluded.reason},
            where=hearing.c.doubted_at <= insertion.excluded.doubted_at,
        )
    )


def note(connection: Connection, workspace_id: str, **values: datetime | int | None) -> None:
    """Write `looked_at`, `sparse_at`, `dropping_to`, or `back_at` and `back_messages`."""
    in_workspace = hearing.c.workspace_id == workspace_id
    connection.execute(update(hearing).where(in_workspace).values(**values))


def beat(connection: Connection, workspace_id: str, hearer: Hearer) -> None:
    """Keep how a hearer is, in place of what it was."""
    upsert(connection, hearers, {"workspace_id": workspace_id, **values_of(hearer)})


def leave(connection: Connection, workspace_id: str, name: str) -> None:
    """Forget a hearer: it listens no more."""
    conditions = (hearers.c.workspace_id == workspace_id, hearers.c.name == name)
    connection.execute(delete(hearers).where(*conditions))


def forget(connection: Connection, workspace_id: str, before: datetime) -> None:
    """Forget the hearers that were last at work before an instant."""
    conditions = (hearers.c.workspace_id == workspace_id, hearers.c.beat_at < before)
    connection.execute(delete(hearers).where(*conditions))


def hearers_of(connection: Connection, workspace_id: str) -> list[Hearer]:
    """Return who listens, or did, by name."""
    query = select(*columns_of(hearers, Hearer)).where(hearers.c.workspace_id == workspace_id)
    return [Hearer(*row) for row in connection.execute(query.order_by(hearers.c.name))]
