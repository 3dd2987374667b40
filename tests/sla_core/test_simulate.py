"""The past under a configuration."""

from sla_core.configuration import ConfigurationHistory, WorkspaceOptions
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Rule
from sla_core.simulate import compare, simulate
from sla_core.tickets.timeline import Timeline
from tests.sla_core.builders import (
    HOUR,
    configuration,
    created,
    events,
    level,
    line,
    timeline,
    when,
)

STANDARD = level("Standard", first_reply=4 * HOUR)
URGENT = level("Urgent", first_reply=HOUR)
RULE = Rule("Tag URGENT", Actions(level="Urgent"), ((Condition("tags", "contains", "urgent"),),))
UNDER = ConfigurationHistory.of(
    configuration(
        STANDARD, URGENT, rules=(RULE,), options=WorkspaceOptions(default_level="Standard")
    )
)
REPLY = line("mon 11:00", "agent_reply", actor="ana")


def judged(lines, until="tue 09:00"):
    return list(simulate([timeline(lines)], UNDER, when(until)))


def test_levels_are_chosen_by_the_rules_of_the_configuration():
    ((urgent,),) = judged([*created(level=None, tags=["URGENT"]), REPLY])
    ((other,),) = judged([*created(level=None), REPLY])
    assert (urgent.level, urgent.state) == ("Urgent", "missed")
    assert (other.level, other.state) == ("Standard", "met")


def test_what_rules_and_defaults_decided_before_is_left_out():
    lines = [
        *created(level="Urgent"),
        line("mon 09:30", "priority", to="low", rule="Old"),
        REPLY,
    ]
    ((row,),) = judged(lines)
    assert (row.level, row.priority) == ("Standard", "normal")


def test_what_people_decided_stays():
    ((row,),) = judged([*created(level=None), line("mon 10:00", "level", to="Urgent"), REPLY])
    assert (row.level, row.state) == ("Urgent", "missed")


def test_open_clocks_are_judged_at_the_instant_given_and_later_events_ignored():
    ((row,),) = judged([*created(level=None), REPLY], until="mon 10:00")
    assert (row.state, row.elapsed_seconds) == ("running", HOUR)


def test_tickets_created_later_are_ignored():
    assert judged(created("wed 09:00", level=None)) == []


def test_tickets_come_in_the_order_they_were_given():
    tickets = [Timeline.of(name, events(created(level=None))) for name in ("B", "A")]
    found = list(simulate(tickets, UNDER, when("tue 09:00")))
    assert [[row.ticket for row in rows] for rows in found] == [["B"], ["A"]]


FASTER = ConfigurationHistory.of(
    configuration(
        level("Standard", first_reply=HOUR, resolution=8 * HOUR),
        URGENT,
        options=WorkspaceOptions(default_level="Standard"),
    )
)


def compared(lines, until="tue 09:00", after=FASTER):
    return list(compare([timeline(lines)], UNDER, after, when(until)))


def test_rules_are_decided_under_either_configuration():
    (found,) = compared([*created(level=None, tags=["URGENT"]), REPLY])
    assert [row.level for row in found.before] == ["Urgent"]
    assert [row.level for row in found.after] == ["Standard", "Standard"]


def test_the_clocks_that_end_differently_are_found():
    (found,) = compared([*created(level=None), REPLY])
    assert [(flip.row.metric, *flip.kind) for flip in found.flips] == [
        ("first_reply", "met", "missed"),
        ("resolution", "not promised", "open"),
    ]


def test_nothing_flips_under_the_same_configuration():
    (found,) = compared([*created(level=None), REPLY], after=UNDER)
    assert (found.before, found.flips) == (found.after, [])


def test_tickets_created_later_are_not_compared():
    assert compared(created("wed 09:00", level=None)) == []
