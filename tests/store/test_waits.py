"""Waits that a clock set back made too long end; what is the business's stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.store import (
    alarms,
    clocks,
    delivery_rows,
    doubts,
    hearing,
    inbox,
    jobs,
    outbox,
    reading_requests,
    readings,
    tables,
    tickets,
    timekeeping,
    waits,
)
from bot.store.hearing import Hearer
from bot.store.inbox import Arrival
from bot.store.jobs import JobRun
from bot.store.outbox import Outgoing
from bot.store.readings import Reading
from bot.store.timekeeping import Timekeeping
from tests.store.builders import alarm, clock_row, ticket

WS = "T1"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def now(clock):
    return clock.now()


def put(db, at, key="m", **given):
    with db.writing() as connection:
        message = Outgoing(key, "C1", "chat.postMessage", {"text": key}, at, **given)
        outbox.put(connection, WS, message)
        return outbox.get(connection, WS, key)


def moved_on(db, row, **values):
    with db.writing() as connection:
        assert delivery_rows.settle(connection, row, replace(row, **values))


def row_of(db, key="m"):
    with db.reading() as connection:
        return outbox.get(connection, WS, key)


def ended(db, now):
    with db.writing() as connection:
        return waits.end_impossible(connection, WS, now)


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_message_written_by_a_clock_that_was_ahead_goes_out_now(db, now, back):
    put(db, now + back)
    assert ended(db, now)
    assert (row_of(db).created_at, row_of(db).next_at) == (now, now)
    with db.reading() as connection:
        assert delivery_rows.waiting_workspaces(connection, now) == [WS]


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_a_message_refused_by_a_clock_that_was_ahead_is_tried_again_now(db, now, back):
    at = now + back
    row = put(db, now - DAY)
    moved_on(db, row, attempts=1, intent_at=at, settled_at=at, next_at=at + 2 * SECOND)
    ended(db, now)
    after = row_of(db)
    assert (after.next_at, after.intent_at, after.settled_at) == (now, now, now)


def test_a_long_retry_after_of_slacks_own_is_left_alone(db, now):
    row = put(db, now - DAY)
    moved_on(db, row, attempts=1, intent_at=now, settled_at=now, next_at=now + HOUR)
    assert ended(db, now) == 0
    assert row_of(db).next_at == now + HOUR


def test_what_is_not_to_be_said_before_tomorrow_waits_until_tomorrow(db, now):
    put(db, now, not_before=now + DAY)
    assert ended(db, now) == 0
    assert row_of(db).next_at == now + DAY


def test_attempts_dated_in_the_future_are_as_if_made_now(db, now):
    row = put(db, now - HOUR)
    moved_on(db, row, state="sending", attempts=1, intent_at=now + HOUR)
    ended(db, now)
    with db.writing() as connection:
        assert [each.intent_at for each in delivery_rows.recent(connection, WS, now - MINUTE)] == [
            now
        ]
        assert [each.key for each in delivery_rows.expired(connection, now)] == ["m"]


def test_a_message_in_doubt_is_looked_for_now_and_a_day_back(db, now):
    row = put(db, now - HOUR)
    at = now + HOUR
    moved_on(db, row, state="unknown", attempts=1, intent_at=at, doubted_at=at, next_at=at)
    ended(db, now)
    with db.writing() as connection:
        (found,) = doubts.doubted(connection, now, 10, delivery_rows.of_workspaces())
    assert found.doubted_at == now - DAY


def test_a_look_for_doubles_is_due_now(db, now):
    at = now + HOUR
    row = put(db, now - HOUR)
    moved_on(db, row, state="sent", sent_at=at, doubted_at=at, repair_at=at, channel_id="C1")
    ended(db, now)
    with db.writing() as connection:
        (found,) = doubts.to_repair(connection, now, 10, delivery_rows.of_workspaces())
    assert (found.sent_at, found.doubted_at) == (now, now - DAY)


def test_searches_reach_further_back_while_nobody_knows_when_it_was(db, now):
    row = put(db, now - HOUR)
    moved_on(db, row, state="unknown", attempts=1, intent_at=now, doubted_at=now, next_at=now)
    with db.writing() as connection:
        waits.widen_searches(connection, now)
    assert row_of(db).doubted_at == now - DAY


@pytest.mark.parametrize("back", [HOUR, DAY])
def test_an_arrival_received_in_the_future_is_worked_off_now(db, now, back):
    with db.writing() as connection:
        kept = inbox.accept(connection, WS, Arrival("event", "Ev1", {}, now + back))
        inbox.put_off(connection, WS, kept, now + back + MINUTE)
        waits.end_impossible(connection, WS, now)
        found = inbox.claim_next(connection, now)
    assert (found.received_at, found.next_at) == (now, now)


def test_a_reading_of_the_future_is_none(db, now):
    with db.writing() as connection:
        at = now + HOUR
        reading = Reading("C1", "", "1.1", at, at, read_at=at, asked_at=at, refused_at=at)
        readings.add(connection, WS, [reading])
        waits.end_all(connection, WS, now, at)
        found = reading_requests.claim(connection, WS, ("C1", ""), now, now + MINUTE)
    assert found.read_at == now - DAY
    assert (found.asked_at, found.refused_at, found.used_at) == (now, now, now)


def test_what_was_read_in_the_future_and_is_not_asked_for_is_not_read(db, now):
    with db.writing() as connection:
        at = now + HOUR
        readings.add(connection, WS, [Reading("C1", "", "1.1", at, at, read_at=at)])
        waits.end_all(connection, WS, now, at)
        assert readings.get(connection, WS, ("C1", "")).read_at == now - DAY


def test_a_doubt_of_now_counts_though_an_older_one_lay_in_the_future(db, now):
    with db.writing() as connection:
        hearing.doubt(connection, WS, now + HOUR, "a start")
        hearing.note(connection, WS, looked_at=now + HOUR, sparse_at=now + HOUR)
        waits.end_impossible(connection, WS, now)
        hearing.doubt(connection, WS, now + SECOND, "the clock was set back")
        found = hearing.get(connection, WS)
    assert (found.doubted_at, found.reason) == (now + SECOND, "the clock was set back")
    assert (found.looked_at, found.sparse_at) == (now - DAY, now)


def test_a_hearer_that_is_gone_is_not_heard_for_an_hour(db, now):
    with db.writing() as connection:
        at = now + HOUR
        hearing.beat(connection, WS, Hearer("a", "socket", at, at, at, None))
        waits.end_impossible(connection, WS, now)
        (found,) = hearing.hearers_of(connection, WS)
    assert (found.started_at, found.beat_at, found.alive_at) == (now, now, now)


def test_a_job_of_the_future_holds_up_no_other(db, now):
    with db.writing() as connection:
        jobs.record(connection, JobRun("digest", now + DAY, None))
        waits.end_impossible(connection, WS, now)
        assert jobs.claim(connection, "digest", now + SECOND)


@pytest.fixture
def put_off(db, now):
    """A ticket whose alarm was put off for a minute an hour ahead, and told of until then."""
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())
        clocks.replace(connection, WS, 1, [clock_row()])
        told = alarm(fire_at=now + HOUR + MINUTE)
        alarms.replace(connection, WS, 1, [told])
        wakes = update(tables.tickets).values(wake_at=now + HOUR + MINUTE)
        connection.execute(wakes)
    return db


def test_what_was_put_off_on_a_ticket_is_looked_at_now(put_off, now):
    with put_off.writing() as connection:
        waits.end_all(connection, WS, now, now + HOUR)
        (found,) = alarms.of(connection, WS, 1)
        wake_at = connection.execute(select(tables.tickets.c.wake_at)).scalar_one()
    assert (found.fire_at, wake_at) == (now, now)


def test_alarms_that_are_due_later_keep_their_instants(put_off, now):
    with put_off.writing() as connection:
        waits.end_all(connection, WS, now, now + HOUR + 2 * MINUTE)
        (found,) = alarms.of(connection, WS, 1)
    assert found.fire_at == now + HOUR + MINUTE


@pytest.mark.parametrize("forward", [timedelta(0), HOUR])
def test_a_clock_set_forward_leaves_alarms_alone(put_off, now, forward):
    with put_off.writing() as connection:
        waits.end_all(connection, WS, now, now - forward)
        (found,) = alarms.of(connection, WS, 1)
    assert found.fire_at == now + HOUR + MINUTE


def test_where_all_is_as_it_should_be_nothing_changes(db, now):
    put(db, now)
    with db.writing() as connection:
        inbox.accept(connection, WS, Arrival("event", "Ev1", {}, now))
        readings.add(connection, WS, [Reading("C1", "", "1.1", now, now + MINUTE, asked_at=now)])
        hearing.doubt(connection, WS, now, "a start")
    assert ended(db, now) == 0


@pytest.mark.parametrize(
    ("off_s", "is_trusted"), [(None, True), (0, True), (60, True), (61, False), (-61, False)]
)
def test_a_clock_a_minute_off_slacks_is_not_trusted(db, now, off_s, is_trusted):
    with db.writing() as connection:
        assert timekeeping.is_trusted(connection, WS), "until it was compared"
        timekeeping.save(connection, WS, Timekeeping(now, off_s))
        assert timekeeping.is_trusted(connection, WS) == is_trusted
        timekeeping.save(connection, WS, Timekeeping(now, off_s, now, "it was set"))
        assert not timekeeping.is_trusted(connection, WS)
        assert timekeeping.get(connection, WS).reason == "it was set"


@pytest.mark.parametrize("attempts", [0, 1])
def test_an_alarm_that_was_put_off_by_a_clock_that_was_ahead_goes_out_now(db, now, attempts):
    row = put(db, now - MINUTE, summary="#1 is late")
    moved_on(db, row, attempts=attempts, intent_at=now - MINUTE, settled_at=now - SECOND)
    with db.writing() as connection:
        delivery_rows.put_off(connection, WS, [row.id], now + HOUR + SECOND)
    assert ended(db, now)
    assert row_of(db).next_at == now


def test_an_alarm_that_slack_told_to_wait_for_long_is_left_alone(db, now):
    row = put(db, now - DAY, summary="#1 is late")
    told = {"error": "ratelimited", "next_at": now + HOUR}
    moved_on(db, row, attempts=1, intent_at=now, settled_at=now, **told)
    assert ended(db, now) == 0
    assert row_of(db).next_at == now + HOUR
