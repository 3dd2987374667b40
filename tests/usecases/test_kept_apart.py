"""What was said of a ticket among few is not said among many: when it moves, is merged, waits."""

from datetime import timedelta

import pytest

from bot.delivery.reopened_channels import reopen
from bot.errors import UserFacingError
from bot.jobs.rounds import PARTS, go_round
from bot.store import outbox, set_aside
from bot.store.set_aside import MESSAGE, SetAside
from bot.usecases import tickets
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.reports.digests import send_digests
from bot.usecases.reviews import breach_reviews
from bot.usecases.reviews.breach_reviews import FollowUp, ReviewVerdict
from bot.usecases.status.status import status_for
from bot.usecases.sweep.closing_time import say_closing_time
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import merges
from tests.usecases.conftest import CONFIG, PRIVATE, configure
from tests.usecases.test_left_behind import OPEN_BILLING, add_channel, said_in
from tests.usecases.test_undelivered import Refusing, deliver

LED = OPEN_BILLING.replace(
    "agents: [cid", "leads: [bob@example.com, lea@example.com]\n    agents: [cid"
)
CLOSED = PRIVATE.replace("    agents: [cid", "    leads: [bob@example.com]\n    agents: [cid")
DIGESTS = 'digests:\n  - {every: day, at: "08:00", to: ["#sla-alerts", lea@example.com]}\n'
OFFICE = 'calendars:\n  office: {time_zone: UTC, hours: {mon-fri: ["08:00-17:00"]}}\nlevels:\n'


@pytest.fixture
def slack(closed):
    """Slack, in which all that was there is said."""
    slack = Refusing(closed.clock)
    deliver(closed, slack)
    return slack


@pytest.fixture
def shared(team):
    """A team whose Billing is open, and led by Bob and Lea; and its Slack."""
    add_channel(team, "CBILLALERTS", "billing-alerts")
    configure(team, LED)
    return team, Refusing(team.clock)


@pytest.fixture
def alone(closed, slack):
    """Where Dan reads of ticket 2, which he asked Billing for and talked about with Cid."""
    new = NewTicket("UDAN", "UDAN", closed.clock.now(), "My wage", "Screen", department="Billing")
    closed.does(open_ticket, new)
    deliver(closed, slack)
    with closed.program.look() as work:
        place = outbox.message_of(work.connection, "T1", "dm:2")
    closed.writes("UDAN", "The wage of Ben", channel=place.channel_id, thread_ts=place.ts)
    closed.does(tickets.reply, 2, "UCID", "I know of the wage")
    deliver(closed, slack)
    return place


def moves(team, slack, number, by, department):
    team.does(tickets.set_department, number, by, department)
    deliver(team, slack)


def closes(team, slack, text=CLOSED):
    configure(team, text)
    go_round(team.program, PARTS)
    deliver(team, slack)


def misses(team, channel="CSUPPORT", who="UDAN"):
    team.writes(who, "My wage #URGENT", channel=channel)
    team.clock.move(hours=1, seconds=1)
    sweep(team.program)


def reviews(team, number, by, asks):
    """Asked for: that the miss is left out, and a follow-up of somebody."""
    due = (team.clock.now() + timedelta(days=2)).date()
    wanted = (FollowUp("Ask", asks, due),)
    verdict = ReviewVerdict("major", "overload", None, wanted, "Because of the wage")
    team.does(breach_reviews.review, (number, "first_reply", 1), verdict, by)


# --- where a talk goes on ---------------------------------------------------------------------


def test_a_private_talk_that_moves_out_goes_on_among_the_agents(closed, slack, alone):
    moves(closed, slack, 2, "UCID", "Support")
    assert "wage" not in str(said_in(slack, "CSUPPORT"))
    assert "The wage of Ben" in str(said_in(slack, "CSLA"))
    closed.writes("UDAN", "Her wage", channel=alone.channel_id, thread_ts=alone.ts)
    deliver(closed, slack)
    assert "Her wage" not in str(said_in(slack, "CSUPPORT"))
    assert "Her wage" in str(said_in(slack, "CSLA"))


def test_who_was_told_that_nobody_else_reads_it_is_read_by_nobody_else_later(closed, slack):
    closed.writes("UDAN", "Help me")
    deliver(closed, slack)
    moves(closed, slack, 2, "UANA", "Billing")
    with closed.program.look() as work:
        place = outbox.message_of(work.connection, "T1", "dm:2")
    moves(closed, slack, 2, "UCID", "Support")
    closed.writes("UDAN", "My wage", channel=place.channel_id, thread_ts=place.ts)
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, "CSUPPORT"))
    assert "My wage" in str(said_in(slack, "CSLA"))
    closed.does(tickets.reply, 2, "UANA", "The wage is late")
    deliver(closed, slack)
    assert "The wage is late" in str(said_in(slack, "DUDAN"))
    assert "wage" not in str(said_in(slack, "CSUPPORT"))


