"""One call of Slack for one row, and what becomes of the row: written at once, named in the log."""

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.clock import TimeSource
from bot.delivery import outcome, troubles, undelivered
from bot.delivery.methods import addressed
from bot.delivery.ports import SlackPort, Transactions, UnclearAnswer
from bot.delivery.refusals import CUT_OFF, KNOWN, METHOD_CLOSED
from bot.delivery.search import Search, SearchRefused
from bot.delivery.settings import DeliverySettings
from bot.delivery.troubles import UNCLEAR, Crier
from bot.store import delivery_rows, outages
from bot.store.outages import SAYING, Outage
from bot.store.outbox import MessagePlace, OutboxRow

log = logging.getLogger(__name__)

Places = dict[str, MessagePlace]


class Calls:
    """What is done with a row that was claimed; each returns a word for what came of it."""

    def __init__(
        self, db: Transactions, slack: SlackPort, clock: TimeSource, settings: DeliverySettings
    ) -> None:
        self._db = db
        self._slack = slack
        self._clock = clock
        self._settings = settings
        self._search = Search(slack, clock, settings.timeout_s, timedelta(seconds=settings.skew_s))
        self._crier = Crier(clock)
        self._uninvited: set[tuple[str, str]] = set()

    def send(self, row: OutboxRow, places: Places, started_s: float) -> str:
        """Call Slack once. A claim that grew old unsent is left alone: others may have taken it."""
        if self._clock.monotonic() - started_s > self._settings.margin_s / 2:
            return "late"
        payload = addressed(row, places)
        if payload is None:
            after = outcome.undeliverable(row, outcome.NEVER_ADDRESSED, self._clock.now())
            return self._settle(row, after)
        try:
            answer = self._slack.call(row.method, payload, timeout_s=self._settings.timeout_s)
        except UnclearAnswer as reason:
            now = self._clock.now()
            after = outcome.unanswered(row, f"{UNCLEAR}{reason}", now, self._settings)
        else:
            after = outcome.answered(row, answer, self._clock.now(), self._settings)
        return self._settle(row, after)

    def look_for(self, row: OutboxRow, places: Places) -> str:
        """Look for a row in doubt in Slack."""
        try:
            channel, copies = self._copies(row, places)
        except UnclearAnswer as reason:
            now = self._clock.now()
            after = outcome.search_unanswered(row, f"{UNCLEAR}{reason}", now, self._settings)
        except SearchRefused as refusal:
            now = self._clock.now()
            after = outcome.search_refused(row, refusal.answer, now, self._settings)
        else:
            after = outcome.found(row, channel, copies, self._clock.now(), self._settings)
        return self._settle(row, after)

    def repair(self, row: OutboxRow, places: Places) -> str:
        """Delete what came twice; say a change again that an older one may have undone."""
        now = self._clock.now()
        if row.method == "chat.update":
            with self._db.writing() as connection:
                delivery_rows.settle(connection, row, replace(row, repair_at=None))
                delivery_rows.repeat_newest_update(connection, row, now)
            return "repaired"
        try:
            channel, copies = self._copies(row, places)
            doubles = outcome.repaired(row, copies, now, self._settings)
            for ts in doubles.to_delete:
                double = {"channel": channel, "ts": ts}
                self._slack.call("chat.delete", double, timeout_s=self._settings.timeout_s)
        except (UnclearAnswer, SearchRefused) as reason:
            log.info("no look for doubles of %s yet: %s", row.key, reason)
            again_at = now + self._settings.lease
            return self._settle(row, replace(row, repair_at=again_at), "repair_later")
        return self._settle(row, doubles.row, "repaired")

    def _copies(self, row: OutboxRow, places: Places) -> tuple[str, tuple[str, ...]]:
        payload = addressed(row, places)
        if payload is None:
            return row.lane, ()
        channel = row.channel_id or self._search.channel_of(payload["channel"])
        since = row.doubted_at or row.intent_at or row.created_at
        copies = self._search.copies(channel, payload.get("thread_ts"), row.key, since)
        return channel, copies

    def _settle(self, before: OutboxRow, after: OutboxRow, result: str | None = None) -> str:
        scope = troubles.scope_of(before.error, before.method)
        is_over = scope not in (None, troubles.scope_of(after.error, after.method))
        with self._db.writing() as connection:
            self._note_outage(connection, before, after)
            is_ours = delivery_rows.settle(connection, before, after)
            if is_ours:
                undelivered.tell(connection, after, self._clock.now())
                if is_over:
                    self._release(connection, before)
        if is_ours:
            self._log(after)
            if is_over:
                self._crier.name_end(after, before.error)
        return result or after.state

    def _note_outage(self, connection: Any, before: OutboxRow, after: OutboxRow) -> None:
        """Keep the outage that an answer shows, and end those that it shows to be over."""
        scope = troubles.scope_of(after.error, after.method)
        if scope is not None:
            error = (after.error or "").removeprefix(UNCLEAR)
            outage = Outage(scope[0] or SAYING, error, self._clock.now())
            outages.note(connection, after.workspace_id, outage)
        if scope != (None,) and after.error != outcome.NEVER_ADDRESSED:
            was_sent = before.state == "sending" and scope is None
            ended = [SAYING, before.method] if was_sent else [SAYING]
            outages.end(connection, after.workspace_id, ended)

    def _release(self, connection: Any, probe: OutboxRow) -> None:
        """Let go what waited for the end of a trouble that is over."""
        workspace, now = (connection, probe.workspace_id), self._clock.now()
        if probe.error in METHOD_CLOSED:
            delivery_rows.release(*workspace, METHOD_CLOSED, None, probe.method, now)
        else:
            delivery_rows.release(*workspace, CUT_OFF, UNCLEAR, None, now)

    def _log(self, row: OutboxRow) -> None:
        """Name a dead letter, a trouble, and once each channel that the bot is not invited to."""
        channel = (row.workspace_id, row.lane)
        if row.state == "dead":
            log.warning("cannot say %s in %s: %s", row.key, row.lane, row.error)
        elif troubles.is_trouble(row.error):
            self._crier.name(row)
        elif outcome.is_kept_waiting(row) and channel not in self._uninvited:
            self._uninvited.add(channel)
            log.warning("waiting to be invited to %s: %s", row.lane, row.error)
        elif row.state == "pending" and row.attempts == 1 and row.error not in KNOWN:
            log.warning("Slack refuses %s with a word new to us: %s", row.key, row.error)
        elif row.state == "sent":
            self._uninvited.discard(channel)
