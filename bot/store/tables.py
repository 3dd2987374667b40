"""The tables: one picture of everything that is kept. Every key is led by the workspace.

    workspaces ─┬─ people, channels, config_revisions, counters, audit, inbox
                └─ tickets ─┬─ events           what happened: append only, the truth
                            ├─ clocks ── alarms projections of it, rewritten at will
                            └─ outbox           what is to be said in Slack, and what became of it

Migrations make them; a test holds the two together.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.types import Document, Instant, Names

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _one_of(column: str, *values: str) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _workspace() -> Column[str]:
    return Column("workspace_id", Text, ForeignKey("workspaces.id"), nullable=False)


def _ticket(*, nullable: bool = False) -> Column[int]:
    return Column("ticket_number", Integer, nullable=nullable)


def _of_ticket() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
    )


def _serial() -> Column[int]:
    """Return an ever growing id; PostgreSQL draws it, `bot.store.statements.numbered` on SQLite."""
    return Column("id", BigInteger, Identity(), nullable=False)


PRIORITY = _one_of("priority", "low", "normal", "high", "urgent")
STATUS = _one_of(
    "status",
    *("new", "open", "answered", "pending", "on_hold", "resolved", "closed", "spam", "deleted"),
)
CLOCK_STATE = _one_of("state", "running", "paused", "met", "missed", "cancelled")
CONFIG_KIND = _one_of(
    "kind",
    *("calendar", "level", "rules", "department", "customer", "customer_group", "workspace"),
)
OUTBOX_STATE = _one_of("state", "pending", "sending", "sent", "unknown", "dead", "superseded")
INBOX_STATE = _one_of("state", "pending", "done", "failed")

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
    _workspace(),
    Column("name", Text, nullable=False),
    Column("value", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "name"),
    CheckConstraint("value >= 1", name="value"),
)

people = Table(
    "people",
    metadata,
    _workspace(),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("real_name", Text, nullable=False),
    Column("email", Text),
    Column("time_zone", Text),
    Column("is_admin", Boolean, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("is_guest", Boolean, nullable=False),
    Column("is_stranger", Boolean, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "email"),
)

channels = Table(
    "channels",
    metadata,
    _workspace(),
    Column("id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_private", Boolean, nullable=False),
    Column("is_member", Boolean, nullable=False),
    Column("is_archived", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "name"),
)

config_revisions = Table(
    "config_revisions",
    metadata,
    _workspace(),
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

tickets = Table(
    "tickets",
    metadata,
    _workspace(),
    Column("number", Integer, nullable=False),
    Column("external_name", Text),
    Column("subject", Text, nullable=False),
    Column("requester", Text),
    Column("source", Text, nullable=False),
    Column("department", Text),
    Column("customer", Text),
    Column("customer_group", Text),
    Column("priority", Text, nullable=False),
    Column("level", Text),
    Column("status", Text, nullable=False),
    Column("assignee", Text),
    Column("tags", Names, nullable=False),
    Column("channel_id", Text),
    Column("thread_ts", Text),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("wake_at", Instant),
    Column("last_seq", Integer, nullable=False),
    PrimaryKeyConstraint("workspace_id", "number"),
    UniqueConstraint("workspace_id", "external_name"),
    UniqueConstraint("workspace_id", "channel_id", "thread_ts"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("last_seq >= 0", name="last_seq"),
    CheckConstraint(PRIORITY, name="priority"),
    CheckConstraint(STATUS, name="status"),
    Index(None, "workspace_id", "status", "number"),
    Index(None, "workspace_id", "changed_at", "number"),
    Index(None, "workspace_id", "wake_at"),
    Index(None, "workspace_id", "requester"),
)

events = Table(
    "events",
    metadata,
    _workspace(),
    _ticket(),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("type", Text, nullable=False),
    Column("actor", Text),
    Column("rule", Text),
    Column("external_id", Text),
    Column("body", Document, nullable=False),
    PrimaryKeyConstraint("workspace_id", "ticket_number", "seq"),
    UniqueConstraint("workspace_id", "ticket_number", "external_id"),
    _of_ticket(),
    CheckConstraint("seq >= 1", name="seq"),
)

clocks = Table(
    "clocks",
    metadata,
    _workspace(),
    _ticket(),
    Column("metric", Text, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("level", Text),
    Column("level_revision", Integer),
    Column("calendar", Text),
    Column("calendar_revision", Integer),
    Column("priority", Text, nullable=False),
    Column("target_seconds", Integer),
    Column("started_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("breach_at", Instant),
    Column("stopped_at", Instant),
    Column("state", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("cancel_reason", Text),
    Column("elapsed_seconds", Integer, nullable=False),
    Column("paused_seconds", Integer, nullable=False),
    Column("breached_at", Instant),
    Column("decided_at", Instant),
    Column("withdrawn_at", Instant),
    Column("due_version", Integer, nullable=False),
    Column("requester", Text),
    Column("customer", Text),
    Column("department", Text),
    Column("agent", Text),
    Column("tags", Names, nullable=False),
    PrimaryKeyConstraint("workspace_id", "ticket_number", "metric", "cycle"),
    _of_ticket(),
    CheckConstraint("cycle >= 1", name="cycle"),
    CheckConstraint("target_seconds >= 1", name="target_seconds"),
    CheckConstraint("elapsed_seconds >= 0 AND paused_seconds >= 0", name="seconds"),
    CheckConstraint("due_version >= 0", name="due_version"),
    CheckConstraint(PRIORITY, name="priority"),
    CheckConstraint(CLOCK_STATE, name="state"),
    CheckConstraint("stopped_at IS NULL OR NOT is_open", name="stopped"),
    CheckConstraint("state NOT IN ('running', 'paused') OR is_open", name="running"),
    Index(None, "workspace_id", "decided_at"),
    Index(None, "workspace_id", "started_at"),
    Index(
        "ix_clocks_open",
        *("workspace_id", "ticket_number"),
        postgresql_where=text("is_open"),
        sqlite_where=text("is_open = 1"),
    ),
)

alarms = Table(
    "alarms",
    metadata,
    _workspace(),
    _ticket(),
    Column("metric", Text, nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("due_version", Integer, nullable=False),
    Column("points", Names, nullable=False),
    Column("announced_at", Instant, nullable=False),
    Column("fire_at", Instant),
    PrimaryKeyConstraint("workspace_id", "ticket_number", "metric", "cycle"),
    ForeignKeyConstraint(
        ["workspace_id", "ticket_number", "metric", "cycle"],
        ["clocks.workspace_id", "clocks.ticket_number", "clocks.metric", "clocks.cycle"],
        name="fk_alarms_clock",
        ondelete="CASCADE",
    ),
    CheckConstraint("due_version >= 0", name="due_version"),
    Index(None, "workspace_id", "fire_at"),
)

outbox = Table(
    "outbox",
    metadata,
    _serial(),
    _workspace(),
    Column("key", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("payload", Document, nullable=False),
    Column("thread_key", Text),
    Column("target_key", Text),
    Column("fallback_lane", Text),
    _ticket(nullable=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("intent_at", Instant),
    Column("doubted_at", Instant),
    Column("settled_at", Instant),
    Column("sent_at", Instant),
    Column("repair_at", Instant),
    Column("channel_id", Text),
    Column("ts", Text),
    Column("error", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "key"),
    _of_ticket(),
    ForeignKeyConstraint(
        ["workspace_id", "thread_key"], ["outbox.workspace_id", "outbox.key"], name="fk_thread"
    ),
    ForeignKeyConstraint(
        ["workspace_id", "target_key"], ["outbox.workspace_id", "outbox.key"], name="fk_target"
    ),
    CheckConstraint(OUTBOX_STATE, name="state"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("state <> 'sending' OR intent_at IS NOT NULL", name="intent"),
    CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent"),
    Index(
        "uq_outbox_one_in_flight",
        *("workspace_id", "lane", "method"),
        unique=True,
        postgresql_where=text("state = 'sending'"),
        sqlite_where=text("state = 'sending'"),
    ),
    Index(
        "ix_outbox_live",
        *("workspace_id", "lane", "method", "id"),
        postgresql_where=text("state IN ('pending', 'sending', 'unknown')"),
        sqlite_where=text("state IN ('pending', 'sending', 'unknown')"),
    ),
    Index(
        "ix_outbox_repair",
        "repair_at",
        postgresql_where=text("repair_at IS NOT NULL"),
        sqlite_where=text("repair_at IS NOT NULL"),
    ),
    Index(None, "workspace_id", "intent_at"),
    Index(None, "workspace_id", "target_key"),
    Index(None, "workspace_id", "channel_id", "ts"),
)

inbox = Table(
    "inbox",
    metadata,
    _serial(),
    _workspace(),
    Column("kind", Text, nullable=False),
    Column("dedupe_key", Text, nullable=False),
    Column("channel_id", Text),
    Column("message_ts", Text),
    Column("payload", Document, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("next_at", Instant, nullable=False),
    Column("done_at", Instant),
    Column("error", Text),
    PrimaryKeyConstraint("workspace_id", "id"),
    UniqueConstraint("workspace_id", "dedupe_key"),
    UniqueConstraint("workspace_id", "channel_id", "message_ts"),
    CheckConstraint(INBOX_STATE, name="state"),
    CheckConstraint("attempts >= 0", name="attempts"),
    CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done"),
    Index(
        "ix_inbox_pending",
        *("next_at", "id"),
        postgresql_where=text("state = 'pending'"),
        sqlite_where=text("state = 'pending'"),
    ),
)

audit = Table(
    "audit",
    metadata,
    _serial(),
    _workspace(),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("before", Document),
    Column("after", Document),
    PrimaryKeyConstraint("workspace_id", "id"),
    Index(None, "workspace_id", "subject"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last_run_at", Instant, nullable=False),
    Column("last_error", Text),
)
