"""What Slack refuses as a whole and since when, and since when our clock cannot be relied on."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outages",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("began_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "scope"),
    )
    op.add_column("timekeeping", sa.Column("wrong_at", INSTANT))


def downgrade() -> None:
    op.drop_column("timekeeping", "wrong_at")
    op.drop_table("outages")
