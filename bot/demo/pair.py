"""A sandbox and a bot that talk to each other, as two processes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from bot.demo.driver import Sandbox
from bot.demo.processes import (
    HOST,
    Child,
    ProcessDied,
    clean_environment,
    free_port,
    is_listening,
    punctual,
    start,
)
from bot.demo.team import TEAM, secrets
from bot.errors import SettingsError

START_TIMEOUT_S = 30.0
LOOK_EVERY_S = 0.05
_READY = "sandbox ready on "
_BAD_INPUT = 2


@dataclass(slots=True)
class Pair:
    """Both processes and the folder of what they keep.

    ``port`` is the sandbox's, 0 lets it choose. ``is_http``: Slack calls the bot at a URL, else the
    bot holds sockets to Slack. ``more`` is added to the bot's environment.
    """

    folder: Path
    promises: Path
    port: int = 0
    is_http: bool = False
    database_url: str | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    bot_port: int = field(default_factory=free_port)
    _sandbox: Child | None = None
    _bot: Child | None = None
    _url: str = ""

    def __enter__(self) -> Self:
        """Start both; raises SettingsError for a port in use, Died where one does not start."""
        try:
            self.start_sandbox()
            self.start_bot()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End both."""
        self.stop()

    @property
    def slack(self) -> Sandbox:
        """The sandbox, for who acts in it."""
        return Sandbox(self._url)

    @property
    def bot(self) -> Child:
        """The process of the bot."""
        if self._bot is None:
            raise ProcessDied("the bot was never started")
        return self._bot

    @property
    def children(self) -> list[Child]:
        """What was started, the bot first."""
        return [child for child in (self._bot, self._sandbox) if child is not None]

    def environment(self) -> dict[str, str]:
        """What the bot is given, and every other `punctual` command beside it."""
        known = secrets()
        given = {
            "SLACK_API_URL": f"{self._url}/api/",
            "SLACK_BOT_TOKEN": known.bot_token,
            "SLACK_SIGNING_SECRET": known.signing_secret,
            "DATABASE_URL": self.database_url or f"sqlite:///{self.folder / 'punctual.db'}",
            "PUNCTUAL_CONFIG": str(self.promises),
            "PUNCTUAL_HOST": HOST,
            "PUNCTUAL_PORT": str(self.bot_port),
        }
        if not self.is_http:
            given["SLACK_APP_TOKEN"] = known.app_token
        return {**clean_environment(), **given, **self.more}

    def start_sandbox(self) -> None:
        """Start the sandbox and learn its address."""
        arguments = ["-m", "sandbox", "--port", str(self.port), "--seed", str(TEAM)]
        if self.is_http:
            arguments += ["--events-url", f"http://{HOST}:{self.bot_port}/slack/events"]
        child = self._sandbox = start("sandbox", arguments, self.folder, clean_environment())
        try:
            waited(child, lambda: _READY in child.said.read_text(encoding="utf-8"))
        except ProcessDied:
            if child.exit_code == _BAD_INPUT:
                raise SettingsError(child.last_words().removeprefix("sandbox: ")) from None
            raise
        self._url = child.said.read_text(encoding="utf-8").partition(_READY)[2].split()[0]

    def start_bot(self) -> None:
        """Start the bot, anew if it was killed, and wait until Slack reaches it."""
        slack, since = self.slack, self.slack.mark()
        child = self._bot = start("bot", punctual("serve"), self.folder, self.environment())
        if self.is_http:
            waited(child, lambda: is_listening(self.bot_port))
            waited(child, lambda: any(e["kind"] == "url_verified" for e in slack.log()))
        else:
            connected = {"kind": "socket", "event": "connected"}
            waited(child, lambda: any(connected.items() <= e.items() for e in slack.log(since)))

    def stop(self) -> None:
        """End both, the bot first."""
        for child in self.children:
            child.stop()


def waited(child: Child, is_so: Callable[[], bool]) -> None:
    """Return once it is so; raise Died when the child ends before, or takes too long."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while not is_so():
        child.require_running()
        if time.monotonic() > deadline_s:
            raise ProcessDied(f"the {child.name} was not ready in {START_TIMEOUT_S:g} s")
        time.sleep(LOOK_EVERY_S)
