"""The ends of all chains as of a day, written down: a chain cut off later does not reach them.

Each sign-off holds the chains that grew since the one before, and the hash of that one. Where
there is a secret key it is signed, so that nobody writes one anew who has only the database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store.audit_chain import canonical, signature
from bot.store.statements import columns_of, next_value, values_of
from bot.store.tables import audit_chains, audit_sign_offs, audit_signed_heads

AT_ONCE: Final = 1_000
"""Chains that one sign-off holds."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A sign-off; they count 1, 2, 3, … in a workspace. Unsigned where there was no key."""

    number: int
    signed_at: datetime
    hash: str
    signature: str | None


@dataclass(frozen=True, slots=True)
class SignedHead:
    """How long a chain was when it was signed off, and the hash of its last entry."""

    number: int
    chain: str
    length: int
    hash: str


def sign_off(
    connection: Connection, workspace_id: str, at: datetime, key: bytes | None
) -> SignOff | None:
    """Sign off some of the chains that grew; return None where none did.

    A chain that somebody is writing into is passed over: its time comes.
    """
    ends = _grown(connection, workspace_id)
    if not ends:
        return None
    number = next_value(connection, workspace_id, "audit_sign_off")
    heads = [SignedHead(number, *end) for end in ends]
    newest = latest(connection, workspace_id)
    text = text_of(newest.hash if newest else "", workspace_id, number, at, heads)
    hash_ = sha256(text.encode()).hexdigest()
    row = SignOff(number, at, hash_, None if key is None else signature(key, hash_))
    here = {"workspace_id": workspace_id}
    connection.execute(insert(audit_sign_offs).values(**here, **values_of(row)))
    connection.execute(insert(audit_signed_heads), [{**here, **values_of(head)} for head in heads])
    _note_signed(connection, workspace_id, heads)
    return row


def _grown(connection: Connection, workspace_id: str) -> list[tuple[str, int, str]]:
    """The chains that are longer than when they were signed off, how long, and their hashes."""
    grown = (
        audit_chains.c.workspace_id == workspace_id,
        audit_chains.c.length > audit_chains.c.signed_length,
    )
    query = select(audit_chains.c.chain, audit_chains.c.length, audit_chains.c.hash).where(*grown)
    some = query.order_by(audit_chains.c.chain).limit(AT_ONCE)
    rows = connection.execute(some.with_for_update(skip_locked=True))
    return [(row.chain, row.length, row.hash) for row in rows]


def _note_signed(connection: Connection, workspace_id: str, heads: Sequence[SignedHead]) -> None:
    of_chain = (
        audit_chains.c.workspace_id == workspace_id,
        audit_chains.c.chain == bindparam("its_chain"),
    )
    signed = update(audit_chains).where(*of_chain).values(signed_length=bindparam("its_length"))
    lengths = [{"its_chain": head.chain, "its_length": head.length} for head in heads]
    connection.execute(signed, lengths)


def text_of(
    previous: str, workspace_id: str, number: int, at: datetime, heads: Sequence[SignedHead]
) -> str:
    """What the hash of a sign-off is made from."""
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    ends = sorted([head.chain, head.length, head.hash] for head in heads)
    return canonical([previous, workspace_id, number, instant, ends])


def latest(connection: Connection, workspace_id: str) -> SignOff | None:
    """Return the newest sign-off; None before the first."""
    rows = all_of(connection, workspace_id, newest_first=True, limit=1)
    return rows[0] if rows else None


def all_of(
    connection: Connection,
    workspace_id: str,
    *,
    newest_first: bool = False,
    limit: int | None = None,
) -> list[SignOff]:
    """Return the sign-offs in their order, or the newest first."""
    number = audit_sign_offs.c.number
    query = select(*columns_of(audit_sign_offs, SignOff)).where(
        audit_sign_offs.c.workspace_id == workspace_id
    )
    ordered = query.order_by(number.desc() if newest_first else number).limit(limit)
    return [SignOff(*row) for row in connection.execute(ordered)]


def is_known(connection: Connection, workspace_id: str, hash_: str) -> bool:
    """Whether there is a sign-off with this hash."""
    query = select(audit_sign_offs.c.number).where(
        audit_sign_offs.c.workspace_id == workspace_id, audit_sign_offs.c.hash == hash_
    )
    return connection.execute(query).first() is not None


def heads_in(connection: Connection, workspace_id: str, number: int) -> list[SignedHead]:
    """Return the ends of chains that a sign-off holds."""
    conditions = (
        audit_signed_heads.c.workspace_id == workspace_id,
        audit_signed_heads.c.number == number,
    )
    query = select(*columns_of(audit_signed_heads, SignedHead)).where(*conditions)
    return [SignedHead(*row) for row in connection.execute(query)]
