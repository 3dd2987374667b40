"""Who did what, when and through what: append only, in chains of hashes.

The configuration has a chain, and each ticket has one. The row of a chain in `audit_chains` is
locked until the transaction ends, so that nobody else goes on from the same entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, func, insert, or_, select, update

from bot.store import statements
from bot.store.audit_chain import (
    CONFIGURATION,
    canonical,
    chain_of_ticket,
    link,
    number_of,
    salts_for,
    sealed,
)
from bot.store.events import StoredEvent
from bot.store.statements import columns_of, numbered
from bot.store.tables import audit, audit_chains
from bot.store.types import Json

__all__ = ["CONFIGURATION", "chain_of_ticket", "number_of"]


@dataclass(frozen=True, slots=True)
class Way:
    """Through what something was done: its kind, and the command, button, form, rule or file."""

    kind: str
    name: str | None = None


OF_ITSELF: Final = Way("punctual")
"""What the bot does of itself."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: `before` and `after` are None where there was or is nothing.

    `events` are those of the ticket's timeline that it made; `way` is filled in by the transaction
    where it is not told.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    before: Json | None
    after: Json | None
    chain: str = CONFIGURATION
    way: Way | None = None
    events: tuple[StoredEvent, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An entry as it is kept; `events` are the numbers of the events it made, `erased` where."""

    id: int
    chain: str
    seq: int
    at: datetime
    actor: str
    action: str
    subject: str
    way: str
    way_name: str | None
    before: Json | None
    after: Json | None
    events: Sequence[int] | None
    salts: Mapping[str, str]
    erased: Mapping[str, str] | None
    hash: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are meant: by whom, of which chain, of which kinds of thing, when.

    `until` is exclusive.
    """

    actors: tuple[str, ...] = ()
    chain: str | None = None
    kinds: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING: Final = AuditFilter()


def append(connection: Connection, workspace_id: str, entries: Sequence[AuditEntry]) -> None:
    """Keep the entries in their order, each at the end of its chain."""
    for chain in dict.fromkeys(entry.chain for entry in entries):
        of_chain = [entry for entry in entries if entry.chain == chain]
        length, previous = _extend(connection, workspace_id, chain, len(of_chain))
        for seq, entry in enumerate(of_chain, length + 1):
            values = _values_of(entry)
            facts = facts_of(values, {event.seq: text_of(event) for event in entry.events})
            salts = salts_for(facts["content"])
            previous = _link(previous, (workspace_id, chain, seq), entry.at, facts, salts, {})
            values |= {"seq": seq, "salts": salts, "hash": previous}
            number = numbered(connection, audit, workspace_id)
            statement = insert(audit).values(workspace_id=workspace_id, **number, **values)
            connection.execute(statement)
        _note_end(connection, workspace_id, chain, previous)


def _extend(connection: Connection, workspace_id: str, chain: str, count: int) -> tuple[int, str]:
    """Lock a chain and make it longer; return how long it was, and the hash of its last entry."""
    begun = {"workspace_id": workspace_id, "chain": chain, "length": count, "hash": ""}
    statement = statements.insert(connection, audit_chains).values(**begun, signed_length=0)
    extended = statement.on_conflict_do_update(
        index_elements=["workspace_id", "chain"],
        set_={"length": audit_chains.c.length + count},
    ).returning(audit_chains.c.length, audit_chains.c.hash)
    length, last = connection.execute(extended).one()
    return length - count, last


def _note_end(connection: Connection, workspace_id: str, chain: str, last: str) -> None:
    of_chain = audit_chains.c.workspace_id == workspace_id, audit_chains.c.chain == chain
    connection.execute(update(audit_chains).where(*of_chain).values(hash=last))


def _values_of(entry: AuditEntry) -> dict[str, Any]:
    way = entry.way or OF_ITSELF
    return {
        "chain": entry.chain,
        "at": entry.at,
        "actor": entry.actor,
        "action": entry.action,
        "subject": entry.subject,
        "way": way.kind,
        "way_name": way.name,
        "before": entry.before,
        "after": entry.after,
        "events": [event.seq for event in entry.events] or None,
    }


def facts_of(values: Mapping[str, Any], events: Mapping[int, str]) -> dict[str, Any]:
    """What enters a chain of an entry: its own words, and the content that is sealed.

    `events` are the texts of those it made.
    """
    names = ("actor", "subject", "way_name", "before", "after")
    content = {name: values[name] for name in names}
    content["events"] = {str(seq): text for seq, text in events.items()}
    return {"action": values["action"], "way": values["way"], "content": content}


def text_of(event: StoredEvent) -> str:
    """An event of a timeline as one text, from which its digest is made."""
    at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    names = event.type, event.actor, event.rule, event.external_id
    return canonical([event.seq, at, *names, event.body])


def hash_of(row: AuditRow, workspace_id: str, previous: str, events: Mapping[int, str]) -> str:
    """What the hash of a row has to be, from what it says now and the hash before it."""
    values = {name: getattr(row, name) for name in AuditRow.__slots__}
    head = workspace_id, row.chain, row.seq
    facts, erased = facts_of(values, events), row.erased or {}
    return _link(previous, head, row.at, facts, row.salts, erased)


def _link(
    previous: str,
    head: tuple[str, str, int],
    at: datetime,
    facts: Mapping[str, Any],
    salts: Mapping[str, str],
    erased: Mapping[str, str],
) -> str:
    return link(previous, head, at, {**facts, "content": sealed(facts["content"], salts, erased)})


def listing(
    connection: Connection,
    workspace_id: str,
    subject: str | None = None,
    limit: int = 100,
    *,
    selection: AuditFilter = EVERYTHING,
    offset: int = 0,
    below: int | None = None,
) -> list[AuditRow]:
    """Return the newest entries, of one subject or of all that are meant, newest first.

    `below` is the number of the one they are to follow in that order.
    """
    conditions = _conditions(workspace_id, selection)
    if subject is not None:
        conditions.append(audit.c.subject == subject)
    if below is not None:
        conditions.append(audit.c.id < below)
    query = select(*columns_of(audit, AuditRow)).where(*conditions)
    query = query.order_by(audit.c.id.desc()).limit(limit).offset(offset)
    return [AuditRow(*row) for row in connection.execute(query)]


def count(connection: Connection, workspace_id: str, selection: AuditFilter = EVERYTHING) -> int:
    """Return how many entries are meant."""
    query = select(func.count()).select_from(audit)
    return int(connection.execute(query.where(*_conditions(workspace_id, selection))).scalar_one())


def _conditions(workspace_id: str, selection: AuditFilter) -> list[ColumnElement[bool]]:
    conditions = [audit.c.workspace_id == workspace_id]
    if selection.actors:
        conditions.append(audit.c.actor.in_(selection.actors))
    if selection.chain is not None:
        conditions.append(audit.c.chain == selection.chain)
    if selection.kinds:
        subjects = audit.c.subject
        begin = [subjects.startswith(f"{kind}:", autoescape=True) for kind in selection.kinds]
        conditions.append(or_(subjects.in_(selection.kinds), *begin))
    if selection.since is not None:
        conditions.append(audit.c.at >= selection.since)
    if selection.until is not None:
        conditions.append(audit.c.at < selection.until)
    return conditions
