"""The order of what happened."""

import pytest

from sla_core.errors import TimelineError
from sla_core.tickets.events import LevelSet, PrioritySet
from sla_core.tickets.timeline import Timeline, is_decision
from tests.sla_core.builders import created, events, line, timeline, when


def kinds(of):
    return [each.type for each in of.events]


def test_events_that_arrived_in_any_order_stand_in_order_of_their_instants():
    told = [line("mon 11:00", "note"), line("mon 10:00", "agent_reply"), *created("mon 09:00")]
    assert kinds(timeline(told)) == ["created", "level", "agent_reply", "note"]


def test_events_of_one_instant_stand_in_order_of_arrival():
    told = [*created(), line("mon 10:00", "agent_reply"), line("mon 10:00", "requester_message")]
    assert kinds(timeline(told))[2:] == ["agent_reply", "requester_message"]
    assert kinds(timeline([*told[:2], told[3], told[2]]))[2:] == [
        "requester_message",
        "agent_reply",
    ]


def test_a_fraction_of_a_second_decides_the_order():
    told = [
        *created(),
        line("2026-03-02T10:00:00.5Z", "note"),
        line("2026-03-02T10:00:00.25Z", "agent_reply"),
    ]
    assert kinds(timeline(told))[2:] == ["agent_reply", "note"]


def test_an_id_seen_twice_counts_once():
    told = [*created(id="a"), line("mon 10:00", "note", id="b"), line("mon 11:00", "note", id="b")]
    assert kinds(timeline(told)) == ["created", "level", "note"]


def test_events_without_an_id_are_never_the_same():
    told = [*created(), line("mon 10:00", "note"), line("mon 10:00", "note")]
    assert kinds(timeline(told)).count("note") == 2


@pytest.mark.parametrize(
    "told",
    [
        pytest.param([], id="nothing"),
        pytest.param([line("mon 09:00", "note")], id="no creation"),
        pytest.param([line("mon 08:00", "note"), *created("mon 09:00")], id="before the creation"),
    ],
)
def test_a_timeline_begins_with_its_creation(told):
    with pytest.raises(TimelineError, match="nothing before its `created`"):
        timeline(told)


def test_a_timeline_knows_its_creation():
    assert timeline(created("mon 09:00")).created.at_s == when("mon 09:00")


def test_decisions_are_the_events_of_rules_and_of_the_choice_of_a_level():
    made = events(
        [
            *created(),
            line("mon 09:00", "priority", to="high", rule="R"),
            line("mon 10:00", "level", to="Urgent"),
            line("mon 10:00", "priority", to="low"),
        ]
    )
    assert [is_decision(each) for each in made] == [False, True, True, False, False]


def test_deciding_anew_keeps_what_people_did_and_puts_decisions_behind_the_creation():
    told = timeline(
        [
            *created(),
            line("mon 09:00", "requester_message"),
            line("mon 10:00", "priority", to="low", rule="Old"),
            line("mon 11:00", "level", to="ByHand"),
        ]
    )
    at_us = told.created.at_us
    new = [
        PrioritySet(at_us=at_us, to="high", rule="New"),
        LevelSet(at_us=at_us, to="B", rule="New"),
    ]
    again = told.decided_anew(new)
    assert kinds(again) == ["created", "priority", "level", "requester_message", "level"]
    assert again.events[1:3] == tuple(new)


def test_events_of_one_ticket_bear_its_name():
    assert Timeline.of("T9", events(created())).ticket == "T9"
