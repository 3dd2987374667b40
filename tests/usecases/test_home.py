"""App Home: what one glance tells, and who is shown what anew."""

from dataclasses import replace

import pytest

from bot.store import delivery_rows, outbox, people, preferences
from bot.usecases import tickets
from bot.usecases.ground.languages import choose_language
from bot.usecases.home import home
from bot.usecases.home.fingerprint import QueueStanding, fingerprint_of
from bot.usecases.home.set_up import set_up
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import CONFIG, configure


def seen_by(team, person_id):
    with team.program.look() as work:
        return fingerprint_of(work, person_id)


def opens(team, person_id, cause="opened"):
    team.does(home.visited, person_id)
    home.show(team.program, person_id, cause)


def has(team, number, who="UANA"):
    team.does(tickets.claim, number, who)


@pytest.fixture
def three(team):
    """#1 is to be answered within 4 h, #2 within 1 h, #3 within 4 h; all are Support's."""
    for who, text in (("UCARLA", "A question"), ("UDAN", "Help #URGENT"), ("UCARLA", "Another")):
        team.writes(who, text)
        team.clock.move(minutes=4)
    return team


def test_a_queue_holds_what_one_has_by_what_is_left(three):
    has(three, 1)
    has(three, 2)
    agent = seen_by(three, "UANA").agent
    assert [each.number for each in agent.queue] == [2, 1]
    assert (agent.queued, agent.waiting, agent.unassigned) == (2, 0, 1)


def test_who_waits_for_the_requester_is_counted_and_not_queued(three):
    has(three, 1)
    three.does(tickets.reply, 1, "UANA", "Which one?")
    three.does(tickets.pending, 1, "UANA")
    agent = seen_by(three, "UANA").agent
    assert (agent.queue, agent.queued, agent.waiting) == ((), 0, 1)


def test_a_ticket_of_another_department_is_in_the_queue_of_who_has_it(three):
    has(three, 1)
    three.does(tickets.set_department, 1, "UANA", "Billing")
    assert [each.number for each in seen_by(three, "UANA").agent.queue] == [1]


def test_what_nobody_has_is_near_with_two_hours_left(three):
    agent = seen_by(three, "UBOB").agent
    assert [each.number for each in agent.nearly_due] == [2]
    assert agent.unassigned == 3
    three.clock.move(hours=1)
    assert seen_by(three, "UBOB").agent.nearly_due == (QueueStanding(2, False, True),)
    three.clock.move(hours=1)
    assert [each.number for each in seen_by(three, "UBOB").agent.nearly_due] == [2, 1, 3]


def test_what_is_of_another_department_is_not_shown(three):
    assert seen_by(three, "UCID").agent.unassigned == 0


def test_the_day_is_that_of_the_person(team):
    """Missed at 23:30 UTC on Monday, half an hour after midnight in Ljubljana."""
    monday = team.clock.now().replace(hour=22, minute=30, second=0, microsecond=0)
    team.clock.at = monday
    team.writes("UDAN", "Help #URGENT")
    has(team, 1)
    team.clock.move(hours=1, minutes=15)
    sweep(team.program)
    assert seen_by(team, "UANA").agent.missed == 1
    team.clock.move(hours=1)
    assert seen_by(team, "UANA").agent.missed == 1
    with team.program.work() as work:
        ana = people.get(work.connection, "T1", "UANA")
        people.save(work.connection, "T1", replace(ana, time_zone="Europe/London"))
    assert seen_by(team, "UANA").agent.missed == 0


def test_who_watches_sees_the_numbers_and_who_leads_the_misses(three):
    has(three, 1)
    three.clock.move(hours=1)
    sweep(three.program)
    [support] = seen_by(three, "ULEA").watched
    assert (support.count.open, support.count.overdue, support.count.unassigned) == (3, 1, 2)
    assert support.misses == 1
    assert seen_by(three, "UANA").watched == ()


def test_only_admins_see_the_set_up(team):
    assert seen_by(team, "ULEA").set_up is None
    found = seen_by(team, "UADA").set_up
    assert [(each.name, each.people) for each in found.departments] == [
        ("Support", 3),
        ("Billing", 1),
    ]
    assert found.levels == ("Standard", "Urgent SLA")
    undeclared = "customer group VIP is not declared in this file: taken as plain text"
    assert f"customers.Acme.group: {undeclared}" in found.warnings


