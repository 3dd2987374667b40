"""Long texts in pieces, each behind the one before; whose a message is, and if it was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSED = "refused_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("after_key", sa.Text()))
    op.add_column("outbox", sa.Column("author", sa.Text()))
    op.add_column("outbox", sa.Column("refused_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_outbox_refused",
        "outbox",
        ["workspace_id", "ticket_number"],
        postgresql_where=sa.text(REFUSED),
        sqlite_where=sa.text(REFUSED),
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_refused", "outbox")
    for name in ("refused_at", "author", "after_key"):
        op.drop_column("outbox", name)
