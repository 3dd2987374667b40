"""Reads what is to be read of Slack: kept work, each place by itself, repeated until it succeeds.

A channel's history is read back to its oldest conversation of the last month that may go on. The
threads whose newest reply is not known yet are found there and read after it; those of older first
messages are looked at by themselves. What alarms wait for comes first. When nothing is asked for,
all are looked at lightly, one after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event
from typing import Final

import structlog

from bot.delivery.ports import SlackPort
from bot.slack.hear.deps import IsCommand
from bot.slack.hear.reader.history import (
    NOTHING,
    History,
    HistoryAway,
    HistoryLimited,
    HistoryPage,
    HistoryRefused,
)
from bot.slack.hear.reader.log import ReaderLog
from bot.slack.hear.reader.plan import Plan
from bot.slack.hear.reader.unread_messages import ShownMessages, keep_unread
from bot.usecases.ground.transaction import Program, StoreError, Transaction
from bot.usecases.hearing.places import read_from, roots_in, update_places
from bot.usecases.hearing.reading_queue import (
    GONE,
    LONGEST_REFUSED_S,
    Reading,
    Spot,
    claim,
    lock_channel,
    note_directs,
    put_off,
    wanted,
)
from bot.usecases.hearing.state import doubted_at, note_back
from bot.usecases.hearing.watermarks import (
    Look,
    ask_threads,
    ask_unshown,
    directs_seen_to,
    go_on_later,
    settle,
)

log = structlog.get_logger(__name__)

PLACES_EVERY_S: Final = 10.0
"""How often is looked where people write."""
NO_SCOPE: Final = "missing_scope"


@dataclass(frozen=True, slots=True)
class UnfinishedLook:
    """A look that Slack let nobody finish: its first pages, when it began, from which `ts` on.

    `oldest` is empty where it was at all of a thread; `is_new_only` as of a `Look`.
    """

    began_at: datetime
    oldest: str
    is_new_only: bool = False
    fetched: HistoryPage = NOTHING


class Reader:
    """Reads one place after the other; `wake` is called when something new may have been kept.

    `is_command` knows what a command is. `back` is told how many messages were read, once all that
    was asked for is. It never waits for Slack's leave to ask again: what cannot be read now is read
    by a later call.
    """

    def __init__(
        self,
        program: Program,
        slack: SlackPort,
        is_command: IsCommand,
        wake: Callable[[], None],
        back: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._desk = program
        self._is_command = is_command
        self._stopping = Event()
        self._history = History(slack, program.clock.monotonic)
        self._plan = Plan(program, self._history)
        self._begun: dict[Spot, UnfinishedLook] = {}
        self._wake = wake
        self._back = back
        self._log = ReaderLog(program)
        self._read = 0
        self._directs_at_s = self._places_at_s = program.clock.monotonic()
        self._doubted_at: datetime | None = None
        self._said_of: datetime | None = None

    def stop(self) -> None:
        """Read nothing more."""
        self._stopping.set()

    def run_once(self) -> float | None:
        """Read all that may be read now; return the seconds until there is more to do."""
        self._read_all(self._plan.next_or_light)
        return self._plan.rest_s()

    def run_for_now(self) -> None:
        """Read all that is to be read now, each place once, and nothing without a cause."""
        self._read_all(self._plan.next_or_missed)

    def _read_all(self, next_spot: Callable[[set[Spot]], Spot | None]) -> None:
        self._prepare()
        tried: set[Spot] = set()
        while not self._stopping.is_set() and (spot := next_spot(tried)) is not None:
            tried.add(spot)
            self._read_one(spot)
        self._plan.note_limits()
        self._log.say()
        self._say_read()

    def _prepare(self) -> None:
        """Look now and then where people write by now, and at once when hearing was doubted."""
        now_s = self._desk.clock.monotonic()
        with self._desk.look() as work:
            latest = doubted_at(work)
        if now_s < self._places_at_s and latest == self._doubted_at:
            return
        if latest != self._doubted_at:
            self._directs_at_s = now_s
        self._places_at_s, self._doubted_at = now_s + PLACES_EVERY_S, latest
        with self._desk.quiet_work() as work:
            update_places(work)
        self._plan.learn_mode()
        self._find_directs()

    def _read_one(self, spot: Spot) -> None:
        with self._desk.quiet_work() as work:
            reading, began_at = claim(work, spot), work.now
        if reading is None:
            return
        begun = self._begun.pop(spot, None)
        if begun is None:
            begun = self._begin(reading, began_at)
        try:
            self._read += self._read_on(reading, begun)
            self._log.shown(spot)
            self._wake()
        except HistoryLimited:
            self._put_off(reading, begun, reading.read_to)
        except (HistoryAway, HistoryRefused) as trouble:
            self._failed(reading, trouble)
        except StoreError:
            raise
        except Exception as trouble:  # what one place shows must not hold up all others
            if reading.attempts == 0:
                log.exception("what slack shows is not understood", channel=reading.channel_id)
            self._failed(reading, HistoryRefused(f"not understood: {type(trouble).__name__}"))
        finally:
            self._plan.note_mode()

    def _begin(self, reading: Reading, began_at: datetime) -> UnfinishedLook:
        """A look at a place, from where on its messages are read."""
        is_sparse = self._history.is_sparse
        if reading.is_thread:
            return UnfinishedLook(began_at, reading.read_to if is_sparse else "")
        with self._desk.look() as work:
            roots = roots_in(work, reading.channel_id)
            oldest = read_from(work, reading, roots, is_sparse=is_sparse)
        return UnfinishedLook(began_at, oldest, is_new_only=is_sparse)

    def _read_on(self, reading: Reading, begun: UnfinishedLook) -> int:
        """Keep a place's new messages; return how many there were."""
        error, fetched = None, NOTHING
        try:
            fetched = self._fetch(reading, begun)
        except HistoryRefused as refusal:
            if str(refusal) != GONE or not reading.is_thread:
                raise
            error = self._note_gone(reading)
        with self._desk.quiet_work() as work:
            lock_channel(work, reading.channel_id)
            shown = ShownMessages(
                reading.channel_id, fetched.messages, reading.read_to, is_reply=reading.is_thread
            )
            count = keep_unread(work, shown, self._is_command)
            if not reading.is_thread:
                ask_threads(work, reading, fetched.messages)
            if fetched.is_whole:
                self._settle(work, reading, begun, shown, error)
        if not fetched.is_whole:
            is_known = reading.is_thread or begun.oldest in {row["ts"] for row in fetched.messages}
            read_to = shown.newest_ts() if is_known else reading.read_to
            self._put_off(reading, replace(begun, fetched=fetched), read_to)
        return count

    def _fetch(self, reading: Reading, begun: UnfinishedLook) -> HistoryPage:
        if reading.is_thread:
            spot = reading.channel_id, reading.thread_ts
            return self._history.of_thread(*spot, begun.oldest, begun.fetched)
        return self._history.of_channel(reading.channel_id, begun.oldest, begun.fetched)

    def _settle(
        self,
        work: Transaction,
        reading: Reading,
        begun: UnfinishedLook,
        shown: ShownMessages,
        error: str | None,
    ) -> None:
        if not reading.is_thread:
            roots = roots_in(work, reading.channel_id)
            ask_unshown(work, reading, shown.messages, roots, begun.oldest)
        look = Look(begun.began_at, shown.newest_ts(), begun.is_new_only, error)
        settle(work, reading, look)

    def _note_gone(self, reading: Reading) -> str:
        """Say once that Slack has a thread no more: nothing can be read there, nor be missed."""
        if not reading.is_gone:
            spot = {"channel": reading.channel_id, "thread": reading.thread_ts}
            log.info("slack does not show a thread any more", **spot)
        return GONE

    def _put_off(self, reading: Reading, begun: UnfinishedLook, read_to: str) -> None:
        """Go on with a look when Slack takes calls again; `read_to` is known by then."""
        if begun.fetched.messages:
            self._begun[reading.spot] = begun
        with self._desk.quiet_work() as work:
            go_on_later(work, reading, read_to)

    def _failed(self, reading: Reading, trouble: HistoryAway | HistoryRefused) -> None:
        """Try again later: soon where Slack is away, and for ever."""
        is_refused = isinstance(trouble, HistoryRefused)
        if not put_off(self._desk, reading, str(trouble), is_refused=is_refused):
            return  # somebody else could read it
        if is_refused:
            self._log.refused(reading.spot, str(trouble))
        else:
            self._log.away(str(trouble))

    def _find_directs(self) -> None:
        """Begin to read the direct conversations that were opened since we looked last."""
        now_s = self._desk.clock.monotonic()
        with self._desk.look() as work:
            since = directs_seen_to(work)
        if since is None or self._history.is_sparse or now_s < self._directs_at_s:
            return
        try:
            directs = self._history.directs()
        except (HistoryAway, HistoryRefused) as trouble:
            if isinstance(trouble, HistoryAway):
                self._log.away(str(trouble))
            else:
                log.warning("direct conversations cannot be listed", problem=str(trouble))
            if str(trouble) != NO_SCOPE:
                self._directs_at_s = now_s + LONGEST_REFUSED_S
                return
            directs = ()
        note_directs(self._desk, directs, since)

    def _say_read(self) -> None:
        """Say how much was read once all that was asked for is, if hearing was doubted."""
        with self._desk.look() as work:
            is_done = not wanted(work)
        if not is_done or not (self._read or self._said_of != self._doubted_at):
            return
        note_back(self._desk, self._read)
        self._back(self._read)
        self._read, self._said_of = 0, self._doubted_at
