"""Tickets that name a tag in two spellings are looked at once more, as the two are one tag now."""

from collections import defaultdict
from unicodedata import normalize

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

EVENTS = sa.table(
    "events",
    *(sa.column(name) for name in ("workspace_id", "ticket_number", "type")),
    sa.column("body", sa.JSON().with_variant(JSONB(), "postgresql")),
)
TICKETS = sa.table(
    "tickets", *(sa.column(name) for name in ("workspace_id", "number", "created_at", "wake_at"))
)
KEYS = ("tags", "add", "remove")
"""Where a `created` and a `tags` event name tags."""


def upgrade() -> None:
    connection = op.get_bind()
    for workspace_id, number in _with_two_spellings(connection):
        meant = (TICKETS.c.workspace_id == workspace_id, TICKETS.c.number == number)
        wakes = TICKETS.update().where(*meant).values(wake_at=TICKETS.c.created_at)
        connection.execute(wakes)  # the next sweep computes it from its timeline


def downgrade() -> None:
    """What was computed anew is right for the older program as well."""


def _with_two_spellings(connection: sa.Connection) -> list[tuple[str, int]]:
    named: dict[tuple[str, int], set[str]] = defaultdict(set)
    asked = sa.select(EVENTS.c.workspace_id, EVENTS.c.ticket_number, EVENTS.c.body)
    for workspace_id, number, body in connection.execute(
        asked.where(EVENTS.c.type.in_(("created", "tags")))
    ):
        named[workspace_id, number].update(tag for key in KEYS for tag in body.get(key) or ())
    return [
        ticket
        for ticket, tags in named.items()
        if len({normalize("NFC", tag).casefold() for tag in tags}) < len(tags)
    ]
