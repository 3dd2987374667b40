"""The shell of delivery: claims rows, calls Slack, writes what became of them.

No transaction is open during a call. Any number of these may run at once, in threads, processes
and machines; each may end at any moment, and the others take over.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Protocol

from bot.clock import Clock
from bot.delivery import lanes, outcome, storms, undelivered
from bot.delivery.faults import SET_ASIDE, fault_of
from bot.delivery.methods import addressed
from bot.delivery.ports import SlackPort, Unclear
from bot.delivery.refusals import UNINVITED
from bot.delivery.search import Search, SearchRefused
from bot.delivery.settings import DeliverySettings
from bot.delivery.storms import Digest
from bot.store import outbox, sending, set_aside
from bot.store.outbox import OutboxRow, Place
from bot.store.set_aside import MESSAGE, SetAside

PEEK_S = 0.2
"""How long new rows may wait while other calls are under way."""

CROWDED = timedelta(seconds=0.2)
"""When to try again where another process is just choosing."""

Job = Callable[[], str]
log = logging.getLogger(__name__)


class Transactions(Protocol):
    """The database, as far as delivery needs it."""

    def writing(self) -> AbstractContextManager[Any]:
        """Give a transaction that may write."""
        ...

    def reading(self) -> AbstractContextManager[Any]:
        """Give a transaction that may read."""
        ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many rows a pass left in which state, and when the next one is wanted (None: on news)."""

    counts: dict[str, int]
    next_at: datetime | None


