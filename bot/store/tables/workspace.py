"""The people, channels and groups of a workspace, and its configuration."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from bot.store.columns import CONFIG_KIND, metadata, workspace_id
from bot.store.types import Document, Instant, WordList

workspaces = Table(
    "workspaces",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("bot_user_id", Text),
    Column("bot_id", Text),
    Column("installed_at", Instant, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    workspace_id(),
    Column("name", Text, nullable=False),
    Column("value", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
    CheckConstraint("value >= 1", name="value"),
)

people = Table(
    "people",
    metadata,
    workspace_id(),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("real_name", Text, nullable=False),
    Column("email", Text),
    Column("name_folded", Text),
    Column("real_name_folded", Text),
    Column("email_folded", Text),
    Column("time_zone", Text),
    Column("locale", Text),
    Column("is_admin", Boolean, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("is_stranger", Boolean, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "email_folded"),
    Index(None, "workspace_id", "name_folded"),
    Index(None, "workspace_id", "real_name_folded"),
    Index(
        "ix_people_admins",
        *("workspace_id", "id"),
        postgresql_where=text("is_admin"),
        sqlite_where=text("is_admin = 1"),
    ),
)

preferences = Table(
    "preferences",
    metadata,
    workspace_id(),
    Column("person_id", Text, nullable=False),
    Column("body", Document, nullable=False),
    PrimaryKeyConstraint("workspace_id", "person_id"),
)

form_drafts = Table(
    "form_drafts",
    metadata,
    workspace_id(),
    Column("id", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("revision", Integer, nullable=False),
    Column("content", Document, nullable=False),
    Column("changed_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
)

user_groups = Table(
    "user_groups",
    metadata,
    workspace_id(),
    Column("id", Text, nullable=False),
    Column("handle", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("members", WordList, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("made_by", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "handle"),
)

channels = Table(
    "channels",
    metadata,
    workspace_id(),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("is_member", Boolean, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("made_by", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "name"),
)

channel_moves = Table(
    "channel_moves",
    metadata,
    workspace_id(),
    Column("old_id", Text, nullable=False),
    Column("new_id", Text, nullable=False),
    Column("moved_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "old_id"),
)

known_names = Table(
    "known_names",
    metadata,
    workspace_id(),
    Column("word", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("resolved_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "word"),
)

lost_names = Table(
    "lost_names",
    metadata,
    workspace_id(),
    Column("revision", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("written", Text, nullable=False),
    Column("bearers", WordList, nullable=False),
    Column("lost_at", Instant, nullable=False),
    Column("told_at", Instant),
    PrimaryKeyConstraint("workspace_id", "revision", "place", "written"),
)

config_revisions = Table(
    "config_revisions",
    metadata,
    workspace_id(),
    Column("revision", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", Document),
    Column("moves_running", Boolean, nullable=False),
    PrimaryKeyConstraint("workspace_id", "revision"),
    CheckConstraint("revision >= 1", name="revision"),
    CheckConstraint(CONFIG_KIND, name="kind"),
    Index(None, "workspace_id", "kind", "name"),
)

calendar_data = Table(
    "calendar_data",
    metadata,
    workspace_id(),
    Column("revision", Integer, nullable=False),
    Column("versions", WordList, nullable=False),
    Column("body", Document, nullable=False),
    PrimaryKeyConstraint("workspace_id", "revision"),
    ForeignKeyConstraint(
        ["workspace_id", "revision"],
        ["config_revisions.workspace_id", "config_revisions.revision"],
        name="fk_calendar_data_revision",
    ),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last_run_at", Instant, nullable=False),
    Column("last_error", Text),
)
