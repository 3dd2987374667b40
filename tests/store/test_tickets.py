from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import clocks, ticket_lists, tickets
from bot.store.ticket_lists import TicketFilter
from tests.store.builders import AT, clock_row, ticket

WS = "T1"


def open_tickets(db, *drafts):
    with db.writing() as connection:
        return [tickets.open(connection, WS, draft) for draft in drafts]


def numbers(db, **asked):
    with db.reading() as connection:
        return [row.number for row in ticket_lists.listing(connection, WS, **asked).tickets]


def test_a_ticket_reads_back_as_it_was_written(db):
    written = ticket(tags=("URGENT", "vip"), channel_id="C1", thread_ts="1.000001")
    open_tickets(db, written)
    with db.reading() as connection:
        read = tickets.get(connection, WS, 1)
    assert read == ticket(number=1, tags=("URGENT", "vip"), channel_id="C1", thread_ts="1.000001")


def test_a_number_that_was_rolled_back_is_given_again(db):
    def interrupted():
        with db.writing() as connection:
            assert tickets.open(connection, WS, ticket()) == 1
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert open_tickets(db, ticket(), ticket()) == [1, 2]


def test_a_ticket_is_found_by_its_thread(db):
    open_tickets(db, ticket(channel_id="C1", thread_ts="1.1"))
    with db.reading() as connection:
        assert tickets.find_by_thread(connection, WS, "C1", "1.1").number == 1
        assert tickets.find_by_thread(connection, WS, "C1", "1.2") is None


def test_two_tickets_cannot_share_a_thread(db):
    with pytest.raises(IntegrityError):
        open_tickets(db, *[ticket(channel_id="C1", thread_ts="1.1")] * 2)


def test_a_status_that_does_not_exist_is_refused_by_the_database(db):
    with pytest.raises(IntegrityError):
        open_tickets(db, ticket(status="asleep"))


def test_another_workspace_sees_nothing(db):
    open_tickets(db, ticket(external_name="INC1"))
    with db.reading() as connection:
        assert tickets.get(connection, "T2", 1) is None
        assert ticket_lists.listing(connection, "T2").tickets == []


def test_saving_changes_the_ticket(db):
    open_tickets(db, ticket())
    with db.writing() as connection:
        tickets.save(connection, WS, ticket(number=1, status="answered", assignee="UANA"))
    with db.reading() as connection:
        assert tickets.get(connection, WS, 1).assignee == "UANA"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (TicketFilter(), [3, 2, 1]),
        (TicketFilter(statuses=("new",)), [3, 1]),
        (TicketFilter(departments=("Sales",)), [2]),
        (TicketFilter(requester="UDAN"), [3]),
        (TicketFilter(assignee="UANA"), [2]),
        (TicketFilter(unassigned=True, statuses=("new", "open")), [3, 1]),
    ],
)
def test_a_listing_holds_what_the_filters_allow(db, filters, expected):
    open_tickets(
        db,
        ticket(),
        ticket(department="Sales", status="open", assignee="UANA"),
        ticket(requester="UDAN"),
    )
    assert numbers(db, filters=filters) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("newest", [4, 3, 2, 1]),
        ("oldest", [1, 2, 3, 4]),
        ("changed", [2, 4, 3, 1]),
        ("due", [3, 1, 2, 4]),
    ],
)
def test_pages_of_one_put_together_are_the_whole_listing(db, order, expected):
    open_tickets(db, *(ticket(changed_at=AT + timedelta(hours=h)) for h in (0, 9, 1, 2)))
    with db.writing() as connection:
        for number, minutes in {1: 20, 3: 10}.items():
            due_at = AT + timedelta(minutes=minutes)
            clocks.replace(connection, WS, number, [clock_row(due_at=due_at)])
    assert numbers(db, order=order) == expected
    seen, after = [], None
    with db.reading() as connection:
        for _ in expected:
            page = ticket_lists.listing(connection, WS, order=order, limit=1, after=after)
            seen, after = [*seen, page.tickets[0].number], page.after
    assert (seen, after) == (expected, None)
