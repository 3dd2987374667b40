"""A ticket of a private department leaves nothing behind that its old channel could still say."""

from datetime import timedelta

import pytest

from bot.delivery.reopening import reopen
from bot.errors import UserFacingError
from bot.store import outbox
from bot.usecases import tickets
from bot.usecases.conversations import conversing
from bot.usecases.conversations.undelivered import send_again
from bot.usecases.intake.inbound import Message
from bot.usecases.intake.opening import NewTicket, open_ticket
from bot.usecases.recording import load
from bot.usecases.reports import reporting
from bot.usecases.reviews import following_up, reviewing
from bot.usecases.reviews.reviewing import FollowUp, Verdict
from bot.usecases.sweeping import sweep
from tests.usecases.conftest import CONFIG, PRIVATE, configure
from tests.usecases.test_undelivered import Refusing, deliver


@pytest.fixture
def slack(closed):
    """Slack, in which all that was there is said."""
    slack = Refusing(closed.clock)
    deliver(closed, slack)
    return slack


def ask_directly(team, slack, text="Screen"):
    """Dan's ticket 2, which he asked the bot for; returns where he reads."""
    new = NewTicket("UDAN", "UDAN", team.clock.now(), text, "Screen", department="Support")
    team.does(open_ticket, new)
    deliver(team, slack)
    with team.desk.look() as work:
        return outbox.message_of(work.connection, "T1", "dm:2")


def move_in(team, slack):
    team.does(tickets.set_department, 2, "UANA", "Billing")
    deliver(team, slack)


def said_in(slack, *channels):
    return [each["text"] for name in channels for each in slack.messages.get(name, [])]


def test_an_edit_of_what_was_said_there_is_not_said_there(closed, slack):
    place = ask_directly(closed, slack)
    [ts, *_] = closed.writes("UDAN", "Hello", channel=place.channel_id, thread_ts=place.ts)
    deliver(closed, slack)
    move_in(closed, slack)
    now = closed.clock.now() + timedelta(seconds=30)
    written = Message(place.channel_id, ts, place.ts, "UDAN", "My wage", now)
    with closed.desk.work() as work:
        conversing.edited(work, load(work, 2).row, written)
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, "CSUPPORT", "CSLA"))


def test_what_slack_refused_is_not_sent_again_there(closed, slack):
    place = ask_directly(closed, slack)
    slack.refused["CSUPPORT"] = "is_archived"
    [ts, *_] = closed.writes("UDAN", "My wage", channel=place.channel_id, thread_ts=place.ts)
    deliver(closed, slack)
    slack.refused.clear()
    move_in(closed, slack)
    with pytest.raises(UserFacingError):
        closed.does(send_again, 2, f"relay:2:DUDAN:{ts}", "UDAN")
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, "CSUPPORT"))


@pytest.mark.parametrize("channel", ["CSUPPORT", "CSLA"])
def test_what_slack_refused_is_not_said_when_the_channel_is_opened_again(closed, slack, channel):
    place = ask_directly(closed, slack)
    slack.refused = dict.fromkeys(("CSUPPORT", "CSLA"), "is_archived")
    closed.writes("UDAN", "My wage", channel=place.channel_id, thread_ts=place.ts)
    closed.does(tickets.note, 2, "UANA", "Her wage")
    deliver(closed, slack)
    slack.refused.clear()
    move_in(closed, slack)
    with closed.desk.work() as work:
        reopen(work.connection, "T1", channel, work.now)
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, channel))


def test_an_alarm_that_waits_for_a_lead_of_before_is_not_said_to_them(closed):
    configure(closed, PRIVATE.replace('    alert_channel: "#sla-alerts"\n', "", 1))
    slack = Refusing(closed.clock)
    closed.writes("UDAN", "My wage #URGENT")
    deliver(closed, slack)
    closed.clock.move(hours=1, seconds=2)
    sweep(closed.desk)
    move_in(closed, slack)
    assert "#2" not in str(said_in(slack, "DULEA"))


def test_who_has_it_no_more_is_not_told_that_they_have_it(closed, slack):
    closed.writes("UDAN", "My wage")
    deliver(closed, slack)
    closed.does(tickets.assign, 2, "UANA", "UBOB")
    move_in(closed, slack)
    assert said_in(slack, "DUBOB") == []


def review(team, number, metric, who):
    due = (team.clock.now() + timedelta(days=2)).date()
    verdict = Verdict("major", "overload", None, (FollowUp("Ask why", who, due),))
    team.does(reviewing.review, (number, metric, 1), verdict, "UADA")


def test_a_follow_up_of_it_is_ended_by_nobody_outside(closed):
    closed.writes("UDAN", "Printer #URGENT")
    closed.clock.move(hours=1, seconds=1)
    sweep(closed.desk)
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    closed.clock.move(seconds=5)
    review(closed, 2, "first_reply", "UCID")
    with pytest.raises(UserFacingError):
        closed.does(following_up.done, 1, "ULEA", message_key=None)


def test_a_lead_does_not_end_what_follows_from_their_own_request(team):
    now = team.clock.now()
    new = NewTicket("ULEA", "ULEA", now, "Screen #URGENT", department="Support", tags=("URGENT",))
    team.does(open_ticket, new)
    team.clock.move(hours=4, seconds=1)
    sweep(team.desk)
    review(team, 1, "first_reply", "UANA")
    with pytest.raises(UserFacingError):
        team.does(following_up.done, 1, "ULEA", message_key=None)


def test_who_asked_reads_no_clocks_among_agents_in_the_log(team):
    targets = "first_reply: 1h, next_reply: 30m"
    configure(team, CONFIG.replace(targets, "first_reply: 1h, first_assign: 10m"))
    team.writes("UCID", "Help #URGENT")
    team.clock.move(minutes=11)
    sweep(team.desk)
    with team.desk.look() as work:
        selection = reporting.selection_of(work)
        metrics = {
            who: {row.metric for row in reporting.log_for(work, selection, who)}
            for who in ("UCID", "UANA")
        }
    assert "first_assign" in metrics["UANA"]
    assert metrics["UCID"] == {"first_reply"}
