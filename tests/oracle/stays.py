"""What a stay in resolved or closed ought to end, and what a `status` out of it takes back.

Semantics, section 7: a stay begins when the ticket becomes resolved or closed; spam, deletion and a
message's reopen that was undone lie inside it.
"""

from dataclasses import dataclass, field

from tests.oracle.clock import OracleClock
from tests.oracle.shelf import REPLIES


@dataclass
class Stay:
    """What its beginning ended and nobody answered since."""

    clocks: list[OracleClock] = field(default_factory=list)
    message_open: bool = False
    first_phase: bool = False
    reopened_in_vain: bool = False

    def answered(self) -> bool:
        """A public reply, or the word that none is needed; whether anything waited for it."""
        waited = self.message_open
        self.clocks = [clock for clock in self.clocks if clock.metric not in REPLIES]
        self.message_open = self.first_phase = False
        return waited

    def assigned(self) -> bool:
        """Somebody got the ticket; whether its clock waited for that."""
        waiting = [clock for clock in self.clocks if clock.metric == "first_assign"]
        self.clocks = [clock for clock in self.clocks if clock.metric != "first_assign"]
        return bool(waiting)


def begin(desk, at: int, by: str | None) -> None:
    """The ticket became resolved or closed: the resolution stops, everything else lapses."""
    ticket, shelf = desk.ticket, desk.shelf
    stay = Stay([], ticket.message_open, ticket.first_phase)
    for clock in shelf.open_ones():
        if clock.metric == "resolution":
            clock.stop(at, by)
            shelf.resolution = clock
        else:
            shelf.cancel(clock, at, "resolved_unanswered", by)
            if clock.metric in (*REPLIES, "first_assign"):
                stay.clocks.append(clock)
    desk.close_message()
    desk.stay = stay


def take_back(desk, at: int, out_of_spam: bool) -> None:
    """A `status` event reopened the ticket: its questions are open as they were."""
    stay, desk.stay = desk.stay, Stay()
    if out_of_spam:
        desk.note("a status takes a resolved ticket out of spam and reopens it")
    if stay.message_open:
        desk.ticket.message_open, desk.ticket.first_phase = True, stay.first_phase
        desk.note("a status reopens a ticket and its message is open again")
    if stay.reopened_in_vain and stay.clocks:
        desk.note("a status takes back a stay in which a message's reopen was undone")
    for clock in stay.clocks:
        if clock.reason == "excluded":
            desk.note("a question excluded while the ticket was resolved stays ended")
        else:
            _goes_on(desk, clock, at)


def _goes_on(desk, clock: OracleClock, at: int) -> None:
    if clock.reason is None and clock.target is not None:
        desk.note("a status reopens a ticket and a missed question runs on")
    elif clock.target is not None:
        desk.note(f"a status reopens a ticket and its `{clock.metric}` runs on")
    number, clock.taken_up = len(desk.shelf.clocks), True
    desk.runs_on(clock, at)
    if len(desk.shelf.clocks) > number:
        desk.note("a question runs on under a level without its metric")
