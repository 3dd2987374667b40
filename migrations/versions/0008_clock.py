"""Timekeeping: whether our clock goes with Slack's, and since when that is in doubt."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "timekeeping",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("off_s", sa.Integer()),
        sa.Column("doubted_at", INSTANT),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id"),
    )


def downgrade() -> None:
    op.drop_table("timekeeping")
