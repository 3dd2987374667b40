"""What to solve next, and why; lists by every filter; neither reads more than it shows."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from bot.config.document import read
from bot.errors import UserFacingError
from bot.usecases import tickets
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.tickets import lists, queue
from sla_core.instants import to_us
from sla_core.tickets.events import Escalated, TagsChanged
from tests.usecases.conftest import CONFIG


def next_of(team, who="UANA", skipped=()):
    with team.program.look() as work:
        return queue.next_ticket(work, who, frozenset(skipped))


def listed(team, who="UANA", page=1, **filters):
    with team.program.look() as work:
        found = lists.listing(work, who, filters, page)
    return [each.number for each in found.tickets]


def escalates(team, number):
    with team.program.work() as work:
        loaded = load(work, number, lock=True)
        record(work, loaded, [Escalated(at_us=to_us(team.clock.now()), actor="ULEA")])


@contextmanager
def statements(team):
    """What the database is asked meanwhile."""
    asked = []
    engine = team.program.database.engine

    def hear(*args):
        asked.append(args[2])

    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


def test_the_least_business_time_left_comes_first(team):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    found = next_of(team)
    assert (found.ticket.number, found.clock.metric, found.seconds_left) == (
        2,
        "first_reply",
        3600,
    )


def test_an_escalated_ticket_goes_before_all_others(team):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    escalates(team, 1)
    found = next_of(team)
    assert (found.ticket.number, found.is_escalated) == (1, True)
    team.does(tickets.reply, 1, "UBOB", "On it")
    assert next_of(team).ticket.number == 2


def test_what_others_have_is_not_offered_and_what_is_skipped_neither(team):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    team.does(tickets.claim, 2, "UBOB")
    assert next_of(team).ticket.number == 1
    assert next_of(team, skipped=[1]) is None
    assert next_of(team, "UBOB", skipped=[1]).ticket.number == 2


def test_a_ticket_without_a_level_counts_as_due_a_week_after_it_was_opened(team):
    unpromised = CONFIG.replace("default_level: Standard\n", "")
    with team.program.work() as work:
        apply_configuration(work, read(unpromised, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(minutes=1)
    team.writes("UCARLA", "A question")
    team.clock.move(hours=167)
    team.writes("UDAN", "Printer #URGENT")
    assert (next_of(team).ticket.number, next_of(team).seconds_left) == (1, 3600)
    assert next_of(team).clock is None


def test_next_asks_the_database_as_often_for_thirty_tickets_as_for_three(team):
    def opens(count):
        for number in range(count):
            team.writes("UCARLA", f"Question {number}")
            team.clock.move(minutes=4)

    opens(3)
    next_of(team)
    with statements(team) as few:
        next_of(team)
    opens(27)
    next_of(team)
    with statements(team) as many:
        next_of(team)
    assert len(many) == len(few)


def test_who_is_no_agent_has_nothing_to_solve(team):
    with pytest.raises(UserFacingError, match="not an agent"):
        next_of(team, "UCARLA")


def test_a_list_of_a_tag_has_the_tickets_of_all_its_spellings(team):
    for words in ("One #Café", "Two #CAFE\u0301", "Three #cafe"):
        team.writes("UCARLA", words)
        team.clock.move(minutes=4)
    assert listed(team, tag="café") == listed(team, who="UCARLA", tag="#Cafe\u0301") == [1, 2]
    assert listed(team, who="UCARLA", tag="unheard") == []


def test_a_tag_that_was_kept_with_its_quotes_is_listed_as_the_bare_one(team):
    team.writes("UCARLA", "Hello")
    with team.program.work() as work:
        loaded = load(work, 1)
        record(work, loaded, [TagsChanged(at_us=to_us(work.now), actor="UANA", add=('"vip"',))])
    for tag in ("vip", '"vip"', "«vip»", "#vip"):
        assert listed(team, tag=tag) == [1]


def test_pages_hold_ten_and_one_behind_the_last_is_the_last(team):
    for number in range(12):
        team.writes("UCARLA", f"Question {number}")
        team.clock.move(minutes=4)
    assert listed(team) == list(range(1, 11))
    assert listed(team, page=2) == listed(team, page=99) == [11, 12]


def test_a_page_reads_the_timelines_of_what_it_shows_only(team):
    for number in range(12):
        team.writes("UCARLA", f"Question {number}")
        team.clock.move(minutes=4)
    with statements(team) as asked:
        listed(team, page=2)
    assert len([each for each in asked if "FROM events" in each]) == len([11, 12])


def test_overdue_is_what_is_overdue_now_not_what_was_when_it_was_kept(team):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    team.clock.move(hours=1)
    assert listed(team, overdue="yes") == []
    team.clock.move(seconds=1)
    assert listed(team, overdue="yes") == [2]


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("status", "on hold", [2]),
        ("status", "closed", [3]),
        ("level", "urgent sla", [2]),
        ("customer", "ACME", [1]),
        ("group", "vip", [1]),
        ("tag", "#urgent", [2]),
        ("priority", "High", [1]),
        ("source", "slack", [1, 2]),
    ],
)
def test_lists_narrow_by_names_in_any_case(team, key, value, found):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    team.writes("UDAN", "Done", channel="CBILLING")
    team.does(tickets.set_priority, 1, "UANA", "high")
    team.does(tickets.hold, 2, "UANA")
    team.does(tickets.close, 3, "UCID")
    assert sorted(listed(team, **{key: value})) == (found if key != "source" else sorted(found))


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("dept", "Suport", "Did you mean Support"),
        ("status", "onhodl", "Did you mean on_hold"),
        ("tag", "urgnet", "Did you mean URGENT"),
        ("priority", "blue", "There are: low, normal, high, urgent"),
    ],
)
def test_a_value_that_nothing_has_is_answered_with_the_nearest(team, key, value, said):
    team.writes("UDAN", "Printer #URGENT")
    with pytest.raises(UserFacingError, match=said):
        listed(team, **{key: value})


def test_requesters_find_their_own_only_and_learn_no_names(team):
    team.writes("UCARLA", "A question")
    team.writes("UDAN", "Printer #URGENT")
    assert listed(team, "UDAN") == [2]
    assert listed(team, "UDAN", customer="Acne") == []
    assert listed(team, "UDAN", mine="yes") == [2]


def test_who_asked_a_private_department_lists_it_by_a_tag_of_their_own(closed):
    closed.clock.move(minutes=10)
    closed.writes("UCARLA", "My wage #Late", channel="CBILLING")
    assert listed(closed, who="UCARLA", tag="late") == [2]
    with pytest.raises(UserFacingError, match="No ticket has `tag:late`"):
        listed(closed, tag="late")
