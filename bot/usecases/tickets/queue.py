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
from bot.usecases.changes.recording import views_of
from bot.usecases.ground.people import departments_of
from bot.usecases.ground.transaction import Work
from bot.views.tickets import ClockView, TicketView
from sla_core.calendars import Calendar, CalendarDefinition, compiled
from sla_core.instants import to_s

UNPROMISED_HOURS: Final = 168
"""A ticket on which no promise runs counts as due so many hours after its creation."""
TO_SOLVE: Final = ("new", "open", "answered", "pending", "on_hold")
OUR_TURN: Final = ("new", "open")
"""The statuses in which a ticket without a running clock waits for us."""
FAR_S: Final = 2**62
"""What is left of a clock due in more than 5 years."""

Order = tuple[bool, int, int]
"""What the queue is sorted by: not escalated, seconds left, number."""


@dataclass(frozen=True, slots=True)
class Next:
    """The ticket to solve next, and the clock that puts it first (None: no promise runs)."""

    ticket: TicketView
    clock: ClockView | None
    seconds_left: int
    is_escalated: bool = False

    @property
    def order(self) -> Order:
        """Its place in the queue: the least is first."""
        return not self.is_escalated, self.seconds_left, self.ticket.number


def next_ticket(work: Work, by: str, skipped: frozenset[int] = frozenset()) -> Next | None:
    """The ticket to solve next among an agent's departments: nobody's, or the agent's own."""
    names = departments_of(work.configuration, work.directory, by)
    if not names:
        raise UserFacingError(wording.refusals.no_agent())
    queue = Queue(by, tuple(names), TO_SOLVE, skipped, not_asked_by=by)
    best: Next | None = None
    for guessed in places(work, queue):
        if best is not None and best.order <= guessed:
            break
        found = _looked_at(work, guessed)
        if found is not None and (best is None or found.order < best.order):
            best = found
    return best


def places(work: Work, queue: Queue) -> list[Order]:
    """Where the tickets of a queue stand by their projected clocks, the first one first."""
    return sorted(_first_of_each(_in_order(work, queue)))


def _in_order(work: Work, queue: Queue) -> Iterator[Order]:
    """Where each ticket stands by its projected clocks, one for each of them."""
    here, now_s = (work.connection, work.workspace_id), work.now_s
    calendars = _Calendars(work)
    for clock in queue_rows.running_clocks(*here, queue):
        yield not clock.is_escalated, _left(calendars, clock, now_s), clock.number
    for ticket in queue_rows.unpromised(*here, queue, OUR_TURN):
        due_at = ticket.created_at + timedelta(hours=UNPROMISED_HOURS)
        yield not ticket.is_escalated, to_s(due_at) - now_s, ticket.number


def _left(calendars: "_Calendars", clock: RunningClock, now_s: int) -> int:
    if clock.due_at is None or clock.calendar is None:
        return FAR_S
    calendar = calendars.of(clock.calendar, clock.calendar_revision)
    return calendar.business_seconds(now_s, to_s(clock.due_at))


def _first_of_each(orders: Iterable[Order]) -> list[Order]:
    """The first place of every ticket."""
    found: dict[int, Order] = {}
    for order in orders:
        number = order[-1]
        found[number] = min(order, found.get(number, order))
    return list(found.values())


def _looked_at(work: Work, guessed: Order) -> Next | None:
    """A ticket as it stands now; None where it does not wait for us, or cannot be read."""
    view = next(views_of(work, [guessed[-1]]), None)
    if view is None:
        return None
    is_escalated = view.is_escalated
    running = [clock for clock in view.open_clocks if not clock.is_paused]
    if running:
        first = min(running, key=lambda clock: clock.remaining_seconds)
        return Next(view, first, first.remaining_seconds, is_escalated)
    if view.status not in OUR_TURN and not is_escalated:
        return None
    due_at = view.created_at + timedelta(hours=UNPROMISED_HOURS)
    return Next(view, None, int((due_at - view.now).total_seconds()), is_escalated)


class _Calendars:
    """The calendars that clocks run on, each looked up once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._definitions = {
            each.number: each.value
            for each in work.history.revisions
            if isinstance(each.value, CalendarDefinition)
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
