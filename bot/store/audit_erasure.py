"""Texts of people and their names taken out of the audit log, and every chain stays whole."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store import audit as entries
from bot.store import events
from bot.store.audit import AuditRow
from bot.store.audit_chain import ERASED, digest, inside, texts_of
from bot.store.statements import columns_of
from bot.store.tables import audit
from bot.store.types import Json

IsTheirs = Callable[[AuditRow, str, str], bool]
"""Takes an entry, the place of a text in it, and the text; says whether it is to be erased.

A place is a path such as `actor` or `after/assignee`; the texts of events are not asked about.
"""
_AT_ONCE = 500


def erase(connection: Connection, workspace_id: str, is_theirs: IsTheirs) -> int:
    """Take texts out of all entries and return how many; of each its digest stays."""
    return _walk(connection, workspace_id, lambda row: _without(row, is_theirs))


def erase_events(
    connection: Connection,
    workspace_id: str,
    number: int,
    seqs: Collection[int] | None = None,
) -> int:
    """Keep only the digests of events of a ticket, of all unless told; return of how many.

    Whoever is to change or remove events of a timeline calls this before, in the transaction.
    """
    texts = {
        event.seq: entries.text_of(event)
        for event in events.of(connection, workspace_id, number)
        if seqs is None or event.seq in seqs
    }
    chain = entries.chain_of_ticket(number)
    return _walk(connection, workspace_id, lambda row: _without_events(row, texts), chain)


def _walk(
    connection: Connection,
    workspace_id: str,
    changes_of: Callable[[AuditRow], dict[str, Any]],
    chain: str | None = None,
) -> int:
    """Change the rows that are to be changed, read some at a time; return how many texts went."""
    count, last = 0, 0
    while True:
        query = select(*columns_of(audit, AuditRow)).where(
            audit.c.workspace_id == workspace_id, audit.c.id > last
        )
        if chain is not None:
            query = query.where(audit.c.chain == chain)
        rows = [
            AuditRow(*row) for row in connection.execute(query.order_by(audit.c.id).limit(_AT_ONCE))
        ]
        for row in rows:
            changes = changes_of(row)
            if changes:
                count += len(changes["erased"]) - len(row.erased or {})
                of_row = audit.c.workspace_id == workspace_id, audit.c.id == row.id
                connection.execute(update(audit).where(*of_row).values(changes))
        if len(rows) < _AT_ONCE:
            return count
        last = rows[-1].id


def _without(row: AuditRow, is_theirs: IsTheirs) -> dict[str, Any]:
    names = ("actor", "subject", "way_name", "before", "after")
    content: Json = {name: getattr(row, name) for name in names}
    gone = {
        place: digest(row.salts[place], text)
        for place, text in texts_of(content)
        if place in row.salts and is_theirs(row, place, text)
    }
    return {**_emptied(content, gone), **_unsalted(row, gone)} if gone else {}


def _without_events(row: AuditRow, texts: Mapping[int, str]) -> dict[str, Any]:
    places = {f"events/{seq}": texts[seq] for seq in row.events or () if seq in texts}
    gone = {
        place: digest(row.salts[place], text)
        for place, text in places.items()
        if place in row.salts
    }
    return _unsalted(row, gone) if gone else {}


def _unsalted(row: AuditRow, gone: Mapping[str, str]) -> dict[str, Any]:
    salts = {place: salt for place, salt in row.salts.items() if place not in gone}
    return {"salts": salts, "erased": {**(row.erased or {}), **gone}}


def _emptied(content: Any, gone: Mapping[str, str], place: str = "") -> Any:
    """The content with a mark in the places of what is gone."""
    if isinstance(content, str):
        return ERASED if place in gone else content
    if isinstance(content, Mapping):
        return {
            name: _emptied(item, gone, inside(place, str(name))) for name, item in content.items()
        }
    if isinstance(content, list | tuple):
        return [
            _emptied(item, gone, inside(place, str(index))) for index, item in enumerate(content)
        ]
    return content
