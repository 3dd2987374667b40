"""Keeps the directory up beside all else: read until Slack has told all of it, then once a day."""

from collections.abc import Callable
from typing import Final

from bot.delivery.ports import SlackPort
from bot.jobs.patience import wait_s
from bot.slack.directory import sync_directory
from bot.usecases.desk import Desk

A_DAY_S: Final = 86_400.0
LONGEST_WAIT_S: Final = 60.0


class DirectoryUpkeep:
    """Reads the directory, and tells when it is to be read again."""

    def __init__(
        self, desk: Desk, slack: SlackPort, sync: Callable[[Desk, SlackPort], bool] = sync_directory
    ) -> None:
        self._desk = desk
        self._slack = slack
        self._sync = sync
        self._failures = 0

    def run_once(self) -> float:
        """Read it, and return the seconds until it is to be read again."""
        if self._sync(self._desk, self._slack):
            self._failures = 0
            return A_DAY_S
        self._failures += 1
        return wait_s(self._failures, LONGEST_WAIT_S)
