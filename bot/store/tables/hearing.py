"""What is known of hearing (who listens, up to where each place was read), and of our clock."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    text,
)

from bot.store.columns import HEARER_MODE, metadata, workspace_id
from bot.store.types import Instant

hearing = Table(
    "hearing",
    metadata,
    workspace_id(),
    Column("doubted_at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
    Column("looked_at", Instant),
    Column("sparse_at", Instant),
    Column("back_at", Instant),
    Column("back_messages", Integer),
    Column("dropping_to", Instant),
    PrimaryKeyConstraint("workspace_id"),
)

hearers = Table(
    "hearers",
    metadata,
    workspace_id(),
    Column("name", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("beat_at", Instant, nullable=False),
    Column("alive_at", Instant),
    Column("lost_at", Instant),
    PrimaryKeyConstraint("workspace_id", "name"),
    CheckConstraint(HEARER_MODE, name="mode"),
)

readings = Table(
    "readings",
    metadata,
    workspace_id(),
    Column("channel_id", Text, nullable=False),
    Column("thread_ts", Text, nullable=False),
    Column("read_to", Text, nullable=False),
    Column("read_at", Instant),
    Column("asked_at", Instant),
    Column("is_urgent", Boolean, nullable=False, server_default=false()),
    Column("used_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("refused_at", Instant),
    Column("error", Text),
    PrimaryKeyConstraint("workspace_id", "channel_id", "thread_ts"),
    CheckConstraint("attempts >= 0", name="attempts"),
    Index(
        "ix_readings_asked",
        *("workspace_id", "next_at"),
        postgresql_where=text("asked_at IS NOT NULL"),
        sqlite_where=text("asked_at IS NOT NULL"),
    ),
)

timekeeping = Table(
    "timekeeping",
    metadata,
    workspace_id(),
    Column("checked_at", Instant, nullable=False),
    Column("off_s", Integer),
    Column("doubted_at", Instant),
    Column("reason", Text),
    Column("wrong_at", Instant),
    PrimaryKeyConstraint("workspace_id"),
)
