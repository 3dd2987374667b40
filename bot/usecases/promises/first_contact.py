"""First contact: what a configuration named before it was known is looked up, once, and kept."""

from bot.store import configuration
from bot.usecases.ground.admins import find_first_admin, has_first_admin_come
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.promises.configuration import changes
from bot.usecases.promises.identities import Resolution, is_waiting, keep, resolved_at_contact
from bot.usecases.promises.revisions import revise
from sla_core.configuration import RULES

WHY = "names looked up"
"""The action of the audit's entries."""


def resolve_waiting(program: Program) -> None:
    """Look up what waits, now that somebody or something more is known.

    What is found becomes a revision of each item it stands in; no running clock moves to it.
    """
    with program.look() as work:
        if not _has_news(work):
            return
    with program.work() as work:
        configuration.hold(*work.scope)
        find_first_admin(work)
        put_in_force(work, resolved_at_contact(work), WHY)


def _has_news(work: Transaction) -> bool:
    """Whether something can be looked up that could not before: asked first, as it is rare."""
    if work.program.first_admin is not None and has_first_admin_come(work):
        return True
    return is_waiting(work.configuration) and bool(resolved_at_contact(work).ids)


def put_in_force(work: Transaction, found: Resolution, why: str) -> None:
    """Make what was looked up the configuration in force, by a revision of each item it changes."""
    keep(work, found)
    config_changes = changes(work.configuration, found.configuration)
    if not config_changes:
        return
    has_rules = any(change.kind == RULES for change in config_changes)
    revise(work, found.configuration, config_changes, PUNCTUAL, why, wakes=has_rules)
