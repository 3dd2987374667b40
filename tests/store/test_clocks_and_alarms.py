from datetime import timedelta

import pytest
from sqlalchemy import event as sql_event

from bot.store import alarms, clocks, tickets
from tests.store.builders import AT, alarm, clock_row, ticket

WS = "T1"
HOUR = timedelta(hours=1)


@pytest.fixture
def one_ticket(db):
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())
    return db


def put(db, *rows, number=1):
    with db.writing() as connection:
        clocks.replace(connection, WS, number, rows)


def test_clocks_read_back_as_they_were_written(one_ticket):
    stopped = clock_row(
        "resolution", state="met", is_open=False, stopped_at=AT + HOUR, decided_at=AT + HOUR
    )
    put(one_ticket, stopped, clock_row())
    with one_ticket.reading() as connection:
        assert clocks.of(connection, WS, 1) == [clock_row(), stopped]


def test_replacing_clocks_removes_changes_and_adds(one_ticket):
    put(one_ticket, clock_row(), clock_row("next_reply"))
    put(one_ticket, clock_row("next_reply", elapsed_seconds=60), clock_row("next_reply", 2))
    with one_ticket.reading() as connection:
        assert clocks.of(connection, WS, 1) == [
            clock_row("next_reply", elapsed_seconds=60),
            clock_row("next_reply", 2),
        ]


def test_replacing_clocks_by_the_same_writes_nothing(one_ticket):
    put(one_ticket, clock_row(), clock_row("next_reply"))
    written = []
    sql_event.listen(
        one_ticket.engine,
        "before_cursor_execute",
        lambda *args: written.append(args[2]) if "SELECT" not in args[2][:6] else None,
    )
    put(one_ticket, clock_row("next_reply"), clock_row())
    assert [s for s in written if "clocks" in s] == []


def test_clocks_that_ran_in_a_span_include_the_open_ones(one_ticket):
    stopped = {"state": "met", "is_open": False, "stopped_at": AT + HOUR}
    later = clock_row("resolution", started_at=AT + 3 * HOUR)
    put(one_ticket, clock_row(), clock_row("next_reply", **stopped), later)
    with one_ticket.reading() as connection:
        found = list(clocks.touching(connection, WS, AT + 2 * HOUR, AT + 3 * HOUR))
        assert [row.metric for _, row in found] == ["first_reply"]
        assert len(list(clocks.all_of(connection, WS))) == 3


def test_an_alarm_goes_with_its_clock(one_ticket):
    put(one_ticket, clock_row())
    with one_ticket.writing() as connection:
        alarms.replace(connection, WS, 1, [alarm()])
    put(one_ticket)
    with one_ticket.reading() as connection:
        assert alarms.of(connection, WS, 1) == []
        assert alarms.next_fire_at(connection, WS) is None


def test_alarms_are_due_from_their_instant_on(one_ticket):
    put(one_ticket, clock_row(), clock_row("next_reply"))
    late = alarm("next_reply", fire_at=AT + HOUR)
    with one_ticket.writing() as connection:
        alarms.replace(connection, WS, 1, [late, alarm(fire_at=AT)])
        alarms.replace(connection, WS, 1, [late, alarm(fire_at=AT)])
        assert alarms.next_fire_at(connection, WS) == AT
        assert alarms.claim_due(connection, WS, AT - timedelta(microseconds=1), 10) == []
        assert alarms.claim_due(connection, WS, AT, 10) == [1]
        assert alarms.of(connection, WS, 1) == [alarm(fire_at=AT), late]


def test_due_alarms_come_the_longest_overdue_first_up_to_the_limit_of_tickets(db):
    with db.writing() as connection:
        for minutes in (30, 10, 20):
            number = tickets.open(connection, WS, ticket())
            clocks.replace(connection, WS, number, [clock_row()])
            fire_at = AT + timedelta(minutes=minutes)
            alarms.replace(connection, WS, number, [alarm(fire_at=fire_at)])
        assert alarms.claim_due(connection, WS, AT + HOUR, 2) == [2, 3]


def test_what_is_due_is_found_in_pages_the_longest_overdue_first(db):
    with db.writing() as connection:
        for minutes in (20, 10, 20, 10):
            number = tickets.open(connection, WS, ticket(wake_at=AT + HOUR / 2))
            clocks.replace(connection, WS, number, [clock_row()])
            fire_at = AT + timedelta(minutes=minutes)
            alarms.replace(connection, WS, number, [alarm(fire_at=fire_at)])
        pages, after = [], None
        while page := alarms.due_by(connection, WS, AT + HOUR, 3, after):
            pages.append([(each.number, each.soonest_at, each.latest_at) for each in page])
            after = page[-1]
        sooner, later, latest = (AT + timedelta(minutes=minutes) for minutes in (10, 20, 30))
        assert pages == [
            [(2, sooner, latest), (4, sooner, latest), (1, later, latest)],
            [(3, later, latest)],
        ]
        assert [each.number for each in alarms.due_by(connection, WS, sooner, 9)] == [2, 4]


def test_a_ticket_wakes_at_its_instant_though_no_clock_is_open(db):
    with db.writing() as connection:
        number = tickets.open(connection, WS, ticket(wake_at=AT))
        assert alarms.next_fire_at(connection, WS) == AT
        assert alarms.claim_due(connection, WS, AT, 10) == [number]


def test_what_is_due_elsewhere_is_not_due_here(one_ticket):
    put(one_ticket, clock_row())
    with one_ticket.writing() as connection:
        alarms.replace(connection, WS, 1, [alarm(fire_at=AT)])
        assert alarms.claim_due(connection, "T0", AT, 10) == []
        assert alarms.next_fire_at(connection, "T0") is None


def test_what_is_due_can_be_put_off(one_ticket):
    put(one_ticket, clock_row(), clock_row("next_reply"))
    later = alarm("next_reply", fire_at=AT + 2 * HOUR)
    with one_ticket.writing() as connection:
        alarms.replace(connection, WS, 1, [alarm(fire_at=AT), later])
        alarms.postpone(connection, WS, 1, AT + HOUR)
        assert alarms.claim_due(connection, WS, AT, 10) == []
        assert alarms.of(connection, WS, 1) == [alarm(fire_at=AT + HOUR), later]
