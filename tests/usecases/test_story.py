"""The main job at the desk, without Slack: what is stored and said after each step."""

from datetime import timedelta

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import alarms, outbox
from bot.usecases import tickets
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reports import explanations, figures
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import lists, queue
from bot.views.messages import Message
from sla_core.reports.compliance import compliance
from tests.usecases.conftest import CONFIG


def test_a_message_in_an_intake_channel_opens_a_ticket(team):
    ts, view = team.writes("UCARLA", "Printer on fire #URGENT")
    assert (view.number, view.subject, view.level) == (1, "Printer on fire #URGENT", "Urgent SLA")
    assert (view.requester, view.department, view.customer) == ("UCARLA", "Support", "Acme")
    assert (view.channel_id, view.thread_ts) == ("CSUPPORT", ts)
    [clock] = view.open_clocks
    assert (clock.metric, clock.due_at - clock.started_at) == ("first_reply", timedelta(hours=1))
    assert team.said("card:1") == ["card #1 new Urgent SLA None"]
    assert team.said("confirmation:1") == ["opened #1"]


def test_the_card_goes_to_the_department_a_rule_gave_the_ticket_to(team):
    moved = CONFIG.replace("then: {level: Urgent SLA}", "then: {department: Billing}")
    moved = moved.replace(
        'alert_channel: "#sla-alerts"\n    agents: [cid',
        'alert_channel: "#billing"\n    agents: [cid',
    )
    with team.program.work() as work:
        apply_configuration(work, read(moved, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)
    _, view = team.writes("UCARLA", "Wrong invoice #URGENT")
    assert view.department == "Billing"
    with team.program.work() as work:
        lanes = {row.key: row.lane for row in outbox.live(work.connection)}
    assert lanes == {"card:1": "CBILLING", "confirmation:1": "CSUPPORT"}


def test_an_agent_of_another_department_is_a_requester_here(team):
    _, view = team.writes("UCID", "My screen is dark")
    assert view.requester == "UCID"


def test_an_agent_of_the_department_opens_no_ticket(team):
    _, view = team.writes("UANA", "Morning all")
    assert view is None


def test_a_message_elsewhere_means_nothing(team):
    assert team.writes("UCARLA", "hello", channel="CSLA")[1] is None
    assert team.writes("UCARLA", "hello", channel="CNOWHERE")[1] is None


def test_an_empty_message_opens_no_ticket(team):
    assert team.writes("UCARLA", "   ")[1] is None


def test_the_same_message_twice_counts_once(team):
    ts, _ = team.writes("UCARLA", "Printer")
    reply_ts, _ = team.writes("UANA", "On my way", thread_ts=ts)
    with team.program.work() as work:
        again = Message("CSUPPORT", ts, None, "UCARLA", "Printer", team.clock.now())
        assert message_posted(work, again) is None
        reply = Message("CSUPPORT", reply_ts, ts, "UANA", "On my way", team.clock.now())
        assert message_posted(work, reply) is None


def test_the_agents_reply_in_the_thread_stops_the_clock(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=20)
    _, view = team.writes("UBOB", "Looking at it", thread_ts=ts)
    assert view.status == "answered"
    assert [(c.metric, c.state, c.elapsed_seconds) for c in view.clocks] == [
        ("first_reply", "met", 1200)
    ]


def test_the_requesters_next_message_starts_the_next_clock(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.writes("UBOB", "Looking at it", thread_ts=ts)
    team.clock.move(hours=1)
    _, view = team.writes("UCARLA", "And?", thread_ts=ts)
    assert view.status == "open"
    assert [c.metric for c in view.open_clocks] == ["next_reply"]


def test_a_warning_and_a_breach_are_announced_once_each(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=44, seconds=59)
    assert sweep(team.program) == 0
    team.clock.move(seconds=1)
    assert sweep(team.program) == 1
    assert sweep(team.program) == 0
    assert team.said("alarm:") == ["75% first_reply #1"]
    team.clock.move(minutes=15)
    assert sweep(team.program) == 0  # used up, but not overdue before the next second
    team.clock.move(seconds=1)
    sweep(team.program)
    sweep(team.program)
    assert team.said("alarm:") == ["75% first_reply #1", "breach first_reply #1"]


def test_points_passed_at_once_become_one_message_the_most_severe(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(hours=3)
    sweep(team.program)
    assert team.said("alarm:") == ["breach first_reply #1"]


def test_the_first_warning_and_every_breach_also_show_in_the_channel(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=45)
    sweep(team.program)
    team.clock.move(minutes=16)
    sweep(team.program)
    with team.program.work() as work:
        rows = [row for row in outbox.live(work.connection) if row.key.startswith("alarm:")]
    assert [row.payload["to_channel"] for row in rows] == [True, True]
    assert [row.payload["mentions"] for row in rows] == [[], ["ULEA"]]
    assert {row.thread_key for row in rows} == {"card:1"}
    assert {row.lane for row in rows} == {"CSLA"}


def test_an_unsent_alarm_of_a_clock_that_stopped_is_withdrawn(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=45)
    sweep(team.program)
    team.writes("UANA", "Here", thread_ts=ts)
    assert team.said("alarm:") == []


def test_one_alarm_row_for_each_open_clock(team):
    team.writes("UCARLA", "Slow printer")
    with team.program.look() as work:
        rows = alarms.of(work.connection, "T1", 1)
    assert [(row.metric, row.points) for row in rows] == [
        ("first_reply", ("75%",)),
        ("resolution", ("75%",)),
    ]


def test_of_two_who_claim_one_wins_and_the_other_is_told_who(team):
    team.writes("UCARLA", "Printer")
    assert team.does(tickets.claim, 1, "UANA").assignee == "UANA"
    with pytest.raises(UserFacingError, match="<@UANA> has had ticket #1 since"):
        team.does(tickets.claim, 1, "UBOB")
    with pytest.raises(UserFacingError, match="yours already"):
        team.does(tickets.claim, 1, "UANA")


@pytest.mark.parametrize("who", ["UCID", "UCARLA", "UDAN", "UADA"])
def test_only_agents_of_the_department_act_on_its_tickets(team, who):
    team.writes("UCARLA", "Printer")
    with pytest.raises(UserFacingError, match="Only the agents of ticket #1"):
        team.does(tickets.claim, 1, who)


def test_an_unknown_ticket_is_said_to_be_unknown(team):
    with pytest.raises(UserFacingError, match="There is no ticket #7 here"):
        team.does(tickets.claim, 7, "UANA")


def test_a_reply_by_command_is_posted_in_the_conversation_and_counts(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=5)
    view = team.does(tickets.reply, 1, "UANA", "Try again now")
    assert view.clocks[0].state == "met"
    with team.program.work() as work:
        [row] = [row for row in outbox.live(work.connection) if row.key.startswith("event:")]
    assert row.payload == {"text": "ana replies: Try again now", "thread_ts": ts}


@pytest.mark.parametrize("text", ["", "   ", "x" * 40_000])
def test_an_empty_or_endless_reply_is_refused_and_changes_nothing(team, text):
    team.writes("UCARLA", "Printer")
    with pytest.raises(UserFacingError):
        team.does(tickets.reply, 1, "UANA", text)
    assert team.does(tickets.show, 1, "UANA").status == "new"


def test_a_note_goes_into_the_cards_thread_and_stops_nothing(team):
    team.writes("UCARLA", "Printer")
    view = team.does(tickets.note, 1, "UANA", "Third time this week")
    assert view.status == "new"
    assert [clock.state for clock in view.clocks] == ["running", "running"]
    with team.program.work() as work:
        [row] = [row for row in outbox.live(work.connection) if row.key.startswith("event:")]
    assert (row.lane, row.thread_key) == ("CSLA", "card:1")


def test_pending_pauses_resolution_and_opens_again_at_its_until(team):
    team.writes("UCARLA", "Printer")
    until = team.clock.now() + timedelta(hours=2)
    view = team.does(tickets.pending, 1, "UANA", until=until)
    assert [(c.metric, c.is_paused) for c in view.open_clocks] == [
        ("first_reply", False),
        ("resolution", True),
    ]
    team.clock.move(hours=2)
    sweep(team.program)
    assert team.does(tickets.show, 1, "UANA").status == "open"
    assert team.said("card:1")[-1] == "card #1 open Standard None"


def test_a_time_that_has_passed_is_no_until(team):
    team.writes("UCARLA", "Printer")
    with pytest.raises(UserFacingError, match="passed already"):
        team.does(tickets.pending, 1, "UANA", until=team.clock.now())


def test_resolving_stops_the_clocks_and_reopening_goes_on(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=1)
    view = team.does(tickets.resolve, 1, "UANA", text="New toner")
    assert [(c.metric, c.state) for c in view.clocks] == [
        ("first_reply", "met"),
        ("resolution", "met"),
    ]
    with pytest.raises(UserFacingError, match="resolved already"):
        team.does(tickets.resolve, 1, "UANA")
    with pytest.raises(UserFacingError, match="reopen it first"):
        team.does(tickets.pending, 1, "UANA")
    team.clock.move(hours=5)
    view = team.does(tickets.reopen, 1, "UCARLA")
    assert [(c.metric, c.elapsed_seconds) for c in view.open_clocks] == [("resolution", 3600)]
    with pytest.raises(UserFacingError, match="nothing to reopen"):
        team.does(tickets.reopen, 1, "UCARLA")


def test_next_is_the_ticket_with_the_least_time_left(team):
    team.writes("UCARLA", "Slow printer")
    team.clock.move(minutes=10)
    team.writes("UDAN", "Burning printer #URGENT")
    with team.program.look() as work:
        found = queue.next_ticket(work, "UANA")
        other = queue.next_ticket(work, "UANA", frozenset({2}))
        assert queue.next_ticket(work, "UCID") is None
        with pytest.raises(UserFacingError, match="not an agent"):
            queue.next_ticket(work, "UDAN")
    assert (found.ticket.number, found.clock.metric, found.seconds_left) == (2, "first_reply", 3600)
    assert other.ticket.number == 1


def test_lists_show_requesters_their_own_and_agents_what_they_ask_for(team):
    team.writes("UCARLA", "Slow printer")
    team.writes("UDAN", "Burning printer #URGENT")
    team.does(tickets.claim, 1, "UANA")

    def numbers(by, **filters):
        with team.program.look() as work:
            return [view.number for view in lists.listing(work, by, filters).tickets]

    assert numbers("UCARLA") == [1]
    assert numbers("UANA") == [2, 1]
    assert numbers("UANA", mine="") == [1]
    assert numbers("UANA", unassigned="") == [2]
    assert numbers("UANA", dept="support") == [2, 1]
    assert numbers("UANA", dept="Billing") == []
    assert numbers("UANA", status="resolved") == []
    team.clock.move(hours=2)
    assert numbers("UANA", overdue="") == [2]


def test_the_report_counts_every_row_of_the_log(team):
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.writes("UDAN", "Slow printer")
    team.clock.move(hours=2)
    team.writes("UANA", "Sorry, late", thread_ts=ts)
    with team.program.look() as work:
        selection = figures.everything(work)
        rows = figures.log_of(work, selection)
        [total] = compliance(rows, [], selection.zone)
    assert [(row.ticket, row.metric, row.state) for row in rows] == [
        ("1", "first_reply", "missed"),
        ("2", "first_reply", "running"),
        ("2", "resolution", "running"),
    ]
    assert (total.met.count, total.missed.count, total.open, total.total) == (0, 1, 2, 3)


def test_why_explains_each_clock_to_the_second(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(minutes=30)
    with team.program.look() as work:
        found = explanations.explained(work, 1)
        [one] = explanations.explained(work, 1, "resolution")
        with pytest.raises(UserFacingError, match="Did you mean `first_reply`"):
            explanations.explained(work, 1, "first_repl")
    assert [each.counted_seconds for each in found] == [1800, 1800]
    assert (one.clock.metric, one.level, one.chosen_by) == ("resolution", "Standard", "default")


def test_every_commit_wakes_the_sender(team):
    before = len(team.wakes)
    team.writes("UCARLA", "Printer")
    assert len(team.wakes) == before + 1


def test_the_messages_of_a_ticket_opened_by_an_agent_have_a_conversation(team):
    new = NewTicket(
        requester="UDAN", by="UANA", at=team.clock.now(), text="Dan called", department="support"
    )
    view = team.does(open_ticket, new)
    assert [clock.metric for clock in view.open_clocks] == ["resolution"]
    assert team.said("conversation:1") == ["UDAN asks: Dan called"]
    team.does(tickets.reply, 1, "UANA", "Hello Dan")
    with team.program.work() as work:
        [row] = [row for row in outbox.live(work.connection) if row.key.startswith("event:")]
    assert (row.lane, row.thread_key) == ("CSUPPORT", "conversation:1")
