"""A channel goes on under another id, as a private one does that becomes shared.

Everything goes with it in one transaction: conversations, cards, waiting messages, the watermarks,
and its places in the configuration. Clocks stand as they stood: nothing of a promise changes, and
no running clock moves to another revision.
"""

from contextlib import suppress

import structlog

from bot.errors import BrokenTimeline, UserFacingError
from bot.store import channel_moves, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.consequences.cards import edit_card
from bot.usecases.ground.audit_log import note
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL, freeze, make

log = structlog.get_logger(__name__)

WHY = "channel id changed"
"""The action of the audit's entries."""


def channel_moved(work: Transaction, old_id: str, new_id: str) -> None:
    """Let all that stands under a channel's old id stand under the new one, once."""
    numbers = channel_moves.move(*work.scope, old_id, new_id, work.now)
    if numbers is None:
        return
    log.info("a channel goes on under another id", old=old_id, new=new_id)
    _reconfigure(work, old_id, new_id)
    for number in numbers:
        _show(work, number)


def _reconfigure(work: Transaction, old_id: str, new_id: str) -> None:
    """Make a revision of each item that names the old id, and an entry of the audit of each."""
    current = configuration.current(*work.scope)
    bodies = [channel_moves.replaced(item.body, old_id, new_id) for item in current]
    changed = [
        (item, ConfigChange(item.kind, item.name, body))
        for item, body in zip(current, bodies, strict=True)
        if body != item.body
    ]
    if not changed:
        return
    freeze(work)
    make(work, [change for _, change in changed], PUNCTUAL)
    for before, change in changed:
        subject = f"{change.kind}:{change.name}"
        entry = AuditEntry(work.now, PUNCTUAL, WHY, subject, before.body, change.body)
        note(work, entry)


def _show(work: Transaction, number: int) -> None:
    """Let the card of a ticket lead to where its conversation stands now."""
    with suppress(BrokenTimeline, UserFacingError):
        loaded = load(work, number, lock=True)
        edit_card(work, loaded.view(work), loaded.row.last_seq)
