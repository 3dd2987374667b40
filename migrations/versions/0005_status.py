"""What the status tells: when an alarm was due, what was set aside, which scopes are missing."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox", sa.Column("due_at", INSTANT))
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["workspace_id", "due_at"],
        postgresql_where=sa.text("due_at IS NOT NULL"),
        sqlite_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_table(
        "set_aside",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("workspace_id", "kind", "name", "reason")
        ),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("kind IN ('arrival', 'message', 'request', 'ticket')", name="kind"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "kind", "name"),
    )
    op.create_table(
        "missing_scopes",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "scope"),
    )


def downgrade() -> None:
    for name in ("missing_scopes", "set_aside"):
        op.drop_table(name)
    op.drop_index("ix_outbox_due", "outbox")
    op.drop_column("outbox", "due_at")
