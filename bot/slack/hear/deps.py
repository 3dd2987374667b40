"""What the listeners stand on."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime

import structlog
from pydantic import SecretStr

from bot.delivery.ports import SlackPort
from bot.usecases.ground.transaction import Program

log = structlog.get_logger(__name__)

IsCommand = Callable[[str, str, str, str | None], bool]
"""Whether a text, with the bot's id, its channel and its thread, asks something of the bot."""


@dataclass(frozen=True, slots=True)
class SlackDeps:
    """The desk, the way to Slack, and who goes on with what was stored.

    `is_command` knows what a command is; `talking` runs what is slow after the ack;
    `signing_secret` is only needed over HTTP; `slack_now` tells the time in Slack, where it is
    known.
    """

    program: Program
    slack: SlackPort
    bot_token: SecretStr
    signing_secret: SecretStr | None
    base_url: str
    is_command: IsCommand
    wake_inbox: Callable[[], None]
    talking: Executor
    slack_now: Callable[[], datetime | None] = lambda: None

    def later(self, task: Callable[[], None]) -> None:
        """Run something once Slack has its answer; trouble is logged."""
        try:
            self.talking.submit(_logged, task)
        except RuntimeError:  # nobody talks any more
            log.info("ended before something was done after an answer")


def _logged(task: Callable[[], None]) -> None:
    try:
        task()
    except Exception:
        log.exception("trouble after an answer to slack")
