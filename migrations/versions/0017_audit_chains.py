"""The audit log becomes chains of hashes; what it holds already is chained as it stands."""

import hmac
import json
import re
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
INSTANT = sa.DateTime(timezone=True)
OF_TICKET = re.compile(r"(?:ticket|review):(\d+)(?::.*)?")
FOLLOW_UP = re.compile(r"follow_up:(\d+)")
WAYS = (
    *("command", "mention", "message", "emoji", "button", "form"),
    *("terminal", "file", "rule", "sweep", "punctual"),
)
OLD = ("workspace_id", "id", "actor", "action", "subject")
WORDS = ("workspace_id", "id", "chain", "seq", "actor", "action", "subject", "way", "way_name")


def _table(*names: str, documents: tuple[str, ...]) -> sa.TableClause:
    columns = (sa.column(name, DOCUMENT) for name in documents)
    return sa.table(
        "audit", *(sa.column(name) for name in names), sa.column("at", INSTANT), *columns
    )


_old = _table(*OLD, documents=("before", "after"))
_new = _table(*WORDS, "hash", documents=("before", "after", "events", "salts", "erased"))
_chains = sa.table(
    "audit_chains",
    *(sa.column(name) for name in ("workspace_id", "chain", "length", "hash", "signed_length")),
)
_follow_ups = sa.table(
    "follow_ups", *(sa.column(name) for name in ("workspace_id", "id", "ticket_number"))
)


def upgrade() -> None:
    connection = op.get_bind()
    order = _old.c.workspace_id, _old.c.id
    rows = connection.execute(sa.select(_old).order_by(*order)).mappings().all()
    tickets = {
        (workspace_id, id_): number
        for workspace_id, id_, number in connection.execute(sa.select(_follow_ups))
    }
    op.drop_table("audit")
    _make_audit()
    _make_chains()
    _make_sign_offs()
    chained, ends = _chained(rows, tickets)
    if chained:
        connection.execute(sa.insert(_new), chained)
        connection.execute(sa.insert(_chains), ends)
        _go_on_counting(connection)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("workspace_id", "chain")),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("actor", "action", "subject")),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("way_name", sa.Text()),
        *(sa.Column(name, DOCUMENT) for name in ("before", "after", "events")),
        sa.Column("salts", DOCUMENT, nullable=False),
        sa.Column("erased", DOCUMENT),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name="seq"),
        sa.CheckConstraint(f"way IN ({', '.join(map(repr, WAYS))})", name="way"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
        sa.UniqueConstraint("workspace_id", "chain", "seq"),
    )
    op.create_index("ix_audit_workspace_id_subject", "audit", ["workspace_id", "subject"])
    op.create_index("ix_audit_workspace_id_at", "audit", ["workspace_id", "at"])


def _make_chains() -> None:
    op.create_table(
        "audit_chains",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("signed_length", sa.Integer(), nullable=False),
        sa.CheckConstraint("length >= signed_length AND signed_length >= 0", name="length"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "chain"),
    )


def _make_sign_offs() -> None:
    op.create_table(
        "audit_sign_offs",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text()),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "number"),
    )
    op.create_table(
        "audit_signed_heads",
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("length >= 1", name="length"),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.ForeignKeyConstraint(
            ["workspace_id", "number"],
            ["audit_sign_offs.workspace_id", "audit_sign_offs.number"],
            name="fk_audit_signed_heads_sign_off",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "chain", "number"),
    )


def _go_on_counting(connection: sa.Connection) -> None:
    """On PostgreSQL the table draws its numbers: above those that are there."""
    if connection.dialect.name == "postgresql":
        newest = "(SELECT max(id) FROM audit)"
        op.execute(f"SELECT setval(pg_get_serial_sequence('audit', 'id'), {newest})")


def _chained(
    rows: Any, tickets: dict[tuple[str, int], int]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The entries, each in its chain, and how long every chain is."""
    ends: dict[tuple[str, str], dict[str, Any]] = {}
    chained = []
    for row in rows:
        workspace_id, chain = row["workspace_id"], _chain(row, tickets)
        begun = {"workspace_id": workspace_id, "chain": chain, "length": 0, "hash": ""}
        end = ends.setdefault((workspace_id, chain), {**begun, "signed_length": 0})
        end["length"] += 1
        entry = {
            **row,
            "chain": chain,
            "seq": end["length"],
            "way": "punctual",
            "way_name": None,
            "at": _aware(row["at"]),
            "events": None,
            "erased": None,
            "salts": {},
        }
        end["hash"] = entry["hash"] = _hash(entry, end["hash"])
        chained.append(entry)
    return chained, list(ends.values())


def _chain(row: Any, tickets: dict[tuple[str, int], int]) -> str:
    of_ticket, follow_up = (each.fullmatch(row["subject"]) for each in (OF_TICKET, FOLLOW_UP))
    number = int(of_ticket[1]) if of_ticket else None
    if follow_up:
        number = tickets.get((row["workspace_id"], int(follow_up[1])))
    return "configuration" if number is None else f"ticket:{number}"


def _hash(entry: dict[str, Any], previous: str) -> str:
    names = ("actor", "subject", "way_name", "before", "after")
    content: dict[str, Any] = {name: entry[name] for name in names}
    content["events"] = {}
    facts = {
        "action": entry["action"],
        "way": entry["way"],
        "content": _sealed(content, "", entry["salts"]),
    }
    at = entry["at"].isoformat(timespec="microseconds")
    head = entry["workspace_id"], entry["chain"], entry["seq"]
    return sha256(_canonical([previous, *head, at, facts]).encode()).hexdigest()


def _sealed(content: Any, place: str, salts: dict[str, str]) -> Any:
    """The content with a salted digest in the place of each text; the salts are noted."""
    if isinstance(content, str):
        salt = salts.setdefault(place, token_urlsafe(12))
        text = content.encode("utf-8", "surrogatepass")
        return hmac.new(salt.encode(), text, sha256).hexdigest()
    if isinstance(content, dict):
        return {name: _sealed(item, _inside(place, name), salts) for name, item in content.items()}
    if isinstance(content, list):
        return [
            _sealed(item, _inside(place, str(index)), salts) for index, item in enumerate(content)
        ]
    return content


def _inside(place: str, name: str) -> str:
    escaped = name.replace("~", "~0").replace("/", "~1")
    return f"{place}/{escaped}" if place else escaped


def _canonical(value: Any) -> str:
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _aware(at: datetime) -> datetime:
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def downgrade() -> None:
    connection = op.get_bind()
    columns = [_new.c[name] for name in (*OLD, "at", "before", "after")]
    rows = [dict(row) for row in connection.execute(sa.select(*columns)).mappings()]
    for table in ("audit_signed_heads", "audit_sign_offs", "audit_chains", "audit"):
        op.drop_table(table)
    op.execute("DELETE FROM counters WHERE name = 'audit_sign_off'")
    op.execute("DELETE FROM jobs WHERE name LIKE 'audit sign-off:%'")
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("workspace_id", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("actor", "action", "subject")),
        *(sa.Column(name, DOCUMENT) for name in ("before", "after")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        sa.PrimaryKeyConstraint("workspace_id", "id"),
    )
    op.create_index("ix_audit_workspace_id_subject", "audit", ["workspace_id", "subject"])
    if rows:
        connection.execute(sa.insert(_old), [{**row, "at": _aware(row["at"])} for row in rows])
        _go_on_counting(connection)
