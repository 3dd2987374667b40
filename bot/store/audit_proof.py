"""Whether the audit log is as it was written: every chain walked, beside its end as signed off."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, exists, select

from bot.store import audit_sign_offs as sign_offs
from bot.store.audit import AuditRow, hash_of, text_of
from bot.store.audit_chain import ERASED, chain_of_ticket, number_of, signature
from bot.store.audit_sign_offs import SignedHead, SignOff
from bot.store.broken import fault_in
from bot.store.events import StoredEvent
from bot.store.statements import columns_of
from bot.store.tables import audit, audit_chains, audit_signed_heads, events

SIGN_OFFS: Final = "sign-offs"
"""What stands for a chain where one of the sign-offs is the broken link."""
_AT_ONCE: Final = 200
_ROWS_AT_ONCE: Final = 1_000

ALTERED: Final = "altered"
MISSING: Final = "missing"
DISORDER: Final = "disorder"
FORGED: Final = "forged"
CUT: Final = "cut"
REMOVED: Final = "removed"
NOT_AS_SIGNED: Final = "not_as_signed"
EVENT_MISSING: Final = "event_missing"
EVENT_FORGED: Final = "event_forged"
SIGN_OFF_ALTERED: Final = "sign_off_altered"
SIGN_OFF_MISSING: Final = "sign_off_missing"
SIGNATURE: Final = "signature"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first link of a chain that does not hold: which, and what is wrong with it.

    `seq` is the number of the entry, or of the sign-off; `events` are those of the timeline that
    are in question.
    """

    chain: str
    seq: int
    why: str
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditProof:
    """What was looked at, and each chain that does not hold, by its first broken link."""

    chains: int
    entries: int
    erased: int
    broken: tuple[BrokenLink, ...]
    newest: SignOff | None


@dataclass(frozen=True, slots=True)
class _End:
    """How long a chain is by its own row, and how long it was signed off."""

    chain: str
    length: int
    hash: str
    signed_length: int


@dataclass(frozen=True, slots=True)
class _Walked:
    """How far a chain was walked, to which hash; `broken` where it was not as it was written.

    `forged` are events of the timeline that no entry made.
    """

    length: int
    hash: str
    broken: BrokenLink | None = None
    forged: tuple[int, ...] = ()


@dataclass(slots=True)
class _Count:
    chains: int = 0
    entries: int = 0
    erased: int = 0


def prove(connection: Connection, workspace_id: str, key: bytes | None = None) -> AuditProof:
    """Walk all chains of a workspace, in a transaction whose picture does not move."""
    count = _Count()
    broken = [
        *_broken_sign_offs(connection, workspace_id, key),
        *_broken_chains(connection, workspace_id, count),
        *_without_end(connection, workspace_id),
    ]
    newest = sign_offs.latest(connection, workspace_id)
    return AuditProof(count.chains, count.entries, count.erased, tuple(broken), newest)


def _broken_sign_offs(
    connection: Connection, workspace_id: str, key: bytes | None
) -> Iterator[BrokenLink]:
    """The first sign-off that is not as it was written; they are a chain themselves."""
    previous, is_signed = "", False
    for row in sign_offs.all_of(connection, workspace_id):
        heads = sign_offs.heads_in(connection, workspace_id, row.number)
        text = sign_offs.text_of(previous, workspace_id, row.number, row.signed_at, heads)
        if row.hash != sha256(text.encode()).hexdigest():
            yield BrokenLink(SIGN_OFFS, row.number, SIGN_OFF_ALTERED)
            return
        is_signed = is_signed or row.signature is not None
        if key is not None and is_signed and row.signature != signature(key, row.hash):
            yield BrokenLink(SIGN_OFFS, row.number, SIGNATURE)
            return
        previous = row.hash


def _broken_chains(
    connection: Connection, workspace_id: str, count: _Count
) -> Iterator[BrokenLink]:
    last = ""
    while ends := _ends_after(connection, workspace_id, last):
        last = ends[-1].chain
        names = [end.chain for end in ends]
        signed = _signed(connection, workspace_id, names)
        happened = _happened(connection, workspace_id, names)
        walked = {
            chain: _walk(workspace_id, rows, signed.get(chain, []), happened.get(chain, {}), count)
            for chain, rows in groupby(
                _rows(connection, workspace_id, names), key=lambda row: row.chain
            )
        }
        for end in ends:
            count.chains += 1
            yield from _at_its_end(end, walked.get(end.chain), signed.get(end.chain, []))


def _ends_after(connection: Connection, workspace_id: str, last: str) -> list[_End]:
    conditions = audit_chains.c.workspace_id == workspace_id, audit_chains.c.chain > last
    query = select(*columns_of(audit_chains, _End)).where(*conditions)
    query = query.order_by(audit_chains.c.chain).limit(_AT_ONCE)
    return [_End(*row) for row in connection.execute(query)]


def _signed(
    connection: Connection, workspace_id: str, chains: Sequence[str]
) -> dict[str, list[SignedHead]]:
    """Each end of these chains that was signed off, by chain, the earliest first."""
    query = _of(audit_signed_heads, SignedHead, workspace_id, chains)
    signed: dict[str, list[SignedHead]] = {}
    for row in connection.execute(query.order_by(audit_signed_heads.c.number)):
        head = SignedHead(*row)
        signed.setdefault(head.chain, []).append(head)
    return signed


