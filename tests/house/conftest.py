"""The house and its judgement.

`house` is one of its own for a test, `shared_house` stands for a whole module.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import structlog

from tests import recording
from tests.house.clock import HouseClock
from tests.house.house import House
from tests.house.judging import tried, wrongs
from tests.house.servers import Servers
from tests.house.standing import BEGINS_AT, new_world, prepare, stand


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "tries(*what): what Slack delivers to the bot in this test")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Slack's server and the bot's, for all houses."""
    standing = Servers(new_world(HouseClock(BEGINS_AT)))
    yield standing
    standing.close()


@pytest.fixture(scope="session")
def prepared(servers, tmp_path_factory):
    """A database that knows the promises, the people and the channels."""
    path = tmp_path_factory.mktemp("prepared") / "punctual.db"
    prepare(servers, path)
    return path


@pytest.fixture
def house(request, servers, prepared, database_folder) -> Iterator[House]:
    """A Slack and a bot on Monday 2026-03-02, 9:00 in Ljubljana; judged at the end."""
    with stand(servers, prepared, database_folder) as house, _judged(house, request):
        yield house


@pytest.fixture
def empty_house(request, servers, tmp_path_factory, database_folder) -> Iterator[House]:
    """The same on the first day: nothing was ever configured."""
    path = tmp_path_factory.mktemp("empty") / "punctual.db"
    prepare(servers, path, None)
    with stand(servers, path, database_folder) as house, _judged(house, request):
        yield house


@pytest.fixture(scope="module")
def open_house(servers, prepared, tmp_path_factory) -> Iterator[House]:
    """The house of a module, unjudged."""
    with stand(servers, prepared, tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def shared_house(request, open_house) -> Iterator[House]:
    """The house of a module: what one test leaves behind, the next one finds. Each is judged."""
    with _judged(open_house, request):
        yield open_house


@contextmanager
def _judged(house: House, request: pytest.FixtureRequest) -> Iterator[None]:
    since = house.mark()
    house.expected.clear()
    with structlog.testing.capture_logs() as logged, _errors_of_bolt() as raised:
        yield
        entries = house.log(since)
    recording.keep_log(each for each in entries if each.get("error") not in house.expected)
    told = wrongs(entries, house.expected)
    told += [_shown(each) for each in logged if each["log_level"] in ("error", "critical")]
    told += raised
    claimed = {what for mark in request.node.iter_markers("tries") for what in mark.args}
    untried = claimed - tried(entries, house.bot_id)
    told += [f"{what} is said to be tried, and was not" for what in sorted(untried)]
    assert told == []


def _shown(entry: structlog.types.EventDict) -> str:
    trouble = entry.get("exc_info")
    if isinstance(trouble, BaseException):
        return f"{entry['event']}: {trouble!r}"
    return ", ".join(f"{key}={value}" for key, value in entry.items())


@contextmanager
def _errors_of_bolt() -> Iterator[list[str]]:
    """What Bolt logs as an error: a listener that failed."""
    found: list[str] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(f"{record.name}: {record.getMessage()}")

    handler = Noting(logging.ERROR)
    logger = logging.getLogger("bot")
    logger.addHandler(handler)
    try:
        yield found
    finally:
        logger.removeHandler(handler)
