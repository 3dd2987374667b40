"""Hearing as a state: who listens, when that was in doubt, and up to where each place was read."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "hearing",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("doubted_at", INSTANT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("looked_at", INSTANT),
        sa.Column("sparse_at", INSTANT),
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


def downgrade() -> None:
    for name in ("readings", "hearers", "hearing"):
        op.drop_table(name)