def _rows(connection: Connection, workspace_id: str, chains: Sequence[str]) -> Iterator[AuditRow]:
    query = _of(audit, AuditRow, workspace_id, chains).order_by(audit.c.chain, audit.c.seq)
    with connection.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)) as rows:
        for row in rows:
            yield AuditRow(*row)


def _happened(
    connection: Connection, workspace_id: str, chains: Sequence[str]
) -> dict[str, dict[int, str]]:
    """The events of the tickets of these chains, each as its text, by chain and number."""
    numbers = [number for number in map(number_of, chains) if number is not None]
    query = select(events.c.ticket_number, *columns_of(events, StoredEvent)).where(
        events.c.workspace_id == workspace_id, events.c.ticket_number.in_(numbers)
    )
    happened: dict[str, dict[int, str]] = {}
    for number, *columns in connection.execute(query):
        event = StoredEvent(*columns)
        happened.setdefault(chain_of_ticket(number), {})[event.seq] = _text_of(event)
    return happened


def _text_of(event: StoredEvent) -> str:
    """The event as its text; one that cannot be read has a text that never was."""
    return repr(event) if fault_in(event, "body") else text_of(event)


def _of(table: Table, row_class: type, workspace_id: str, chains: Sequence[str]) -> Select[Any]:
    return select(*columns_of(table, row_class)).where(
        table.c.workspace_id == workspace_id, table.c.chain.in_(chains)
    )


def _walk(
    workspace_id: str,
    rows: Iterable[AuditRow],
    signed: Sequence[SignedHead],
    happened: Mapping[int, str],
    count: _Count,
) -> _Walked:
    """Follow a chain from its first entry until one is not as it was written.

    What is in the timeline and older than the chain has no entry, and nothing younger.
    """
    length, previous, last_id = 0, "", 0
    signed_hashes = {head.length: head.hash for head in signed}
    vouched: set[int] = set()
    for row in rows:
        broken = _fault_in(row, length, last_id, happened)
        if broken is None and row.hash != _hash_of(row, workspace_id, previous, happened):
            broken = BrokenLink(row.chain, row.seq, ALTERED, tuple(row.events or ()))
        if broken is None and signed_hashes.get(row.seq, row.hash) != row.hash:
            broken = BrokenLink(row.chain, row.seq, NOT_AS_SIGNED)
        if broken is not None:
            return _Walked(length, previous, broken)
        length, previous, last_id = row.seq, row.hash, row.id
        vouched |= set(row.events or ())
        count.entries += 1
        count.erased += len(row.erased or {})
    since = min(vouched, default=None)
    late = [] if since is None else [seq for seq in sorted(happened) if seq > since]
    return _Walked(length, previous, forged=tuple(seq for seq in late if seq not in vouched))


def _fault_in(
    row: AuditRow, length: int, last_id: int, happened: Mapping[int, str]
) -> BrokenLink | None:
    """What is wrong with the place of an entry in its chain, or with what it vouches for."""
    fault = fault_in(row, "salts")
    if fault is not None:
        return BrokenLink(row.chain, length + 1, ALTERED)
    if row.seq != length + 1:
        return BrokenLink(row.chain, length + 1, MISSING)
    if row.id <= last_id:
        return BrokenLink(row.chain, row.seq, DISORDER)
    gone = [seq for seq in row.events or () if seq not in happened and not _is_erased(row, seq)]
    return BrokenLink(row.chain, row.seq, EVENT_MISSING, tuple(gone)) if gone else None


def _is_erased(row: AuditRow, seq: int) -> bool:
    return f"events/{seq}" in (row.erased or {})


def _hash_of(row: AuditRow, workspace_id: str, previous: str, happened: Mapping[int, str]) -> str:
    texts = {seq: ERASED if _is_erased(row, seq) else happened[seq] for seq in row.events or ()}
    return hash_of(row, workspace_id, previous, texts)


def _at_its_end(
    end: _End, walked: _Walked | None, signed: Sequence[SignedHead]
) -> Iterator[BrokenLink]:
    """What is wrong with a chain: its first broken link, or where it ends."""
    signed_length = signed[-1].length if signed else 0
    if walked is None:
        yield BrokenLink(end.chain, 1, REMOVED)
    elif walked.broken is not None:
        yield walked.broken
    elif walked.length < max(end.length, signed_length):
        yield BrokenLink(end.chain, walked.length + 1, CUT)
    elif walked.length > end.length:
        yield BrokenLink(end.chain, end.length + 1, FORGED)
    elif walked.hash != end.hash:
        yield BrokenLink(end.chain, end.length, ALTERED)
    elif end.signed_length != signed_length:
        yield BrokenLink(end.chain, end.signed_length, SIGN_OFF_MISSING)
    elif walked.forged:
        yield BrokenLink(end.chain, end.length, EVENT_FORGED, walked.forged)


def _without_end(connection: Connection, workspace_id: str) -> Iterator[BrokenLink]:
    """Chains of which nothing says that they are there: removed, or entries of none."""
    for table, why in ((audit_signed_heads, REMOVED), (audit, FORGED)):
        same = (audit_chains.c.workspace_id == table.c.workspace_id) & (
            audit_chains.c.chain == table.c.chain
        )
        query = select(table.c.chain).where(
            table.c.workspace_id == workspace_id, ~exists().where(same)
        )
        for chain in connection.execute(query.distinct().order_by(table.c.chain)).scalars():
            yield BrokenLink(chain, 1, why)
