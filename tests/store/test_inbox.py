from datetime import timedelta

import pytest

from bot.store import inbox
from bot.store.inbox import Arrival
from tests.store.builders import AT

WS = "T1"
PLAIN = {"channel_id": "C1", "message_ts": "1.1"}


def arrival(key="Ev1", **given):
    row = {"kind": "event", "payload": {"text": "hi"}, "received_at": AT}
    return Arrival(dedupe_key=key, **(row | given))


def accept(db, *arrivals):
    with db.writing() as connection:
        return [inbox.accept(connection, WS, each) for each in arrivals]


def claim_next(db, at=AT):
    with db.writing() as connection:
        return inbox.claim_next(connection, at)


def test_what_comes_twice_is_kept_once(db):
    first, again, other = accept(db, arrival(), arrival(), arrival("Ev2"))
    assert again is None
    assert first != other


def test_a_message_sent_under_two_event_ids_is_kept_once(db):
    kept = accept(db, arrival("Ev1", **PLAIN), arrival("Ev2", **PLAIN))
    assert kept[1] is None


def test_things_without_a_message_do_not_collide(db):
    assert None not in accept(db, arrival("a", channel_id="C1"), arrival("b", channel_id="C1"))


def test_arrivals_are_worked_off_in_order_and_once(db):
    accept(db, arrival("Ev1"), arrival("Ev2"))
    seen = []
    for _ in range(2):
        with db.writing() as connection:
            row = inbox.claim_next(connection, AT)
            seen.append(row.dedupe_key)
            inbox.mark_done(connection, WS, row.id, AT)
    assert seen == ["Ev1", "Ev2"]
    assert claim_next(db) is None


def test_an_arrival_whose_effects_are_rolled_back_still_waits(db):
    (arrival_id,) = accept(db, arrival())

    def interrupted():
        with db.writing() as connection:
            inbox.mark_done(connection, WS, arrival_id, AT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    with db.writing() as connection:
        assert inbox.claim(connection, WS, arrival_id).attempts == 0


def test_a_failed_arrival_waits_for_its_next_attempt_and_can_be_given_up(db):
    (arrival_id,) = accept(db, arrival())
    later = AT + timedelta(seconds=30)
    with db.writing() as connection:
        inbox.mark_failed(connection, WS, arrival_id, "boom", retry_at=later)
        assert inbox.next_at(connection) == later
    assert claim_next(db) is None
    assert (claim_next(db, later).attempts, claim_next(db, later).error) == (1, "boom")
    with db.writing() as connection:
        inbox.mark_failed(connection, WS, arrival_id, "boom again")
        assert inbox.next_at(connection) is None
        assert inbox.claim(connection, WS, arrival_id) is None
