"""What moving clocks, deletion and frozen calendars need."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
IS_LAGGING = sa.text("projected_revision IS NOT NULL")
SETTLED = ("resolved", "closed", "spam", "deleted")


def upgrade() -> None:
    op.add_column(
        "tickets",
        sa.Column("is_deleted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("tickets", sa.Column("projected_revision", sa.Integer()))
    op.create_index(
        "ix_tickets_lagging",
        "tickets",
        ["workspace_id", "projected_revision"],
        postgresql_where=IS_LAGGING,
        sqlite_where=IS_LAGGING,
    )
    tickets = sa.table("tickets", sa.column("status"), sa.column("projected_revision"))
    runs = tickets.c.status.not_in(SETTLED)
    op.execute(tickets.update().where(runs).values(projected_revision=0))
    # until now the flag was kept and moved nothing: what was not moved then is not moved now
    revisions = sa.table("config_revisions", sa.column("moves_running", sa.Boolean()))
    op.execute(revisions.update().values(moves_running=sa.false()))
    for name in ("breach_reason", "withdrawn_by", "withdrawn_reason"):
        op.add_column("clocks", sa.Column(name, sa.Text()))
    op.create_table(
        "calendar_data",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("versions", DOCUMENT, nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.ForeignKeyConstraint(
            ["workspace_id", "revision"],
            ["config_revisions.workspace_id", "config_revisions.revision"],
            name="fk_calendar_data_revision",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "revision"),
    )


def downgrade() -> None:
    op.drop_table("calendar_data")
    for name in ("withdrawn_reason", "withdrawn_by", "breach_reason"):
        op.drop_column("clocks", name)
    op.drop_index("ix_tickets_lagging", table_name="tickets")
    op.drop_column("tickets", "projected_revision")
    op.drop_column("tickets", "is_deleted")
