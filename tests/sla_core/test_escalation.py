"""A ticket goes before all others from an alert that says so until an agent replies."""

import pytest

from sla_core.alarms import is_escalated
from sla_core.configuration import Alert, AlertPoint
from tests.sla_core.builders import HOUR, created, history, level, line, played

LATE = Alert(AlertPoint(breach=True), ("leads",), escalate=True)
LATER = Alert(AlertPoint(after_s=HOUR), ("leads",), escalate=True)
MILD = Alert(AlertPoint(share_pct=50), ("channel",))
OF = level(first_reply=HOUR, resolution=2 * HOUR, alerts=(MILD, LATE, LATER),
           pause_on={}, reopen="resume")  # fmt: skip


def escalated(at, *lines, of=OF):
    return is_escalated(played([*created("mon 09:00"), *lines], of, at))


def test_it_is_escalated_from_the_second_of_the_point():
    assert not escalated("mon 10:00")
    assert escalated("mon 10:00:01")


def test_a_point_that_does_not_escalate_leaves_it_where_it_is():
    assert not escalated("mon 12:00", of=level(first_reply=HOUR, alerts=(MILD,)))


@pytest.mark.parametrize(
    "ends",
    [
        line("mon 11:30", "agent_reply", actor="ana"),
        line("mon 11:30", "status", to="resolved"),
        line("mon 11:30", "status", to="closed"),
        line("mon 11:30", "status", to="spam"),
        line("mon 11:30", "deleted"),
    ],
    ids=lambda ends: f"{ends['type']} {ends.get('to', '')}",
)
def test_it_ends_with_a_reply_and_when_the_ticket_is_done_with(ends):
    assert escalated("mon 11:29", ends)
    assert not escalated("mon 11:30", ends)


def test_after_a_reply_the_next_such_point_escalates_it_again():
    reply = line("mon 11:30", "agent_reply", actor="ana")  # the resolution breaches at 11:00
    assert not escalated("mon 11:59", reply)
    assert escalated("mon 12:00", reply)  # an hour after


def test_a_ticket_that_is_reopened_is_not_escalated_by_what_was_before():
    lines = [line("mon 11:30", "status", to="resolved"), line("mon 11:40", "status", to="open")]
    assert not escalated("mon 11:45", *lines)


def test_somebody_may_escalate_it_until_an_agent_replies():
    lines = [line("mon 09:10", "escalated", actor="lea")]
    assert escalated("mon 09:10", *lines)
    lines.append(line("mon 09:20", "agent_reply", actor="ana"))
    assert not escalated("mon 09:20", *lines)


def test_a_breach_taken_back_escalates_nothing():
    longer = line("mon 10:30", "level", to="Longer", actor="lea")
    under = history(OF, level("Longer", first_reply=8 * HOUR, resolution=8 * HOUR, alerts=(LATE,)))
    assert is_escalated(played([*created(), longer], under, "mon 10:29"))
    assert not is_escalated(played([*created(), longer], under, "mon 10:30"))
