"""Keeps in the database whether this process hears Slack, and doubts what it may not have heard."""

import os
import socket
from collections.abc import Callable
from typing import Final

from bot.jobs.thread import WakingThread
from bot.slack.connect.watch import Report
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.state import Hearer, beat, doubt, doubt_what_was_dropped, leave

SOCKET: Final = "socket"
HTTP: Final = "http"
EVERY_S: Final = 3.0
NOTHING_TO_REPORT: Final = Report(doubt=None, alive_at=None, lost_at=None)
"""What there is to say where Slack calls: silence proves nothing."""


class Beats:
    """Writes how Slack is heard, every few seconds and when woken.

    A doubt is written before the beat that might be trusted; one that cannot be is owed.
    """

    def __init__(
        self,
        program: Program,
        mode: str,
        report: Callable[[], Report] = lambda: NOTHING_TO_REPORT,
        owe: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._desk = program
        self._mode = mode
        self._report = report
        self._owe = owe
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._started_at = program.clock.now()
        self._thread = WakingThread("beats", self.beat, EVERY_S)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Write at once; safe from any thread."""
        self._thread.wake()

    def stop(self) -> None:
        """Write no more, and say that nobody listens here."""
        self._thread.stop()
        leave(self._desk, self._name)

    def beat(self) -> None:
        """Write how it is at this moment."""
        report = self._report()
        if report.doubt is not None:
            self._doubt(report.doubt)
        hearer = Hearer(
            name=self._name,
            mode=self._mode,
            started_at=self._started_at,
            beat_at=self._desk.clock.now(),
            alive_at=report.alive_at,
            lost_at=report.lost_at,
        )
        beat(self._desk, hearer)
        doubt_what_was_dropped(self._desk)

    def _doubt(self, reason: str) -> None:
        try:
            doubt(self._desk, reason)
        except BaseException:
            self._owe(reason)
            raise
