from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import events, tickets
from tests.store.builders import AT, event, ticket

WS = "T1"


@pytest.fixture
def one_ticket(db):
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())
    return db


def test_a_timeline_is_ordered_by_time_then_by_arrival(one_ticket):
    late = event(3, at=AT - timedelta(microseconds=1), type="note", body={"text": "ž"})
    with one_ticket.writing() as connection:
        events.append(connection, WS, 1, [event(1), event(2, type="level")])
        events.append(connection, WS, 1, [late])
    with one_ticket.reading() as connection:
        assert events.of(connection, WS, 1) == [late, event(1), event(2, type="level")]
        assert tickets.get(connection, WS, 1).last_seq == 3
        assert next(events.all_of(connection, WS)) == (1, late)
        assert events.count(connection, WS) == 3


@pytest.mark.parametrize("again", [event(1), event(2, external_id="gw-1")])
def test_an_event_is_never_overwritten_nor_taken_twice(one_ticket, again):
    with one_ticket.writing() as connection:
        events.append(connection, WS, 1, [event(1, external_id="gw-1")])
    with pytest.raises(IntegrityError), one_ticket.writing() as connection:
        events.append(connection, WS, 1, [again])


def test_the_senders_ids_that_are_known_are_told(one_ticket):
    with one_ticket.writing() as connection:
        events.append(connection, WS, 1, [event(1, external_id="gw-1")])
        events.append(connection, WS, 1, [])
        assert events.known_external_ids(connection, WS, 1, ["gw-1", "gw-2"]) == {"gw-1"}


def test_an_event_without_a_ticket_is_refused(db):
    with pytest.raises(IntegrityError), db.writing() as connection:
        events.append(connection, WS, 7, [event(1)])
