"""Obstacles: items set aside, missing scopes, and outages."""

from sqlalchemy import CheckConstraint, Column, PrimaryKeyConstraint, Table, Text

from bot.store.columns import SET_ASIDE_KIND, metadata, workspace_id
from bot.store.types import Instant

set_aside = Table(
    "set_aside",
    metadata,
    workspace_id(),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "kind", "name"),
    CheckConstraint(SET_ASIDE_KIND, name="kind"),
)

missing_scopes = Table(
    "missing_scopes",
    metadata,
    workspace_id(),
    Column("scope", Text, nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "scope"),
)

outages = Table(
    "outages",
    metadata,
    workspace_id(),
    Column("scope", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("began_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "scope"),
)
