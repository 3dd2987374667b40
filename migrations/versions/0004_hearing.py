"""Hearing as a state: who listens, when that was in doubt, and up to where each place was read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("doubted_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("looked_at", INSTANT),
        sa.Column("sparse_at", INSTANT),
        sa.Column("back_at", INSTANT),
        sa.Column("back_messages", sa.Integer()),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id"),
    )
    op.create_table(
        "hearers",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("beat_at", INSTANT, nullable=False),
        sa.Column("alive_at", INSTANT),
        sa.Column("lost_at", INSTANT),
        sa.CheckConstraint("mode IN ('socket', 'http')", name="mode"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "name"),
    )
    op.create_table(
        "readings",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("workspace_id", "channel_id", "thread_ts", "read_to")
        ),
        sa.Column("read_at", INSTANT),
        sa.Column("asked_at", INSTANT),
        sa.Column("is_urgent", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("refused_at", INSTANT),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "thread_ts"),
    )
    op.create_index(
        "ix_readings_asked",
        "readings",
        ["workspace_id", "next_at"],
        postgresql_where=sa.text("asked_at IS NOT NULL"),
        sqlite_where=sa.text("asked_at IS NOT NULL"),
    )
    op.add_column(
        "inbox",
        sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default=sa.text("1")),
    )
    _index_pending("urgency", "received_at", "id")
    _name_reactions()


def _index_pending(*columns: str) -> None:
    op.drop_index("ix_inbox_pending", "inbox")
    op.create_index(
        "ix_inbox_pending",
        "inbox",
        list(columns),
        postgresql_where=sa.text("state = 'pending'"),
        sqlite_where=sa.text("state = 'pending'"),
    )


def _name_reactions() -> None:
    """Give emoji that were heard the keys by which those that are read are compared with them."""
    connection = op.get_bind()
    inbox = sa.table(
        "inbox",
        *(sa.column(name) for name in ("workspace_id", "id", "kind", "dedupe_key")),
        sa.column("payload", DOCUMENT),
    )
    asked = sa.select(inbox.c.workspace_id, inbox.c.id, inbox.c.payload)
    heard = asked.where(inbox.c.kind == "reaction").order_by(inbox.c.workspace_id, inbox.c.id)
    taken = set()
    for workspace_id, number, payload in connection.execute(heard).all():
        names = ("channel_id", "ts", "purpose", "user_id")
        if not isinstance(payload, dict) or not all(payload.get(name) for name in names):
            continue
        key = ":".join(["reaction", *(str(payload[name]) for name in names)])
        if (workspace_id, key) in taken:
            continue
        taken.add((workspace_id, key))
        place = (inbox.c.workspace_id == workspace_id, inbox.c.id == number)
        connection.execute(inbox.update().where(*place).values(dedupe_key=key))


def downgrade() -> None:
    _index_pending("next_at", "id")
    op.drop_column("inbox", "urgency")
    for name in ("readings", "hearers", "hearing"):
        op.drop_table(name)
