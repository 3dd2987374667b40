"""A miss asks its leads for a review, once; what they say of it, and what follows from it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import audit, events, reviews
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reviews import breach_reviews, exclusions, followups
from bot.usecases.reviews.breach_reviews import FollowUp, ReviewVerdict
from bot.usecases.reviews.followups import remind
from bot.usecases.reviews.unnoticed_misses import notice_misses, remind_leads
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import CONFIG

MISS = (1, "first_reply", 1)
OVERLOAD = ReviewVerdict("major", "overload")


def configured(team, text):
    with team.program.work() as work:
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)


def reviews_of(team, number=1):
    with team.program.look() as work:
        return reviews.of(work.connection, "T1", number)


def audited(team):
    with team.program.look() as work:
        return [(each.actor, each.action) for each in audit.listing(work.connection, "T1")]


@pytest.fixture
def missed(team):
    """A ticket of Acme whose first reply is missed by a second."""
    team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=1, seconds=1)
    sweep(team.program)
    return team


@pytest.fixture
def two_leads(team):
    """Support led by Lea and Bob."""
    configured(team, CONFIG.replace("[lea@example.com]", "[lea@example.com, bob@example.com]"))
    team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=1, seconds=1)
    sweep(team.program)
    return team


def test_a_miss_asks_for_a_review_once_however_often_it_is_looked_at(missed):
    for _ in range(3):
        sweep(missed.program)
        notice_misses(missed.program)
        missed.clock.move(minutes=10)
    [row] = reviews_of(missed)
    assert (row.metric, row.cycle, row.state, row.department) == (
        "first_reply",
        1,
        "open",
        "Support",
    )
    assert row.asked_at - row.missed_at == timedelta(seconds=1)


def test_a_miss_while_nobody_was_there_asks_when_it_is_found(team):
    team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=30)
    sweep(team.program)
    [row] = reviews_of(team)
    assert row.asked_at - row.missed_at == timedelta(hours=29)


def test_a_miss_that_no_alert_announces_asks_as_well(team):
    quiet = "Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}, alerts: [{at: 50%, to: []}]}"
    loud = "Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}"
    configured(team, CONFIG.replace(loud, quiet.replace("[]", "[channel]")))
    team.writes("UCARLA", "Printer on fire #URGENT")
    for minutes in (31, 30):
        team.clock.move(minutes=minutes)
        sweep(team.program)
    assert reviews_of(team) == []
    assert notice_misses(team.program) == 1
    assert [row.state for row in reviews_of(team)] == ["open"]
    assert notice_misses(team.program) == 0


def test_a_clock_that_is_met_asks_nothing(team):
    ts, _ = team.writes("UCARLA", "Printer on fire #URGENT")
    team.writes("UANA", "Coming", thread_ts=ts)
    team.clock.move(hours=5)
    sweep(team.program)
    assert reviews_of(team) == []


def test_what_is_answered_late_still_asks(team):
    ts, _ = team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=2)
    team.writes("UANA", "Sorry", thread_ts=ts)
    assert [row.state for row in reviews_of(team)] == ["open"]


def test_a_miss_that_is_taken_back_asks_no_more_and_asks_again_when_it_is_one_again(missed):
    with missed.program.work() as work:
        longer = CONFIG.replace("first_reply: 1h", "first_reply: 4h")
        wanted = read(longer, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA", moves_running=True)
    missed.clock.move(seconds=1)
    sweep(missed.program)
    assert [row.state for row in reviews_of(missed)] == ["withdrawn"]
    missed.clock.move(hours=4)
    sweep(missed.program)
    assert [row.state for row in reviews_of(missed)] == ["open"]


def test_the_severity_is_proposed_from_overrun_priority_and_customer(missed):
    assert missed.does(breach_reviews.miss_of, MISS, "ULEA").proposed == "minor"  # a second, VIP: 1
    missed.clock.move(minutes=20)  # a third of the target, VIP: 2 + 1
    assert missed.does(breach_reviews.miss_of, MISS, "ULEA").proposed == "major"
    missed.clock.move(minutes=40)  # all of it, VIP: 4 + 1
    assert missed.does(breach_reviews.miss_of, MISS, "ULEA").proposed == "critical"


def test_a_review_is_kept_with_its_cause_in_the_timeline(missed):
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("major", "overload", "Two were ill"), "ULEA"
    )
    [row] = reviews_of(missed)
    assert (row.state, row.severity, row.cause, row.note, row.reviewed_by) == (
        "done",
        "major",
        "overload",
        "Two were ill",
        "ULEA",
    )
    with missed.program.look() as work:
        found = [each for each in events.of(work.connection, "T1", 1) if each.type == "cause"]
    assert [each.body for each in found] == [
        {"metric": "first_reply", "cycle": 1, "reason": "overload"}
    ]


def test_a_second_review_is_audited_with_what_was_said_before(missed):
    missed.does(breach_reviews.review, MISS, OVERLOAD, "ULEA")
    missed.does(breach_reviews.review, MISS, ReviewVerdict("minor", "overload"), "UADA")
    with missed.program.look() as work:
        newest, first = audit.listing(work.connection, "T1", "review:1:first_reply:1")
        causes = [each for each in events.of(work.connection, "T1", 1) if each.type == "cause"]
    assert first.before is None
    assert (newest.actor, newest.before["severity"], newest.after["severity"]) == (
        "UADA",
        "major",
        "minor",
    )
    assert len(causes) == 1  # the cause is the same


@pytest.mark.parametrize("who", ["UANA", "UCID", "UCARLA"])
def test_only_leads_and_admins_review(missed, who):
    with pytest.raises(UserFacingError, match="Only the leads of Support"):
        missed.does(breach_reviews.review, MISS, OVERLOAD, who)
    with pytest.raises(UserFacingError, match="for the leads"):
        missed.does(breach_reviews.listing, who)


@pytest.mark.parametrize("miss", [(1, "resolution", 1), (1, "first_reply", 2)])
def test_what_was_not_missed_is_not_reviewed(missed, miss):
    with pytest.raises(UserFacingError, match="asks for no review"):
        missed.does(breach_reviews.review, miss, OVERLOAD, "ULEA")


@pytest.mark.parametrize(
    "verdict", [ReviewVerdict("bad", "overload"), ReviewVerdict("minor", "weather")]
)
def test_an_unknown_severity_or_cause_is_refused(missed, verdict):
    with pytest.raises(UserFacingError, match="Choose how bad"):
        missed.does(breach_reviews.review, MISS, verdict, "ULEA")


def test_the_list_has_what_waits_what_is_to_be_done_and_the_causes(missed):
    found = missed.does(breach_reviews.listing, "ULEA")
    assert (found.total, [each.ticket.number for each in found.reviews]) == (1, [1])
    todo = FollowUp("Second phone", "UANA", date(2026, 3, 9))
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("major", "overload", None, (todo,)), "ULEA"
    )
    found = missed.does(breach_reviews.listing, "ULEA")
    assert found.total == 0
    assert [each.what for each in found.follow_ups] == ["Second phone"]
    assert found.causes == (("overload", 1),)
    assert missed.does(breach_reviews.listing, "ULEA", "all").total == 1
    with pytest.raises(UserFacingError, match="You do not lead Billing"):
        missed.does(breach_reviews.listing, "ULEA", "open", "Billing")
    assert missed.does(breach_reviews.listing, "UADA", "open", "Billing").total == 0


def test_the_pages_of_the_list_hold_every_miss_once(team):
    for number in range(breach_reviews.PAGE + 3):
        team.writes("UCARLA", f"Printer {number} #URGENT")
        team.clock.move(minutes=4)
    team.clock.move(hours=2)
    sweep(team.program)
    pages = [team.does(breach_reviews.listing, "ULEA", "open", None, page) for page in (1, 2)]
    numbers = [each.ticket.number for page in pages for each in page.reviews]
    assert sorted(numbers) == list(range(1, breach_reviews.PAGE + 4))
    assert team.does(breach_reviews.listing, "ULEA", "open", None, 99).page == 2


def test_a_miss_is_left_out_by_two_people_and_its_review_closes(two_leads):
    asked = ReviewVerdict("minor", "outage", None, (), "The power was cut")
    two_leads.does(breach_reviews.review, MISS, asked, "ULEA")
    assert two_leads.keys("exclusion:")[-1].endswith(":UBOB")
    with pytest.raises(UserFacingError, match="asked for it yourself"):
        two_leads.does(exclusions.grant, MISS, "ULEA")
    with pytest.raises(UserFacingError, match="Only another lead"):
        two_leads.does(exclusions.grant, MISS, "UANA")
    two_leads.does(exclusions.grant, MISS, "UBOB")
    [clock] = two_leads.does(tickets.show, 1, "UANA").clocks
    assert (clock.state, clock.cancel_reason) == ("cancelled", "excluded")
    assert [row.state for row in reviews_of(two_leads)] == ["excluded"]
    assert two_leads.keys("exclusion:")[-1].endswith(":decided")
    assert ("UBOB", "exclusion granted") in audited(two_leads)
    with pytest.raises(UserFacingError, match="decided already"):
        two_leads.does(exclusions.refuse, MISS, "UADA")
    with pytest.raises(UserFacingError, match="left out of the count already"):
        two_leads.does(breach_reviews.review, MISS, OVERLOAD, "ULEA")


def test_a_refusal_lets_it_count_and_can_be_asked_again(two_leads):
    asked = ReviewVerdict("minor", "outage", None, (), "The power was cut")
    two_leads.does(breach_reviews.review, MISS, asked, "ULEA")
    two_leads.does(exclusions.refuse, MISS, "UADA")
    [row] = reviews_of(two_leads)
    assert (row.state, row.is_exclusion_asked) == ("done", False)
    assert ("UADA", "exclusion refused") in audited(two_leads)
    two_leads.clock.move(seconds=1)
    two_leads.does(breach_reviews.review, MISS, asked, "ULEA")
    assert reviews_of(two_leads)[0].is_exclusion_asked


def test_where_nobody_else_leads_the_admins_are_asked(missed):
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("minor", "outage", None, (), "Fire"), "ULEA"
    )
    assert [key.rpartition(":")[2] for key in missed.keys("exclusion:")] == ["UADA"]


def test_follow_ups_are_given_and_reminded_the_day_before_and_on_the_day(missed):
    """Ljubljana is UTC+1: nine o'clock there is eight."""
    due_on = (missed.clock.now() + timedelta(days=4)).date()
    todo = FollowUp("Second phone", "UANA", due_on)
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("major", "overload", None, (todo,)), "ULEA"
    )
    assert missed.keys("follow_up:") == ["follow_up:1:given"]
    reminded = []
    for day in range(7):
        missed.clock.at = datetime.combine(due_on, datetime.min.time(), UTC) + timedelta(
            days=day - 3, hours=7, minutes=59
        )
        assert remind(missed.program) == 0
        missed.clock.move(minutes=2)
        if remind(missed.program):
            reminded.append(missed.clock.now().date() - due_on)
    assert reminded == [timedelta(days=-1), timedelta(0)]
    assert len(missed.keys("follow_up:")) == 3


