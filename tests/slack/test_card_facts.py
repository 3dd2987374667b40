"""What a card shows is in its mark: a card that would look otherwise is edited."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from bot.slack.draw.blocks.card import card
from bot.slack.draw.names import Names
from bot.views.cards import mark_of
from bot.views.tickets import ClockView, TicketView
from sla_core.tickets.vocabulary import STATUSES
from tests.slack.test_blocks import CLOCK, NOW, TICKET

LATER = NOW + timedelta(hours=9)
OTHER = {
    "number": (), "now": (),  # the same for ever, and what passes
    "subject": ("Mouse",), "requester": (None, "UDAN"), "priority": ("urgent", "low"),
    "department": (None, "Billing"), "customer": (None, "Beta"), "assignee": (None, "UANA"),
    "level": (None, "Gold"), "level_chosen_by": (None, "default"), "tags": ((), ("a", "b")),
    "source": ("form",), "channel_id": (None, "C2"), "thread_ts": (None, "1772438401.000100"),
    "created_at": (LATER,), "is_escalated": (True,), "fields": ((("plan", "gold"),),),
    "merged_into": ("7",), "undelivered": (1, 2), "status": (*STATUSES, "deleted"), "clocks": ((),),
}  # fmt: skip
"""Other values of each fact of a ticket."""
OF_CLOCK = {
    "metric": ("next_reply",), "cycle": (2,), "state": ("missed", "met"), "target_seconds": (60,),
    "elapsed_seconds": (60,), "remaining_seconds": (60, -60), "started_at": (LATER,),
    "due_at": (None, LATER), "breached_at": (NOW,), "stopped_at": (NOW,), "is_paused": (True,),
    "cancel_reason": ("merged",), "breach_reason": ("merged",),
}  # fmt: skip
"""Other values of each fact of a clock."""
CLOCKS = {
    "running": CLOCK,
    "overdue": replace(CLOCK, state="missed", remaining_seconds=-60, breached_at=NOW),
    "paused": replace(CLOCK, is_paused=True, state="paused", due_at=None),
    "met": replace(CLOCK, state="met", stopped_at=NOW),
    "missed": replace(CLOCK, state="missed", breached_at=NOW, stopped_at=NOW),
    "cancelled": replace(CLOCK, state="cancelled", stopped_at=NOW, cancel_reason="merged"),
}
TICKETS = [
    replace(TICKET, status=status, assignee=assignee, clocks=(clock,))
    for status in (*STATUSES, "deleted")
    for assignee in (None, "UANA")
    for clock in CLOCKS.values()
]


def is_time(clock, name):
    """What passes while nothing happens: of a clock that is open and not paused."""
    return clock.is_open and not clock.is_paused and name.endswith("_seconds")


def others(ticket):
    for name, values in OTHER.items():
        for value in values:
            yield name, replace(ticket, **{name: value})
    (clock,) = ticket.clocks
    for name, values in OF_CLOCK.items():
        for value in () if is_time(clock, name) else values:
            yield f"clock.{name}", replace(ticket, clocks=(replace(clock, **{name: value}),))


def drawn(ticket):
    return card(ticket, Names(), "example")


def test_every_fact_of_a_ticket_and_of_a_clock_is_tried():
    assert set(OTHER) == {each.name for each in fields(TicketView)}
    assert set(OF_CLOCK) == {each.name for each in fields(ClockView)}


def test_a_card_that_would_look_otherwise_has_another_mark():
    missed = {
        (name, ticket.status)
        for ticket in TICKETS
        for name, other in others(ticket)
        if drawn(other) != drawn(ticket) and mark_of(other) == mark_of(ticket)
    }
    assert missed == set()


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
def test_time_alone_makes_no_other_mark(clock):
    """What passes of an open clock; one that is paused or stopped stands still."""
    before = replace(TICKET, clocks=(clock,))
    spent = {"elapsed_seconds": 7200, "remaining_seconds": 7200} if is_time(
        clock, "elapsed_seconds"
    ) else {}  # fmt: skip
    after = replace(before, now=LATER, clocks=(replace(clock, **spent),))
    assert mark_of(after) == mark_of(before)


def test_cards_that_stand_in_slack_keep_the_mark_they_were_given():
    """Of clocks that run: else every card would be edited once for nothing."""
    assert mark_of(TICKET) == "d0881cb88e5cea25"
    assert mark_of(replace(TICKET, undelivered=2)) == "1826a5a63edfd687"
