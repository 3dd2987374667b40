"""Joins the public channels that departments name when the configuration changes, beside all else.

Once for each change, and again at the daily reading: who takes the bot out of a channel meanwhile
is not answered by its return.
"""

from typing import Final

from bot.delivery.ports import SlackPort
from bot.jobs.patience import wait_s
from bot.slack.directory_sync import join_named_channels, was_told
from bot.store import configuration
from bot.usecases.ground.transaction import Desk

LOOK_EVERY_S: Final = 5.0
LONGEST_WAIT_S: Final = 60.0


class Joins:
    """Looks for a new revision of the configuration, whichever process made it."""

    def __init__(self, desk: Desk, slack: SlackPort) -> None:
        self._desk = desk
        self._slack = slack
        self._failures = 0
        self._revision: int | None = None

    def run_once(self) -> float:
        """Join what a change newly names, and return the seconds until the next look.

        Before channels were told there is nothing to join: the reading of them does that.
        """
        with self._desk.database.reading() as connection:
            revision = configuration.latest_revision(connection, self._desk.workspace_id)
        if revision == self._revision or not was_told(self._desk):
            return LOOK_EVERY_S
        if not join_named_channels(self._desk, self._slack):
            self._failures += 1
            return max(LOOK_EVERY_S, wait_s(self._failures, LONGEST_WAIT_S))
        self._failures, self._revision = 0, revision
        return LOOK_EVERY_S
