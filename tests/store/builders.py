"""Rows with defaults: a test names only what matters to it."""

from datetime import UTC, datetime
from typing import Any

from bot.store.alarms import AlarmRow
from bot.store.clock_numbers import ClockNumber
from bot.store.clocks import ClockRow
from bot.store.events import StoredEvent
from bot.store.tickets import UNNUMBERED, TicketRow

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def ticket(**given: Any) -> TicketRow:
    row = {
        "number": UNNUMBERED,
        "external_name": None,
        "subject": "Printer",
        "requester": "UCARLA",
        "source": "slack",
        "department": "Support",
        "customer": None,
        "customer_group": None,
        "priority": "normal",
        "level": "Standard",
        "status": "new",
        "assignee": None,
        "tags": (),
        "channel_id": None,
        "thread_ts": None,
        "created_at": AT,
        "changed_at": AT,
        "wake_at": None,
        "last_seq": 0,
        "is_deleted": False,
        "projected_revision": 0,
    }
    return TicketRow(**(row | given))


def event(seq: int = 1, **given: Any) -> StoredEvent:
    row = {
        "at": AT,
        "type": "created",
        "actor": "UCARLA",
        "rule": None,
        "external_id": None,
        "body": {},
    }
    return StoredEvent(seq=seq, **(row | given))


def clock_row(metric: str = "first_reply", cycle: int = 1, **given: Any) -> ClockRow:
    row = {
        "level": "Standard",
        "level_revision": 1,
        "calendar": "office",
        "calendar_revision": 2,
        "priority": "normal",
        "target_seconds": 3600,
        "started_at": AT,
        "due_at": AT.replace(hour=9),
        "breach_at": AT.replace(hour=9),
        "stopped_at": None,
        "state": "running",
        "is_open": True,
        "cancel_reason": None,
        "elapsed_seconds": 0,
        "paused_seconds": 0,
        "breached_at": None,
        "decided_at": None,
        "breach_reason": None,
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawn_reason": None,
        "due_version": 1,
        "requester": "UCARLA",
        "customer": None,
        "department": "Support",
        "agent": None,
        "tags": ("URGENT",),
    }
    return ClockRow(metric=metric, cycle=cycle, **(row | given))


def alarm(metric: str = "first_reply", cycle: int = 1, **given: Any) -> AlarmRow:
    row = {
        "due_version": 1,
        "points": ("75%",),
        "fire_at": AT.replace(minute=45),
    }
    return AlarmRow(metric=metric, cycle=cycle, **(row | given))


def clock_number(metric: str = "first_reply", number: int = 1, **given: Any) -> ClockNumber:
    row = {
        "cycle": number,
        "opened_by": None,
        "started_at": AT,
        "stopped_at": None,
        "is_missed": False,
        "due_at": AT.replace(hour=9),
        "due_version": 1,
        "told": {},
        "passed_over": {},
        "told_until_at": AT,
    }
    return ClockNumber(metric=metric, number=number, **(row | given))
