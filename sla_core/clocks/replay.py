"""``replay(timeline, history, until) -> clocks``: the one function everything else stands on.

Live tickets, simulation, explanation and audits all call it. It walks the timeline once; the
ticket's fold gives the signals of each event, the table in ``metrics`` the steps of each metric.
Between the events time passes: an ``until`` is reached, or the configuration changes.
"""

from typing import Final, NamedTuple

from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.clocks.ticket_clocks import TicketClocks
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import MICROSECONDS
from sla_core.tickets.event import Event
from sla_core.tickets.events import StatusSet
from sla_core.tickets.fold import apply
from sla_core.tickets.ticket import Ticket
from sla_core.tickets.timeline import Timeline

_NEVER_US: Final = FOREVER_S * MICROSECONDS


class ReplayedTicket(NamedTuple):
    """A ticket and its clocks with a target as they stand at an instant, in order of opening."""

    ticket: Ticket
    clocks: tuple[Clock, ...]
    at_s: int

    def open_clocks(self) -> list[Clock]:
        """The clocks that run, are paused, or are overdue and unanswered."""
        return [clock for clock in self.clocks if clock.is_open]


def replay(timeline: Timeline, history: ConfigurationHistory, until_s: int) -> ReplayedTicket:
    """The ticket and its clocks at ``until_s``; later events are as if not yet known.

    Raises ``TimelineError`` for a timeline that cannot have happened.
    """
    walk = Replay(timeline.ticket, history)
    last_us = (until_s + 1) * MICROSECONDS
    for event in timeline.events:
        if event.at_us >= last_us:
            break
        walk.take(event)
    return walk.standing(until_s)


class Replay:
    """One ticket with every clock it ever had, while its timeline is walked from event to event.

    Events are taken, and time passes, in order; ``standing`` may be asked in between.
    """

    def __init__(self, name: str, history: ConfigurationHistory) -> None:
        self.ticket = Ticket(name)
        self._clocks = TicketClocks(self.ticket, history)
        self.runs = self._clocks.runs
        self._moves = history.moves
        self._moves_made = 0
        self._next_move_us = self._moves[0].at_us if self._moves else _NEVER_US

    def take(self, event: Event) -> None:
        """Let time pass until an event, and apply it to the ticket and its clocks."""
        at_us, ticket = event.at_us, self.ticket
        if at_us >= self._next_move_us or ticket.until_us is not None:
            self.pass_to(at_us)
        before = ticket.status, ticket.level, ticket.priority
        self._clocks.follow(event, apply(ticket, event), before)

    def pass_to(self, at_us: int) -> None:
        """Let time pass: the configuration changes, and an ``until`` opens the ticket.

        It is as if a ``status`` event stood at the ``until``; nothing opens while deleted.
        """
        while True:
            ticket = self.ticket
            until_us = _NEVER_US if ticket.until_us is None else ticket.until_us
            if min(self._next_move_us, until_us) > at_us:
                return
            if self._next_move_us <= until_us:
                self._move()
            elif ticket.is_deleted:
                ticket.until_us = None
            else:
                ticket.until_us = None
                self.take(StatusSet(at_us=until_us, to="open"))

    def standing(self, at_s: int) -> ReplayedTicket:
        """The ticket and its clocks when time has passed to the end of a second."""
        self.pass_to((at_s + 1) * MICROSECONDS - 1)
        clocks = [run.clock() for run in self.runs]
        return ReplayedTicket(self.ticket, tuple([clock for clock in clocks if clock]), at_s)

    def _move(self) -> None:
        """Move the open clocks, and go on to the next change of the configuration."""
        self._clocks.move(self._moves[self._moves_made])
        self._moves_made += 1
        self._next_move_us = (
            self._moves[self._moves_made].at_us
            if self._moves_made < len(self._moves)
            else _NEVER_US
        )
