"""Times in which Slack takes nothing of us: when the next call is worth its while, and what to do.

What has been refused says it in its row, so that a restart and other processes know it too. Until
one call succeeds there is one every ten seconds, the probe; then all goes on at once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.clock import TimeSource
from bot.delivery.refusals import CUT_OFF, METHOD_CLOSED
from bot.store.delivery_rows import Attempt
from bot.store.outbox import OutboxRow
from bot.wording.status import remedy

PROBE_EVERY: Final = timedelta(seconds=10)
UNCLEAR: Final = "unclear: "
"""What the error of a call begins with that nobody answered, or something that is not Slack."""
ALIKE: Final = 3
"""So many messages whose calls go unanswered are no accident."""
TROUBLES: Final = CUT_OFF | METHOD_CLOSED
NAMED_EVERY_S: Final = 60.0

Shut = dict[str | None, datetime]
"""The methods that are shut, None for all of them, and when the next probe may go."""

log = logging.getLogger(__name__)


def is_unclear(error: str | None) -> bool:
    """Say whether an error stands for a call that Slack itself did not answer."""
    return error is not None and error.startswith(UNCLEAR)


def is_trouble(error: str | None) -> bool:
    """Say whether an error concerns more than the message that met it."""
    return error in TROUBLES or is_unclear(error)


def shut(troubled: Sequence[Attempt]) -> Shut:
    """Return what is shut, given the live rows whose error is a trouble, and until when."""
    cut_off = [row for row in troubled if row.error in CUT_OFF]
    unclear = [row for row in troubled if is_unclear(row.error)]
    closed: Shut = {}
    if cut_off or len(unclear) >= ALIKE:
        closed[None] = max(map(_probe_at, cut_off + unclear))
    for row in troubled:
        if row.error in METHOD_CLOSED:
            closed[row.method] = max(_probe_at(row), closed.get(row.method, _probe_at(row)))
    return closed


def word_for(troubled: Sequence[Attempt], method: str | None = None) -> str | None:
    """Return the error by which a method is shut, so that its probe is known by it; None: open."""
    closed = shut(troubled)
    scopes = [(scope,) for scope in (None, method) if scope in closed]
    rows = [row for row in troubled if scopes and scope_of(row.error, row.method) == scopes[0]]
    return max(rows, key=_probe_at).error if rows else None


def scope_of(error: str | None, method: str) -> tuple[str | None] | None:
    """Return what an error closes: one method, or everything (None); no tuple for a small thing."""
    if error in METHOD_CLOSED:
        return (method,)
    return (None,) if error in CUT_OFF or is_unclear(error) else None


def _probe_at(row: Attempt) -> datetime:
    return max(at for at in (row.intent_at, row.settled_at) if at is not None) + PROBE_EVERY


class Crier:
    """Names each trouble in the log, at once and then once a minute, and its end."""

    def __init__(self, clock: TimeSource) -> None:
        self._clock = clock
        self._named_s: dict[tuple[str, str], float] = {}

    def name(self, row: OutboxRow) -> None:
        """Say what has befallen a row, unless it was said within the last minute."""
        trouble = self._trouble(row, row.error)
        now_s = self._clock.monotonic()
        if now_s - self._named_s.get(trouble, -NAMED_EVERY_S) < NAMED_EVERY_S:
            return
        self._named_s[trouble] = now_s
        error = (row.error or "").removeprefix(UNCLEAR)
        log.warning("Slack does not take %s: %s. %s", trouble[1], error, remedy(error))

    def name_end(self, row: OutboxRow, error: str | None) -> None:
        """Say that what was told by an error is over."""
        trouble = self._trouble(row, error)
        if self._named_s.pop(trouble, None) is not None:
            log.warning("Slack takes %s again", trouble[1])

    def _trouble(self, row: OutboxRow, error: str | None) -> tuple[str, str]:
        return row.workspace_id, row.method if error in METHOD_CLOSED else "calls"
