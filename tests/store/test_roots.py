"""Which first messages of threads may still turn out to begin a conversation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.store import inbox, outbox, roots, tickets
from bot.store.inbox import Arrival
from bot.store.outbox import Outgoing
from bot.store.tables import outbox as table
from tests.store.builders import AT, ticket

WS = "T1"
TS = f"{int(AT.timestamp())}.000100"


def is_expected(db, ts=TS, channel_id="C1"):
    with db.reading() as connection:
        return roots.is_expected(connection, WS, channel_id, ts)


def heard(db):
    with db.writing() as connection:
        arrival = Arrival("message", "Ev1", {}, AT, channel_id="C1", message_ts=TS)
        return inbox.accept(connection, WS, arrival)


def post(db, state, key="conversation:1", **given):
    """A message of ours to C1 of ticket 1, in some state."""
    more = {name: given.pop(name) for name in ("attempts", "doubted_at") if name in given}
    fields = {"lane": "C1", "payload": {"text": "hi"}, "created_at": AT, "ticket_number": 1}
    message = Outgoing(**{"key": key, "method": "chat.postMessage", **fields, **given})
    at = {"intent_at": AT, "settled_at": AT, "sent_at": AT} if state != "pending" else {}
    with db.writing() as connection:
        if tickets.get(connection, WS, 1) is None:
            tickets.open(connection, WS, ticket())
        outbox.put(connection, WS, message)
        connection.execute(
            update(table).where(table.c.key == key).values(state=state, **at, **more)
        )


def test_a_message_nobody_heard_of_is_not_expected(db):
    assert not is_expected(db)


def test_a_message_that_waits_to_be_worked_off_is_expected_until_it_is_done(db):
    arrival_id = heard(db)
    assert is_expected(db)
    assert not is_expected(db, ts="1.1")
    assert not is_expected(db, channel_id="C2")
    with db.writing() as connection:
        inbox.mark_done(connection, WS, arrival_id, AT)
    assert not is_expected(db)


@pytest.mark.parametrize(
    ("state", "more", "expected"),
    [
        ("sending", {"attempts": 1}, True),
        ("unknown", {"attempts": 1, "doubted_at": AT}, True),
        ("pending", {"attempts": 1, "doubted_at": AT}, True),  # not found: it may have been late
        ("pending", {"attempts": 0}, False),  # it cannot be in Slack
        ("pending", {"attempts": 1}, False),  # Slack refused it
        ("sent", {"attempts": 1}, False),  # its place is known
        ("dead", {"attempts": 1}, False),
    ],
)
def test_a_message_of_ours_may_be_the_one_while_nobody_knows_where_it_stands(
    db, state, more, expected
):
    post(db, state, **more)
    assert is_expected(db) is expected


@pytest.mark.parametrize(
    "given",
    [
        {"lane": "C2"},
        {"method": "chat.update"},
        {"ticket_number": None},
        {"payload": {"text": "hi", "thread_ts": "1.1"}},
        {"created_at": datetime(2026, 3, 2, 8, 2, tzinfo=UTC)},
    ],
    ids=["another channel", "an edit", "of no ticket", "a reply", "written long after it"],
)
def test_what_cannot_be_the_message_does_not_count(db, given):
    post(db, "unknown", attempts=1, doubted_at=AT, **given)
    assert not is_expected(db)


def test_a_message_in_the_thread_of_ours_does_not_count(db):
    post(db, "sent", attempts=1)
    post(db, "unknown", "event:1:2", attempts=1, thread_key="conversation:1")
    assert not is_expected(db)


def test_clocks_may_differ_by_a_minute(db):
    post(db, "unknown", attempts=1, created_at=AT + timedelta(seconds=59))
    assert is_expected(db)


def test_what_goes_to_a_person_is_expected_in_their_direct_conversation_alone(db):
    post(db, "sending", key="dm:1", lane="U1")
    with db.reading() as connection:
        assert roots.is_expected(connection, WS, "D1", TS, "U1")
        assert not roots.is_expected(connection, WS, "D2", TS, "U2")
        assert not roots.is_expected(connection, WS, "C1", TS)
