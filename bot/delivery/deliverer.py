"""The shell of delivery: claims rows, has them sent, as long as there is something to say.

No transaction is open during a call. Any number of these may run at once, in threads, processes
and machines; each may end at any moment, and the others take over.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.clock import TimeSource
from bot.delivery import gates, lanes, links, outcome, storms, troubles
from bot.delivery.calls import Calls
from bot.delivery.composers import Composers
from bot.delivery.gates import Gate
from bot.delivery.ports import SlackPort, Transactions
from bot.delivery.refusals import UNINVITED
from bot.delivery.settings import DeliverySettings
from bot.delivery.soundness import sound
from bot.store import delivery_rows, doubts, outbox, refused
from bot.store.delivery_rows import Attempt
from bot.store.outbox import IN_TURN, MessagePlace, OutboxRow

PEEK_S = 0.2
"""How long new rows may wait while other calls are under way."""

CROWDED = timedelta(seconds=0.2)
"""When to try again where another process is just choosing."""

SOON = timedelta(seconds=1)
"""When to look again where a probe may go and there is nothing yet to try it with."""

PLAIN = Composers()

REFUSED = frozenset({"dead", "pending"})
"""The words for what came of a row, after which people may have to be told."""

Job = Callable[[], str]


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How many rows a pass left in which state, and when the next one is wanted (None: on news)."""

    counts: dict[str, int]
    next_at: datetime | None


