"""Who made a channel and a user group, as far as Slack told."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("channels", "user_groups"):
        op.add_column(table, sa.Column("made_by", sa.Text()))


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE name LIKE 'whole directory:%'")
    for table in ("user_groups", "channels"):
        op.drop_column(table, "made_by")
