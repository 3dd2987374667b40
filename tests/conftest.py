"""What every test may ask for: a fresh migrated database of both kinds, and a clock to move."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store import workspaces
from bot.store.engine import Database
from tests import postgres, recording, statements

WORKSPACE = "T1"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 a folder of its own is made there
WHAT_SLACK_SENDS = Path(__file__).parent / "slack"
"""Listeners and blocks say nothing to a database themselves: what they call is tested on both."""


class FakeClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self._started_at = at

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - self._started_at).total_seconds()

    def move(self, **by: float) -> datetime:
        self.at += timedelta(**by)
        return self.at

    def set(self, **by: float) -> None:
        """Somebody sets the clock on the wall; no time passes."""
        self.at += timedelta(**by)
        self._started_at += timedelta(**by)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-postgres", action="store_true", help="run on SQLite only")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite_only: the claim does not depend on the database")
    statements.share()
    if not hasattr(config, "workerinput"):
        os.environ[recording.FOLDER] = tempfile.mkdtemp(prefix="punctual-recording-")
    if not hasattr(config, "workerinput"):
        postgres.announce()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Judge, once all workers are done, every view and message that the tests built or sent."""
    if not hasattr(session.config, "workerinput"):
        folder = Path(os.environ.pop(recording.FOLDER))
        recording.judge(session, folder)
        shutil.rmtree(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        postgres.stop()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for fixture in ("database_url", "empty_database_url"):
        if fixture in metafunc.fixturenames:
            only_sqlite = (
                metafunc.config.getoption("--no-postgres")
                or any(metafunc.definition.iter_markers("sqlite_only"))
                or WHAT_SLACK_SENDS in metafunc.definition.path.parents
            )
            kinds = ["sqlite"] if only_sqlite else ["sqlite", "postgres"]
            metafunc.parametrize(fixture, kinds, indirect=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    database = Database.open(f"sqlite:///{path}")
    database.migrate()
    database.dispose()
    return path


@pytest.fixture
def database_folder(tmp_path: Path) -> Iterator[Path]:
    """Where a database of SQLite lies: in memory, where there is a file system for that.

    Each commit waits until the disk has it, and no test here cuts the power.
    """
    if not os.access(IN_MEMORY, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(prefix="punctual-test-", dir=IN_MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def database_url(request, database_folder: Path):
    """The address of a fresh, migrated database: once on SQLite, once on PostgreSQL."""
    if request.param == "postgres":
        with postgres.fresh_database() as address:
            yield address
    else:
        template = request.getfixturevalue("sqlite_template")
        shutil.copy(template, database_folder / "punctual.db")
        yield f"sqlite:///{database_folder / 'punctual.db'}"


@pytest.fixture
def empty_database_url(request, tmp_path: Path):
    """The address of a database without tables: once on SQLite, once on PostgreSQL."""
    if request.param == "postgres":
        with postgres.empty_database() as address:
            yield address
    else:
        yield f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def clock() -> FakeClock:
    """A clock at Monday 2026-03-02 08:00 UTC that only the test moves."""
    return FakeClock(datetime(2026, 3, 2, 8, tzinfo=UTC))


@pytest.fixture
def database(database_url):
    """A fresh, migrated database, once of each kind."""
    opened = Database.open(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def db(database, clock):
    """A fresh database in which the workspace T1 is installed."""
    with database.writing() as connection:
        workspaces.save(
            connection,
            workspaces.Workspace(
                id=WORKSPACE,
                name="Example",
                domain="example",
                bot_user_id="UBOT",
                bot_id="BBOT",
                installed_at=clock.now(),
            ),
        )
    return database
