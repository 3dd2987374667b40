"""How far five everyday journeys run through the house, from file to file; prints a table.

Each is played in the house of the tests, a sandbox and the whole bot in one process, after the
same journey was played once before, so that nothing is counted that is made only once. What goes
round by itself beside a journey is left out: looks at clocks and channels, reminders, digests, App
Homes; an alarm has its sweep, and the look at its conversations. Counted are the files of `bot` and
`sla_core` that run, and the steps: calls of a function in another file than that of the function
that calls it (what libraries do between the two is left out).
"""

import logging
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import structlog

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

ROOMS = tuple(f"{ROOT / name}/" for name in ("bot", "sla_core"))
LAST = 2
"""The ticket of the journey that is counted."""
SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@dataclass
class Counted:
    """The files that ran, and the steps between them; nothing is counted until `is_on`."""

    is_on: bool = False
    files: set[str] = field(default_factory=set)
    steps: int = 0

    def note(self, frame: FrameType, event: str, arg: Any) -> None:
        """What the interpreter calls at each call of a function."""
        if not self.is_on or event != "call":
            return
        there = frame.f_code.co_filename
        if there.startswith(ROOMS):
            self.files.add(there)
            self.steps += _caller(frame) not in (there, None)

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Count anew what happens meanwhile."""
        self.files, self.steps, self.is_on = set(), 0, True
        yield
        self.is_on = False


def _caller(frame: FrameType) -> str | None:
    """The file of the house that a function was called from, however indirectly."""
    above = frame.f_back
    while above is not None:
        if above.f_code.co_filename.startswith(ROOMS):
            return above.f_code.co_filename
        above = above.f_back
    return None


def message(house: Any, number: int) -> Callable[[], None]:
    """Somebody asks in a channel, and a ticket is opened."""
    return lambda: house.member("carla").says(SUPPORT, f"Printer {number} burns")


def alarm(house: Any, number: int) -> Callable[[], None]:
    """Time runs out on a promise, and the alert channel is told."""
    from bot.store import alarms  # noqa: PLC0415

    message(house, number)()
    house.settle()
    with house.program.look() as work:
        due_at = alarms.next_fire_at(work.connection, work.workspace_id)
    assert due_at is not None  # noqa: S101 a new ticket has an alarm
    house.move_until(due_at - timedelta(seconds=1))
    return lambda: house.clock.move_to(due_at)


def click(house: Any, number: int) -> Callable[[], None]:
    """An agent resolves a ticket by the button of its card."""
    message(house, number)()
    card = house.posted(f"card:{number}")
    return lambda: house.member("ana").clicks(card["channel"], card["ts"], "ticket_resolve")


def why(house: Any, number: int) -> Callable[[], None]:
    """An agent asks why a ticket is due when it is."""
    message(house, number)()
    return lambda: house.member("ana").asks(ALERTS, f"/sla why {number}")


def report(house: Any, number: int) -> Callable[[], None]:
    """A lead asks what was kept and missed."""
    message(house, number)()
    return lambda: house.member("lea").asks(ALERTS, "/sla report level")


def go_round_no_more(house: Any, *, sweeps: bool) -> None:
    """Let a house work off its inbox and outbox, as an alarm needs, and nothing else."""
    from bot.usecases.sweep.sweep import sweep  # noqa: PLC0415

    def work_off() -> None:
        house.wake()
        while True:
            house._servers.settle(house.world)
            house._talking.work_off()
            if not house._is_rung:
                return
            if sweeps:
                house._reader.run_once()
            house._inbox.run_once()
            if sweeps:
                sweep(house.program)
            house._is_rung = sweeps and house._is_to_read()
            house._more_to_say_at = house.office.deliverer.run_once().next_at

    house._work_off = work_off


JOURNEYS = (message, alarm, click, why, report)


def main() -> None:
    """Play them, and print what each took."""
    counted = Counted()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    threading.setprofile(counted.note)
    # only now, so that the threads that these start are listened to
    from tests.house.clock import HouseClock  # noqa: PLC0415
    from tests.house.servers import Servers  # noqa: PLC0415
    from tests.house.standing import BEGINS_AT, new_world, prepare, stand  # noqa: PLC0415

    servers = Servers(new_world(HouseClock(BEGINS_AT)))
    print(f"{'journey':10}{'files':>7}{'steps':>8}")
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.db"
        prepare(servers, prepared)
        for journey in JOURNEYS:
            with stand(servers, prepared, Path(folder)) as house:
                for number in (1, LAST):
                    house.move(minutes=20)
                    deed = journey(house, number)
                    house.settle()
                    if number == LAST:
                        go_round_no_more(house, sweeps=journey is alarm)
                    sys.setprofile(counted.note)
                    with counted.counting():
                        deed()
                        house.settle()
                    sys.setprofile(None)
            print(f"{journey.__name__:10}{len(counted.files):7}{counted.steps:8}")
    servers.close()


if __name__ == "__main__":
    main()
