"""A metronome as it should not be: it waits for instants of the clock on the wall."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread

from bot.clock import SystemClock

LOOK_EVERY_S = 0.05


class WallMetronome:
    """Beats when the wall clock has reached the next instant."""

    def __init__(self, beat: Callable[[], object], seconds: float, *_: object) -> None:
        self._beat = beat
        self._every = timedelta(seconds=seconds)
        self._stopping = Event()
        self._thread = Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, *_: object) -> None:
        self._stopping.set()

    def _run(self) -> None:
        next_at = SystemClock().now()
        while not self._stopping.wait(LOOK_EVERY_S):
            if SystemClock().now() >= next_at:
                next_at = SystemClock().now() + self._every
                self._beat()
