from datetime import timedelta

import pytest

from bot.store import inbox, inbox_messages
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


def message(ts, thread_ts=None, **given):
    payload = {"text": "hi", "thread_ts": thread_ts}
    row = {"kind": inbox.MESSAGE, "channel_id": "C1", "message_ts": ts, "payload": payload}
    return arrival(f"Ev{ts}", **(row | given))


def test_one_that_is_put_off_waits_and_no_attempt_is_counted(db):
    (arrival_id,) = accept(db, arrival())
    later = AT + timedelta(seconds=1)
    with db.writing() as connection:
        inbox.put_off(connection, WS, arrival_id, later)
        assert inbox.next_at(connection) == later
    assert claim_next(db) is None
    assert claim_next(db, later).attempts == 0


def test_the_messages_of_a_thread_are_reconsidered_and_nothing_else(db):
    root = "1772438400.000001"
    arrivals = {
        "root": message(root),
        "reply": message("1772438401.000001", root),
        "second reply": message("1772438402.000001", root),
        "other thread": message("1772438403.000001", "1772438399.000001"),
        "other channel": message("1772438404.000001", root, channel_id="C2"),
        "command": message("1772438405.000001", root, kind="mention"),
        "no thread": message("1772438406.000001"),
    }
    ids = dict(zip(arrivals, accept(db, *arrivals.values()), strict=True))
    with db.writing() as connection:
        for arrival_id in ids.values():
            inbox.mark_done(connection, WS, arrival_id, AT)
        assert inbox_messages.reconsider(connection, WS, "C1", root) == 2
    with db.writing() as connection:
        waiting = {name for name, each in ids.items() if inbox.claim(connection, WS, each)}
    assert waiting == {"reply", "second reply"}


def test_a_reply_that_was_put_off_is_reconsidered_at_once_and_one_given_up_is_not(db):
    root = "1772438400.000001"
    off, given_up = accept(
        db, message("1772438401.000001", root), message("1772438402.000001", root)
    )
    with db.writing() as connection:
        inbox.put_off(connection, WS, off, AT + timedelta(seconds=30))
        inbox.mark_failed(connection, WS, given_up, "boom")
        assert inbox_messages.reconsider(connection, WS, "C1", root) == 1
    assert claim_next(db).id == off


def heard(ts, text="hi", **more):
    payload = {"text": text, "thread_ts": None, **more}
    given = {"channel_id": "C1", "message_ts": ts, "kind": "message", "payload": payload}
    return arrival(f"Ev{ts}", **given)


def corrected(db, ts, changes):
    with db.writing() as connection:
        return inbox_messages.correct_waiting(connection, WS, "C1", ts, changes, AT)


def test_a_message_that_waits_is_changed_and_one_that_is_done_is_not(db):
    first, _ = accept(db, heard("1.1"), heard("2.1"))
    assert corrected(db, "1.1", {"text": "ho"})
    assert claim_next(db).payload == {"text": "ho", "thread_ts": None}
    with db.writing() as connection:
        inbox.mark_done(connection, WS, first, AT)
    assert not corrected(db, "1.1", {"text": "hu"})
    assert corrected(db, "2.1", None)
    assert claim_next(db) is None


def test_one_that_is_being_worked_off_is_not_changed_under_the_hands(db):
    if db.path is not None:
        pytest.skip("on SQLite one writes at a time")
    (kept,) = accept(db, heard("1.1"))
    with db.writing() as working:
        assert inbox.claim(working, WS, kept) is not None
        assert not corrected(db, "1.1", {"text": "ho"})


def test_messages_are_found_by_their_place_and_all_else_by_its_key(db):
    accept(db, heard("1.1"), heard("2.1"), heard("3.1"), arrival("kept"))
    with db.writing() as connection:
        found = inbox_messages.between(connection, WS, "C1", "1.1", "3.1")
        assert [each.message_ts for each in found] == ["2.1", "3.1"]
        assert inbox_messages.find(connection, WS, "C1", "2.1", lock=True).dedupe_key == "Ev2.1"
        assert inbox_messages.find(connection, WS, "C2", "2.1") is None
        assert inbox.find(connection, WS, "kept").payload == {"text": "hi"}
        assert inbox.find(connection, WS, "lost") is None


def kept(db):
    with db.reading() as connection:
        return [
            each
            for each in ("old", "waiting", "given up", "emoji", "new", "newest")
            if inbox.find(connection, "T1", each) is not None
        ]


def remove_before(db, at, most=500):
    """Remove what is finished and came before an instant; the number of transactions it took."""
    after_id, count = 0, 0
    while after_id is not None:
        count += 1
        with db.writing() as connection:
            after_id = inbox.remove_finished(
                connection, "T1", at, keep={"reaction"}, after_id=after_id, most=most
            )
    return count


def test_what_is_finished_and_old_is_removed_and_nothing_else(db):
    later = AT + timedelta(days=1)
    accept(
        db,
        arrival("old"),
        arrival("waiting"),
        arrival("given up"),
        arrival("emoji", kind="reaction"),
        arrival("new", received_at=later),
    )
    with db.writing() as connection:
        for name in ("old", "emoji", "new"):
            found = inbox.find(connection, "T1", name)
            inbox.mark_done(connection, "T1", found.id, AT)
        failed = inbox.find(connection, "T1", "given up")
        inbox.mark_failed(connection, "T1", failed.id, "no")
    remove_before(db, later)
    assert kept(db) == ["waiting", "emoji", "new"]


@pytest.mark.parametrize("most", [1, 2, 3, 500])
def test_the_newest_stays_however_old_it_is(db, most):
    accept(db, arrival("old"), arrival("given up"), arrival("newest"))
    with db.writing() as connection:
        for name in ("old", "given up", "newest"):
            found = inbox.find(connection, "T1", name)
            inbox.mark_done(connection, "T1", found.id, AT)
    assert remove_before(db, AT + timedelta(days=1), most) >= 3 // most
    assert kept(db) == ["newest"]
    with db.reading() as connection:
        assert inbox.last_received_at(connection, "T1") == AT
