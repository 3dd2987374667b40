"""What a day at the desk needs: preferences, user groups, reviews, where requesters read."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
REQUESTER_PLACE = ["workspace_id", "requester_channel_id", "requester_thread_ts"]
REQUESTER_INDEX = "ix_tickets_requester_place"
CLOCK = ["workspace_id", "ticket_number", "metric", "cycle"]


def upgrade() -> None:
    op.add_column("people", sa.Column("locale", sa.Text()))
    op.add_column(
        "tickets",
        sa.Column("is_escalated", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for name in REQUESTER_PLACE[1:]:
        op.add_column("tickets", sa.Column(name, sa.Text()))
    op.create_index(
        "ix_tickets_requester_place",
        "tickets",
        REQUESTER_PLACE,
    )
    for name in ("summary", "digest_key"):
        op.add_column("outbox", sa.Column(name, sa.Text()))
    _people()
    _reviews()


def _people() -> None:
    op.create_table(
        "preferences",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("body", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "person_id"),
    )
    op.create_table(
        "user_groups",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("members", DOCUMENT, nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("missed_at", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("department", sa.Text()),
        sa.Column("proposed", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("severity", "cause", "note", "reviewed_by")),
        sa.Column("reviewed_at", INSTANT),
        sa.Column("exclusion_reason", sa.Text()),
        sa.Column("exclusion_by", sa.Text()),
        sa.Column("exclusion_at", INSTANT),
        sa.CheckConstraint("cycle >= 1", name="cycle"),
        sa.CheckConstraint("state IN ('open', 'done', 'excluded', 'withdrawn')", name="state"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.ForeignKeyConstraint(
            ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
        ),
        sa.PrimaryKeyConstraint(*CLOCK),
    )
    op.create_index(None, "reviews", ["workspace_id", "state", "missed_at"])
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("what", "who", "due_on", "created_by")
        ),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("remind_at", INSTANT),
        sa.Column("done_at", INSTANT),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.ForeignKeyConstraint(
            CLOCK, [f"reviews.{name}" for name in CLOCK], name="fk_follow_ups_review"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    op.create_index(None, "follow_ups", ["workspace_id", "remind_at"])


def downgrade() -> None:
    for name in ("follow_ups", "reviews", "user_groups", "preferences"):
        op.drop_table(name)
    for name in ("digest_key", "summary"):
        op.drop_column("outbox", name)
    op.drop_index(REQUESTER_INDEX, "tickets")
    for name in ("requester_thread_ts", "requester_channel_id", "is_escalated"):
        op.drop_column("tickets", name)
    op.drop_column("people", "locale")