class Deliverer:
    """Says what is in the outbox."""

    def __init__(
        self,
        db: Transactions,
        slack: SlackPort,
        clock: Clock,
        settings: DeliverySettings,
        digest: Digest = storms.in_lines,
    ) -> None:
        self._db = db
        self._slack = slack
        self._clock = clock
        self._settings = settings
        self._digest = digest
        self._search = Search(slack, settings.timeout_s, timedelta(seconds=settings.skew_s))
        self._uninvited: set[tuple[str, str]] = set()

    def take_over(self) -> None:
        """Put in doubt all that a former process had on its way.

        Only for who sends alone, as under `bot.store.lock`; elsewhere the lease tells.
        """
        now = self._clock.now()
        with self._db.writing() as connection:
            self._expire(connection, now, claimed_before=datetime.max.replace(tzinfo=UTC))

    def distrust(self) -> None:
        """Put in doubt all that is not settled: for a restored backup, before anything is said."""
        now = self._clock.now()
        with self._db.writing() as connection:
            for row in self._sound(connection, outbox.live(connection), now):
                sending.settle(connection, row, outcome.distrusted(row, now, self._settings))

    def run_once(self) -> Delivered:
        """Do all that may be done now, and return what came of it."""
        counts: Counter[str] = Counter()
        running: set[Future[str]] = set()
        next_at: datetime | None = None
        with ThreadPoolExecutor(self._settings.workers, "deliver") as pool:
            while True:
                if len(running) < self._settings.workers:
                    jobs, next_at = self._claim(self._settings.workers - len(running))
                    running |= {pool.submit(job) for job in jobs}
                if not running:
                    return Delivered(dict(counts), next_at)
                done, running = wait(running, PEEK_S, return_when=FIRST_COMPLETED)
                counts.update(future.result() for future in done)

    def _claim(self, room: int) -> tuple[list[Job], datetime | None]:
        """Return what there is to do, marked as ours and committed, and when there is more."""
        now = self._clock.now()
        with self._db.writing() as connection:
            self._expire(connection, now, now - self._settings.lease)
            jobs = list(self._claim_searches(connection, now, room))
            jobs += self._claim_repairs(connection, now, room - len(jobs))
            sends, paced_at = self._claim_sends(connection, now, room - len(jobs))
            due_at = sending.next_wanted_at(connection, now, self._settings.lease)
        times = [at for at in (paced_at, due_at) if at is not None]
        return jobs + sends, min(times, default=None)

    def _expire(self, connection: Any, now: datetime, claimed_before: datetime) -> None:
        for row in self._sound(connection, sending.expired(connection, claimed_before), now):
            after = outcome.unanswered(row, "sender_gone", now, self._settings)
            sending.settle(connection, row, after)

    def _claim_searches(self, connection: Any, now: datetime, room: int) -> Iterator[Job]:
        for row in self._sound(connection, sending.doubted(connection, now, room), now):
            ours = replace(row, next_at=now + self._settings.lease)
            sending.settle(connection, row, ours)
            yield partial(self._look_for, ours, self._places(connection, row))

    def _claim_repairs(self, connection: Any, now: datetime, room: int) -> Iterator[Job]:
        for row in self._sound(connection, sending.to_repair(connection, now, room), now):
            ours = replace(row, repair_at=now + self._settings.lease)
            sending.settle(connection, row, ours)
            yield partial(self._repair, ours, self._places(connection, row))

    def _claim_sends(
        self, connection: Any, now: datetime, room: int
    ) -> tuple[list[Job], datetime | None]:
        jobs: list[Job] = []
        times: list[datetime] = []
        for workspace_id in sending.waiting_workspaces(connection, now):
            if not sending.lock_lanes(connection, workspace_id):
                times.append(now + CROWDED)
                continue
            choice = self._choose(connection, workspace_id, now, room - len(jobs))
            times += [choice.next_at] if choice.next_at else []
            for chosen in choice.rows:
                row, payload = storms.turn(connection, chosen, self._digest, now)
                if payload is None:
                    sending.settle(connection, row, replace(row, state="superseded"))
                    continue
                ours = replace(outcome.claimed(row, now), payload=payload)
                sending.settle(connection, row, ours)
                started_s = self._clock.monotonic()
                jobs.append(partial(self._send, ours, self._places(connection, row), started_s))
        return jobs, min(times, default=None)

    def _choose(self, connection: Any, workspace_id: str, now: datetime, room: int) -> lanes.Choice:
        sending.supersede(connection, workspace_id)
        stuck = sending.stuck(connection, workspace_id, UNINVITED, outcome.PATIENCE)
        for row, reason in stuck:
            for sound in self._sound(connection, [row], now):
                sending.settle(connection, sound, outcome.undeliverable(sound, reason, now))
        heads = sending.heads(connection, workspace_id, now)
        sound_heads = list(self._sound(connection, heads, now))
        choice = lanes.choose(
            sound_heads,
            sending.holding(connection, workspace_id, now),
            sending.recent(connection, workspace_id, now - lanes.LONGEST_WINDOW),
            now,
            room,
            self._settings.edit_gap,
        )
        if len(sound_heads) == len(heads):
            return choice
        return replace(choice, next_at=now + CROWDED)  # who was behind what was set aside

    def _sound(
        self, connection: Any, rows: Iterable[OutboxRow], now: datetime
    ) -> Iterator[OutboxRow]:
        """Give the rows that can be said; the others are set aside, and harm nobody else."""
        for row in rows:
            fault = fault_of(row)
            if fault is None:
                yield row
                continue
            log.warning("a message is set aside: %s: %s", row.key, fault)
            gone = replace(row, state="dead", error=f"{SET_ASIDE}{fault}", repair_at=None)
            sending.settle(connection, row, gone)
            item = SetAside(MESSAGE, str(row.key), fault, now)
            set_aside.note(connection, row.workspace_id, item)
            undelivered.tell(connection, gone, now)

    def _places(self, connection: Any, row: OutboxRow) -> dict[str, Place]:
        keys = [key for key in (row.thread_key, row.target_key) if key is not None]
        return outbox.places(connection, row.workspace_id, keys) if keys else {}

    def _send(self, row: OutboxRow, places: dict[str, Place], started_s: float) -> str:
        """Call Slack once. A claim that grew old unsent is left alone: others may have taken it."""
        if self._clock.monotonic() - started_s > self._settings.margin_s / 2:
            return "late"
        payload = addressed(row, places)
        if payload is None:
            after = outcome.undeliverable(row, outcome.NEVER_ADDRESSED, self._clock.now())
            return self._settle(row, after)
        try:
            answer = self._slack.call(row.method, payload, timeout_s=self._settings.timeout_s)
        except Unclear as reason:
            now = self._clock.now()
            return self._settle(row, outcome.unanswered(row, str(reason), now, self._settings))
        after = outcome.answered(row, answer, self._clock.now(), self._settings)
        return self._settle(row, after)

    def _look_for(self, row: OutboxRow, places: dict[str, Place]) -> str:
        """Look for a row in doubt in Slack."""
        try:
            channel, copies = self._copies(row, places)
        except Unclear as reason:
            now = self._clock.now()
            after = outcome.search_unanswered(row, str(reason), now, self._settings)
        except SearchRefused as refusal:
            now = self._clock.now()
            after = outcome.search_refused(row, refusal.answer, now, self._settings)
        else:
            after = outcome.found(row, channel, copies, self._clock.now(), self._settings)
        return self._settle(row, after)

    def _repair(self, row: OutboxRow, places: dict[str, Place]) -> str:
        """Delete what came twice; say a change again that an older one may have undone."""
        now = self._clock.now()
        if row.method == "chat.update":
            with self._db.writing() as connection:
                sending.settle(connection, row, replace(row, repair_at=None))
                sending.repeat_newest_update(connection, row, now)
            return "repaired"
        try:
            channel, copies = self._copies(row, places)
            doubles = outcome.repaired(row, copies, now, self._settings)
            for ts in doubles.to_delete:
                double = {"channel": channel, "ts": ts}
                self._slack.call("chat.delete", double, timeout_s=self._settings.timeout_s)
        except (Unclear, SearchRefused) as reason:
            log.info("no look for doubles of %s yet: %s", row.key, reason)
            again_at = now + self._settings.lease
            return self._settle(row, replace(row, repair_at=again_at), "repair_later")
        return self._settle(row, doubles.row, "repaired")

    def _copies(self, row: OutboxRow, places: dict[str, Place]) -> tuple[str, tuple[str, ...]]:
        payload = addressed(row, places)
        if payload is None:
            return row.lane, ()
        channel = row.channel_id or self._search.channel_of(payload["channel"])
        since = row.doubted_at or row.intent_at or row.created_at
        copies = self._search.copies(channel, payload.get("thread_ts"), row.key, since)
        return channel, copies

    def _settle(self, before: OutboxRow, after: OutboxRow, done: str | None = None) -> str:
        with self._db.writing() as connection:
            is_ours = sending.settle(connection, before, after)
            if is_ours:
                undelivered.tell(connection, after, self._clock.now())
        if is_ours:
            self._log(after)
        return done or after.state

    def _log(self, row: OutboxRow) -> None:
        """Warn of a dead letter, and once of each channel that the bot is not invited to."""
        place = (row.workspace_id, row.lane)
        if row.state == "dead":
            log.warning("cannot say %s in %s: %s", row.key, row.lane, row.error)
        elif outcome.is_kept_waiting(row) and place not in self._uninvited:
            self._uninvited.add(place)
            log.warning("waiting to be invited to %s: %s", row.lane, row.error)
        elif row.state == "sent":
            self._uninvited.discard(place)
