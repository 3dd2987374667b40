"""First contact: what a configuration named before it was known is looked up, once, and kept."""

from bot.config.items import items_of, to_json
from bot.store import audit, configuration
from bot.store.audit import AuditEntry
from bot.usecases.consequences.rules import wake_all
from bot.usecases.ground.admins import find_first_admin, has_first_admin_come
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.promises.calendar_data import PUNCTUAL, freeze, make
from bot.usecases.promises.configuration import changes
from bot.usecases.promises.identities import Resolution, is_waiting, keep, resolved_at_contact

WHY = "names looked up"
"""The action of the audit's entries."""


def resolve_waiting(desk: Desk) -> None:
    """Look up what waits, now that somebody or something more is known.

    What is found becomes a revision of each item it stands in; no running clock moves to it.
    """
    with desk.look() as work:
        if not _has_news(work):
            return
    with desk.work() as work:
        configuration.hold(work.connection, work.workspace_id)
        find_first_admin(work)
        put_in_force(work, resolved_at_contact(work), WHY)


def _has_news(work: Work) -> bool:
    """Whether something can be looked up that could not before: asked first, as it is rare."""
    if work.desk.first_admin is not None and has_first_admin_come(work):
        return True
    return is_waiting(work.configuration) and bool(resolved_at_contact(work).ids)


def put_in_force(work: Work, found: Resolution, why: str) -> None:
    """Make what was looked up the configuration in force, by a revision of each item it changes."""
    keep(work, found)
    wanted = changes(work.configuration, found.configuration)
    if not wanted:
        return
    before = items_of(work.configuration)
    freeze(work)
    make(work, wanted, PUNCTUAL)
    for change in wanted:
        item = before.get((change.kind, change.name))
        old = None if item is None else to_json(change.kind, item)
        subject = f"{change.kind}:{change.name}"
        entry = AuditEntry(work.now, PUNCTUAL, why, subject, old, change.body)
        audit.record(work.connection, work.workspace_id, entry)
    if any(change.kind == "rules" for change in wanted):
        wake_all(work, found.configuration)
