"""Goes round beside the sweep: what is due by the day and not by the second.

Misses that no alarm announced, the morning's reminders for leads and agents, the message before
closing time, digests, App Homes in which something changed. Each part stands for
itself: one that fails holds up no other, and is tried again on the next round.
"""

from collections.abc import Callable, Sequence
from typing import Final

import structlog

from bot.usecases.changes.broken_tickets import look_again, silence_stalled
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.timekeeping import may_decide
from bot.usecases.home.home import show_what_changed
from bot.usecases.intake.trial_tickets import erase_forgotten
from bot.usecases.reports.audit_sign_off import sign_off
from bot.usecases.reports.digests import send_digests
from bot.usecases.reviews.followups import remind
from bot.usecases.reviews.unnoticed_misses import notice_misses, remind_leads
from bot.usecases.sweep.closing_time import say_closing_time
from bot.usecases.sweep.newly_private import close_departments

log = structlog.get_logger(__name__)

EVERY_S: Final = 5.0
Part = Callable[[Program], object]
PARTS: Final[Sequence[Part]] = (
    close_departments,
    notice_misses,
    remind,
    remind_leads,
    say_closing_time,
    send_digests,
    sign_off,
    silence_stalled,
    erase_forgotten,
    look_again,
    show_what_changed,
)

DECIDE_NOTHING: Final[Sequence[Part]] = (close_departments, show_what_changed)


def go_round(program: Program, parts: Sequence[Part]) -> None:
    """Do all that is due now, each part once; what decides nothing also by a clock in doubt."""
    is_sure = may_decide(program)
    for part in (part for part in parts if is_sure or part in DECIDE_NOTHING):
        try:
            part(program)
        except Exception:
            log.exception("a round did not end well", part=getattr(part, "__name__", str(part)))
