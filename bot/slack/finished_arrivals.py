"""Forgets what came in long ago and is worked off: nobody needs it, and it holds what people wrote.

Emoji stay: Slack goes on to show them at their messages, and one that is not known counts anew.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.slack.arrivals import REACTION
from bot.store import inbox, jobs
from bot.usecases.ground.transaction import Desk

KEPT: Final = frozenset({REACTION})


def remove_finished_arrivals(desk: Desk, keep_for: timedelta) -> None:
    """Remove what was worked off or given up and is older than that; looked at once an hour.

    It goes in small transactions, so that nobody waits who writes meanwhile.
    """
    now = desk.clock.now()
    with desk.database.writing() as connection:
        is_first = jobs.claim(connection, f"inbox:{desk.workspace_id}", _hour_of(now))
    after_id: int | None = 0 if is_first else None
    while after_id is not None:
        with desk.database.writing() as connection:
            after_id = inbox.remove_finished(
                connection, desk.workspace_id, now - keep_for, keep=KEPT, after_id=after_id
            )


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
