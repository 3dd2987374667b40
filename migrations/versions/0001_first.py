"""Everything there is at first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def _make_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("bot_user_id", sa.Text()),
        sa.Column("bot_id", sa.Text()),
        sa.Column("installed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def _make_counters() -> None:
    op.create_table(
        "counters",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint("value >= 1", name="value"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "name"),
    )


def _make_people() -> None:
    op.create_table(
        "people",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("real_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text()),
        sa.Column("time_zone", sa.Text()),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_guest", sa.Boolean(), nullable=False),
        sa.Column("is_stranger", sa.Boolean(), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    op.create_index("ix_people_workspace_id_email", "people", ["workspace_id", "email"])


def _make_channels() -> None:
    op.create_table(
        "channels",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("is_member", sa.Boolean(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    op.create_index("ix_channels_workspace_id_name", "channels", ["workspace_id", "name"])


def _make_config_revisions() -> None:
    op.create_table(
        "config_revisions",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("body", DOCUMENT),
        sa.Column("moves_running", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('calendar', 'level', 'rules', 'department', 'customer', 'customer_group', "
            "'workspace')",
            name="kind",
        ),
        sa.CheckConstraint("revision >= 1", name="revision"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "revision"),
    )
    op.create_index(
        "ix_config_revisions_workspace_id_kind_name",
        "config_revisions",
        ["workspace_id", "kind", "name"],
    )


def _make_tickets() -> None:
    op.create_table(
        "tickets",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("external_name", sa.Text()),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text()),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("department", sa.Text()),
        sa.Column("customer", sa.Text()),
        sa.Column("customer_group", sa.Text()),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("assignee", sa.Text()),
        sa.Column("tags", DOCUMENT, nullable=False),
        sa.Column("channel_id", sa.Text()),
        sa.Column("thread_ts", sa.Text()),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("wake_at", INSTANT),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="priority"),
        sa.CheckConstraint(
            "status IN ('new', 'open', 'answered', 'pending', 'on_hold', 'resolved', 'closed', "
            "'spam', 'deleted')",
            name="status",
        ),
        sa.CheckConstraint("last_seq >= 0", name="last_seq"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "number"),
        sa.UniqueConstraint("workspace_id", "channel_id", "thread_ts"),
        sa.UniqueConstraint("workspace_id", "external_name"),
    )
    op.create_index(
        "ix_tickets_workspace_id_changed_at_number",
        "tickets",
        ["workspace_id", "changed_at", "number"],
    )
    op.create_index("ix_tickets_workspace_id_requester", "tickets", ["workspace_id", "requester"])
    op.create_index(
        "ix_tickets_workspace_id_status_number", "tickets", ["workspace_id", "status", "number"]
    )
    op.create_index("ix_tickets_workspace_id_wake_at", "tickets", ["workspace_id", "wake_at"])


def _make_events() -> None:
    op.create_table(
        "events",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text()),
        sa.Column("rule", sa.Text()),
        sa.Column("external_id", sa.Text()),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.CheckConstraint("seq >= 1", name="seq"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "ticket_number", "seq"),
        sa.UniqueConstraint("workspace_id", "ticket_number", "external_id"),
    )


def _make_clocks() -> None:
    op.create_table(
        "clocks",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text()),
        sa.Column("level_revision", sa.Integer()),
        sa.Column("calendar", sa.Text()),
        sa.Column("calendar_revision", sa.Integer()),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("target_seconds", sa.Integer()),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("breach_at", INSTANT),
        sa.Column("stopped_at", INSTANT),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("cancel_reason", sa.Text()),
        sa.Column("elapsed_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("breached_at", INSTANT),
        sa.Column("decided_at", INSTANT),
        sa.Column("withdrawn_at", INSTANT),
        sa.Column("due_version", sa.Integer(), nullable=False),
        sa.Column("requester", sa.Text()),
        sa.Column("customer", sa.Text()),
        sa.Column("department", sa.Text()),
        sa.Column("agent", sa.Text()),
        sa.Column("tags", DOCUMENT, nullable=False),
        sa.CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="priority"),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'met', 'missed', 'cancelled')", name="state"
        ),
        sa.CheckConstraint("state NOT IN ('running', 'paused') OR is_open", name="running"),
        sa.CheckConstraint("cycle >= 1", name="cycle"),
        sa.CheckConstraint("due_version >= 0", name="due_version"),
        sa.CheckConstraint("elapsed_seconds >= 0 AND paused_seconds >= 0", name="seconds"),
        sa.CheckConstraint("stopped_at IS NULL OR NOT is_open", name="stopped"),
        sa.CheckConstraint("target_seconds >= 1", name="target_seconds"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "ticket_number", "metric", "cycle"),
    )
    op.create_index(
        "ix_clocks_open",
        "clocks",
        ["workspace_id", "ticket_number"],
        postgresql_where=sa.text("is_open"),
        sqlite_where=sa.text("is_open = 1"),
    )
    op.create_index("ix_clocks_workspace_id_decided_at", "clocks", ["workspace_id", "decided_at"])
    op.create_index("ix_clocks_workspace_id_started_at", "clocks", ["workspace_id", "started_at"])


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
            ["workspace_id", "ticket_number", "metric", "cycle"],
            ["clocks.workspace_id", "clocks.ticket_number", "clocks.metric", "clocks.cycle"],
            name="fk_alarms_clock",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "ticket_number", "metric", "cycle"),
    )
    op.create_index("ix_alarms_workspace_id_fire_at", "alarms", ["workspace_id", "fire_at"])


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("thread_key", sa.Text()),
        sa.Column("target_key", sa.Text()),
        sa.Column("fallback_lane", sa.Text()),
        sa.Column("ticket_number", sa.Integer()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("intent_at", INSTANT),
        sa.Column("doubted_at", INSTANT),
        sa.Column("settled_at", INSTANT),
        sa.Column("sent_at", INSTANT),
        sa.Column("repair_at", INSTANT),
        sa.Column("channel_id", sa.Text()),
        sa.Column("ts", sa.Text()),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint("state <> 'sending' OR intent_at IS NOT NULL", name="intent"),
        sa.CheckConstraint("state <> 'sent' OR sent_at IS NOT NULL", name="sent"),
        sa.CheckConstraint(
            "state IN ('pending', 'sending', 'sent', 'unknown', 'dead', 'superseded')", name="state"
        ),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "target_key"], ["outbox.workspace_id", "outbox.key"], name="fk_target"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "thread_key"], ["outbox.workspace_id", "outbox.key"], name="fk_thread"
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "key"),
    )
    op.create_index(
        "ix_outbox_live",
        "outbox",
        ["workspace_id", "lane", "method", "id"],
        postgresql_where=sa.text("state IN ('pending', 'sending', 'unknown')"),
        sqlite_where=sa.text("state IN ('pending', 'sending', 'unknown')"),
    )
    op.create_index(
        "ix_outbox_repair",
        "outbox",
        ["repair_at"],
        postgresql_where=sa.text("repair_at IS NOT NULL"),
        sqlite_where=sa.text("repair_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_workspace_id_channel_id_ts", "outbox", ["workspace_id", "channel_id", "ts"]
    )
    op.create_index("ix_outbox_workspace_id_intent_at", "outbox", ["workspace_id", "intent_at"])
    op.create_index("ix_outbox_workspace_id_target_key", "outbox", ["workspace_id", "target_key"])
    op.create_index(
        "uq_outbox_one_in_flight",
        "outbox",
        ["workspace_id", "lane", "method"],
        unique=True,
        postgresql_where=sa.text("state = 'sending'"),
        sqlite_where=sa.text("state = 'sending'"),
    )


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("channel_id", sa.Text()),
        sa.Column("message_ts", sa.Text()),
        sa.Column("payload", DOCUMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done"),
        sa.CheckConstraint("state IN ('pending', 'done', 'failed')", name="state"),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "channel_id", "message_ts"),
        sa.UniqueConstraint("workspace_id", "dedupe_key"),
    )
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        ["next_at", "id"],
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", DOCUMENT),
        sa.Column("after", DOCUMENT),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    op.create_index("ix_audit_workspace_id_subject", "audit", ["workspace_id", "subject"])


def _make_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_run_at", INSTANT, nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("name"),
    )


MAKERS = {
    "workspaces": _make_workspaces,
    "counters": _make_counters,
    "people": _make_people,
    "channels": _make_channels,
    "config_revisions": _make_config_revisions,
    "tickets": _make_tickets,
    "events": _make_events,
    "clocks": _make_clocks,
    "alarms": _make_alarms,
    "outbox": _make_outbox,
    "inbox": _make_inbox,
    "audit": _make_audit,
    "jobs": _make_jobs,
}


def upgrade() -> None:
    for make in MAKERS.values():
        make()


def downgrade() -> None:
    for table in reversed(MAKERS):
        op.drop_table(table)
