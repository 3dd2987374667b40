"""A ticket of a private department leaves nothing behind that its old channel could still say."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.reopened_channels import reopen
from bot.errors import UserFacingError
from bot.jobs.rounds import PARTS, go_round
from bot.store import channels, outbox
from bot.store.channels import Channel
from bot.store.outbox import MessagePlace
from bot.usecases import tickets
from bot.usecases.ground.timelines import load
from bot.usecases.intake.edits import Correction, corrected
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.reports import figures
from bot.usecases.requesters import conversations
from bot.usecases.requesters.undelivered import send_again
from bot.usecases.reviews import breach_reviews, followups
from bot.usecases.reviews.breach_reviews import FollowUp, ReviewVerdict
from bot.usecases.sweep.newly_private import close_departments
from bot.usecases.sweep.sweep import sweep
from bot.views.messages import Message
from tests.store.poison import NO_OBJECT, poison
from tests.usecases.conftest import CONFIG, PRIVATE, configure
from tests.usecases.test_undelivered import Refusing, deliver

FIRST = "1772438400.000077"
BEFORE = datetime(2026, 3, 1, tzinfo=UTC)


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
    with team.program.look() as work:
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
    with closed.program.work() as work:
        conversations.edited(work, load(work, 2).row, written)
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, "CSUPPORT", "CSLA"))


def test_an_edit_of_what_was_said_before_reaches_where_the_conversation_went_on(closed, slack):
    new = NewTicket(
        "UDAN",
        "UDAN",
        closed.clock.now(),
        "55 chairs",
        department="Support",
        requester_side=MessagePlace("DDAN", FIRST),
    )
    closed.does(open_ticket, new)
    deliver(closed, slack)
    [later, *_] = closed.writes("UDAN", "Soon", channel="DDAN", thread_ts=FIRST)
    deliver(closed, slack)
    move_in(closed, slack)
    for ts, text in ((FIRST, "56 chairs"), (later, "At once")):
        at = closed.clock.now()
        closed.does(corrected, Correction("DDAN", ts, FIRST, "UDAN", text, BEFORE, at, text, {}))
        deliver(closed, slack)
    assert said_in(slack, "CSUPPORT").count("Ticket #2 moved away.") == 2
    assert "56" not in str(said_in(slack, "CSUPPORT"))
    went_on = said_in(slack, "CBILLALERTS")
    assert {"UDAN asks: 56 chairs", "Dan says: At once"} <= set(went_on)
    assert not {"UDAN asks: 55 chairs", "Dan says: Soon"} & set(went_on)


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
    with closed.program.work() as work:
        reopen(work.connection, "T1", channel, work.now)
    deliver(closed, slack)
    assert "wage" not in str(said_in(slack, channel))


def test_an_alarm_that_waits_for_a_lead_of_before_is_not_said_to_them(closed):
    configure(closed, PRIVATE.replace('    alert_channel: "#sla-alerts"\n', "", 1))
    slack = Refusing(closed.clock)
    closed.writes("UDAN", "My wage #URGENT")
    deliver(closed, slack)
    closed.clock.move(hours=1, seconds=2)
    sweep(closed.program)
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
    verdict = ReviewVerdict("major", "overload", None, (FollowUp("Ask why", who, due),))
    team.does(breach_reviews.review, (number, metric, 1), verdict, "UADA")


def test_a_follow_up_of_it_is_ended_by_nobody_outside(closed):
    closed.writes("UDAN", "Printer #URGENT")
    closed.clock.move(hours=1, seconds=1)
    sweep(closed.program)
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    closed.clock.move(seconds=5)
    review(closed, 2, "first_reply", "UCID")
    with pytest.raises(UserFacingError):
        closed.does(followups.done, 1, "ULEA", message_key=None)


def test_a_lead_does_not_end_what_follows_from_their_own_request(team):
    now = team.clock.now()
    new = NewTicket("ULEA", "ULEA", now, "Screen #URGENT", department="Support", tags=("URGENT",))
    team.does(open_ticket, new)
    team.clock.move(hours=4, seconds=1)
    sweep(team.program)
    review(team, 1, "first_reply", "UANA")
    with pytest.raises(UserFacingError):
        team.does(followups.done, 1, "ULEA", message_key=None)


def test_who_asked_reads_no_clocks_among_agents_in_the_log(team):
    targets = "first_reply: 1h, next_reply: 30m"
    configure(team, CONFIG.replace(targets, "first_reply: 1h, first_assign: 10m"))
    team.writes("UCID", "Help #URGENT")
    team.clock.move(minutes=11)
    sweep(team.program)
    with team.program.look() as work:
        metrics = {
            who: {row.metric for row in figures.rows_for(work, who)} for who in ("UCID", "UANA")
        }
    assert "first_assign" in metrics["UANA"]
    assert metrics["UCID"] == {"first_reply"}


def add_channel(team, channel_id, name):
    with team.program.work() as work:
        known = Channel(channel_id, name, False, True, False, work.now)
        channels.save(work.connection, "T1", known)


OPEN_BILLING = CONFIG.replace(
    '"#sla-alerts"\n    agents: [cid', '"#billing-alerts"\n    agents: [cid'
)


@pytest.fixture
def shared(team):
    """Billing, whose two tickets have their cards where Support reads as well; the second ended."""
    add_channel(team, "CBILLALERTS", "billing-alerts")
    slack = Refusing(team.clock)
    team.writes("UCARLA", "My wage", channel="CBILLING")
    team.clock.move(minutes=4)
    team.writes("UCARLA", "My bonus", channel="CBILLING")
    team.does(tickets.resolve, 2, "UCID")
    team.does(tickets.note, 1, "UCID", "Her wage is late")
    deliver(team, slack)
    return team, slack


def tells(slack, channel):
    """What of the cards and the note can be read in a channel."""
    found = ("card #1", "card #2", "Her wage")
    return {each for each in found if each in str(said_in(slack, channel))}


def close(team, slack, text=PRIVATE):
    configure(team, text)
    go_round(team.program, PARTS)
    deliver(team, slack)


def test_a_department_made_private_leaves_nothing_in_the_channel_of_others(shared):
    team, slack = shared
    assert {"card #1", "card #2", "Her wage"} <= tells(slack, "CSLA")
    close(team, slack)
    assert tells(slack, "CSLA") == set()


def test_of_its_tickets_those_that_go_on_have_cards_in_its_own_channel(shared):
    team, slack = shared
    close(team, slack)
    assert tells(slack, "CBILLALERTS") == {"card #1"}
    team.does(tickets.reopen, 2, "UCID")
    deliver(team, slack)
    assert tells(slack, "CBILLALERTS") == {"card #1", "card #2"}


def test_it_is_done_once(shared):
    team, slack = shared
    close(team, slack)
    before = said_in(slack, "CSLA", "CBILLALERTS")
    go_round(team.program, PARTS)
    assert close_departments(team.program) == 0
    deliver(team, slack)
    assert said_in(slack, "CSLA", "CBILLALERTS") == before


def test_a_department_that_opened_and_closes_again_leaves_again(shared):
    team, slack = shared
    close(team, slack)
    configure(team, OPEN_BILLING.replace("#billing-alerts", "#sla-alerts"))
    team.does(tickets.set_department, 1, "UCID", "Support")
    team.does(tickets.set_department, 1, "UANA", "Billing")
    deliver(team, slack)
    assert "card #1" in tells(slack, "CSLA")
    close(team, slack)
    assert "card #1" not in tells(slack, "CSLA")


def test_a_department_whose_alert_channel_others_get_leaves_it(closed, slack):
    assert "card #1" in tells(slack, "CBILLALERTS")
    add_channel(closed, "CPAY", "pay-alerts")
    close(closed, slack, PRIVATE.replace("#billing-alerts", "#pay-alerts"))
    assert tells(slack, "CBILLALERTS") == set()
    assert "card #1" in tells(slack, "CPAY")


def test_a_department_that_is_removed_and_put_back_goes_on_where_it_was(closed, slack):
    without = PRIVATE[: PRIVATE.index("  Billing:")] + PRIVATE[PRIVATE.index("customers:") :]
    before = said_in(slack, "CBILLALERTS")
    close(closed, slack, without)
    assert said_in(slack, "CBILLALERTS") == before
    close(closed, slack)
    closed.does(tickets.note, 1, "UCID", "Still here")
    deliver(closed, slack)
    assert tells(slack, "CBILLALERTS") == {"card #1"}
    assert "Still here" in str(said_in(slack, "CBILLALERTS"))


def test_a_ticket_that_cannot_be_read_holds_up_no_other(shared):
    team, slack = shared
    poison(team.program.database, "events", "body", NO_OBJECT, "ticket_number = 2")
    close(team, slack)
    assert tells(slack, "CSLA") == {"card #2"}


def test_all_that_was_said_goes_along_into_a_private_department(closed, slack):
    place = ask_directly(closed, slack)
    closed.writes("UDAN", "It flickers", channel=place.channel_id, thread_ts=place.ts)
    closed.clock.move(seconds=5)
    closed.does(tickets.reply, 2, "UANA", "Which lamp?")
    deliver(closed, slack)
    move_in(closed, slack)
    talk = [each for each in said_in(slack, "CBILLALERTS") if "card" not in each][-3:]
    assert talk == ["UDAN asks: Screen", "Dan says: It flickers", "Ana says: Which lamp?"]
