"""A breach that happened is told though it was answered since; a warning of a stopped clock is not.

An urgent request is promised its first reply in an hour.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer
from bot.delivery.settings import DeliverySettings
from bot.store import alarms, clock_numbers, outbox, tables
from bot.usecases import tickets
from bot.usecases.hearing.alarm_gate import Gate
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import responses
from tests.delivery.fakes import FakeSlack, drain
from tests.usecases.test_alerts import all_is_sent, late, message_of, promised, rows
from tests.usecases.test_time import posted

BREACH = "alarm:1:first_reply:1:breach:1"


def every_row(team, prefix):
    """What was ever to be said, the keys beginning with this."""
    asked = outbox.every_row().where(tables.outbox.c.key.startswith(prefix))
    with team.program.look() as work:
        return outbox.rows_of(work.connection, asked)


def answered(team, ts, hours=1, seconds=10):
    """Ana answers after so long, and nobody swept before."""
    team.clock.move(hours=hours, seconds=seconds)
    team.writes("UANA", "here I am", thread_ts=ts)


def alarm_rows(team):
    with team.program.look() as work:
        return alarms.of(work.connection, "T1", 1)


def numbers(team, metric="next_reply"):
    with team.program.look() as work:
        rows = clock_numbers.of(work.connection, "T1", 1)
    return {row.number: row.cycle for row in rows if row.metric == metric}


def test_a_breach_that_was_answered_before_anybody_said_it_is_told_and_calls_nobody(team):
    promised(team, '{at: 75%, to: [channel]}, {at: breach, to: [channel, leads, "#billing"]}')
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts)
    assert [(row.points, row.fire_at) for row in alarm_rows(team)] == [
        (("breach",), team.clock.now() - timedelta(seconds=9))
    ]
    sweep(team.program)
    home, other = rows(team)
    assert (home.key, other.key) == (BREACH, f"{BREACH}@CBILLING")
    for row in (home, other):
        assert (row.payload["mentions"], row.payload["done_by"]) == ([], "UANA")
    assert alarm_rows(team) == []
    sweep(team.program)
    assert len(rows(team)) == 2


def test_what_is_due_of_a_stopped_clock_but_its_breach_is_dropped(team):
    promised(team, "{at: 75%, to: [channel]}, {at: +10m, to: [channel]}")
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts, hours=2)
    sweep(team.program)
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
    sweep(team.program)
    assert rows(team) == []


def test_a_resolved_breach_that_is_reopened_before_it_was_sent_is_said_as_it_stands(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=41)
    sweep(team.program)
    key = "alarm:1:resolution:1:breach:1"
    team.does(tickets.resolve, 1, "UANA")
    with team.program.look() as work:
        resolved = outbox.get(work.connection, "T1", key)
    assert (resolved.payload["mentions"], resolved.payload["done_by"]) == ([], "UANA")
    team.clock.move(seconds=20)
    team.does(tickets.reopen, 1, "UANA")
    with team.program.look() as work:
        reopened = outbox.get(work.connection, "T1", key)
    assert (reopened.payload["mentions"], reopened.payload["done_by"]) == (["ULEA"], None)
    assert (reopened.state, resolved.state) == ("pending", "pending")


@pytest.mark.parametrize("undone", [tickets.spam, tickets.delete])
def test_a_breach_that_was_answered_stands_though_the_ticket_goes(team, undone):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    answered(team, ts)
    team.clock.move(seconds=1)
    team.does(undone, 1, "ULEA")
    sweep(team.program)
    assert [row.key for row in rows(team)] == [BREACH]


def test_a_breach_of_a_deleted_request_is_not_said(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(hours=1, seconds=10)
    team.does(tickets.delete, 1, "ULEA")
    sweep(team.program)
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
    sweep(team.program)
    assert [row.key for row in rows(team)] == ["alarm:1:next_reply:1:75%:1"]
    all_is_sent(team)
    posted(team, answered_at, "UANA", "done", ts)
    posted(team, missed_at, text="it smokes", thread_ts=ts)
    assert numbers(team) == {1: 2, 2: 1}
    sweep(team.program)
    assert rows(team) == []
    clicked = replace(message_of(team, "alarm:1:next_reply:1:75%:1"), metric="next_reply")
    done = team.does(responses.snooze, clicked, "UANA", minutes=15)
    assert done.until == team.clock.now() + timedelta(minutes=5)  # its breach, as cycle 2
    team.clock.move(minutes=6)
    sweep(team.program)
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
    sweep(team.program)
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
    sweep(team.program)
    all_is_sent(team)
    posted(team, at, "UANA", "here I am", thread_ts=ts)
    [edit] = rows(team, "corrected:")
    assert (edit.method, edit.target_key) == ("chat.update", BREACH)
    assert (edit.payload["mentions"], edit.payload["done_by"]) == ([], "UANA")
    assert (edit.payload["breached_at"] is None) is is_false


def in_a_digest(team, *faults):
    """Three breaches are said at once; nobody knows of an answer half an hour after the last."""
    promised(team, "{at: breach, to: [channel, leads]}")
    slack, roots = FakeSlack(team.clock), []
    sender = Deliverer(team.program.database, slack, team.clock, DeliverySettings(workers=1))
    for name in "abc":
        team.clock.move(minutes=4)
        roots.append(team.writes("UCARLA", f"Printer {name} #URGENT")[0])
        drain(sender, team.clock)
    answered_at = team.clock.move(minutes=30)
    team.clock.move(minutes=40)
    sweep(team.program)
    slack.faults = list(faults)
    sender.run_once()
    return roots, answered_at, slack, sender


def digests_in(slack):
    """What is shown of the alarms of the team's channel, each message by its lines."""
    return [text.splitlines() for text in slack.said("CSLA") if text.startswith("breach")]


