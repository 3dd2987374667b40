"""Joins the public channels that departments name when the configuration changes, beside all else.

Once for each change, and again at the daily reading: who takes the bot out of a channel meanwhile
is not answered by its return.
"""

from typing import Final

from bot.delivery.ports import SlackPort
from bot.jobs.patience import wait_s
from bot.slack.hear.directory.sync import join_named_channels
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.configuration import latest_revision
from bot.usecases.promises.directory_changes import was_listed

LOOK_EVERY_S: Final = 5.0
LONGEST_WAIT_S: Final = 60.0


class Joins:
    """Looks for a new revision of the configuration, whichever process made it."""

    def __init__(self, program: Program, slack: SlackPort) -> None:
        self._desk = program
        self._slack = slack
        self._failures = 0
        self._revision: int | None = None

    def run_once(self) -> float:
        """Join what a change newly names, and return the seconds until the next look.

        Before channels were told there is nothing to join: the reading of them does that.
        """
        revision = latest_revision(self._desk)
        if revision == self._revision or not was_listed(self._desk):
            return LOOK_EVERY_S
        if not join_named_channels(self._desk, self._slack):
            self._failures += 1
            return max(LOOK_EVERY_S, wait_s(self._failures, LONGEST_WAIT_S))
        self._failures, self._revision = 0, revision
        return LOOK_EVERY_S