def test_what_was_given_up_is_counted_for_a_week(team):
    team.writes("UCARLA", "A question")
    with team.program.work() as work:
        for row in outbox.live(work.connection)[:2]:
            delivery_rows.settle(
                work.connection, row, replace(row, state="dead", intent_at=work.now)
            )
    assert seen_by(team, "UADA").set_up.undelivered == 2
    team.clock.move(days=8)
    assert seen_by(team, "UADA").set_up.undelivered == 0


def test_time_alone_changes_no_mark_until_it_makes_something_late(three):
    for who in ("UBOB", "ULEA", "UCARLA"):
        before = seen_by(three, who).mark
        three.clock.move(seconds=90)
        assert seen_by(three, who).mark == before
    before = {who: seen_by(three, who).mark for who in ("UBOB", "UDAN")}
    three.clock.move(hours=1)
    assert before != {who: seen_by(three, who).mark for who in before}
    assert all(before[who] != seen_by(three, who).mark for who in before)


def test_what_one_does_not_see_changes_no_mark(three):
    before = {who: seen_by(three, who).mark for who in ("UCID", "UCARLA")}
    three.does(tickets.note, 2, "UANA", "It is the cable.")
    assert {who: seen_by(three, who).mark for who in before} == before
    three.does(tickets.note, 1, "UANA", "It is the cable.")
    assert seen_by(three, "UCARLA").mark != before["UCARLA"]


def test_a_choice_of_language_is_kept_beside_what_home_remembers(team):
    opens(team, "UANA")
    team.does(choose_language, "UANA", "en")
    with team.program.look() as work:
        chosen = preferences.get(work.connection, "T1", "UANA")
    assert chosen.language == "en"
    assert chosen.home_opened_at == chosen.home_looked_at == team.clock.now()


def test_only_homes_opened_within_a_day_are_looked_at_and_each_once_a_minute(team):
    opens(team, "UANA")
    opens(team, "UBOB")
    team.writes("UCARLA", "A question")
    assert home.show_what_changed(team.program) == 0
    team.clock.move(minutes=1)
    assert home.show_what_changed(team.program) == 2
    assert home.show_what_changed(team.program) == 0
    team.clock.move(days=1)
    team.writes("UCARLA", "Another question")
    assert home.show_what_changed(team.program) == 0


def test_a_home_that_could_not_be_shown_when_it_was_opened_is_shown_by_the_next_round(team):
    team.does(home.visited, "UANA")
    assert team.keys("home:") == []
    team.clock.move(minutes=1)
    assert home.show_what_changed(team.program) == 1
    assert len(team.keys("home:UANA:")) == 1


def test_who_did_something_is_looked_at_by_the_next_round(team):
    opens(team, "UANA")
    team.writes("UCARLA", "A question")
    team.does(home.look_again, "UANA")
    assert home.show_what_changed(team.program) == 1


def test_who_never_opened_it_is_shown_nothing(team):
    team.does(home.look_again, "UANA")
    team.clock.move(hours=1)
    assert home.show_what_changed(team.program) == 0


def test_who_left_is_shown_nothing(team):
    opens(team, "UANA")
    with team.program.work() as work:
        ana = people.get(work.connection, "T1", "UANA")
        people.save(work.connection, "T1", replace(ana, is_deleted=True))
    team.clock.move(hours=1)
    assert home.show_what_changed(team.program) == 0


def test_the_same_click_shows_its_answer_once(team):
    for _ in range(2):
        opens(team, "UANA", "click 7")
    assert team.keys("home:") == ["home:UANA:click 7"]


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("leads: [lea@example.com]", "Lea"),
        ("managers: [lea@example.com]", "Lea"),
        ("leads: [UNOBODY]", None),
    ],
)
def test_of_a_department_without_an_alert_channel_home_knows_who_hears(team, who, first):
    channel = '    alert_channel: "#sla-alerts"\n    leads: [lea@example.com]'
    configure(team, CONFIG.replace(channel, f"    {who}"))
    with team.program.look() as work:
        billing, support = set_up(work).departments
    assert (support.alerts, support.first) == (None, first)
    assert billing.first is None