class Deliverer:
    """Says what is in the outbox; of an alarm the `gate` is asked whether it may go out now."""

    def __init__(
        self,
        db: Transactions,
        slack: SlackPort,
        clock: TimeSource,
        settings: DeliverySettings,
        composers: Composers = PLAIN,
        gate: Gate = gates.always_open,
    ) -> None:
        self._db = db
        self._clock = clock
        self._settings = settings
        self._composers = composers
        self._gate = gate
        self._calls = Calls(db, slack, clock, settings)

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
            for row in sound(connection, outbox.live(connection), now):
                delivery_rows.settle(connection, row, outcome.distrusted(row, now, self._settings))

    def run_once(self) -> DeliveryResult:
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
                    if self._composers.notice():
                        continue
                    return DeliveryResult(dict(counts), next_at)
                finished, running = wait(running, PEEK_S, return_when=FIRST_COMPLETED)
                results = [future.result() for future in finished]
                counts.update(results)
                if not REFUSED.isdisjoint(results):
                    self._composers.notice()

    def _claim(self, room: int) -> tuple[list[Job], datetime | None]:
        """Return what there is to do, marked as ours and committed, and when there is more."""
        now = self._clock.now()
        with self._db.writing() as connection:
            self._expire(connection, now, now - self._settings.lease)
            cut_off = _cut_off(connection)
            workspaces = delivery_rows.of_workspaces(but=cut_off)
            jobs = list(self._claim_searches(connection, now, room, workspaces))
            if not jobs:  # who looks for doubles does not hold up what is in doubt
                jobs += self._claim_repairs(connection, now, room, workspaces)
            sends, paced_at = self._claim_sends(connection, now, room - len(jobs), cut_off)
            due_at = doubts.next_wanted_at(connection, now, self._settings.lease, workspaces)
        times = [at for at in (paced_at, due_at) if at is not None]
        return jobs + sends, min(times, default=None)

    def _expire(self, connection: Any, now: datetime, claimed_before: datetime) -> None:
        for row in sound(connection, delivery_rows.expired(connection, claimed_before), now):
            after = outcome.unanswered(row, "sender_gone", now, self._settings)
            delivery_rows.settle(connection, row, after)

    def _claim_searches(
        self, connection: Any, now: datetime, room: int, workspaces: Any, probed: str | None = None
    ) -> Iterator[Job]:
        rows = doubts.doubted(connection, now, room, workspaces)
        for row in sound(connection, rows, now):
            ours = outcome.looked_for(row, now, self._settings, probed)
            delivery_rows.settle(connection, row, ours)
            yield partial(self._calls.look_for, ours, _places(connection, row))

    def _claim_repairs(
        self, connection: Any, now: datetime, room: int, workspaces: Any
    ) -> Iterator[Job]:
        rows = doubts.to_repair(connection, now, room, workspaces)
        for row in sound(connection, rows, now):
            ours = replace(row, repair_at=now + self._settings.lease)
            delivery_rows.settle(connection, row, ours)
            yield partial(self._calls.repair, ours, _places(connection, row))

    def _claim_sends(
        self, connection: Any, now: datetime, room: int, cut_off: Sequence[str]
    ) -> tuple[list[Job], datetime | None]:
        jobs: list[Job] = []
        times: list[datetime] = []
        waiting = delivery_rows.waiting_workspaces(connection, now)
        for workspace_id in sorted({*waiting, *cut_off}):
            if not delivery_rows.lock_lanes(connection, workspace_id):
                times.append(now + CROWDED)
                continue
            if workspace_id in cut_off:
                jobs += self._claim_probe(connection, workspace_id, now, room - len(jobs))
            sends, next_at = self._claim_heads(connection, workspace_id, now, room - len(jobs))
            jobs += sends
            times += [next_at] if next_at else []
            if workspace_id in cut_off:
                free_at = troubles.shut(_troubled(connection, workspace_id)).get(None)
                times += [max(free_at, now + SOON)] if free_at else []
        return jobs, min(times, default=None)

    def _claim_probe(
        self, connection: Any, workspace_id: str, now: datetime, room: int
    ) -> list[Job]:
        """Look for one row in doubt where Slack takes nothing, when it is time to try it out."""
        troubled = _troubled(connection, workspace_id)
        free_at = troubles.shut(troubled).get(None)
        if free_at is None or free_at > now or room < 1:
            return []
        workspaces = delivery_rows.of_workspaces(only=workspace_id)
        probed = troubles.word_for(troubled)
        return list(self._claim_searches(connection, now, 1, workspaces, probed))

    def _claim_heads(
        self, connection: Any, workspace_id: str, now: datetime, room: int
    ) -> tuple[list[Job], datetime | None]:
        """Claim the rows that may go now in a workspace, past those that may not or need not."""
        jobs: list[Job] = []
        while True:
            troubled = _troubled(connection, workspace_id)
            choice = self._choose(connection, workspace_id, now, room - len(jobs), troubled)
            held_ids = gates.keep_back(connection, choice.rows, self._gate, now)
            claimed: list[Job] = []
            for row in choice.rows:
                if row.id not in held_ids:
                    probed = troubles.word_for(troubled, row.method)
                    urgency = IN_TURN if row is choice.in_turn else row.urgency
                    claimed += self._claim_one(connection, row, now, urgency, probed)
            jobs += claimed
            if len(claimed) == len(choice.rows):
                return jobs, choice.next_at

    def _claim_one(
        self, connection: Any, chosen: OutboxRow, now: datetime, urgency: int, probed: str | None
    ) -> Iterator[Job]:
        before, payload = storms.turn(connection, chosen, self._composers.digest, now, self._gate)
        row = before
        if payload is before.payload:
            row, payload = links.as_it_goes(connection, before, self._composers.link)
        if payload is None:
            delivery_rows.settle(connection, before, replace(before, state="superseded"))
            return
        claimed = outcome.claimed(row, now)
        ours = replace(claimed, payload=payload, urgency=urgency, error=probed)
        delivery_rows.settle(connection, before, ours)
        started_s = self._clock.monotonic()
        yield partial(self._calls.send, ours, _places(connection, ours), started_s)

    def _choose(
        self,
        connection: Any,
        workspace_id: str,
        now: datetime,
        room: int,
        troubled: Sequence[Attempt],
    ) -> lanes.ReadyRows:
        delivery_rows.supersede(connection, workspace_id)
        stuck = delivery_rows.stuck(connection, workspace_id, UNINVITED, outcome.PATIENCE)
        for row, reason in stuck:
            for sound_row in sound(connection, [row], now):
                undeliverable = outcome.undeliverable(sound_row, reason, now)
                delivery_rows.settle(connection, sound_row, undeliverable)
        self._give_up_the_rest(connection, workspace_id)
        heads = delivery_rows.heads(connection, workspace_id, now)
        sound_heads = list(sound(connection, heads, now))
        choice = lanes.choose(
            sound_heads,
            delivery_rows.holding(connection, workspace_id, now),
            delivery_rows.recent(connection, workspace_id, now - lanes.LONGEST_WINDOW),
            now,
            room,
            self._settings.edit_gap,
            troubles.shut(troubled),
        )
        if len(sound_heads) == len(heads):
            return choice
        return replace(choice, next_at=now + CROWDED)  # who was behind what was set aside

    def _give_up_the_rest(self, connection: Any, workspace_id: str) -> None:
        """Give up the pieces of what lacks its beginning: half a message says something else."""
        dead: dict[str, OutboxRow] = {}
        for row, error, at in refused.pieces_waiting(connection, workspace_id):
            before = dead.get(row.after_key or "")
            if before is not None:
                error, at = before.error, before.settled_at  # noqa: PLW2901 it died just now
            if error is not None:
                dead[row.key] = replace(row, state="dead", error=error, settled_at=at)
                delivery_rows.settle(connection, row, dead[row.key])


def _cut_off(connection: Any) -> list[str]:
    """Return the workspaces in which Slack takes nothing of us."""
    attempts = delivery_rows.troubled(connection, troubles.TROUBLES, troubles.UNCLEAR)
    return [workspace_id for workspace_id, rows in attempts.items() if None in troubles.shut(rows)]


def _troubled(connection: Any, workspace_id: str) -> list[Attempt]:
    attempts = delivery_rows.troubled(connection, troubles.TROUBLES, troubles.UNCLEAR)
    return attempts.get(workspace_id, [])


def _places(connection: Any, row: OutboxRow) -> dict[str, MessagePlace]:
    keys = [key for key in (row.thread_key, row.target_key) if key is not None]
    return outbox.places(connection, row.workspace_id, keys) if keys else {}
