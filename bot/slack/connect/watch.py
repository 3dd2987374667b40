"""Judges by signs of life whether Slack is heard over its sockets; it opens and closes none.

Each socket has a place, numbered from 0. Slack gives each event to one of them, so a socket that
broke or fell silent is a gap even while another lives. One that Slack asked to be replaced is none
while another lives: Slack gives it nothing more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

import structlog

from bot.clock import TimeSource
from bot.usecases.hearing import reasons
from bot.wording import words

log = structlog.get_logger(__name__)

SILENCE_S: Final = 30.0
"""How long a socket may bring neither ping nor envelope; Slack pings more often."""


@dataclass(frozen=True, slots=True)
class Report:
    """How Slack is heard, with the doubt that is to be written before anybody relies on it.

    `alive_at` is the latest instant by which all open sockets had shown a sign of life; `lost_at`
    is set while none is open.
    """

    doubt: str | None
    alive_at: datetime | None
    lost_at: datetime | None


@dataclass(slots=True)
class _Socket:
    """One socket's: when, by the monotonic clock, Slack last sent something, and answered."""

    is_open: bool = False
    has_broken: bool = False
    heard_s: float = 0.0
    alive_s: float = 0.0


class Watch:
    """What is known of the sockets; safe from any thread.

    `on_change` is called when somebody should write the report at once.
    """

    def __init__(
        self, clock: TimeSource, places: int, on_change: Callable[[], None] = lambda: None
    ) -> None:
        self._clock = clock
        self.on_change = on_change
        self._places = [_Socket() for _ in range(places)]
        self._lock = Lock()
        self._alive_at: datetime | None = None
        self._lost_at: datetime | None = clock.now()
        self._doubt: str | None = None
        self._was_connected = False
        self._is_coming_back = False

    def opened(self, number: int) -> None:
        """Note that Slack greeted us on a socket; doubted, unless it only joins or relieves one."""
        with self._lock:
            socket = self._places[number]
            is_gap = socket.has_broken or not self._open()
            socket.is_open, socket.has_broken = True, False
            socket.heard_s = socket.alive_s = self._clock.monotonic()
            if is_gap:
                self._doubt = reasons.OPENED
            if self._lost_at is not None:
                log.info("connected", after_loss=self._was_connected)
            self._lost_at, self._was_connected = None, True
        if is_gap:
            self.on_change()

    def heard(self, number: int) -> None:
        """Note a ping or an envelope of Slack's."""
        now_s = self._clock.monotonic()
        with self._lock:
            socket = self._places[number]
            socket.heard_s = socket.alive_s = now_s

    def answered(self, number: int) -> None:
        """Note that Slack answered a ping of ours."""
        now_s = self._clock.monotonic()
        with self._lock:
            self._places[number].alive_s = now_s

    def relieved(self, number: int) -> None:
        """Note that Slack asked for a socket to be replaced: a gap only where no other is open."""
        with self._lock:
            socket = self._places[number]
            has_other = any(other is not socket for other in self._open())
            if has_other:
                self._refresh_alive()
                socket.is_open = False
                return
        self.broke(number, reasons.BROKE)

    def broke(self, number: int, reason: str) -> None:
        """Note that a socket is of no use any more, and Slack did not say so before."""
        with self._lock:
            socket = self._places[number]
            if not socket.is_open:
                return
            self._refresh_alive()
            socket.is_open, socket.has_broken = False, True
            self._doubt = reason
            self._is_coming_back = True
            if not self._open():
                self._lost_at = self._instant(socket.alive_s)
                log.warning("lost since %s", f"{self._lost_at:%Y-%m-%dT%H:%M:%SZ}", reason=reason)
            else:
                log.warning("one of the connections was lost", reason=reason)
        self.on_change()

    def silent(self) -> list[int]:
        """Return the open sockets that Slack sent nothing over for too long."""
        now_s = self._clock.monotonic()
        with self._lock:
            return [
                number
                for number, socket in enumerate(self._places)
                if socket.is_open and now_s - socket.heard_s >= SILENCE_S
            ]

    def report(self) -> Report:
        """Return how Slack is heard; a doubt in it is handed over: who cannot write it owes it."""
        with self._lock:
            self._refresh_alive()
            doubt, self._doubt = self._doubt, None
            return Report(doubt, self._alive_at, self._lost_at)

    def owe(self, doubt: str) -> None:
        """Take back a doubt that could not be written."""
        with self._lock:
            self._doubt = self._doubt or doubt

    def back(self, messages: int) -> None:
        """Say how many messages were read to make up for a loss, or for the time of no process."""
        with self._lock:
            was_away, self._is_coming_back = self._is_coming_back, False
        if was_away or messages:
            log.info("back, %s read", words.messages(messages))

    def _open(self) -> list[_Socket]:
        return [socket for socket in self._places if socket.is_open]

    def _refresh_alive(self) -> None:
        signs_s = [socket.alive_s for socket in self._open()]
        if signs_s:
            self._alive_at = self._instant(min(signs_s))

    def _instant(self, reading_s: float) -> datetime:
        """The instant of a reading of the monotonic clock."""
        return self._clock.now() - timedelta(seconds=self._clock.monotonic() - reading_s)
