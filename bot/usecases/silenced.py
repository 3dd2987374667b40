"""Tickets that cannot be replayed: each is silent, its department is told once, the rest goes on.

Now and then it is looked whether one can be read again; then it goes on where it stood.
"""

from datetime import timedelta
from typing import Final

import structlog

from bot import wording
from bot.errors import BrokenTimeline
from bot.store import alarms, outbox, set_aside, tickets
from bot.store.outbox import POST, Outgoing
from bot.store.set_aside import TICKET, SetAside
from bot.usecases.alerts.announcing import first_lead
from bot.usecases.desk import Desk, Work
from bot.usecases.recording import load

log = structlog.get_logger(__name__)

SILENT_FOR: Final = timedelta(minutes=1)
"""How long a broken ticket is left alone before it is looked at again."""
A_FEW: Final = 20
"""How many are looked at in a round."""


def keep_silent(desk: Desk, broken: BrokenTimeline) -> None:
    """Let nothing be due on a ticket for a while, and tell its department, once."""
    number = broken.number
    with desk.work() as work:
        here = work.connection, work.workspace_id
        alarms.postpone(*here, number, work.now + SILENT_FOR)
        item = SetAside(TICKET, str(number), broken.reason, work.now)
        if not set_aside.note(*here, item):
            return
        _tell_department(work, number)
    log.warning("a ticket cannot be read, so it is silent", ticket=number, reason=broken.reason)


def _tell_department(work: Work, number: int) -> None:
    """In its alert channel, else its first lead; nowhere where there is neither."""
    row = tickets.get(work.connection, work.workspace_id, number)
    department = None if row is None else work.configuration.department(row.department)
    channel = work.directory.channel_id(department.alert_channel if department else None)
    lane = channel or first_lead(work, department.name if department else None)
    if lane is None or row is None:
        return
    said = work.speech.line(wording.tickets.cannot_be_read, number=number, subject=row.subject)
    message = Outgoing(
        key=f"unreadable:{number}",
        lane=lane,
        method=POST,
        payload=said,
        created_at=work.now,
        ticket_number=number,
    )
    outbox.put(work.connection, work.workspace_id, message)


def look_again(desk: Desk) -> int:
    """Let tickets that can be read again go on; return how many."""
    with desk.look() as work:
        numbers = set_aside.tickets(work.connection, work.workspace_id)[:A_FEW]
        mended = [number for number in numbers if _is_readable(work, number)]
    for number in mended:
        with desk.work() as work:
            set_aside.forget(work.connection, work.workspace_id, TICKET, str(number))
            tickets.wake_one(work.connection, work.workspace_id, number, work.now)
        log.info("a ticket can be read again", ticket=number)
    return len(mended)


def _is_readable(work: Work, number: int) -> bool:
    try:
        load(work, number).view(work)
    except BrokenTimeline:
        return False
    return True
