"""The audit log as use cases write it: in the transaction of the change, with its way."""

from dataclasses import replace

from bot.store import audit
from bot.store.audit import AuditEntry, Way
from bot.usecases.ground.transaction import Transaction

__all__ = ["AuditEntry", "Way", "note"]


def note(work: Transaction, *entries: AuditEntry) -> None:
    """Keep entries; those that do not say through what it was done get the transaction's way."""
    with_ways = [
        entry if entry.way is not None else replace(entry, way=work.way) for entry in entries
    ]
    audit.append(*work.scope, with_ways)
