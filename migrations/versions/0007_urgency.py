"""How urgent a message is, so that an alarm goes before a card in a backlog."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LIVE = "state IN ('pending', 'sending', 'unknown')"


def upgrade() -> None:
    column = sa.Column("urgency", sa.SmallInteger(), nullable=False, server_default="4")
    op.add_column("outbox", column)
    outbox = sa.table("outbox", sa.column("urgency"), sa.column("summary"))
    op.execute(outbox.update().where(outbox.c.summary.is_not(None)).values(urgency=1))
    _replace_index("workspace_id", "lane", "method", "urgency", "id")


def downgrade() -> None:
    _replace_index("workspace_id", "lane", "method", "id")
    op.drop_column("outbox", "urgency")


def _replace_index(*columns: str) -> None:
    """Index the few live rows, in the order in which they are sent."""
    op.drop_index("ix_outbox_live", "outbox")
    op.create_index(
        "ix_outbox_live",
        "outbox",
        columns,
        postgresql_where=sa.text(LIVE),
        sqlite_where=sa.text(LIVE),
    )
