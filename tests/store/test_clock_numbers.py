"""Numbers of clocks outlive the clocks, and say which cycle each has now."""

from dataclasses import replace

import pytest

from bot.store import clock_numbers, clocks, tickets
from tests.store.builders import clock_number, clock_row, ticket

WS = "T1"


@pytest.fixture
def one_ticket(db):
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())
        clocks.replace(connection, WS, 1, [clock_row()])
    return db


def save(database, *rows, number=1):
    with database.writing() as connection:
        clock_numbers.save(connection, WS, number, rows)


def of(database, number=1):
    with database.reading() as connection:
        return clock_numbers.of(connection, WS, number)


def test_what_was_told_of_a_clock_outlives_its_row(one_ticket):
    told = clock_number(opened_by=-1_772_438_400_000_000, told={"75%": 1_772_441_100})
    save(one_ticket, told)
    with one_ticket.writing() as connection:
        clocks.replace(connection, WS, 1, [])
    assert of(one_ticket) == [told]


def test_those_that_are_saved_change_and_the_others_stay(one_ticket):
    first, second = clock_number(), clock_number(number=2)
    save(one_ticket, first, second)
    save(one_ticket, replace(second, cycle=None, due_version=4, passed_over={"-15m": 5}))
    assert of(one_ticket) == [
        first,
        replace(second, cycle=None, due_version=4, passed_over={"-15m": 5}),
    ]


def test_number_and_cycle_lead_to_each_other(one_ticket):
    save(one_ticket, clock_number(cycle=2), clock_number(number=2, cycle=None))
    with one_ticket.reading() as connection:
        here = connection, WS, 1, "first_reply"
        assert clock_numbers.number_of(*here, 2) == 1
        assert clock_numbers.number_of(*here, 1) is None
        assert clock_numbers.cycle_of(*here, 1) == 2
        assert clock_numbers.cycle_of(*here, 2) is None
        assert clock_numbers.cycle_of(connection, WS, 1, "resolution", 1) is None