def test_what_is_written_alone_is_not_merged_into_what_others_read(closed, slack, alone):
    closed.writes("UDAN", "Printer", channel="CSUPPORT")
    with pytest.raises(UserFacingError, match="would be read there"):
        closed.does(merges.merge_as_read, 2, 3, "UADA")
    moves(closed, slack, 2, "UCID", "Support")
    with pytest.raises(UserFacingError, match="would be read there"):
        closed.does(merges.merge_as_read, 2, 3, "UADA")


def test_two_requests_by_direct_message_are_merged_as_ever(closed, slack):
    for text in ("Screen", "Lamp"):
        new = NewTicket("UDAN", "UDAN", closed.clock.now(), text, text, department="Support")
        closed.does(open_ticket, new)
    deliver(closed, slack)
    assert closed.does(merges.merge_as_read, 3, 2, "UANA").number == 2


def test_who_asked_for_what_was_merged_goes_on_alone_too(closed, slack):
    closed.writes("UDAN", "Screen")
    closed.clock.move(minutes=4)
    closed.writes("UCARLA", "Lamp")
    deliver(closed, slack)
    closed.does(merges.merge, 3, 2, "UANA")
    moves(closed, slack, 2, "UANA", "Billing")
    closed.does(tickets.reply, 2, "UCID", "Your wage is late")
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, "CSUPPORT", "CSLA"))
    assert "Your wage is late" in str(said_in(slack, "DUCARLA"))
    assert "Your wage is late" in str(said_in(slack, "DUDAN"))


# --- what waits to be said --------------------------------------------------------------------


def test_what_leads_are_asked_of_a_ticket_that_moved_in_is_not_said(closed, slack):
    configure(closed, PRIVATE.replace("leads: [lea@", "leads: [bob@example.com, lea@", 1))
    misses(closed)
    deliver(closed, slack)
    reviews(closed, 2, "UBOB", "UANA")
    moves(closed, slack, 2, "UANA", "Billing")
    assert "My wage" not in str(said_in(slack, "DULEA", "DUANA"))


def test_nor_where_the_department_becomes_private(shared):
    team, slack = shared
    misses(team, "CBILLING", "UCARLA")
    reviews(team, 1, "UBOB", "ULEA")
    closes(team, slack)
    assert "wage" not in str(said_in(slack, "DULEA"))


def test_a_digest_that_waits_is_made_anew_without_it(shared):
    team, slack = shared
    configure(team, LED + DIGESTS)
    misses(team, "CBILLING", "UCARLA")
    team.clock.move(hours=24)
    assert send_digests(team.program) == 2
    closes(team, slack, CLOSED + DIGESTS)
    told = [text for text in said_in(slack, "CSLA", "DULEA") if "wage" in text]
    assert told == []
    with team.program.work() as work:
        kept = [row for row in outbox.live(work.connection) if row.key.startswith("report:")]
    assert kept == []


def test_a_digest_that_was_refused_is_not_said_with_it_later(shared):
    team, slack = shared
    configure(team, LED + DIGESTS)
    misses(team, "CBILLING", "UCARLA")
    team.clock.move(hours=24)
    slack.refused["CSLA"] = "is_archived"
    send_digests(team.program)
    deliver(team, slack)
    closes(team, slack, CLOSED + DIGESTS)
    slack.refused.clear()
    with team.program.work() as work:
        reopen(work.connection, "T1", "CSLA", work.now)
    deliver(team, slack)
    assert "wage" not in str(said_in(slack, "CSLA"))


def test_what_is_said_before_closing_time_is_made_anew_without_it(team):
    add_channel(team, "CBILLALERTS", "billing-alerts")
    text = CONFIG.replace("levels:\n", OFFICE).replace(
        "Standard: {t", "Standard: {calendar: office, t"
    )
    configure(team, text)
    slack = Refusing(team.clock)
    team.clock.move(hours=5, minutes=20)
    team.writes("UCARLA", "My wage", channel="CBILLING")
    waited = 0
    while not say_closing_time(team.program):
        team.clock.move(minutes=5)
        assert (waited := waited + 5) < 300
    own = '    alert_channel: "#billing-alerts"\n    agents: [cid'
    private = text.replace('    alert_channel: "#sla-alerts"\n    agents: [cid', own)
    closes(team, slack, private.replace("  Billing:\n", "  Billing:\n    private: true\n"))
    assert "closes: #1" not in str(said_in(slack, "CSLA"))


# --- what the status says -----------------------------------------------------------------------


def test_the_status_names_no_ticket_that_is_hidden_from_its_reader(closed, slack):
    closed.does(tickets.set_level, 1, "UCID", "Urgent SLA")
    closed.clock.move(hours=3)
    sweep(closed.program)
    deliver(closed, slack)
    with closed.program.look() as work:
        assert status_for(work, "UADA").lateness.worst_ticket == 1
        assert status_for(work, "ULEA").lateness.worst_ticket is None


def test_nor_what_of_it_could_not_be_said(closed, slack):
    with closed.program.work() as work:
        here = work.connection, work.workspace_id
        for key in ("card:1", "report:day:2026-03-02:CSLA"):
            set_aside.note(*here, SetAside(MESSAGE, key, 'begins with "My wage"', work.now))
        assert len(status_for(work, "UADA").set_aside) == 2
        assert status_for(work, "ULEA").set_aside == ()
