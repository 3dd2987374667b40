"""Until when Slack drops events, as there are too many."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hearing", sa.Column("dropping_to", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("hearing", "dropping_to")
