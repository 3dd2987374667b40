"""Starts the bot as it is, but for a clock on the wall that the storm can set and shorter waits.

`STORM_CLOCK` names a file with how many seconds the wall clock is off; `STORM_WITHOUT` a protection
that is switched off. Only the storm knows of them: the bot has no such settings.
"""

import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from tests.storm.protections import PROTECTIONS
from tests.storm.waits import shorten

CLOCK, WITHOUT = "STORM_CLOCK", "STORM_WITHOUT"
LOOK_EVERY_S = 0.05


class WallClock:
    """How far the clock on the wall is off, as the file of the storm says."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looked_at_s = -1.0
        self._off = timedelta(0)

    def off(self) -> timedelta:
        """Read the file now and then."""
        now_s = time.monotonic()
        if now_s - self._looked_at_s >= LOOK_EVERY_S:
            self._looked_at_s = now_s
            self._off = timedelta(seconds=float(self._path.read_text() or 0))
        return self._off


def set_clock(wall: WallClock) -> None:
    """Let what the bot reads of the time be off, its own clock and the database's alike."""
    from bot import clock  # noqa: PLC0415 after what is switched off
    from bot.store import database_clock  # noqa: PLC0415 after what is switched off

    _set(clock.SystemClock, wall)
    _set(database_clock.DatabaseClock, wall)


def _set(kind: type, wall: WallClock) -> None:
    now = kind.now

    def shifted(self: object) -> datetime:
        return now(self) + wall.off()

    kind.now = shifted


def main() -> None:
    """Switch off what is to be off before the bot is imported, and run it."""
    if WITHOUT in os.environ:
        PROTECTIONS[os.environ[WITHOUT]].switch_off()
    set_clock(WallClock(Path(os.environ[CLOCK])))
    shorten()
    from bot.cli import main as run  # noqa: PLC0415 after what is switched off

    run()


if __name__ == "__main__":
    main()
