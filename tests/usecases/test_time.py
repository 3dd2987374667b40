"""Time at the desk: clocks that disagree, points nobody announced, tickets that cannot be swept."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.config.document import read
from bot.store import inbox, outbox, tables
from bot.store import tickets as stored_tickets
from bot.store.inbox import Arrival
from bot.usecases import tickets
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import AFTER_TROUBLE, sweep
from bot.views.messages import Message
from sla_core.instants import to_s
from tests.usecases.conftest import CONFIG

URGENT = "Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}"


def posted(team, at, who="UCARLA", text="Printer #URGENT", thread_ts=None):
    message = Message("CSUPPORT", f"{to_s(at)}.000001", thread_ts, who, text, at)
    with team.program.work() as work:
        return message_posted(work, message)


def configured(team, text):
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")


def alarms_said(team):
    with team.program.work() as work:
        rows = [row for row in outbox.live(work.connection) if row.key.startswith("alarm:")]
    return [row.key for row in rows]


def all_is_sent(team):
    """As if delivery had sent everything."""
    sent = {"state": "sent", "channel_id": "C", "ts": "1.1", "attempts": 1}
    with team.program.work() as work:
        now = dict.fromkeys(("sent_at", "settled_at", "intent_at"), work.now)
        waiting = update(tables.outbox).where(tables.outbox.c.state == "pending")
        work.connection.execute(waiting.values(**sent, **now))


def test_a_request_whose_time_is_ahead_of_our_clock_has_its_clocks(team):
    view = posted(team, team.clock.now() + timedelta(seconds=2))
    assert (view.requester, view.department) == ("UCARLA", "Support")
    assert view.open_clocks
    team.clock.move(hours=1, seconds=3)
    sweep(team.program)
    assert alarms_said(team) == ["alarm:1:first_reply:1:breach:1"]


def test_a_reply_whose_time_is_ahead_of_our_clock_stops_the_clock(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=10)
    view = posted(team, team.clock.now() + timedelta(seconds=2), "UANA", "yes", ts)
    assert view.status == "answered"


def test_a_request_older_than_the_first_configuration_has_its_clocks(team):
    view = posted(team, team.clock.now() - timedelta(seconds=5))
    assert view.level == "Urgent SLA"
    assert view.open_clocks


def test_a_request_older_than_an_edit_is_judged_by_what_held_then(team):
    written_at = team.clock.move(minutes=1)
    team.clock.move(seconds=3)
    configured(team, CONFIG.replace("default_level: Standard", "default_level: Urgent SLA"))
    view = posted(team, written_at, text="Slow printer")
    assert view.level == "Standard"
    assert view.open_clocks


def test_reopening_does_not_repeat_what_was_told(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "hi", thread_ts=ts)
    team.writes("UCARLA", "and?", thread_ts=ts)
    team.clock.move(hours=31)
    sweep(team.program)
    all_is_sent(team)
    team.does(tickets.resolve, 1, "UANA")
    team.clock.move(hours=5)
    team.does(tickets.reopen, 1, "UANA")
    sweep(team.program)
    assert alarms_said(team) == []


def test_reopening_an_overdue_ticket_tells_no_second_breach(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=41)
    sweep(team.program)
    all_is_sent(team)
    team.does(tickets.resolve, 1, "UANA")
    team.clock.move(hours=5)
    team.does(tickets.reopen, 1, "UANA")
    sweep(team.program)
    assert alarms_said(team) == []


def test_a_breach_taken_back_before_it_was_sent_is_told_once_it_is_true_again(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=41)
    sweep(team.program)
    team.does(tickets.delete, 1, "ULEA")
    assert alarms_said(team) == []
    team.clock.move(seconds=20)
    team.does(tickets.restore, 1, "ULEA")
    sweep(team.program)
    assert "alarm:1:resolution:1:breach:1" in alarms_said(team)


def test_a_first_warning_that_stands_for_two_shows_in_the_channel(team):
    alerts = '[{at: "50%", to: [channel]}, {at: "75%", to: [channel]}]'
    with_both = f"Urgent SLA: {{targets: {{first_reply: 1h}}, alerts: {alerts}}}"
    configured(team, CONFIG.replace(URGENT, with_both))
    team.clock.move(seconds=1)
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=50)
    sweep(team.program)
    with team.program.work() as work:
        [row] = [row for row in outbox.live(work.connection) if row.key.startswith("alarm:")]
    assert row.payload["point"] == "75%"
    assert row.payload["to_channel"] is True


@pytest.mark.parametrize("runs_on", [False, True], ids=["paused", "runs on"])
def test_a_warning_that_was_due_before_a_pause_is_told_though_the_due_time_moved(team, runs_on):
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=30, seconds=1)  # 75 % of 40 h, and the sweep has not come yet
    team.writes("UANA", "hi", thread_ts=ts)
    team.clock.move(seconds=30)
    if runs_on:
        team.writes("UCARLA", "hi", thread_ts=ts)
    sweep(team.program)
    answered = "alarm:1:first_reply:1:breach:1"
    assert sorted(alarms_said(team)) == [answered, "alarm:1:resolution:1:75%:1"]


def test_a_pending_ticket_opens_at_its_until_though_no_clock_is_open(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.writes("UANA", "looking", thread_ts=ts)
    until = team.clock.now() + timedelta(hours=1)
    team.does(tickets.pending, 1, "UANA", until=until)
    team.clock.move(hours=1)
    assert sweep(team.program) == 1
    with team.program.look() as work:
        row = stored_tickets.get(work.connection, "T1", 1)
    assert (row.status, row.wake_at) == ("open", None)


def test_a_ticket_that_cannot_be_swept_holds_up_nobody_elses_alarms(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.writes("UDAN", "Screen #URGENT")
    events = tables.events
    damaged = update(events).where(events.c.ticket_number == 1, events.c.type == "created")
    with team.program.work() as work:
        work.connection.execute(damaged.values(body={"nonsense": 1}))
    team.clock.move(minutes=61)
    assert sweep(team.program) == 2
    assert alarms_said(team) == ["alarm:2:first_reply:1:breach:1"]
    assert sweep(team.program) == 0
    team.clock.move(seconds=AFTER_TROUBLE.total_seconds())
    assert sweep(team.program) == 1


def test_an_alarm_waits_for_messages_that_were_heard_and_not_worked_off(team):
    root_ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=61)
    with team.program.work() as work:
        payload = {"thread_ts": root_ts}
        reply = Arrival("message", "event:E1", payload, work.now, "CSUPPORT", "1.5")
        number = inbox.accept(work.connection, "T1", reply)
    sweep(team.program)
    assert alarms_said(team) == []
    with team.program.work() as work:
        inbox.mark_done(work.connection, "T1", number, work.now)
    sweep(team.program)
    assert alarms_said(team) == ["alarm:1:first_reply:1:breach:1"]


def test_an_alarm_waits_for_what_somebody_asked_for(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=61)
    with team.program.work() as work:
        demand = Arrival("command", "envelope:1", {}, work.now)
        number = inbox.accept(work.connection, "T1", demand)
    sweep(team.program)
    assert alarms_said(team) == []
    with team.program.work() as work:
        inbox.mark_done(work.connection, "T1", number, work.now)
    sweep(team.program)
    assert alarms_said(team) == ["alarm:1:first_reply:1:breach:1"]


def test_an_alarm_does_not_wait_for_messages_of_other_threads(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=61)
    with team.program.work() as work:
        other = Arrival("message", "event:E1", {"thread_ts": None}, work.now, "CSUPPORT", "1.5")
        inbox.accept(work.connection, "T1", other)
    sweep(team.program)
    assert alarms_said(team) == ["alarm:1:first_reply:1:breach:1"]


def test_an_alarm_waits_a_minute_at_most(team):
    root_ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=59)
    with team.program.work() as work:
        payload = {"thread_ts": root_ts}
        reply = Arrival("message", "event:E1", payload, work.now, "CSUPPORT", "1.5")
        inbox.accept(work.connection, "T1", reply)
    team.clock.move(minutes=2)
    sweep(team.program)
    assert alarms_said(team) == ["alarm:1:first_reply:1:breach:1"]