LATE_1, LATE_2, LATE_3 = (f"breach first_reply #{number} ULEA" for number in (1, 2, 3))
DONE_1, DONE_2, DONE_3 = (f"breach first_reply #{number}" for number in (1, 2, 3))


def test_of_a_digest_the_line_is_corrected_that_proved_false_and_the_others_stay(team):
    roots, answered_at, slack, sender = in_a_digest(team)
    drain(sender, team.clock)
    assert digests_in(slack) == [[LATE_1, LATE_2, LATE_3]]
    team.clock.move(minutes=1)
    team.writes("UANA", "late, but here I am", thread_ts=roots[0])
    posted(team, answered_at, "UANA", "here I am", thread_ts=roots[1])
    drain(sender, team.clock)
    assert digests_in(slack) == [[LATE_1, DONE_2, LATE_3]]
    updates = [payload for method, payload in slack.calls if method == "chat.update"]
    keys = [f"alarm:{number}:first_reply:1:breach:1" for number in (1, 2, 3)]
    named = {"key": f"digest:{keys[0]}", "keys": "\n".join(keys)}
    assert named in [update["metadata"]["event_payload"] for update in updates]


def test_two_lines_of_a_digest_that_prove_false_one_after_the_other_are_both_corrected(team):
    roots, answered_at, slack, sender = in_a_digest(team)
    for root in (roots[2], roots[0]):
        posted(team, answered_at, "UANA", "here I am", thread_ts=root)
    drain(sender, team.clock)
    assert digests_in(slack) == [[DONE_1, LATE_2, DONE_3]]
    posted(team, answered_at + timedelta(seconds=1), "UANA", "and here", thread_ts=roots[1])
    drain(sender, team.clock)
    assert digests_in(slack) == [[DONE_1, DONE_2, DONE_3]]


def test_a_digest_is_corrected_once_however_often_it_is_found_out(team):
    roots, answered_at, slack, sender = in_a_digest(team)
    posted(team, answered_at, "UANA", "here I am", thread_ts=roots[1])
    team.writes("UANA", "and here", thread_ts=roots[1])
    drain(sender, team.clock)
    sweep(team.program)
    drain(sender, team.clock)
    updates = [payload for method, payload in slack.calls if method == "chat.update"]
    keys = [update["metadata"]["event_payload"]["key"] for update in updates]
    assert keys.count("digest:alarm:1:first_reply:1:breach:1") == 1
    assert digests_in(slack) == [[LATE_1, DONE_2, LATE_3]]


