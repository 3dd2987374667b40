"""Which place is read next, and when there is more to do: Slack says how often it may be asked.

Places that alarms wait for come first, the longest awaited before: so none waits for ever where
doubts follow each other; with one call a minute the newest, as older alarms are said without it.
While Slack takes no calls of one method, what needs another is read. Nobody waits here, and what
was missed of one place holds up no other.
"""

from datetime import timedelta
from typing import Final

import structlog

from bot.slack.hear.reader.history import OF_CHANNEL, OF_THREAD, History
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.reading_queue import (
    Reading,
    Spot,
    ask,
    idle_channel,
    limit,
    unread_thread,
    wanted,
)
from bot.usecases.hearing.state import note_sparse, sparse_since

log = structlog.get_logger(__name__)

LIGHT_CALLS: Final = 15
"""How often a minute Slack is asked for messages without cause."""
SPARSE_FOR: Final = timedelta(days=1)
"""How long a workspace that allows about one call a minute counts as such, without a new sign."""
REST_S: Final = 5.0
SHORTEST_REST_S: Final = 0.05


class Plan:
    """Chooses what is read; `history` knows how often Slack was asked, and what it allows."""

    def __init__(self, program: Program, history: History) -> None:
        self._desk = program
        self._history = history
        self._was_sparse = False

    def next(self, tried: set[Spot]) -> Spot | None:
        """The place to be read next of those asked for, if there is one that was not tried."""
        with self._desk.look() as work:
            rows = wanted(work, newest_first=self._history.is_sparse)
            open_now = (row for row in rows if row.next_at <= work.now and self._is_open(row))
            return next((row.spot for row in open_now if row.spot not in tried), None)

    def next_or_missed(self, tried: set[Spot]) -> Spot | None:
        """The same, or a thread of long ago in which something may have been missed."""
        return self.next(tried) or self._ask_thread(is_missed=True)

    def next_or_light(self, tried: set[Spot]) -> Spot | None:
        """The same, or a place that nobody looked at for five minutes."""
        return self.next(tried) or self._ask_channel() or self._ask_thread(is_missed=False)

    def rest_s(self) -> float:
        """How long there is nothing to do."""
        with self._desk.look() as work:
            waits_s = [
                max((row.next_at - work.now).total_seconds(), self._opens_in_s(row))
                for row in wanted(work)
            ]
        return min(REST_S, max(SHORTEST_REST_S, min(waits_s, default=REST_S)))

    def note_limits(self) -> None:
        """Remember what is not read because Slack takes no calls for it now."""
        with self._desk.look() as work:
            rows = wanted(work)
        untried = [row for row in rows if not row.attempts and not self._is_open(row)]
        for are_threads in {row.is_thread for row in untried}:
            limit(self._desk, threads=are_threads)

    def note_mode(self) -> None:
        """Remember, across processes, whether Slack allows hardly any call."""
        if self._history.is_sparse == self._was_sparse:
            return
        self._was_sparse = self._history.is_sparse
        note_sparse(self._desk, is_sparse=self._was_sparse)
        if self._was_sparse:
            log.warning("slack allows about one call a minute for messages")
        else:
            log.info("slack allows more than one call a minute for messages")

    def learn_mode(self) -> None:
        """Take over what is remembered; after a day it is tried whether Slack allows more."""
        with self._desk.look() as work:
            sparse_at = sparse_since(work)
            is_over = sparse_at is not None and work.now - sparse_at >= SPARSE_FOR
        self._was_sparse = self._history.is_sparse = sparse_at is not None
        if is_over:
            self._history.is_sparse = False
            self.note_mode()

    def _ask_channel(self) -> Spot | None:
        """Have a channel read that nobody looked at for long."""
        if self._history.is_sparse or not self._may_look_lightly():
            return None
        with self._desk.look() as work:
            reading = idle_channel(work)
        return None if reading is None or not self._is_open(reading) else self._ask(reading.spot)

    def _ask_thread(self, *, is_missed: bool) -> Spot | None:
        """Have a thread read that has to be read by itself, and was not for long or since a doubt.

        One that must be missed was not read since hearing was doubted.
        """
        if not self._may_look_lightly() or self._history.opens_in_s(OF_THREAD):
            return None
        with self._desk.look() as work:
            is_sparse = self._history.is_sparse
            thread = unread_thread(work, is_missed=is_missed, is_sparse=is_sparse)
        return None if thread is None else self._ask(thread.spot)

    def _ask(self, spot: Spot) -> Spot:
        ask(self._desk, spot)
        return spot

    def _may_look_lightly(self) -> bool:
        return self._history.calls_in_a_minute(OF_CHANNEL, OF_THREAD) < LIGHT_CALLS

    def _is_open(self, reading: Reading) -> bool:
        return not self._opens_in_s(reading)

    def _opens_in_s(self, reading: Reading) -> float:
        return self._history.opens_in_s(OF_THREAD if reading.is_thread else OF_CHANNEL)
