"""Which tickets somebody may change, and what stands against it: asked before anything happens.

What is refused is refused with the state as it is now, so that who clicked on something old knows.
"""

from collections.abc import Callable

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.changes.access import require_agent, require_answerer
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from sla_core.tickets.events import Merged
from sla_core.tickets.vocabulary import AWAY, SETTLED


def changeable(work: Transaction, number: int, by: str) -> LoadedTicket:
    """A locked ticket that a person may change, spam and deleted ones too; merged ones never."""
    loaded = load(work, number, by=by, lock=True)
    require_agent(work, loaded, by)
    refuse_merged(loaded)
    return loaded


def workable(work: Transaction, number: int, by: str) -> LoadedTicket:
    """The same, and something can happen on it: it is neither spam nor deleted."""
    loaded = changeable(work, number, by)
    refuse_away(loaded)
    return loaded


def looked_at(work: Transaction, number: int, by: str) -> LoadedTicket:
    """A ticket as `workable` takes it, not locked: to see what would be done."""
    loaded = load(work, number, by=by)
    require_agent(work, loaded, by)
    refuse_merged(loaded)
    refuse_away(loaded)
    return loaded


def answerable(work: Transaction, number: int, by: str) -> LoadedTicket:
    """A locked ticket that a person answers: its agents may, who is only an admin may not."""
    loaded = workable(work, number, by)
    require_answerer(work, loaded, by)
    return loaded


def merged_into(loaded: LoadedTicket) -> int | None:
    """The ticket that this one went into, or None."""
    merges = [event.into for event in loaded.events if isinstance(event, Merged)]
    return int(merges[-1]) if merges and merges[-1].isdecimal() else None


def refuse_merged(loaded: LoadedTicket) -> None:
    """Refuse a ticket that went into another, and say into which."""
    into = merged_into(loaded)
    if into is not None:
        raise UserFacingError(wording.objections.merged(loaded.row.number, into))


def refuse_away(loaded: LoadedTicket) -> None:
    """Refuse a ticket that is spam or deleted."""
    where = state_of(loaded)
    if where in AWAY:
        raise UserFacingError(wording.refusals.away(loaded.row.number, where))


def refuse_settled(
    loaded: LoadedTicket, sentence: Callable[[int, str], str] = wording.refusals.settled
) -> None:
    """Refuse a ticket that is resolved or closed."""
    if loaded.row.status in SETTLED:
        raise UserFacingError(sentence(loaded.row.number, loaded.row.status))


def state_of(loaded: LoadedTicket) -> str:
    """The status of a ticket, or `deleted`."""
    return "deleted" if loaded.row.is_deleted else loaded.row.status
