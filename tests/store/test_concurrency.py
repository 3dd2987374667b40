"""Several at once: nobody takes what another has, and no update is lost."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.delivery.deliverer import Deliverer
from bot.delivery.settings import DeliverySettings
from bot.store import (
    alarms,
    clocks,
    delivery_rows,
    inbox,
    lock,
    outbox,
    tickets,
)
from bot.store.clocks import ClockRow
from bot.store.engine import Database
from bot.store.inbox import Arrival
from bot.store.outbox import Outgoing
from tests.delivery.fakes import FakeSlack
from tests.store.builders import AT, alarm, clock_row, ticket

WS = "T1"
THREADS = 4
ROUNDS = 5


def at_once(work, count=THREADS):
    """Run `work(number)` in threads that start together; return the results."""
    barrier = threading.Barrier(count)

    def started(number):
        barrier.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(started, range(count)))


def test_numbers_given_at_once_are_all_different_and_without_gaps(db):
    def open_some(_):
        given = []
        for _ in range(ROUNDS):
            with db.writing() as connection:
                given.append(tickets.open(connection, WS, ticket()))
        return given

    given = sorted(number for some in at_once(open_some) for number in some)
    assert given == list(range(1, THREADS * ROUNDS + 1))


def test_no_update_is_lost_when_all_read_before_they_write(db):
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())

    def add_tags(number):
        for round_number in range(ROUNDS):
            with db.writing() as connection:
                row = tickets.lock(connection, WS, 1)
                tags = (*row.tags, f"{number}-{round_number}")
                tickets.save(connection, WS, ticket(number=1, tags=tags))

    at_once(add_tags)
    with db.reading() as connection:
        assert len(set(tickets.get(connection, WS, 1).tags)) == THREADS * ROUNDS


def test_an_alarm_is_claimed_by_one_sweeper_only(db):
    count = 20
    with db.writing() as connection:
        for _ in range(count):
            number = tickets.open(connection, WS, ticket())
            clocks.replace(connection, WS, number, [clock_row()])
            alarms.replace(connection, WS, number, [alarm(fire_at=AT)])

    def sweep(_):
        fired = []
        while True:
            with db.writing() as connection:
                due = alarms.claim_due(connection, WS, AT, 3)
                for number in due:
                    alarms.replace(connection, WS, number, [])
            fired += due
            if not due and db_is_quiet(db):
                return fired

    fired = sorted(number for some in at_once(sweep) for number in some)
    assert fired == list(range(1, count + 1))


def db_is_quiet(db):
    with db.reading() as connection:
        return alarms.next_fire_at(connection, WS) is None


def test_a_sweeper_passes_over_a_ticket_somebody_is_changing(db):
    with db.writing() as connection:
        for _ in range(2):
            number = tickets.open(connection, WS, ticket())
            clocks.replace(connection, WS, number, [clock_row()])
            alarms.replace(connection, WS, number, [alarm(fire_at=AT)])
    if db.path is None:  # on SQLite there is one writer, and the sweeper waits for it
        with db.writing() as changing, db.writing() as sweeping:
            tickets.lock(changing, WS, 1)
            assert alarms.claim_due(sweeping, WS, AT, 10) == [2]


def test_an_arrival_is_worked_off_by_one_only(db):
    count = 20
    with db.writing() as connection:
        for number in range(count):
            inbox.accept(connection, WS, Arrival("event", f"Ev{number}", {}, AT))

    def work_off(_):
        done = []
        while True:
            with db.writing() as connection:
                row = inbox.claim_next(connection, AT)
                if row is not None:
                    inbox.mark_done(connection, WS, row.id, AT)
            if row is not None:
                done.append(row.dedupe_key)
            elif nothing_waits(db):
                return done

    done = [key for some in at_once(work_off) for key in some]
    assert sorted(done) == sorted(f"Ev{number}" for number in range(count))


def nothing_waits(db):
    with db.reading() as connection:
        return inbox.next_at(connection) is None


def test_the_same_event_delivered_at_once_is_kept_once(db):
    def accept(_):
        with db.writing() as connection:
            return inbox.accept(connection, WS, Arrival("event", "Ev1", {}, AT))

    assert len([kept for kept in at_once(accept) if kept is not None]) == 1


def test_the_same_key_put_at_once_is_kept_once(db):
    def put(number):
        message = Outgoing("alarm-1", "C1", "chat.postMessage", {"text": str(number)}, AT)
        with db.writing() as connection:
            return outbox.put(connection, WS, message)

    assert sorted(at_once(put)) == [False, False, False, True]


def test_many_senders_at_once_say_everything_once_and_in_order(db, clock):
    lanes, each = 3, 4
    with db.writing() as connection:
        for number in range(each):
            for lane in range(lanes):
                text = f"{lane}-{number}"
                message = Outgoing(text, f"C{lane}", "chat.postMessage", {"text": text}, AT)
                outbox.put(connection, WS, message)
    slack = FakeSlack(clock)
    senders = [Deliverer(db, slack, clock, DeliverySettings(workers=2)) for _ in range(THREADS)]
    for _ in range(each):
        at_once(lambda number: senders[number].run_once())
        clock.move(seconds=1)
    for lane in range(lanes):
        assert slack.said(f"C{lane}") == [f"{lane}-{number}" for number in range(each)]


def test_a_clock_row_knows_its_name():
    row: ClockRow = clock_row("next_reply", 3)
    assert row.name == ("next_reply", 3)


OPEN_AND_MIGRATE = """
import sys
from bot.store.engine import Database
database = Database.open(sys.argv[1])
database.migrate()
database.require_newest_schema()
database.dispose()
"""


def test_processes_that_open_and_migrate_a_new_database_at_once_all_succeed(empty_database_url):
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", OPEN_AND_MIGRATE, empty_database_url]
    processes = [
        subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    complaints = [process.communicate(timeout=60)[1] for process in processes]
    assert [process.returncode for process in processes] == [0] * 4, complaints


HOLD_THE_LOCK = """
import sys, time
from bot.store import lock
from bot.store.engine import Database
with lock.sweeping(Database.open(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_sweeper_leaves_its_place(tmp_path):
    url = f"sqlite:///{tmp_path / 'p.db'}"
    root = Path(__file__).parent.parent.parent
    command = [sys.executable, "-c", HOLD_THE_LOCK, url]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as sweeper:
        assert sweeper.stdout.readline() == "held\n"
        sweeper.kill()
        sweeper.wait(timeout=10)
    database = Database.open(url)
    with lock.sweeping(database):
        pass
    database.dispose()


def test_the_lease_outlives_the_timeout():
    settings = DeliverySettings()
    assert settings.lease > timedelta(seconds=settings.timeout_s)


def test_the_end_of_a_trouble_is_told_past_rows_that_others_have_locked(db):
    if db.path is not None:
        pytest.skip("on SQLite one writes at a time")
    with db.writing() as connection:
        for key in ("mine", "theirs", "waits"):
            outbox.put(connection, WS, Outgoing(key, "C1", outbox.POST, {}, AT))
        rows = {key: outbox.get(connection, WS, key) for key in ("mine", "theirs", "waits")}
        for row in rows.values():
            later = replace(row, error="unreachable", next_at=AT + timedelta(seconds=10))
            delivery_rows.settle(connection, row, later)
    with db.writing() as ours, db.writing() as others:
        ours.execute(text("SET LOCAL lock_timeout = '1s'"))
        delivery_rows.settle(ours, rows["mine"], replace(rows["mine"], state="sent", sent_at=AT))
        delivery_rows.settle(
            others, rows["theirs"], replace(rows["theirs"], state="sent", sent_at=AT)
        )
        delivery_rows.release(ours, WS, ["unreachable"], None, None, AT)
    with db.reading() as connection:
        waits = outbox.get(connection, WS, "waits")
    assert (waits.error, waits.next_at) == (None, AT)
