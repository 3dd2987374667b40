"""Which tickets somebody may change, and what stands against it: asked before anything happens.

What is refused is refused with the state as it is now, so that who clicked on something old knows.
"""

from collections.abc import Callable
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.store import audit
from bot.store.audit import AuditEntry
from bot.store.types import Json
from bot.usecases.changes.access import require_agent, require_answerer
from bot.usecases.changes.recording import Loaded, load
from bot.usecases.ground.transaction import Work
from sla_core.tickets.events import Merged
from sla_core.tickets.vocabulary import SETTLED


def theirs(work: Work, number: int, by: str) -> Loaded:
    """A locked ticket that a person may change, spam and deleted ones too; merged ones never."""
    loaded = load(work, number, by=by, lock=True)
    require_agent(work, loaded, by)
    refuse_merged(loaded)
    return loaded


def workable(work: Work, number: int, by: str) -> Loaded:
    """A locked ticket of theirs on which something can happen: neither spam nor deleted."""
    loaded = theirs(work, number, by)
    refuse_away(loaded)
    return loaded


def looked_at(work: Work, number: int, by: str) -> Loaded:
    """A ticket as `workable` takes it, not locked: to see what would be done."""
    loaded = load(work, number, by=by)
    require_agent(work, loaded, by)
    refuse_merged(loaded)
    refuse_away(loaded)
    return loaded


def answerable(work: Work, number: int, by: str) -> Loaded:
    """A locked ticket that a person answers: its agents may, who is only an admin may not."""
    loaded = workable(work, number, by)
    require_answerer(work, loaded, by)
    return loaded


def merged_into(loaded: Loaded) -> int | None:
    """The ticket that this one went into, or None."""
    merges = [each.into for each in loaded.events if isinstance(each, Merged)]
    return int(merges[-1]) if merges and merges[-1].isdecimal() else None


def refuse_merged(loaded: Loaded) -> None:
    """Refuse a ticket that went into another, and say into which."""
    into = merged_into(loaded)
    if into is not None:
        raise UserFacingError(wording.objections.merged(loaded.row.number, into))


def refuse_away(loaded: Loaded) -> None:
    """Refuse a ticket that is spam or deleted."""
    where = state_of(loaded)
    if where in ("deleted", "spam"):
        raise UserFacingError(wording.refusals.away(loaded.row.number, where))


def refuse_settled(
    loaded: Loaded, sentence: Callable[[int, str], str] = wording.refusals.settled
) -> None:
    """Refuse a ticket that is resolved or closed."""
    if loaded.row.status in SETTLED:
        raise UserFacingError(sentence(loaded.row.number, loaded.row.status))


def state_of(loaded: Loaded) -> str:
    """The status of a ticket, or `deleted`."""
    return "deleted" if loaded.row.is_deleted else loaded.row.status


def audited(
    work: Work,
    by: str,
    at: datetime,
    action: str,
    number: int,
    before: Json | None = None,
    after: Json | None = None,
) -> None:
    """Write down who did what to a ticket."""
    entry = AuditEntry(at, by, action, f"ticket:{number}", before, after)
    audit.record(work.connection, work.workspace_id, entry)
