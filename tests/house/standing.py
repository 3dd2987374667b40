"""Puts houses up: a sandbox on stage, a database that knows the team, an office, and all of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from bot.delivery.settings import DeliverySettings
from bot.demo.team import TEAM, secrets
from bot.main import Services, open_services
from bot.settings import Settings
from bot.slack.hear.directory.sync import sync_directory
from bot.usecases.promises.configuration import apply_to_empty
from sandbox.seed import read_seed
from sandbox.world import World, build_world
from tests.house.clock import HouseClock, SlackClock
from tests.house.house import House
from tests.house.servers import Servers

PROMISES: Final = Path(__file__).parent / "promises.yml"
BEGINS_AT: Final = datetime(2026, 3, 2, 8, tzinfo=UTC)
"""Monday, 9:00 in Ljubljana."""
ONE_AFTER_THE_OTHER: Final = DeliverySettings(workers=1)
"""One sender, so that the same test says the same things in the same order."""


@cache
def _seed() -> Any:
    return read_seed(TEAM)


def new_world(clock: HouseClock, events_url: str | None = None) -> World:
    """A sandbox with the team of the demo, at rest."""
    return build_world(deepcopy(_seed()), events_url, SlackClock(clock))


@contextmanager
def _open(servers: Servers, clock: HouseClock, database: Path) -> Iterator[tuple[World, Services]]:
    """A world on stage and an office that knows it."""
    world = new_world(clock, servers.events_url)
    world.deliveries.timing.retry_waits_s = (0.0, 0.0)
    servers.show(world)
    known = secrets()
    settings = Settings(
        _env_file=None,
        slack_bot_token=known.bot_token,
        signing_secret=known.signing_secret,
        slack_api_url=f"{servers.url}/api/",
        database=f"sqlite:///{database}",
    )
    with open_services(settings, clock, ONE_AFTER_THE_OTHER) as office:
        try:
            yield world, office
        finally:
            servers.retire(world)


def prepare(servers: Servers, database: Path, promises: Path | None = PROMISES) -> None:
    """Make a database that knows these promises, the people and the channels."""
    with _open(servers, HouseClock(BEGINS_AT), database) as (_, office):
        if promises is not None:
            apply_to_empty(office.program, promises)
        sync_directory(office.program, office.slack)


@contextmanager
def stand(
    servers: Servers, prepared: Path, folder: Path, begins_at: datetime = BEGINS_AT
) -> Iterator[House]:
    """A house on a copy of a prepared database."""
    database = folder / "punctual.db"
    shutil.copy(prepared, database)
    clock = HouseClock(begins_at)
    with _open(servers, clock, database) as (world, office):
        yield House(servers, world, clock, office)
