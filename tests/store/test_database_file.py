"""The file of an SQLite database is deleted or replaced while it is open, or before the start."""

import pytest
from sqlalchemy.exc import OperationalError

from bot.cli import run
from bot.main import tick
from bot.settings import Settings
from bot.store import jobs
from bot.store.database_file import marker_of
from bot.store.engine import Database
from bot.store.errors import DatabaseLost
from bot.store.jobs import JobRun
from tests.store.builders import AT

RUN = JobRun("sweep", AT, None)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "p.db"


@pytest.fixture
def opened(path):
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    yield database
    database.dispose()


def deleted(path):
    path.unlink()


def replaced(path):
    other = path.with_name("backup.db")
    other.write_bytes(path.read_bytes())
    other.replace(path)


def renamed(path):
    path.rename(path.with_name("old.db"))


@pytest.mark.parametrize("harm", [deleted, replaced, renamed])
def test_nothing_is_written_into_a_file_that_nobody_finds_again(opened, path, harm):
    harm(path)
    with pytest.raises(DatabaseLost, match="nothing more is written"), opened.writing():
        raise AssertionError("it was let in")


def test_no_connection_makes_a_new_file_of_the_name(opened, path, monkeypatch):
    """Even where the file goes at the very moment of connecting."""
    opened.engine.dispose()
    looks = []

    def require():
        looks.append(path.exists())
        path.unlink(missing_ok=True)

    monkeypatch.setattr(type(opened.file), "require", lambda _: require())
    with pytest.raises(OperationalError), opened.reading():
        raise AssertionError("it was let in")
    assert looks == [True, False]
    assert not path.exists()


def test_an_empty_file_that_sqlite_made_anew_is_no_other_one(opened, path):
    with path.open():  # as by a connection: its inode is nobody else's
        path.unlink()
        path.touch()
        with pytest.raises(DatabaseLost, match="was deleted"), opened.writing():
            raise AssertionError("it was let in")


def test_what_was_committed_into_a_deleted_file_does_not_count_as_written(opened, path):
    def write():
        with opened.writing() as connection:
            jobs.record(connection, RUN)
            path.unlink()

    with pytest.raises(DatabaseLost, match="was deleted"):
        write()


def test_who_waits_is_told_that_the_file_is_gone(opened, path):
    told = []
    opened.file.tell.append(lambda: told.append(path))
    opened.require_file()
    path.unlink()
    with pytest.raises(DatabaseLost):
        opened.require_file()
    assert told == [path]


def test_a_database_that_is_changed_in_place_is_still_the_same(opened):
    with opened.writing() as connection:
        jobs.record(connection, RUN)
    with opened.reading() as connection:
        assert jobs.listing(connection) == [RUN]


@pytest.mark.parametrize("leaves", ["nothing", "an empty file"])
def test_a_database_that_was_there_is_not_made_anew_in_silence(opened, path, leaves):
    opened.dispose()
    path.unlink()
    if leaves == "an empty file":
        path.touch()
    with pytest.raises(DatabaseLost) as refused:
        Database.open(f"sqlite:///{path}")
    assert str(refused.value) == (
        f"the database {path} is gone: put a backup back there and start again, "
        f"or remove {marker_of(path)} to begin anew "
        "(the log of the file before is moved aside, so that it does not overwrite the backup)"
    )
    assert path.exists() is (leaves == "an empty file")


def test_who_removes_the_marker_begins_anew(opened, path):
    opened.dispose()
    path.unlink()
    marker_of(path).unlink()
    again = Database.open(f"sqlite:///{path}")
    again.migrate()
    again.dispose()
    assert marker_of(path).exists()


def test_who_puts_a_backup_back_goes_on(opened, path):
    with opened.writing() as connection:
        jobs.record(connection, RUN)
    opened.dispose()
    backup = path.with_name("backup.db")
    path.rename(backup)
    backup.rename(path)
    again = Database.open(f"sqlite:///{path}")
    with again.reading() as connection:
        assert jobs.listing(connection) == [RUN]
    again.dispose()


def test_a_database_of_before_the_marker_gets_one_at_its_next_start(opened, path):
    opened.dispose()
    marker_of(path).unlink()
    again = Database.open(f"sqlite:///{path}")
    again.migrate()
    again.dispose()
    assert marker_of(path).exists()


@pytest.mark.parametrize(
    "command", [["migrate"], ["report", "log"], ["config", "export"]], ids=" ".join
)
def test_every_command_refuses_with_a_line_and_exit_1(opened, path, command, monkeypatch, capsys):
    opened.dispose()
    path.unlink()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    assert run(command) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "is gone: put a backup back" in err
    assert not path.exists()


def test_a_single_pass_refuses_as_well(opened, path):
    opened.dispose()
    path.unlink()
    settings = Settings(_env_file=None, slack_bot_token="xoxb-1", database=f"sqlite:///{path}")
    with pytest.raises(DatabaseLost, match="is gone"):
        tick(settings)
