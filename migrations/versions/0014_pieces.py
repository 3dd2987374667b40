"""Long texts in pieces, each behind the one before; whose a message is, and if it was refused."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFUSED = "refused_at IS NOT NULL"
UNDELIVERED = "state = 'dead' AND author IS NOT NULL"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("after_key", sa.Text()))
    op.add_column("outbox", sa.Column("author", sa.Text()))
    op.add_column("outbox", sa.Column("refused_at", sa.DateTime(timezone=True)))
    _index("ix_outbox_refused", "ticket_number", REFUSED)
    _index("ix_outbox_undelivered", "id", UNDELIVERED)


def downgrade() -> None:
    op.drop_index("ix_outbox_undelivered", "outbox")
    op.drop_index("ix_outbox_refused", "outbox")
    for name in ("refused_at", "author", "after_key"):
        op.drop_column("outbox", name)


def _index(name: str, column: str, where: str) -> None:
    """Index the few rows of which this is true."""
    columns, few = ["workspace_id", column], sa.text(where)
    op.create_index(name, "outbox", columns, postgresql_where=few, sqlite_where=few)
