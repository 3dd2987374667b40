"""Tickets that cannot be replayed: each is silent, its department is told once, the rest goes on.

So are those under a level that cannot be read; of these a department is told once for the level.
Now and then it is looked whether one can be read again; then it goes on where it stood.
"""

from datetime import timedelta
from typing import Final

import structlog

from bot import wording
from bot.errors import BrokenTimeline, UnreadableLevel
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import alarms, outbox, set_aside, stalled, tickets
from bot.store.outbox import POST, Outgoing
from bot.store.set_aside import TICKET, SetAside
from bot.usecases.ground.recipients import first_lead
from bot.usecases.ground.stalled_levels import is_by_level
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program, Transaction
from bot.views.sentences import Line

log = structlog.get_logger(__name__)

SILENT_FOR: Final = timedelta(minutes=1)
"""How long a broken ticket is left alone before it is looked at again."""
A_FEW: Final = 100
"""How many are looked at in a round."""


def keep_silent(program: Program, broken: BrokenTimeline) -> None:
    """Let nothing be due on a ticket for a while, and tell its department, once."""
    number = broken.number
    with program.work() as work:
        alarms.postpone(*work.scope, number, work.now + SILENT_FOR)
        item = SetAside(TICKET, str(number), broken.reason, work.now)
        if not set_aside.note(*work.scope, item):
            return
        _tell_department(work, broken)
    log.warning("a ticket cannot be read, so it is silent", ticket=number, reason=broken.reason)


def silence_stalled(program: Program) -> int:
    """Keep some tickets silent whose level cannot be read; return how many.

    Their departments hear of it before anything is due.
    """
    with program.look() as work:
        levels = work.stalled_levels
        if not levels:
            return 0
        numbers = stalled.not_set_aside(*work.scope, levels, A_FEW)
    for number in numbers:
        try:
            with program.look() as work:
                load(work, number)
        except BrokenTimeline as broken:
            keep_silent(program, broken)
    return len(numbers)


def _tell_department(work: Transaction, broken: BrokenTimeline) -> None:
    """In its alert channel, else its first lead; nowhere where there is neither."""
    number = broken.number
    row = tickets.get(*work.scope, number)
    department = None if row is None else work.configuration.department(row.department)
    channel = work.directory.channel_id(department.alert_channel if department else None)
    lane = channel or first_lead(work, department.name if department else None)
    if lane is None or row is None:
        return
    if isinstance(broken, UnreadableLevel):
        key = MessageKey.of(KeyKind.STALLED, broken.revision, broken.level.casefold(), lane)
        line = Line(wording.tickets.level_cannot_be_read, {"level": broken.level})
        message = Outgoing(str(key), lane, POST, work.speech.payload(line), work.now)
    else:
        key = MessageKey.of(KeyKind.UNREADABLE, number)
        line = Line(wording.tickets.cannot_be_read, {"number": number, "subject": row.subject})
        payload = work.speech.payload(line)
        message = Outgoing(str(key), lane, POST, payload, work.now, ticket_number=number)
    outbox.put(*work.scope, message)


def look_again(program: Program) -> int:
    """Let tickets that can be read again go on; return how many."""
    with program.look() as work:
        numbers = _worth_a_look(work)[:A_FEW]
        mended = [number for number in numbers if _is_readable(work, number)]
    for number in mended:
        with program.work() as work:
            set_aside.forget(*work.scope, TICKET, str(number))
            tickets.wake_one(*work.scope, number, work.now)
        log.info("a ticket can be read again", ticket=number)
    return len(mended)


def _worth_a_look(work: Transaction) -> list[int]:
    """The tickets that are set aside, but for those of which a level is known to stand still."""
    items = set_aside.listing(*work.scope, work.now)
    silent = (item for item in items if item.kind == TICKET)
    return sorted(int(item.name) for item in silent if not is_by_level(work, item.reason))


def _is_readable(work: Transaction, number: int) -> bool:
    try:
        load(work, number).view(work)
    except BrokenTimeline:
        return False
    return True
