"""An arrival that can never be worked off is set aside at once, and holds up nobody."""

import pytest

from bot.jobs.inbox_worker import TICKET_MENDED_AFTER
from bot.store import inbox, set_aside
from bot.store.inbox import Arrival
from bot.store.set_aside import ARRIVAL
from tests.jobs.test_inbox_worker import ears, program, worker
from tests.store.poison import NO_JSON, NO_OBJECT, poison

__all__ = ["ears", "program", "worker"]


@pytest.fixture
def arrive(db, clock):
    """Keep an arrival that came in now; its number is also its key."""

    def keep(n, kind="message", **payload):
        arrival = Arrival(kind, str(n), {"n": n, **payload}, clock.now())
        with db.writing() as connection:
            inbox.accept(connection, "T1", arrival)
        clock.move(seconds=1)

    return keep


def rows(db):
    with db.reading() as connection:
        asked = "SELECT dedupe_key, state, error FROM inbox ORDER BY id"
        return [tuple(row) for row in connection.exec_driver_sql(asked)]


def set_aside_in(db, clock):
    with db.reading() as connection:
        return set_aside.listing(connection, "T1", clock.now().replace(year=2000))


@pytest.mark.parametrize(
    ("value", "reason"),
    [(NO_JSON, "payload"), (NO_OBJECT, "payload is no JSON object")],
    ids=["no json", "no object"],
)
def test_a_payload_that_cannot_be_read_stops_nothing(
    db, clock, worker, ears, arrive, value, reason
):
    for n in (1, 2, 3):
        arrive(n)
    poison(db, "inbox", "payload", value, "dedupe_key = '2'")
    worker.run_once()
    assert ears.prepared == [1, 3]
    assert [state for _, state, _ in rows(db)] == ["done", "failed", "done"]
    (item,) = set_aside_in(db, clock)
    assert item.kind == ARRIVAL
    assert item.reason.startswith(reason)


def test_what_the_ears_know_to_be_faulty_is_not_even_tried(db, clock, worker, ears, arrive):
    arrive(1, fault="its kind is unknown")
    worker.run_once()
    assert ears.prepared == []
    assert rows(db) == [("1", "failed", "its kind is unknown")]
    assert [item.reason for item in set_aside_in(db, clock)] == ["its kind is unknown"]


def test_what_failed_for_the_last_time_is_set_aside(db, clock, worker, arrive):
    arrive(1, fails="badly")
    for _ in range(5):
        worker.run_once()
        clock.move(minutes=2)
    (item,) = set_aside_in(db, clock)
    assert item.reason.startswith("ZeroDivisionError (reference ")


def test_what_is_written_to_a_broken_ticket_waits_until_it_is_mended(
    db, clock, worker, ears, arrive
):
    arrive(1, fails="on a broken ticket")
    arrive(2)
    worker.run_once()
    assert [state for _, state, _ in rows(db)] == ["pending", "done"]
    assert ears.refusals == []
    clock.move(seconds=TICKET_MENDED_AFTER.total_seconds())
    worker.run_once()
    assert ears.prepared == [1, 2, 1]


def test_who_asks_for_something_of_a_broken_ticket_is_told_at_once(db, worker, ears, arrive):
    arrive(1, "command", fails="on a broken ticket")
    worker.run_once()
    assert [state for _, state, _ in rows(db)] == ["done"]
    assert ears.refusals == ["1 cannot be"]
