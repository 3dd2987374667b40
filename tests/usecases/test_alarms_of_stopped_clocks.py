"""A breach that happened is told though it was answered since; a warning of a stopped clock is not.

An urgent request is promised its first reply in an hour.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.store import alarms, clock_numbers, outbox
from bot.usecases import tickets
from bot.usecases.alerts import heeding
from bot.usecases.sweeping import sweep
from tests.usecases.test_alerts import all_is_sent, late, message_of, promised, rows
from tests.usecases.test_time import posted

BREACH = "alarm:1:first_reply:1:breach:1"


def answered(team, ts, hours=1, seconds=10):
    """Ana answers after so long, and nobody swept before."""
    team.clock.move(hours=hours, seconds=seconds)
    team.writes("UANA", "here I am", thread_ts=ts)


def alarm_rows(team):
    with team.desk.look() as work:
        return alarms.of(work.connection, "T1", 1)


def numbers(team, metric="next_reply"):
    with team.desk.look() as work:
        rows = clock_numbers.of(work.connection, "T1", 1)
    return {row.number: row.cycle for row in rows if row.metric == metric}


def test_a_breach_that_was_answered_before_anybody_said_it_is_told_and_calls_nobody(team):
    promised(team, '{at: 75%, to: [channel]}, {at: breach, to: [channel, leads, "#billing"]}')
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts)
    assert [(row.points, row.fire_at) for row in alarm_rows(team)] == [
        (("breach",), team.clock.now() - timedelta(seconds=9))
    ]
    sweep(team.desk)
    home, other = rows(team)
    assert (home.key, other.key) == (BREACH, f"{BREACH}@CBILLING")
    for row in (home, other):
        assert (row.payload["mentions"], row.payload["done_by"]) == ([], "UANA")
    assert alarm_rows(team) == []
    sweep(team.desk)
    assert len(rows(team)) == 2


def test_what_is_due_of_a_stopped_clock_but_its_breach_is_dropped(team):
    promised(team, "{at: 75%, to: [channel]}, {at: +10m, to: [channel]}")
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts, hours=2)
    sweep(team.desk)
    assert (rows(team), alarm_rows(team)) == ([], [])


def test_a_breach_that_waits_to_be_sent_says_that_it_was_answered(team):
    promised(team, '{at: breach, to: [channel, leads, "#billing"]}')
    ts = late(team, hours=1, seconds=1)
    assert [row.payload["mentions"] for row in rows(team)] == [["ULEA"], ["ULEA"]]
    team.writes("UANA", "here I am", thread_ts=ts)
    for row in rows(team):
        assert (row.payload["mentions"], row.payload["done_by"]) == ([], "UANA")
        assert row.summary == "breach first_reply #1"


def test_a_breach_that_was_sent_is_not_said_again_when_it_is_answered(team):
    ts = late(team, hours=1, seconds=1)
    all_is_sent(team)
    team.writes("UANA", "here I am", thread_ts=ts)
    sweep(team.desk)
    assert rows(team) == []


def test_a_resolved_breach_that_is_reopened_before_it_was_sent_is_said_as_it_stands(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=41)
    sweep(team.desk)
    key = "alarm:1:resolution:1:breach:1"
    team.does(tickets.resolve, 1, "UANA")
    with team.desk.look() as work:
        resolved = outbox.get(work.connection, "T1", key)
    assert (resolved.payload["mentions"], resolved.payload["done_by"]) == ([], "UANA")
    team.clock.move(seconds=20)
    team.does(tickets.reopen, 1, "UANA")
    with team.desk.look() as work:
        reopened = outbox.get(work.connection, "T1", key)
    assert (reopened.payload["mentions"], reopened.payload["done_by"]) == (["ULEA"], None)
    assert (reopened.state, resolved.state) == ("pending", "pending")


@pytest.mark.parametrize("undone", [tickets.spam, tickets.delete])
def test_a_breach_that_was_answered_stands_though_the_ticket_goes(team, undone):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts)
    team.clock.move(seconds=1)
    team.does(undone, 1, "ULEA")
    sweep(team.desk)
    assert [row.key for row in rows(team)] == [BREACH]


def test_a_breach_of_a_deleted_request_is_not_said(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(hours=1, seconds=10)
    team.does(tickets.delete, 1, "ULEA")
    sweep(team.desk)
    assert (rows(team), alarm_rows(team)) == ([], [])


# --- events that are heard late -----------------------------------------------------------------


def test_a_message_heard_late_that_counts_the_cycles_anew_repeats_nothing(team):
    """Carla's second question is cycle 1 until one before it is heard of; it was warned of once."""
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=1)
    team.writes("UANA", "yes?", thread_ts=ts)
    missed_at = team.clock.move(minutes=5)
    team.clock.move(minutes=5)
    answered_at = team.clock.now()
    team.clock.move(minutes=20)
    team.writes("UCARLA", "and the screen?", thread_ts=ts)
    team.clock.move(minutes=25)
    sweep(team.desk)
    assert [row.key for row in rows(team)] == ["alarm:1:next_reply:1:75%:1"]
    all_is_sent(team)
    posted(team, answered_at, "UANA", "done", ts)
    posted(team, missed_at, text="it smokes", thread_ts=ts)
    assert numbers(team) == {1: 2, 2: 1}
    sweep(team.desk)
    assert rows(team) == []
    clicked = replace(message_of(team, "alarm:1:next_reply:1:75%:1"), metric="next_reply")
    done = team.does(heeding.snooze, clicked, "UANA", minutes=15)
    assert done.until == team.clock.now() + timedelta(minutes=5)  # its breach, as cycle 2
    team.clock.move(minutes=6)
    sweep(team.desk)
    assert [row.key for row in rows(team)] == ["alarm:1:next_reply:1:breach:1"]


def test_a_warning_that_turns_out_untrue_before_it_was_sent_is_taken_back(team):
    promised(team, "{at: 75%, to: [channel]}", more=", pause_on: {first_reply: [pending]}")
    ts = late(team, minutes=45)
    assert len(rows(team)) == 1
    asked_at = team.clock.now() - timedelta(minutes=40)
    team.does(tickets.pending, 1, "UANA", at=asked_at)
    assert rows(team) == []
    team.clock.move(minutes=1)
    posted(team, team.clock.now(), text="still", thread_ts=ts)
    team.clock.move(minutes=40)
    sweep(team.desk)
    assert [row.key for row in rows(team)] == ["alarm:1:first_reply:1:75%:2"]


@pytest.mark.parametrize(("hours", "is_false"), [(0.8, True), (1.5, False)])
def test_an_alarm_that_was_sent_after_an_answer_nobody_had_heard_is_corrected(
    team, hours, is_false
):
    """Said in ignorance: the answer comes to light afterwards, dated as it was written."""
    promised(team, "{at: breach, to: [channel, leads]}")
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(hours=hours)
    at = team.clock.now()
    team.clock.move(hours=2 - hours)
    sweep(team.desk)
    all_is_sent(team)
    posted(team, at, "UANA", "here I am", thread_ts=ts)
    [edit] = rows(team, "corrected:")
    assert (edit.method, edit.target_key) == ("chat.update", BREACH)
    assert (edit.payload["mentions"], edit.payload["done_by"]) == ([], "UANA")
    assert (edit.payload["breached_at"] is None) is is_false


def test_an_alarm_that_was_true_when_it_was_said_is_left_as_it_is(team):
    ts = late(team, hours=1, seconds=1)
    all_is_sent(team)
    team.clock.move(minutes=1)
    team.writes("UANA", "here I am", thread_ts=ts)
    assert rows(team, "corrected:") == []
