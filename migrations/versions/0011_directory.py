"""People are looked up by name and address, groups by handle; who was told of is remembered."""

from unicodedata import normalize

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

FOLDED = {"name_folded": "name", "real_name_folded": "real_name", "email_folded": "email"}
PEOPLE = sa.table(
    "people",
    *(sa.column(name) for name in ("workspace_id", "id", *FOLDED.values(), *FOLDED)),
)
CHANNELS = sa.table("channels", sa.column("workspace_id"), sa.column("seen_at"))
JOBS = sa.table("jobs", *(sa.column(name) for name in ("name", "last_run_at")))


def upgrade() -> None:
    for name in FOLDED:
        op.add_column("people", sa.Column(name, sa.Text()))
    _fold(op.get_bind())
    op.drop_index("ix_people_workspace_id_email", "people")
    for name in FOLDED:
        op.create_index(f"ix_people_workspace_id_{name}", "people", ["workspace_id", name])
    op.create_index(
        "ix_people_admins",
        "people",
        ["workspace_id", "id"],
        postgresql_where=sa.text("is_admin"),
        sqlite_where=sa.text("is_admin = 1"),
    )
    op.create_index("ix_user_groups_workspace_id_handle", "user_groups", ["workspace_id", "handle"])
    _remember_who_was_told_of(op.get_bind())


def downgrade() -> None:
    op.execute(JOBS.delete().where(JOBS.c.name.like("directory:%")))
    op.drop_index("ix_user_groups_workspace_id_handle", "user_groups")
    op.drop_index("ix_people_admins", "people")
    for name in FOLDED:
        op.drop_index(f"ix_people_workspace_id_{name}", "people")
        op.drop_column("people", name)
    op.create_index("ix_people_workspace_id_email", "people", ["workspace_id", "email"])


def _fold(connection: sa.Connection) -> None:
    """Fill in the words by which people are looked up."""
    rows = connection.execute(sa.select(PEOPLE)).mappings().all()
    if not rows:
        return
    is_meant = (
        PEOPLE.c.workspace_id == sa.bindparam("its_workspace"),
        PEOPLE.c.id == sa.bindparam("its_id"),
    )
    filled = PEOPLE.update().where(*is_meant)
    filled = filled.values({name: sa.bindparam(f"new_{name}") for name in FOLDED})
    connection.execute(
        filled,
        [
            {"its_workspace": row["workspace_id"], "its_id": row["id"]}
            | {f"new_{name}": _folded(row[written]) for name, written in FOLDED.items()}
            for row in rows
        ],
    )


def _folded(text: str | None) -> str | None:
    return normalize("NFC", text).casefold() if text else None


def _remember_who_was_told_of(connection: sa.Connection) -> None:
    """Workspaces whose channels are known were read whole."""
    name = sa.literal("directory:") + CHANNELS.c.workspace_id
    asked = sa.select(name, sa.func.max(CHANNELS.c.seen_at)).group_by(CHANNELS.c.workspace_id)
    connection.execute(JOBS.insert().from_select(["name", "last_run_at"], asked))
