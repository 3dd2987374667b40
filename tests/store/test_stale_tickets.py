"""Tickets whose clocks were computed before a move, and those a move concerns."""

from datetime import timedelta

import pytest

from bot.store import alarms, clocks, stale_tickets, tickets
from bot.store.clocks import JudgedFilter
from bot.store.stale_tickets import PromiseNames
from tests.store.builders import AT, alarm, clock_row, ticket

WS = "T1"
HOUR = timedelta(hours=1)


def opened(db, *rows, fire_at=None, **given):
    with db.writing() as connection:
        number = tickets.open(connection, WS, ticket(**given))
        clocks.replace(connection, WS, number, rows)
        wanted = [alarm(each.metric, each.cycle, fire_at=fire_at) for each in rows]
        alarms.replace(connection, WS, number, wanted)
    return number


def lag(db, revision, limit=10):
    with db.reading() as connection:
        return stale_tickets.listing(connection, WS, revision, limit)


def test_who_was_computed_before_a_revision_lags_the_soonest_alarm_first(db):
    opened(db, clock_row(), projected_revision=3, fire_at=AT + 2 * HOUR)
    opened(db, clock_row(), projected_revision=4, fire_at=AT + HOUR)
    opened(db, projected_revision=3)
    opened(db, clock_row(), projected_revision=5, fire_at=AT)
    assert [each.number for each in lag(db, 5)] == [2, 1, 3]
    assert [each.number for each in lag(db, 5, limit=1)] == [2]
    assert lag(db, 3) == []


def test_a_ticket_on_which_nothing_runs_never_lags(db):
    opened(db, projected_revision=None, status="closed")
    assert lag(db, 9) == []


def test_it_says_what_the_ticket_and_its_open_clocks_are_under(db):
    stopped = clock_row("next_reply", level="Old", is_open=False, state="met", stopped_at=AT)
    opened(db, clock_row(level="Gold", calendar="Büro"), stopped, projected_revision=1)
    [found] = lag(db, 2)
    assert found.under == PromiseNames(frozenset({"gold", "standard"}), frozenset({"büro"}))
    assert found.projected_revision == 1


@pytest.mark.parametrize(
    ("levels", "calendars", "meets"),
    [({"gold"}, set(), True), (set(), {"office"}, True), ({"x"}, {"y"}, False)],
)
def test_names_meet_where_a_level_or_a_calendar_is_in_both(levels, calendars, meets):
    under = PromiseNames(frozenset({"gold"}), frozenset({"office"}))
    assert PromiseNames(frozenset(levels), frozenset(calendars)).meets(under) is meets


def test_what_is_marked_lags_no_more(db):
    for _ in range(3):
        opened(db, projected_revision=1)
    with db.writing() as connection:
        assert [each.number for each in stale_tickets.claim(connection, WS, 2, [1, 2])] == [1, 2]
        stale_tickets.mark(connection, WS, 2, [1, 2])
    assert [each.number for each in lag(db, 2)] == [3]


def test_a_claim_passes_over_a_ticket_somebody_is_changing(db):
    for _ in range(2):
        opened(db, projected_revision=1)
    if db.path is None:  # on SQLite there is one writer, and the next one waits for it
        with db.writing() as changing, db.writing() as following:
            tickets.lock(changing, WS, 1)
            assert [each.number for each in stale_tickets.claim(following, WS, 2, [1, 2])] == [2]


def test_a_ticket_put_off_lags_no_more_and_wakes(db):
    opened(db, projected_revision=1)
    with db.writing() as connection:
        stale_tickets.put_off(connection, WS, 2, 1, AT + HOUR)
        row = tickets.get(connection, WS, 1)
    assert (row.projected_revision, row.wake_at) == (2, AT + HOUR)


def concerned(db, levels=(), calendars=(), moved_by=0):
    names = PromiseNames(frozenset(levels), frozenset(calendars))
    with db.reading() as connection:
        found = stale_tickets.concerned(connection, WS, names, moved_by)
    return found.numbers, found.running


def test_a_move_concerns_tickets_and_clocks_under_its_names_whatever_their_case(db):
    opened(db, clock_row(level="GOLD"), level="GOLD", projected_revision=5)
    opened(db, clock_row(level="Silver", calendar="Office"), level="Gold", projected_revision=5)
    opened(db, clock_row(level="Silver", calendar="24x7"), level="Silver", projected_revision=5)
    opened(db, level="gold", projected_revision=None, status="resolved")
    assert concerned(db, levels=["gold"]) == ([1, 2], 1)
    assert concerned(db, calendars=["office"]) == ([1, 2], 2)
    assert concerned(db, levels=["silver"]) == ([2, 3], 2)
    assert concerned(db, levels=["none"]) == ([], 0)


def test_a_move_may_concern_whoever_lags(db):
    opened(db, clock_row(), projected_revision=5)
    assert concerned(db, levels=["gold"], moved_by=6) == ([1], 0)


def judged(db, **chosen):
    with db.reading() as connection:
        found = clocks.judged(connection, WS, JudgedFilter(**chosen))
    return [(each.number, each.metric, each.cycle) for each in found]


def test_stopped_clocks_are_chosen_by_what_they_are(db):
    done = {"is_open": False, "stopped_at": AT + HOUR}
    opened(
        db,
        clock_row(**done, state="met", decided_at=AT + HOUR),
        clock_row("next_reply", **done, state="missed", decided_at=AT, level="GOLD"),
        clock_row("resolution", **done, state="cancelled", cancel_reason="spam", decided_at=AT),
    )
    opened(db, clock_row(), clock_row("next_reply", 2, **done, state="met", decided_at=AT))
    first, second, third = (1, "first_reply", 1), (1, "next_reply", 1), (2, "next_reply", 2)
    assert judged(db) == [first, second, third]
    assert judged(db, number=1) == [first, second]
    assert judged(db, metric="next_reply") == [second, third]
    assert judged(db, level="Gold") == [second]
    assert judged(db, from_at=AT, to_at=AT + HOUR) == [second, third]
    assert judged(db, from_at=AT + HOUR) == [first]
    assert judged(db, calendars=frozenset({"office"})) == [first, second, third]
    assert judged(db, calendars=frozenset({"other"})) == []
    assert judged(db, ran_after=AT + HOUR) == []