def test_a_reminder_that_was_slept_over_comes_late_and_once(missed):
    due_on = (missed.clock.now() + timedelta(days=4)).date()
    todo = FollowUp("Second phone", "UANA", due_on)
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("major", "overload", None, (todo,)), "ULEA"
    )
    missed.clock.move(days=10)
    assert [remind(missed.program) for _ in range(3)] == [1, 0, 0]
    assert "days_left=-6" in missed.said("follow_up:")[-1]


def test_a_follow_up_that_is_done_is_reminded_no_more(missed):
    todo = FollowUp("Second phone", "UANA", (missed.clock.now() + timedelta(days=4)).date())
    missed.does(
        breach_reviews.review, MISS, ReviewVerdict("major", "overload", None, (todo,)), "ULEA"
    )
    with pytest.raises(UserFacingError, match="Only who has a follow-up"):
        missed.does(followups.done, 1, "UCID", message_key=None)
    missed.does(followups.done, 1, "UANA", message_key=None)
    with pytest.raises(UserFacingError, match="done already"):
        missed.does(followups.done, 1, "ULEA", message_key=None)
    missed.clock.move(days=10)
    assert remind(missed.program) == 0
    assert missed.does(breach_reviews.listing, "ULEA").follow_ups == ()


def test_leads_hear_in_the_morning_of_what_waits_once_a_day_and_only_then(missed):
    assert remind_leads(missed.program) == 0
    missed.clock.at = datetime.combine(
        missed.clock.now().date() + timedelta(days=1), datetime.min.time(), UTC
    ) + timedelta(hours=7, minutes=59)
    assert remind_leads(missed.program) == 0
    missed.clock.move(minutes=2)
    assert [remind_leads(missed.program) for _ in range(3)] == [1, 0, 0]
    assert missed.said("misses:ULEA") == ["MissesWait(count=1, departments=('Support',))"]
    missed.does(breach_reviews.review, MISS, OVERLOAD, "ULEA")
    missed.clock.move(days=1)
    assert remind_leads(missed.program) == 0


def test_a_department_in_other_letters_is_still_led_by_its_leads(team):
    configured(team, CONFIG + "  - {name: Hand over, then: {department: support}}\n")
    team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=1, seconds=1)
    sweep(team.program)
    assert team.does(breach_reviews.listing, "ULEA").total == 1


def test_a_wish_for_what_is_no_miss_any_more_is_refused_and_leaves_nothing(two_leads):
    asked = ReviewVerdict("minor", "outage", None, (), "The power was cut")
    two_leads.does(breach_reviews.review, MISS, asked, "ULEA")
    with two_leads.program.work() as work:
        longer = CONFIG.replace("first_reply: 1h", "first_reply: 4h")
        wanted = read(longer, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA", moves_running=True)
    two_leads.clock.move(seconds=1)
    with pytest.raises(UserFacingError):
        two_leads.does(exclusions.grant, MISS, "UADA")
    with two_leads.program.look() as work:
        assert "excluded" not in [each.type for each in events.of(work.connection, "T1", 1)]
