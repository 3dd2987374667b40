"""Numbers of clocks: what was told of a clock hangs on its number, and no more on its cycle."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
CLOCK = ["workspace_id", "ticket_number", "metric", "cycle"]
NUMBER = ["workspace_id", "ticket_number", "metric", "number"]
KEY = re.compile(r"alarm:(\d+):([a-z_]+):(\d+):[^:]+:(\d+)(?:@.*)?")
AT_ONCE = 1_000

_numbers = sa.table(
    "clock_numbers",
    *(sa.column(name) for name in (*NUMBER, "cycle", "is_missed", "due_version")),
    *(sa.column(name, INSTANT) for name in ("started_at", "stopped_at", "due_at")),
    sa.column("told_until_at", INSTANT),
    *(sa.column(name, DOCUMENT) for name in ("told", "passed_over")),
)
_clocks = sa.table(
    "clocks",
    *(sa.column(name) for name in (*CLOCK, "state", "is_open", "due_version")),
    *(sa.column(name, INSTANT) for name in ("started_at", "stopped_at", "due_at")),
)
_alarms = sa.table(
    "alarms",
    *(sa.column(name) for name in (*CLOCK, "due_version")),
    sa.column("points", DOCUMENT),
    *(sa.column(name, INSTANT) for name in ("announced_at", "fire_at")),
)
_outbox = sa.table("outbox", sa.column("workspace_id"), sa.column("key"))


def upgrade() -> None:
    _make_numbers()
    connection = op.get_bind()
    versions = _versions(connection)
    rows = [_numbered(row, versions) for row in connection.execute(_known()).mappings()]
    _insert(connection, _numbers, [*rows, *_gone(versions)])
    stopped = sa.select(1).where(
        *(_clocks.c[name] == _alarms.c[name] for name in CLOCK), _clocks.c.is_open.is_(sa.false())
    )
    op.execute(sa.delete(_alarms).where(sa.exists(stopped)))
    op.drop_column("alarms", "announced_at")


def _make_numbers() -> None:
    op.create_table(
        "clock_numbers",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cycle", sa.Integer()),
        sa.Column("opened_by", sa.BigInteger()),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT),
        sa.Column("is_missed", sa.Boolean(), nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("told", DOCUMENT, nullable=False),
        sa.Column("passed_over", DOCUMENT, nullable=False),
        sa.Column("told_until_at", INSTANT),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("due_version >= 0", name="due_version"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint(*NUMBER),
    )


def _known() -> sa.Select[Any]:
    same = sa.and_(*(_clocks.c[name] == _alarms.c[name] for name in CLOCK))
    return sa.select(_clocks, _alarms.c.announced_at).select_from(_clocks.outerjoin(_alarms, same))


def _versions(connection: sa.Connection) -> dict[tuple[Any, ...], int]:
    """The greatest due version that was said of each clock, of those that are gone as well."""
    versions: dict[tuple[Any, ...], int] = {}
    said = sa.select(_outbox.c.workspace_id, _outbox.c.key).where(_outbox.c.key.like("alarm:%"))
    for workspace_id, key in connection.execute(said):
        parts = KEY.fullmatch(key)
        if parts is not None:
            ticket, metric, cycle, version = parts.groups()
            name = workspace_id, int(ticket), metric, int(cycle)
            versions[name] = max(versions.get(name, 0), int(version))
    return versions


def _numbered(row: Any, versions: dict[tuple[Any, ...], int]) -> dict[str, Any]:
    """A clock numbered by its cycle, as its alarms were named; once stopped, it is told."""
    stopped_at = row["stopped_at"]
    told = {} if stopped_at is None else {"breach": int(_aware(stopped_at).timestamp())}
    said = versions.pop(tuple(row[name] for name in CLOCK), 0)
    return {
        **{name: row[name] for name in (*CLOCK, "started_at", "stopped_at", "due_at")},
        "number": row["cycle"],
        "is_missed": stopped_at is not None and row["state"] == "missed",
        "due_version": max(said, row["due_version"]),
        "told": told,
        "passed_over": {},
        "told_until_at": row["announced_at"],
    }


def _gone(versions: dict[tuple[Any, ...], int]) -> Iterable[dict[str, Any]]:
    """Clocks that are no more, and of which something was said: nobody gets their numbers."""
    never = datetime.fromtimestamp(0, UTC)
    for name, version in versions.items():
        yield {
            **dict(zip(NUMBER, name, strict=True)),
            "cycle": None,
            "started_at": never,
            "stopped_at": never,
            "is_missed": False,
            "due_at": None,
            "due_version": version,
            "told": {},
            "passed_over": {},
            "told_until_at": None,
        }


def _insert(connection: sa.Connection, table: Any, rows: list[dict[str, Any]]) -> None:
    for first in range(0, len(rows), AT_ONCE):
        connection.execute(sa.insert(table), rows[first : first + AT_ONCE])


def _aware(at: datetime) -> datetime:
    """An instant; SQLite keeps it without its zone, in UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def downgrade() -> None:
    connection = op.get_bind()
    rows = [_with_instant(row) for row in connection.execute(_present()).mappings()]
    op.drop_index("ix_alarms_workspace_id_fire_at", "alarms")
    op.drop_table("alarms")
    _make_alarms()
    _insert(connection, _alarms, rows)
    op.drop_table("clock_numbers")


def _present() -> sa.Select[Any]:
    same = sa.and_(*(_clocks.c[name] == _alarms.c[name] for name in CLOCK))
    numbered = sa.and_(*(_clocks.c[name] == _numbers.c[name] for name in CLOCK))
    return sa.select(
        *(_clocks.c[name] for name in (*CLOCK, "due_version", "started_at")),
        *(_alarms.c.points, _alarms.c.fire_at),
        *(_numbers.c.told, _numbers.c.told_until_at),
    ).select_from(_clocks.outerjoin(_alarms, same).outerjoin(_numbers, numbered))


def _with_instant(row: Any) -> dict[str, Any]:
    """An alarm as it was before: all that is told was told by one instant."""
    told = [datetime.fromtimestamp(at_s, UTC) for at_s in (row["told"] or {}).values()]
    known = [_aware(at) for at in (row["told_until_at"], row["started_at"]) if at is not None]
    return {
        **{name: row[name] for name in (*CLOCK, "due_version", "fire_at")},
        "points": row["points"] or [],
        "announced_at": max([*told, known[0]]),
    }


def _make_alarms() -> None:
    op.create_table(
        "alarms",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("points", DOCUMENT, nullable=False),
        sa.Column("announced_at", INSTANT, nullable=False),
        sa.Column("fire_at", INSTANT),
        sa.CheckConstraint("due_version >= 0", name="due_version"),
        sa.ForeignKeyConstraint(
            CLOCK,
            [f"clocks.{name}" for name in CLOCK],
            name="fk_alarms_clock",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint(*CLOCK),
    )
    op.create_index("ix_alarms_workspace_id_fire_at", "alarms", ["workspace_id", "fire_at"])
