"""Who did what: chains of entries, how long each is, and their ends as they were signed off."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from bot.store.columns import AUDIT_WAY, metadata, serial, workspace_id
from bot.store.types import Document, Instant

audit = Table(
    "audit",
    metadata,
    serial(),
    workspace_id(),
    Column("chain", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("way_name", Text),
    Column("before", Document),
    Column("after", Document),
    Column("events", Document),
    Column("salts", Document, nullable=False),
    Column("erased", Document),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "chain", "seq"),
    CheckConstraint("seq >= 1", name="seq"),
    CheckConstraint(AUDIT_WAY, name="way"),
    Index(None, "workspace_id", "subject"),
    Index(None, "workspace_id", "at"),
)

audit_chains = Table(
    "audit_chains",
    metadata,
    workspace_id(),
    Column("chain", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("signed_length", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "chain"),
    CheckConstraint("length >= signed_length AND signed_length >= 0", name="length"),
)

audit_sign_offs = Table(
    "audit_sign_offs",
    metadata,
    workspace_id(),
    Column("number", Integer, nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("hash", Text, nullable=False),
    Column("signature", Text),
    PrimaryKeyConstraint("workspace_id", "number"),
    CheckConstraint("number >= 1", name="number"),
)

audit_signed_heads = Table(
    "audit_signed_heads",
    metadata,
    workspace_id(),
    Column("number", Integer, nullable=False),
    Column("chain", Text, nullable=False),
    Column("length", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("workspace_id", "chain", "number"),
    ForeignKeyConstraint(
        ["workspace_id", "number"],
        ["audit_sign_offs.workspace_id", "audit_sign_offs.number"],
        name="fk_audit_signed_heads_sign_off",
    ),
    CheckConstraint("length >= 1", name="length"),
)
