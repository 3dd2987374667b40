"""One step of a ticket: its new events and where it stands then, for all consequences."""

from dataclasses import dataclass

from bot.store.clocks import ClockRow
from bot.store.tickets import TicketRow
from bot.views.tickets import TicketView
from sla_core.alarms import Change
from sla_core.clocks.replay import ReplayedTicket
from sla_core.tickets.event import Event


@dataclass(frozen=True, slots=True)
class ClockRows:
    """The clocks of a ticket as they were written before a step, and as they are written now."""

    before: tuple[ClockRow, ...]
    now: tuple[ClockRow, ...]


@dataclass(frozen=True, slots=True)
class TicketStep:
    """A step of a locked ticket, written but for what follows from it."""

    before: TicketRow
    row: TicketRow
    history: tuple[Event, ...]
    """What had happened before."""
    events: tuple[Event, ...]
    """The events, with the decisions on them; none where only time or the promise went on."""
    replayed: ReplayedTicket
    view: TicketView
    clocks: ClockRows | None
    """None where the clocks stay as they were: their level cannot be read."""
    change: Change | None = None
    """How the clocks stood before and after; None of a new ticket, and where time went on."""
    is_due: bool = False
    """Whether what is due by now is to be announced."""