def test_a_line_that_is_answered_still_earlier_is_corrected_again(team):
    roots, answered_at, slack, sender = in_a_digest(team)
    team.clock.move(minutes=1)
    between = answered_at + timedelta(minutes=35)  # late, and before it was said
    for number, at in enumerate((between, answered_at)):
        posted(team, at, "UANA", f"here I am {number}", thread_ts=roots[1])
        drain(sender, team.clock)
    edits = [row for row in every_row(team, "corrected:") if row.target_key.startswith("digest:")]
    assert len(edits) == 2
    assert digests_in(slack) == [[LATE_1, DONE_2, LATE_3]]


@pytest.mark.parametrize("fault", ["lose_after", "lose_before"])
def test_a_digest_in_doubt_is_corrected_once_it_stands(team, fault):
    """Nobody knows yet whether it was said when one of its lines proves false."""
    roots, answered_at, slack, sender = in_a_digest(team, fault)
    posted(team, answered_at, "UANA", "here I am", thread_ts=roots[1])
    drain(sender, team.clock)
    assert digests_in(slack) == [[LATE_1, DONE_2, LATE_3]]


def test_what_proves_false_before_its_digest_is_said_is_not_in_it(team):
    refused = Answer(ok=False, error="ratelimited", retry_after_s=30)
    roots, answered_at, slack, sender = in_a_digest(team, refused)
    posted(team, answered_at, "UANA", "here I am", thread_ts=roots[1])
    drain(sender, team.clock)
    assert digests_in(slack) == [[LATE_1, LATE_3]]
    assert every_row(team, "corrected:") == []


def false_in_doubt(team, fault):
    """A breach whose answer from Slack is lost, then the reply of half an hour before is heard."""
    root, _ = team.writes("UCARLA", "Printer #URGENT")
    slack = FakeSlack(team.clock)
    settings = DeliverySettings(workers=1)
    sender = Deliverer(team.program.database, slack, team.clock, settings, gate=Gate(team.program))
    drain(sender, team.clock)
    answered_at = team.clock.move(minutes=30)
    team.clock.move(minutes=40)
    sweep(team.program)
    slack.faults = [fault]
    sender.run_once()
    posted(team, answered_at, "UANA", "here I am", thread_ts=root)
    drain(sender, team.clock)
    return slack


def test_an_alarm_in_doubt_that_proves_false_is_taken_back_where_it_stands(team):
    slack = false_in_doubt(team, "lose_after")
    updates = [payload for method, payload in slack.calls if method == "chat.update"]
    assert [each["breached_at"] for each in updates if each.get("done_by") == "UANA"] == [None]


def test_an_alarm_in_doubt_that_proves_false_is_not_said_again_where_it_does_not_stand(team):
    slack = false_in_doubt(team, "lose_before")
    posts = [payload for method, payload in slack.calls if method == "chat.postMessage"]
    assert len([each for each in posts if "breached_at" in each]) == 1
    states = {row.state for row in every_row(team, "") if BREACH in row.key}
    assert states == {"superseded"}


def test_an_alarm_in_doubt_that_proves_late_but_answered_is_corrected_once_it_stands(team):
    root, _ = team.writes("UCARLA", "Printer #URGENT")
    slack = FakeSlack(team.clock)
    sender = Deliverer(team.program.database, slack, team.clock, DeliverySettings(workers=1))
    drain(sender, team.clock)
    answered_at = team.clock.move(hours=1, minutes=1)
    team.clock.move(minutes=1)
    sweep(team.program)
    slack.faults = ["lose_after"]
    sender.run_once()
    posted(team, answered_at, "UANA", "here I am", thread_ts=root)
    drain(sender, team.clock)
    updates = [payload for method, payload in slack.calls if method == "chat.update"]
    assert [each["done_by"] for each in updates if "done_by" in each] == ["UANA"]


def test_an_alarm_that_was_true_when_it_was_said_is_left_as_it_is(team):
    ts = late(team, hours=1, seconds=1)
    all_is_sent(team)
    team.clock.move(minutes=1)
    team.writes("UANA", "here I am", thread_ts=ts)
    assert rows(team, "corrected:") == []
