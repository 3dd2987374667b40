"""What to solve next: escalated tickets first, then the least business time left.

Tickets are put in order by their clocks as last projected; only those in front are replayed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.store import queue_rows
from bot.store.queue_rows import Queue, RunningClock
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.timelines import views_of
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import ClockView, TicketView
from sla_core.calendars import Calendar, CalendarDefinition, compiled
from sla_core.instants import to_s
from sla_core.tickets.vocabulary import OUR_TURN, TO_SOLVE

UNPROMISED_HOURS: Final = 168
"""A ticket on which no promise runs counts as due so many hours after its creation."""
FAR_S: Final = 2**62
"""What is left of a clock due in more than 5 years."""

Order = tuple[bool, int, int]
"""What the queue is sorted by: not escalated, seconds left, number."""


@dataclass(frozen=True, slots=True)
class NextTicket:
    """The ticket to solve next, and the clock that puts it first (None: no promise runs)."""

    ticket: TicketView
    clock: ClockView | None
    seconds_left: int
    is_escalated: bool = False

    @property
    def order(self) -> Order:
        """Its place in the queue: the least is first."""
        return not self.is_escalated, self.seconds_left, self.ticket.number


def next_ticket(
    work: Transaction, by: str, skipped: frozenset[int] = frozenset()
) -> NextTicket | None:
    """The ticket to solve next among an agent's departments: nobody's, or the agent's own."""
    names = departments_of(work.configuration, work.directory, by)
    if not names:
        raise UserFacingError(wording.refusals.no_agent())
    queue = Queue(by, tuple(names), TO_SOLVE, skipped, not_asked_by=by)
    best: NextTicket | None = None
    for order in places(work, queue):
        if best is not None and best.order <= order:
            break
        candidate = _looked_at(work, order)
        if candidate is not None and (best is None or candidate.order < best.order):
            best = candidate
    return best


def places(work: Transaction, queue: Queue) -> list[Order]:
    """Where the tickets of a queue stand by their projected clocks, the first one first."""
    return sorted(_first_of_each(_in_order(work, queue)))


def _in_order(work: Transaction, queue: Queue) -> Iterator[Order]:
    """Where each ticket stands by its projected clocks, one for each of them."""
    now_s = work.now_s
    calendars = _Calendars(work)
    for clock in queue_rows.running_clocks(*work.scope, queue):
        yield not clock.is_escalated, _left(calendars, clock, now_s), clock.number
    for ticket in queue_rows.unpromised(*work.scope, queue, OUR_TURN):
        due_at = ticket.created_at + timedelta(hours=UNPROMISED_HOURS)
        yield not ticket.is_escalated, to_s(due_at) - now_s, ticket.number


def _left(calendars: "_Calendars", clock: RunningClock, now_s: int) -> int:
    if clock.due_at is None or clock.calendar is None:
        return FAR_S
    calendar = calendars.of(clock.calendar, clock.calendar_revision)
    return calendar.business_seconds(now_s, to_s(clock.due_at))


def _first_of_each(orders: Iterable[Order]) -> list[Order]:
    """The first place of every ticket."""
    first_orders: dict[int, Order] = {}
    for order in orders:
        number = order[-1]
        first_orders[number] = min(order, first_orders.get(number, order))
    return list(first_orders.values())


def _looked_at(work: Transaction, order: Order) -> NextTicket | None:
    """A ticket as it stands now; None where it does not wait for us, or cannot be read."""
    view = next(views_of(work, [order[-1]]), None)
    if view is None:
        return None
    is_escalated = view.is_escalated
    running = [clock for clock in view.open_clocks if not clock.is_paused]
    if running:
        first = min(running, key=lambda clock: clock.remaining_seconds)
        return NextTicket(view, first, first.remaining_seconds, is_escalated)
    if view.status not in OUR_TURN and not is_escalated:
        return None
    due_at = view.created_at + timedelta(hours=UNPROMISED_HOURS)
    return NextTicket(view, None, int((due_at - view.now).total_seconds()), is_escalated)


class _Calendars:
    """The calendars that clocks run on, each looked up once."""

    def __init__(self, work: Transaction) -> None:
        self._work = work
        self._definitions = {
            revision.number: revision.value
            for revision in work.history.revisions
            if isinstance(revision.value, CalendarDefinition)
        }
        self._known: dict[tuple[str, int | None], Calendar] = {}

    def of(self, name: str, revision: int | None) -> Calendar:
        """The calendar of a name at a revision; at none it is the one that is always there."""
        key = name, revision
        if key not in self._known:
            definition = self._definitions.get(revision or 0)
            self._known[key] = (
                self._work.configuration.calendar(name)
                if definition is None
                else compiled(definition)
            )
        return self._known[key]
