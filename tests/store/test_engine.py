"""How the database is opened, and the promises of its transactions."""

import shutil
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, MetaData, Table, insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from bot.store import jobs, lock, sqlite
from bot.store.database_clock import ASK_EVERY_S, DatabaseClock
from bot.store.engine import Database
from bot.store.errors import StoreError
from bot.store.jobs import JobRun
from bot.store.tables import jobs as jobs_table
from bot.store.tables import metadata
from bot.store.types import Instant
from tests.store.builders import AT

RUN = JobRun("sweep", AT, None)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_it_cannot_corrupt(version, safe):
    assert sqlite.is_wal_safe(version) is safe


def test_an_sqlite_file_is_opened_by_the_recipe(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path / 'p.db'}")
    wanted = "wal" if sqlite.is_wal_safe(sqlite.sqlite_library().sqlite_version_info) else "delete"
    with database.reading() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    database.dispose()
    assert settings == [wanted, 2, 1, 15_000]


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("sqlite:////nowhere/at/all/p.db", "folder /nowhere/at/all does not exist"),
        ("mysql://localhost/p", "not the address of a database"),
        ("punctual.db", "not the address of a database"),
        ("", "not the address of a database"),
        ("postgres://u:secret@127.0.0.1:1/p", r"cannot reach the database postgresql.*\*\*\*"),
        ("postgresql+psycopg:///p?host=/nowhere", "cannot reach the database"),
    ],
)
def test_an_address_that_does_not_work_is_answered_with_one_line(url, complaint):
    with pytest.raises(StoreError, match=complaint) as caught:
        Database.open(url)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_answered_with_one_line(tmp_path):
    (tmp_path / "p.db").write_text("this is a letter to my grandmother, not a database " * 50)
    with pytest.raises(StoreError, match=r"cannot open the database .*p\.db: file is not"):
        Database.open(f"sqlite:///{tmp_path / 'p.db'}")


def test_an_exception_undoes_the_whole_transaction(database):
    def interrupted():
        with database.writing() as connection:
            jobs.record(connection, RUN)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    with database.reading() as connection:
        assert jobs.listing(connection) == []


def test_a_reading_transaction_cannot_write(database):
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"), database.reading() as connection:
        jobs.record(connection, RUN)


def test_a_reading_transaction_sees_one_unmoving_picture(database):
    with database.reading() as reader:
        assert jobs.listing(reader) == []
        with database.writing() as writer:
            jobs.record(writer, RUN)
        assert jobs.listing(reader) == []
    with database.reading() as reader:
        assert jobs.listing(reader) == [RUN]


def test_a_naive_instant_is_refused(database):
    naive = datetime(2026, 3, 2, 8)  # noqa: DTZ001 - that is the point
    with pytest.raises(StatementError, match="needs a time zone"), database.writing() as writer:
        jobs.record(writer, JobRun("sweep", naive, None))


@pytest.mark.parametrize(
    "at",
    [
        AT + timedelta(microseconds=1),
        AT.replace(year=1),
        AT.replace(year=9999, month=12, day=31),
        AT.astimezone(timezone(timedelta(hours=5, minutes=45))),
    ],
)
def test_an_instant_comes_back_as_it_went_in_utc_to_the_microsecond(database, at):
    with database.writing() as connection:
        jobs.record(connection, JobRun("sweep", at, None))
        (run,) = jobs.listing(connection)
    assert run.last_run_at == at
    assert run.last_run_at.tzinfo is UTC


def test_instants_are_ordered_and_compared_by_time_whatever_their_zone(database):
    east = timezone(timedelta(hours=14))
    times = [AT, AT + timedelta(microseconds=1), (AT + timedelta(seconds=1)).astimezone(east)]
    with database.writing() as connection:
        for name, at in zip("cab", reversed(times), strict=True):
            jobs.record(connection, JobRun(name, at, None))
        column = jobs_table.c.last_run_at
        ordered = select(column).where(column >= times[1].astimezone(east)).order_by(column)
        assert list(connection.execute(ordered).scalars()) == times[1:]


def test_an_instant_may_be_null(empty_database_url):
    database = Database.open(empty_database_url)
    table = Table("t", MetaData(), Column("at", Instant))
    with database.writing() as connection:
        table.create(connection)
        connection.execute(insert(table).values(at=None))
        assert connection.execute(select(table.c.at)).scalar_one() is None
    database.dispose()


def test_every_key_is_led_by_the_workspace():
    own_key = {"workspaces", "jobs"}
    for table in metadata.sorted_tables:
        if table.name not in own_key:
            assert next(iter(table.primary_key)).name == "workspace_id", table.name


def test_only_one_holder_at_a_time_sweeps_an_sqlite_file(tmp_path):
    url = f"sqlite:///{tmp_path / 'p.db'}"
    first, second = Database.open(url), Database.open(url)
    refused = pytest.raises(StoreError, match=r"process \d+ already sweeps")
    with lock.sweeping(first), refused, lock.sweeping(second):
        pass
    with lock.sweeping(second):
        pass
    first.dispose()
    second.dispose()


def test_on_postgres_any_number_sweep(database):
    if database.path is None:
        with lock.sweeping(database), lock.sweeping(database):
            assert database.schema_version()


def test_the_shared_clock_is_the_databases_where_there_are_many_machines(database, clock):
    shared = database.clock(clock)
    if database.path is not None:
        assert shared is clock
    else:
        told = shared.now()
        assert told.tzinfo is UTC
        assert abs(told - clock.now()) > timedelta(seconds=1)
        assert shared.now() == told
        clock.move(seconds=2)
        assert shared.now() == told + timedelta(seconds=2)
        assert shared.monotonic() == clock.monotonic()


def test_the_database_is_asked_for_the_time_now_and_then_only(clock):
    asked = []

    def ask():
        asked.append(1)
        return AT

    shared = DatabaseClock(ask, clock)
    for _ in range(3):
        shared.now()
    clock.move(seconds=ASK_EVERY_S)
    assert shared.now() == AT
    assert len(asked) == 2


def test_text_that_is_no_utf_8_stops_what_reads_it_once_at_most(tmp_path, sqlite_template):
    shutil.copy(sqlite_template, tmp_path / "p.db")
    database = Database.open(f"sqlite:///{tmp_path / 'p.db'}")
    with database.writing() as connection:
        for run in (RUN, JobRun("other", AT, "fine")):
            jobs.record(connection, run)
        broken = "UPDATE jobs SET last_error = CAST(X'61ff62' AS TEXT) WHERE name = 'sweep'"
        connection.exec_driver_sql(broken)

    def listed():
        with database.reading() as connection:
            return [(run.name, run.last_error) for run in jobs.listing(connection)]

    with pytest.raises(DBAPIError, match="decode"):
        listed()
    assert listed() == [("other", "fine"), ("sweep", "a\ufffdb")]
    database.dispose()


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(hours=1), timedelta(days=-1)])
def test_a_jump_of_the_databases_clock_is_adopted_within_half_a_minute(clock, jump):
    told = [AT]
    shared = DatabaseClock(lambda: told[0], clock)
    shared.now()
    told[0] += jump
    clock.move(seconds=ASK_EVERY_S - 1)
    assert shared.now() == AT + timedelta(seconds=ASK_EVERY_S - 1)
    clock.move(seconds=1)
    assert shared.now() == AT + jump


def test_who_sets_this_machines_clock_does_not_move_the_databases(clock):
    shared = DatabaseClock(lambda: AT, clock)
    shared.now()
    clock.set(hours=-1)
    clock.move(seconds=5)
    assert shared.now() == AT + timedelta(seconds=5)
