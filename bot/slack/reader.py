"""Reads what is to be read of Slack: kept work, each place by itself, repeated until it succeeds.

A channel's history is read back to its oldest conversation that may go on. The threads whose
newest reply is not known yet are found there and read after it. What alarms wait for comes first.
When nothing is asked for, the channels are looked at lightly, one after the other.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event
from typing import Final

import structlog

from bot.delivery.ports import SlackPort
from bot.slack.history import Away, History, Refused
from bot.slack.reading_log import ReadingLog
from bot.slack.unread import Shown, keep_unread
from bot.store import hearing, readings
from bot.store.errors import StoreError
from bot.store.readings import Reading, Spot
from bot.usecases.desk import Desk, Work
from bot.usecases.hearing.places import OVERLAP, oldest_root, update_places
from bot.usecases.hearing.watermarks import (
    LIGHT_EVERY,
    ask_threads,
    directs_seen_to,
    looked_at,
    read_if_new,
    settle,
)

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=60)
"""How long a place belongs to whoever reads it."""
LONGEST_AWAY_S: Final = 10.0
LONGEST_REFUSED_S: Final = 60.0
"""How long a place waits for the next try, where Slack is away and where it refuses."""
LIGHT_CALLS: Final = 15
"""How often a minute Slack is asked for history without cause."""
SPARSE_FOR: Final = timedelta(days=1)
"""How long a workspace that allows about one call a minute counts as such."""
REST_S: Final = 5.0
PLACES_EVERY_S: Final = 10.0
"""How often is looked where people write."""
THREAD_GONE: Final = "thread_not_found"
NO_SCOPE: Final = "missing_scope"


class Reader:
    """Reads one place after the other; `wake` is called when something new may have been kept.

    `back` is told how many messages were read, once all that was asked for is.
    `sleep` waits for Slack's leave to ask again, and returns False where it does not wait; by
    default it does, until the reader is stopped.
    """

    def __init__(
        self,
        desk: Desk,
        slack: SlackPort,
        wake: Callable[[], None],
        back: Callable[[int], None] = lambda _: None,
        sleep: Callable[[float], bool] | None = None,
    ) -> None:
        self._desk = desk
        self._stopping = Event()
        self._history = History(slack, desk.clock.monotonic, sleep or self._sleep)
        self._wake = wake
        self._back = back
        self._log = ReadingLog(desk)
        self._read = 0
        self._directs_at_s = self._places_at_s = desk.clock.monotonic()
        self._doubted_at: datetime | None = None
        self._said_of: datetime | None = None

    def stop(self) -> None:
        """Read nothing more, and wait for nothing."""
        self._stopping.set()

    def _sleep(self, seconds: float) -> bool:
        return not self._stopping.wait(seconds)

    def run_once(self) -> float | None:
        """Read all that may be read now; return the seconds until there is more to do."""
        self._read_all(self._next_or_light)
        return self._rest_s()

    def run_for_now(self) -> None:
        """Read all that is to be read now, each place once, and nothing without a cause."""
        self._read_all(self._next)

    def _read_all(self, next_spot: Callable[[set[Spot]], Spot | None]) -> None:
        self._prepare()
        tried: set[Spot] = set()
        while not self._stopping.is_set() and (spot := next_spot(tried)) is not None:
            tried.add(spot)
            self._read_one(spot)
        self._log.say()
        self._say_read()

    def _prepare(self) -> None:
        """Look now and then where people write by now, and at once when hearing was doubted."""
        now_s = self._desk.clock.monotonic()
        with self._desk.look() as work:
            state = hearing.get(work.connection, work.workspace_id)
        doubted_at = state.doubted_at if state else None
        if now_s < self._places_at_s and doubted_at == self._doubted_at:
            return
        if doubted_at != self._doubted_at:
            self._directs_at_s = now_s
        self._places_at_s, self._doubted_at = now_s + PLACES_EVERY_S, doubted_at
        with self._writing() as work:
            update_places(work)
        self._note_sparse()
        self._find_directs()

    @contextmanager
    def _writing(self) -> Iterator[Work]:
        """A writing transaction after which nobody is woken who says things."""
        with self._desk.database.writing() as connection:
            yield Work(self._desk, connection)

    def _next(self, tried: set[Spot]) -> Spot | None:
        """The place to be read next, if there is one that was not tried."""
        with self._desk.look() as work:
            wanted = readings.wanted(work.connection, work.workspace_id)
            due = (each.spot for each in wanted if each.next_at <= work.now)
            return next((spot for spot in due if spot not in tried), None)

    def _next_or_light(self, tried: set[Spot]) -> Spot | None:
        return self._next(tried) or self._light()

    def _light(self) -> Spot | None:
        """A channel that nobody looked at for long, if Slack may be asked without a cause now."""
        if self._history.is_sparse or self._history.calls_in_a_minute() >= LIGHT_CALLS:
            return None
        with self._desk.look() as work:
            idle = readings.longest_idle(work.connection, work.workspace_id)
            if idle is None or work.now - looked_at(idle) < LIGHT_EVERY:
                return None
        with self._writing() as work:
            here = work.connection, work.workspace_id
            readings.ask_channels(*here, work.now, [idle.channel_id])
        return idle.spot

    def _read_one(self, spot: Spot) -> None:
        with self._writing() as work:
            until = work.now + LEASE
            here = work.connection, work.workspace_id
            reading = readings.claim(*here, spot, work.now, until)
            began_at = work.now
        if reading is None:
            return
        try:
            count = (
                self._read_thread(reading, began_at)
                if reading.is_thread
                else self._read_channel(reading, began_at)
            )
        except (Away, Refused) as trouble:
            self._failed(reading, trouble)
            return
        except StoreError:
            raise
        except Exception as trouble:  # what one place shows must not hold up all others
            if reading.attempts == 0:
                log.exception("what slack shows is not understood", channel=reading.channel_id)
            self._failed(reading, Refused(f"not understood: {type(trouble).__name__}"))
            return
        self._log.shown(spot)
        self._read += count
        self._wake()

    def _read_channel(self, reading: Reading, began_at: datetime) -> int:
        """Keep a channel's new messages, and ask for the threads that have new replies."""
        with self._desk.look() as work:
            root = oldest_root(work, reading.channel_id)
        oldest = min([reading.read_to, *([root] if root else [])], key=float)
        messages = tuple(self._history.of_channel(reading.channel_id, oldest))
        with self._writing() as work:
            shown = Shown(reading.channel_id, messages, reading.read_to, is_reply=False)
            count = keep_unread(work, shown)
            ask_threads(work, reading, messages, oldest)
            settle(work, reading, shown.newest_ts(), began_at)
        return count

    def _read_thread(self, reading: Reading, began_at: datetime) -> int:
        """Keep a thread's new messages; nothing is in one whose first message was deleted."""
        try:
            messages = tuple(self._history.of_thread(reading.channel_id, reading.thread_ts))
        except Refused as refusal:
            if str(refusal) != THREAD_GONE:
                raise
            messages = ()
        with self._writing() as work:
            shown = Shown(reading.channel_id, messages, reading.read_to, is_reply=True)
            count = keep_unread(work, shown)
            settle(work, reading, shown.newest_ts(), began_at)
        return count

    def _failed(self, reading: Reading, trouble: Away | Refused) -> None:
        """Try again later: soon where Slack is away, and for ever."""
        is_refused = isinstance(trouble, Refused)
        with self._writing() as work:
            longest_s = LONGEST_REFUSED_S if is_refused else LONGEST_AWAY_S
            wait = timedelta(seconds=min(2.0 ** min(reading.attempts, 9), longest_s))
            refused_at = (reading.refused_at or work.now) if is_refused else None
            readings.save(
                work.connection,
                work.workspace_id,
                replace(
                    reading,
                    attempts=reading.attempts + 1,
                    next_at=work.now + wait,
                    refused_at=refused_at,
                    error=str(trouble),
                ),
            )
        if is_refused:
            self._log.refused(reading.spot, str(trouble))
        else:
            self._log.away(str(trouble))

    def _find_directs(self) -> None:
        """Begin to read the direct conversations that were opened since we looked last."""
        now_s = self._desk.clock.monotonic()
        with self._desk.look() as work:
            state = hearing.get(work.connection, work.workspace_id)
            since = directs_seen_to(work, state)
        if since is None or self._history.is_sparse or now_s < self._directs_at_s:
            return
        try:
            directs = self._history.directs()
        except (Away, Refused) as trouble:
            if isinstance(trouble, Away):
                self._log.away(str(trouble))
            else:
                log.warning("direct conversations cannot be listed", problem=str(trouble))
            if str(trouble) != NO_SCOPE:
                self._directs_at_s = now_s + LONGEST_REFUSED_S
                return
            directs = []
        with self._writing() as work:
            for channel in directs:
                read_if_new(work, channel, since - OVERLAP)
            hearing.note(work.connection, work.workspace_id, looked_at=work.now)

    def _note_sparse(self) -> None:
        """Remember, across processes, that Slack allows hardly any call; try again after a day."""
        with self._writing() as work:
            state = hearing.get(work.connection, work.workspace_id)
            if state is None:
                return
            if self._history.is_sparse and state.sparse_at is None:
                hearing.note(work.connection, work.workspace_id, sparse_at=work.now)
            elif state.sparse_at is not None:
                self._history.is_sparse = work.now - state.sparse_at < SPARSE_FOR
                if not self._history.is_sparse:
                    hearing.note(work.connection, work.workspace_id, sparse_at=None)

    def _say_read(self) -> None:
        """Say how much was read once all that was asked for is, if hearing was doubted."""
        with self._desk.look() as work:
            is_done = not readings.wanted(work.connection, work.workspace_id)
        if not is_done or not (self._read or self._said_of != self._doubted_at):
            return
        with self._writing() as work:
            here = work.connection, work.workspace_id
            hearing.note(*here, back_at=work.now, back_messages=self._read)
        self._back(self._read)
        self._read, self._said_of = 0, self._doubted_at

    def _rest_s(self) -> float:
        with self._desk.look() as work:
            wanted = readings.wanted(work.connection, work.workspace_id)
            next_at = min((each.next_at for each in wanted), default=None)
            if next_at is None:
                return REST_S
            return min(REST_S, max(0.05, (next_at - work.now).total_seconds()))
