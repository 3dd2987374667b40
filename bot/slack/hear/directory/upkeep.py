"""Keeps the directory up beside all else: read until Slack has told all of it, then once a day."""

from collections.abc import Callable
from typing import Final

from bot.delivery.ports import SlackPort
from bot.jobs.patience import wait_s
from bot.slack.hear.directory.sync import sync_directory
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.directory_changes import was_listed

A_DAY_S: Final = 86_400.0
LONGEST_WAIT_S: Final = 60.0
PATIENCE: Final = 3
"""After so many failures work goes on without what Slack does not tell."""


class DirectoryUpkeep:
    """Reads the directory, and tells when it is to be read again."""

    def __init__(
        self,
        program: Program,
        slack: SlackPort,
        sync: Callable[[Program, SlackPort], bool] = sync_directory,
    ) -> None:
        self._desk = program
        self._slack = slack
        self._sync = sync
        self._failures = 0
        self._is_known = False

    def is_known(self) -> bool:
        """Whether channels and groups were told once, now or to a process before.

        Before that nobody can say which channel is a department's, nor who is of a group. People
        may come later: who writes is asked about by themselves.
        """
        if not self._is_known:
            self._is_known = was_listed(self._desk) or self._failures >= PATIENCE
        return self._is_known

    def run_once(self) -> float:
        """Read it, and return the seconds until it is to be read again."""
        if self._sync(self._desk, self._slack):
            self._failures, self._is_known = 0, True
            return A_DAY_S
        self._failures += 1
        return wait_s(self._failures, LONGEST_WAIT_S)
