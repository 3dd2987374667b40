"""Whether something came in about a ticket that is not worked off yet, so that speaking may err."""

from datetime import timedelta
from typing import Final

from bot.store import waiting_arrivals
from bot.store.outbox import MessagePlace
from bot.store.tickets import TicketRow
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.places import is_direct
from bot.usecases.messages import threads

LONGEST_HELD_UP: Final = timedelta(minutes=1)
"""How long an alarm waits for arrivals that are not worked off yet."""
LONGEST_UNTRIED: Final = timedelta(minutes=10)
"""How long it waits for messages that were read and nobody has tried to work off yet."""


def is_held_up(work: Transaction, ticket: TicketRow) -> bool:
    """Whether something that may be about this ticket came in and is not worked off yet.

    Then what was read of it is worked off before all else. Called in a writing transaction.
    """
    spots = [
        (place.channel_id, None if is_direct(place.channel_id) else place.ts)
        for place in places_of(work, ticket)
    ]
    since, untried_since = work.now - LONGEST_HELD_UP, work.now - LONGEST_UNTRIED
    is_waiting = waiting_arrivals.is_waiting(*work.scope, spots, since, untried_since)
    if is_waiting:
        waiting_arrivals.hurry(*work.scope, spots)
    return is_waiting


def places_of(work: Transaction, ticket: TicketRow) -> list[MessagePlace]:
    """The first messages of the conversations about a ticket that stand in Slack."""
    shared = threads.conversation(work, ticket), threads.begun_by(ticket)
    both = dict.fromkeys((*shared, threads.direct(work, ticket)))
    places = (threads.stands_at(work, thread) for thread in both)
    return [place for place in places if place is not None]
