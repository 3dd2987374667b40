"""Which messages about a ticket may go out now."""

from datetime import datetime, timedelta
from typing import Final

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import (
    events,
    outbox,
    tickets,
    waiting_messages,
)
from bot.store.connection import Connection
from bot.store.outbox import OutboxRow
from bot.usecases.consequences.alarm_rows import is_no_more_true
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.clearance import must_wait
from bot.usecases.hearing.timekeeping import may_decide_in

HELD_UP_FOR: Final = timedelta(seconds=10)
"""How long a warning waits to be sent until it is asked whether its breach is told meanwhile."""


class Gate:
    """Asked before an alarm goes out: it may be false for what was not heard since it was made.

    So it may be where our clock cannot be relied on. What else the bot says for no more than that
    time passed waits likewise, however long Slack refuses.
    """

    def __init__(self, program: Program) -> None:
        self._desk = program

    def __call__(self, connection: Connection, row: OutboxRow, now: datetime) -> bool:
        """Whether a message about a ticket may go out now."""
        work = Transaction(self._desk, connection)
        if row.summary is None and _is_asked_by_somebody(work, row):
            return True
        if _is_past(work, row):
            waiting_messages.take_back(connection, row.workspace_id, row.key)
            corrections = KeyKind.CORRECTED.prefix(row.key)
            waiting_messages.take_back(connection, row.workspace_id, corrections)
            return False
        if not may_decide_in(work):
            return False
        if row.ticket_number is None:
            return True
        ticket = tickets.get(connection, row.workspace_id, row.ticket_number)
        return ticket is None or not must_wait(work, ticket, may_err=row.summary is not None)


def _is_asked_by_somebody(work: Transaction, row: OutboxRow) -> bool:
    """Whether it is the question after somebody else than the bot resolved a ticket."""
    number, key = row.ticket_number, MessageKey.parse(row.key)
    if number is None or not key.is_of(KeyKind.SOLVED, number):
        return False
    stored = events.of(*work.scope, number)
    seq = key.part("seq")
    return any(str(event.seq) == seq and event.actor != work.bot_user_id for event in stored)


def _is_past(work: Transaction, row: OutboxRow) -> bool:
    """Whether an alarm has nothing to say any more.

    Its clock stopped while nobody knew whether it stands in Slack, and it does not; or a warning
    was held up until its breach is told: it would say that time is left.
    """
    if row.summary is None or row.ticket_number is None:
        return False
    key = MessageKey.parse(row.key)
    if is_no_more_true(work, row.ticket_number, key):
        return True
    if row.urgency != outbox.WARNING or work.now - row.created_at < HELD_UP_FOR:
        return False
    workspace = work.connection, row.workspace_id
    return key.is_alarm and outbox.is_there(*workspace, key.breach_prefix)
