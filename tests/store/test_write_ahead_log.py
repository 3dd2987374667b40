"""The log beside an SQLite file: replayed into its own file after a kill, and into no other."""

import shutil
import subprocess
import sys

import pytest
from structlog.testing import capture_logs

from bot.store import jobs
from bot.store.database_file import marker_of
from bot.store.engine import Database
from bot.store.errors import DatabaseLost
from bot.store.jobs import JobRun
from bot.store.sqlite import is_wal_safe, sqlite_library
from bot.store.write_ahead_log import log_of
from tests.store.builders import AT

pytestmark = pytest.mark.skipif(
    not is_wal_safe(sqlite_library().sqlite_version_info), reason="this SQLite keeps no such log"
)

IN_BACKUP = JobRun("in the backup", AT, None)
SINCE = JobRun("since", AT, None)

KILLED = """
import os, sys
from bot.store import jobs
from bot.store.engine import Database
from bot.store.jobs import JobRun
from tests.store.builders import AT
database = Database.open(sys.argv[1])
database.migrate()
with database.writing() as connection:
    jobs.record(connection, JobRun("since", AT, None))
os._exit(9)
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "p.db"


@pytest.fixture
def backup(path):
    """Return a whole database that was copied away before the bot was started again."""
    database = opened_at(path)
    record(database, IN_BACKUP)
    database.dispose()
    assert not log_of(path).exists()
    return shutil.copy(path, path.with_name("backup.db"))


@pytest.fixture
def running(path, backup):
    """Return the database of a running bot, with commits that are only in its log."""
    database = opened_at(path)
    record(database, SINCE)
    assert log_of(path).stat().st_size
    yield database
    database.dispose()


def opened_at(path):
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    return database


def record(database, run):
    with database.writing() as connection:
        jobs.record(connection, run)


def kill_a_bot_at(path):
    """Let a process commit into the log and end without closing anything."""
    command = [sys.executable, "-c", KILLED, f"sqlite:///{path}"]
    assert subprocess.run(command, check=False).returncode == 9
    assert log_of(path).stat().st_size


def runs_in(path):
    """Return what a start finds in the database, which has to be whole."""
    database = opened_at(path)
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
        runs = jobs.listing(connection)
    database.dispose()
    return runs


def moved_aside(path):
    return sorted(path.parent.glob(f"{path.name}-*.of-before-*"))


def notice(database):
    with pytest.raises(DatabaseLost):
        database.require_file()


def test_a_backup_put_in_the_place_of_a_deleted_file_is_not_overwritten(path, backup, running):
    path.unlink()
    notice(running)
    running.dispose()
    shutil.copy(backup, path)
    assert runs_in(path) == [IN_BACKUP]
    assert path.read_bytes() == backup.read_bytes()


def test_a_backup_that_replaces_the_file_under_a_bot_is_not_overwritten(path, backup, running):
    shutil.copy(backup, path.with_name("new")).replace(path)
    notice(running)
    running.dispose()
    assert runs_in(path) == [IN_BACKUP]


def test_a_backup_copied_over_the_file_that_replaced_it_is_not_overwritten(path, backup, running):
    path.unlink()
    path.write_bytes(b"not a database")
    notice(running)
    running.dispose()
    shutil.copy(backup, path)
    assert runs_in(path) == [IN_BACKUP]


def test_a_log_is_moved_aside_whole_and_the_log_says_where(path, running):
    log = log_of(path).read_bytes()
    path.unlink()
    with capture_logs() as lines:
        notice(running)
        notice(running)
    wal = next(each for each in moved_aside(path) if "-wal." in each.name)
    assert wal.read_bytes() == log
    assert [line["moved_to"] for line in lines] == [str(wal)]


def test_a_log_that_came_with_the_other_file_stays_with_it(path, running):
    path.unlink()
    log_of(path).unlink()
    log_of(path).write_bytes(b"of the other")
    notice(running)
    assert log_of(path).read_bytes() == b"of the other"


def test_a_killed_bot_finds_all_that_it_committed(path, backup):
    kill_a_bot_at(path)
    assert runs_in(path) == [IN_BACKUP, SINCE]
    assert moved_aside(path) == []


def test_a_backup_that_replaced_the_file_of_a_killed_bot_is_not_overwritten(path, backup):
    kill_a_bot_at(path)
    shutil.copy(backup, path.with_name("new")).replace(path)
    assert runs_in(path) == [IN_BACKUP]
    assert moved_aside(path)


def test_a_start_without_the_file_moves_the_log_of_a_killed_bot_aside(path, backup):
    kill_a_bot_at(path)
    path.unlink()
    with pytest.raises(DatabaseLost, match="is gone"):
        opened_at(path)
    shutil.copy(backup, path)
    assert runs_in(path) == [IN_BACKUP]


def test_a_database_that_is_copied_with_its_log_keeps_it(path, backup, tmp_path):
    kill_a_bot_at(path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for each in (path, log_of(path), marker_of(path)):
        shutil.copy(each, elsewhere)
    assert runs_in(elsewhere / path.name) == [IN_BACKUP, SINCE]


def test_a_marker_of_before_it_named_the_file_moves_nothing(path, backup):
    kill_a_bot_at(path)
    marker_of(path).write_text("p.db was made here.\n")
    assert runs_in(path) == [IN_BACKUP, SINCE]


def test_no_connection_is_made_to_another_file(path, backup, running):
    shutil.copy(backup, path.with_name("new")).replace(path)
    with running.reading(), pytest.raises(DatabaseLost), running.reading():
        raise AssertionError("it was let in")
