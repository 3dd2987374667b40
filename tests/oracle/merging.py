"""What merging ought to do to the ticket that goes and to the one that stays (semantics, 7)."""

from tests.oracle.clock import OracleClock
from tests.oracle.shelf import REPLIES, SETTLED


def merge(desk, at: int, by: str | None) -> None:
    """The ticket goes into another."""
    if desk.ticket.status not in SETTLED:
        desk.note("an open ticket is merged")
    for clock in desk.shelf.open_ones():
        desk.shelf.cancel(clock, at, "merged", by)
    desk.close_message()
    desk.ticket.status, desk.ticket.until = "closed", None
    desk.ticket.merged = True


def absorb(desk, at: int, message_at: int) -> None:
    """Another ticket comes in, with an open message of its own."""
    if desk.ticket.status == "closed":
        desk.note("absorbed by a closed ticket")
        return
    clock = desk.shelf.open_of(*REPLIES)
    if clock is not None:
        if message_at < clock.start:
            _start_earlier(desk, clock, at, message_at)
    elif desk.ticket.message_open:
        desk.note("absorbed while the open message has no clock")
    else:
        _open_message(desk, at, message_at)


def _start_earlier(desk, clock: OracleClock, at: int, message_at: int) -> None:
    desk.note("absorbed: the reply clock starts earlier")
    breached = clock.breached(at)
    clock.start = message_at
    desk.shelf.judge_anew(clock, at, breached)


def _open_message(desk, at: int, message_at: int) -> None:
    if desk.ticket.status == "resolved":
        desk.note("absorbed by a resolved ticket, which is reopened")
        desk.reopened_by_message(at)
    else:
        desk.note("absorbed: a reply clock starts")
    desk.ticket.message_open = True
    clock = desk.start_reply_clock(at, message_at)
    if clock.is_overdue(at):
        desk.note("absorbed: a reply clock starts overdue")
        clock.fixed, clock.fixed_why = at, "merged"
