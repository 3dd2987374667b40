"""A channel goes on under another id, as a private one does that becomes shared.

Everything goes with it in one transaction: conversations, cards, what waits to be said, up to where
was read, and what the configuration says of it. Clocks stand as they stood: nothing of a promise
changes, and no running clock moves to another revision.
"""

from contextlib import suppress

import structlog

from bot.errors import BrokenTimeline, UserFacingError
from bot.store import audit, channel_moves, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.changes.recording import load
from bot.usecases.consequences.cards import edit_card
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.calendar_data import PUNCTUAL, freeze, make

log = structlog.get_logger(__name__)

WHY = "channel id changed"
"""The action of the audit's entries."""


def channel_moved(work: Work, old_id: str, new_id: str) -> None:
    """Let all that stands under a channel's old id stand under the new one, once."""
    here = work.connection, work.workspace_id
    numbers = channel_moves.move(*here, old_id, new_id, work.now)
    if numbers is None:
        return
    log.info("a channel goes on under another id", old=old_id, new=new_id)
    _reconfigure(work, old_id, new_id)
    for number in numbers:
        _show(work, number)


def _reconfigure(work: Work, old_id: str, new_id: str) -> None:
    """Make a revision of each item that names the old id, and an entry of the audit of each."""
    here = work.connection, work.workspace_id
    current = configuration.current(*here)
    bodies = [channel_moves.replaced(each.body, old_id, new_id) for each in current]
    changed = [
        (each, ConfigChange(each.kind, each.name, body))
        for each, body in zip(current, bodies, strict=True)
        if body != each.body
    ]
    if not changed:
        return
    freeze(work)
    make(work, [change for _, change in changed], PUNCTUAL)
    for before, change in changed:
        subject = f"{change.kind}:{change.name}"
        entry = AuditEntry(work.now, PUNCTUAL, WHY, subject, before.body, change.body)
        audit.record(*here, entry)


def _show(work: Work, number: int) -> None:
    """Let the card of a ticket lead to where its conversation stands now."""
    with suppress(BrokenTimeline, UserFacingError):
        loaded = load(work, number, lock=True)
        edit_card(work, loaded.view(work), loaded.row.last_seq)
