"""What may become of a ticket in each status: said once, and true of the fold."""

import pytest

from sla_core.tickets.vocabulary import (
    AWAY,
    MAY_GO_ON,
    OUR_TURN,
    OVER,
    PUT_OFF,
    REQUESTERS_TURN,
    SETTLED,
    STATUSES,
    TO_SOLVE,
)
from tests.sla_core.builders import MESSAGE, REPLY, STANDARD, created, line, played, status

each_status = pytest.mark.parametrize("name", STATUSES)


def after(*steps, until="tue 09:00"):
    """The ticket and its clocks after what happened to it, an answered request."""
    lines = [*created(), line("mon 10:00", REPLY, actor="ana")]
    for at, (kind, own) in steps:
        lines.append(line(at, kind, **({"actor": "carla"} | own)))
    return played(lines, STANDARD, until)


def test_the_groups_hold_what_they_say():
    assert TO_SOLVE == ("new", "open", "answered", "pending", "on_hold")
    assert (*TO_SOLVE, "resolved") == MAY_GO_ON
    assert {"resolved", "closed", "spam", "deleted"} == OVER
    assert {*TO_SOLVE, *OVER} == {*STATUSES, "deleted"}
    assert {*OUR_TURN, *REQUESTERS_TURN, *PUT_OFF} == set(TO_SOLVE)


@each_status
def test_a_message_changes_a_ticket_that_may_go_on_and_no_other(name):
    turned = ("mon 11:00", status(name))
    with_it = after(turned, ("mon 12:00", (MESSAGE, {})))
    assert (with_it.ticket.open_message_at_s is not None) is (name in MAY_GO_ON)
    assert (len(with_it.clocks) > len(after(turned).clocks)) is (name in MAY_GO_ON)


@each_status
def test_a_message_makes_it_our_turn_where_it_may_go_on(name):
    found = after(("mon 11:00", status(name)), ("mon 12:00", (MESSAGE, {}))).ticket.status
    expected = name if name in OUR_TURN or name not in MAY_GO_ON else "open"
    assert found == expected


@each_status
def test_nothing_runs_on_what_is_over(name):
    found = after(("mon 11:00", status(name)))
    is_settled, is_away = found.ticket.is_settled, found.ticket.away is not None
    assert (is_settled, is_away) == (name in SETTLED, name in AWAY)
    assert bool(list(found.open_clocks())) is (name in TO_SOLVE)


@each_status
def test_what_is_put_off_may_be_until_an_instant(name):
    turned = ("mon 11:00", status(name, "mon 12:00" if name in PUT_OFF else None))
    assert (after(turned).ticket.status == "open") is (name in (*PUT_OFF, "open"))
