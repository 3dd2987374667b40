"""What tables have in common: the names of constraints, columns and checks that many share."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Integer,
    MetaData,
    Text,
)

from sla_core.configuration import KINDS
from sla_core.tickets.vocabulary import CLOCK_STATES, PRIORITIES, STATUSES

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def one_of(column: str, *values: str) -> str:
    """Return the condition that a column holds one of some words."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def workspace_id() -> Column[str]:
    """Return the column that leads every key."""
    return Column("workspace_id", Text, ForeignKey("workspaces.id"), nullable=False)


def ticket_number(*, nullable: bool = False) -> Column[int]:
    """Return the column of the ticket a row belongs to."""
    return Column("ticket_number", Integer, nullable=nullable)


def of_ticket() -> ForeignKeyConstraint:
    """Return the constraint that there is such a ticket."""
    return ForeignKeyConstraint(
        ["workspace_id", "ticket_number"], ["tickets.workspace_id", "tickets.number"]
    )


def serial() -> Column[int]:
    """Return an ever growing id; PostgreSQL draws it, `bot.store.statements.numbered` on SQLite."""
    return Column("id", BigInteger, Identity(), nullable=False)


PRIORITY = one_of("priority", *PRIORITIES)
STATUS = one_of("status", *STATUSES, "deleted")
CLOCK_STATE = one_of("state", *CLOCK_STATES)
CONFIG_KIND = one_of("kind", *KINDS)
OUTBOX_STATE = one_of("state", "pending", "sending", "sent", "unknown", "dead", "superseded")
INBOX_STATE = one_of("state", "pending", "done", "failed")
REVIEW_STATE = one_of("state", "open", "done", "excluded", "withdrawn")
SET_ASIDE_KIND = one_of("kind", "arrival", "message", "request", "ticket")
AUDIT_WAYS = (
    *("command", "mention", "message", "emoji", "button", "form"),
    *("terminal", "file", "rule", "sweep", "punctual"),
)
"""Through what something is done; `punctual` is what the bot does of itself."""
AUDIT_WAY = one_of("way", *AUDIT_WAYS)
HEARER_MODE = one_of("mode", "socket", "http")
