"""Works off what came in from Slack, in order: the effects and the mark in one transaction."""

import uuid
from datetime import timedelta
from functools import partial
from typing import Final, Protocol

import structlog

from bot import wording
from bot.errors import BrokenTimeline, NotYet, UserFacingError
from bot.store import inbox, set_aside
from bot.store.inbox import InboxRow
from bot.store.set_aside import ARRIVAL, SetAside
from bot.usecases.changes.broken_tickets import keep_silent
from bot.usecases.ground.presence import knowing_presence
from bot.usecases.ground.transaction import Program, Transaction
from bot.wording.language import Sentence
from sla_core.errors import SlaError

log = structlog.get_logger(__name__)

RETRY_AFTER: Final = tuple(timedelta(seconds=seconds) for seconds in (1, 10, 60))
"""How long an arrival that failed for a reason of ours waits; after the last it is given up."""

LOOK_AGAIN_AFTER: Final = timedelta(seconds=1)
LONGEST_WAIT: Final = timedelta(minutes=1)
"""How long after it came an arrival may wait for what it is about; then it means nothing here."""


TICKET_MENDED_AFTER: Final = timedelta(minutes=1)
"""How often what came for a ticket that cannot be read is tried again."""


class ArrivalHandler(Protocol):
    """Slack's side of arrivals: questions to ask first, their meaning, and the answer."""

    def prepare(self, row: InboxRow) -> None:
        """Learn from Slack what the arrival needs, while no transaction is open."""
        ...

    def process(self, work: Transaction, row: InboxRow) -> object | None:
        """Do what the arrival asks, and return what to answer; `NotYet` has it looked at again.

        It may be begun again, once it is known how somebody is whom a rule asks about.
        """
        ...

    def answer(self, row: InboxRow, answer: object) -> None:
        """Answer the person, after the commit."""
        ...

    def fault_of(self, row: InboxRow) -> str | None:
        """Return why a row can never be worked off; None of one that can be tried."""
        ...

    def is_waited_for(self, row: InboxRow) -> bool:
        """Return whether somebody waits for the answer, as to a command; else it may come late."""
        ...

    def refuse(self, row: InboxRow, why: Sentence) -> None:
        """Tell the person, and nobody else, in their language, why it was not done."""
        ...


class InboxWorker:
    """Takes one arrival after the other; any number of them may run on PostgreSQL."""

    def __init__(self, program: Program, hearing: ArrivalHandler) -> None:
        self._desk = program
        self._hearing = hearing

    def run_once(self) -> float | None:
        """Work off everything that waits; return the seconds until something is tried again."""
        while (row := self._next()) is not None:
            self._work_off(row)
        with self._desk.look() as work:
            next_at = inbox.next_at(work.connection)
            return None if next_at is None else max(0.05, (next_at - work.now).total_seconds())

    def _next(self) -> InboxRow | None:
        with self._desk.database.writing() as connection:
            return inbox.claim_next(connection, self._desk.clock.now())

    def _work_off(self, row: InboxRow) -> None:
        fault = row.fault or self._hearing.fault_of(row)
        if fault is not None:
            self._set_aside(row, fault)
            return
        try:
            self._hearing.prepare(row)
            is_done, answer = knowing_presence(self._desk, partial(self._process, row))
        except NotYet:
            self._put_off(row)
        except BrokenTimeline as broken:
            keep_silent(self._desk, broken)
            self._wait_for_ticket(row, broken)
        except (UserFacingError, SlaError) as refusal:
            self._finish(row)
            self._hearing.refuse(row, partial(_text_of, refusal))
        except Exception as trouble:  # noqa: BLE001 one arrival's bug must not stop the others
            self._failed(row, trouble)
        else:
            if is_done and answer is not None:
                self._hearing.answer(row, answer)

    def _process(self, row: InboxRow) -> tuple[bool, object | None]:
        """Do it and mark it done in one transaction; somebody else may have been quicker."""
        with self._desk.work() as work:
            claimed = inbox.claim(work.connection, row.workspace_id, row.id)
            if claimed is None:
                return False, None
            answer = self._hearing.process(work, claimed)
            inbox.mark_done(work.connection, row.workspace_id, row.id, work.now)
            return True, answer

    def _put_off(self, row: InboxRow) -> None:
        with self._desk.work() as work:
            if work.now - row.received_at < LONGEST_WAIT:
                until = work.now + LOOK_AGAIN_AFTER
                inbox.put_off(work.connection, row.workspace_id, row.id, until)
            else:
                inbox.mark_done(work.connection, row.workspace_id, row.id, work.now)

    def _wait_for_ticket(self, row: InboxRow, broken: BrokenTimeline) -> None:
        """Keep what is of a broken ticket until that is mended; who waits is told at once."""
        if self._hearing.is_waited_for(row):
            self._finish(row)
            self._hearing.refuse(row, partial(str, broken))
            return
        with self._desk.work() as work:
            until = work.now + TICKET_MENDED_AFTER
            inbox.put_off(work.connection, row.workspace_id, row.id, until)

    def _finish(self, row: InboxRow) -> None:
        with self._desk.work() as work:
            inbox.mark_done(work.connection, row.workspace_id, row.id, work.now)

    def _failed(self, row: InboxRow, trouble: Exception) -> None:
        reference = uuid.uuid4().hex[:8]
        log.error(
            "an arrival failed",
            kind=row.kind,
            arrival=row.id,
            reference=reference,
            exc_info=trouble,
        )
        with self._desk.work() as work:
            again = row.attempts < len(RETRY_AFTER)
            retry_at = work.now + RETRY_AFTER[row.attempts] if again else None
            inbox.mark_failed(work.connection, row.workspace_id, row.id, reference, retry_at)
            if not again:
                reason = f"{type(trouble).__name__} (reference {reference})"
                self._note(work, row, reason)
        if not again:
            self._hearing.refuse(row, partial(wording.refusals.failed, reference))

    def _set_aside(self, row: InboxRow, fault: str) -> None:
        log.warning("an arrival is set aside", arrival=row.id, fault=fault)
        with self._desk.work() as work:
            inbox.mark_failed(work.connection, row.workspace_id, row.id, fault)
            self._note(work, row, fault)

    def _note(self, work: Transaction, row: InboxRow, reason: str) -> None:
        item = SetAside(ARRIVAL, str(row.id), reason, work.now)
        set_aside.note(work.connection, row.workspace_id, item)


def _text_of(refusal: UserFacingError | SlaError) -> str:
    if isinstance(refusal, UserFacingError):
        return refusal.shown
    return wording.problems.sentence(refusal)
