"""Forgets old arrivals that are worked off: nobody needs them, and they hold people's words.

Emoji stay: Slack goes on to show them at their messages, and one that is not known counts anew.
"""

from datetime import timedelta
from typing import Final

from bot.slack.hear.arrivals import REACTION
from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.arrivals import remove_finished

KEPT: Final = frozenset({REACTION})


def remove_finished_arrivals(program: Program, keep_for: timedelta) -> None:
    """Remove what was worked off or given up and is older than that; looked at once an hour."""
    remove_finished(program, keep_for, KEPT)
