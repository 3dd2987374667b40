"""The processes of one storm: a sandbox, and one bot or two on one database."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.driver import Sandbox
from bot.demo.processes import HOST, Child, clean_environment, free_port, start
from bot.demo.team import secrets
from tests.storm.launcher import CLOCK, WITHOUT
from tests.storm.team import REPOSITORY, write_promises, write_team

READY = "sandbox ready on "
START_TIMEOUT_S = 60.0
APPLIED_WITHIN_S = 30.0
LOOK_EVERY_S = 0.05
RETRY_WAITS = "0.5,1.5"
"""Slack's minute and five minutes, shortened like all that waits."""
SETTINGS = {
    "PUNCTUAL_SETTLE_SECONDS": "1",
    "PUNCTUAL_ANSWER_SECONDS": "3",
    "PUNCTUAL_EDIT_SECONDS": "2",
    "PUNCTUAL_TICK_SECONDS": "0.5",
}


class NotReady(Exception):
    """A process that did not come up; the text says which and its last words."""


@dataclass(slots=True)
class Stage:
    """A sandbox, and `bots` processes of the bot that share a database."""

    folder: Path
    database_url: str
    bots: int = 1
    without: str | None = None
    promises: Path = Path()
    children: list[Child | None] = field(default_factory=list)
    slack: Sandbox = field(default_factory=lambda: Sandbox(""))
    _sandbox: Child | None = None
    _marks: dict[int, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Start the sandbox and all bots; raises `NotReady`."""
        self.set_clock(0)
        self.children = [None] * self.bots
        seed = write_team(self.folder)
        self.promises = write_promises(self.folder)
        options = ["--port", "0", "--seed", str(seed), "--retry-waits", RETRY_WAITS]
        more = ["--ack-within", "2", "--ping-every", "1"]
        child = start(
            "sandbox", ["-m", "sandbox", *options, *more], self.folder, clean_environment()
        )
        self._sandbox = child
        wait_for(child, lambda: READY in child.said.read_text(encoding="utf-8"))
        url = child.said.read_text(encoding="utf-8").partition(READY)[2].split()[0]
        self.slack = Sandbox(url)
        # Nobody else is killed so often: a minute's wait for each socket would hide all the rest.
        self.slack.post("limits", on=True, exempt=["apps.connections.open"])
        for number in range(self.bots):
            self.start_bot(number)
            self.wait_connected(number)

    def end(self) -> None:
        """End all that was started."""
        for child in [*self.children, self._sandbox]:
            if child is not None:
                child.stop()

    # One bot

    def start_bot(self, number: int = 0) -> None:
        """Start a bot that does not run; it takes a while until it is connected."""
        if not self.is_running(number):
            arguments = ["-m", "tests.storm.launcher", "serve"]
            self._marks[number] = self.slack.mark()
            self.children[number] = start(
                f"bot{number}", arguments, self.folder, self._environment()
            )

    def kill_bot(self, number: int = 0) -> None:
        """kill -9."""
        child = self.children[number]
        if child is not None:
            child.kill()

    def end_bot(self, number: int = 0) -> float:
        """SIGTERM; return how many seconds it took until it was gone."""
        child, began_s = self.children[number], time.monotonic()
        if child is not None:
            child.stop()
        return time.monotonic() - began_s

    def is_running(self, number: int) -> bool:
        """Whether a bot runs."""
        child = self.children[number]
        return child is not None and child.is_running

    def wait_connected(self, number: int = 0, timeout_s: float = START_TIMEOUT_S) -> None:
        """Return once a bot that was just started has opened a socket; raises `NotReady`."""
        child, since = self.children[number], self._marks[number]
        assert child is not None
        wait_for(child, lambda: _has_connected(self.slack, since), timeout_s)

    def apply(self, target_s: int) -> str:
        """Apply another promise, running clocks too; return what was said if it failed."""
        path = write_promises(self.folder, target_s)
        arguments = ["-m", "tests.storm.launcher", "config", "apply", str(path)]
        options = ["--yes", "--move-running"]
        child = start("edit", [*arguments, *options], self.folder, self._environment())
        code = child.process.wait(APPLIED_WITHIN_S)
        return "" if code == 0 else f"exit {code}: {child.last_words()}"

    # The clock on the wall

    def set_clock(self, off_s: float) -> None:
        """Let the bots' clock be off from now on, as if somebody had set it."""
        path = self.folder / "clock"
        fresh = path.with_suffix(".new")
        fresh.write_text(str(off_s))
        fresh.replace(path)

    def _environment(self) -> dict[str, str]:
        known = secrets()
        given = {
            "SLACK_API_URL": f"{self.slack.url}/api/",
            "SLACK_BOT_TOKEN": known.bot_token,
            "SLACK_APP_TOKEN": known.app_token,
            "SLACK_SIGNING_SECRET": known.signing_secret,
            "DATABASE_URL": self.database_url,
            "PUNCTUAL_CONFIG": str(self.promises),
            "PUNCTUAL_HOST": HOST,
            "PUNCTUAL_PORT": str(free_port()),
            "PYTHONPATH": os.pathsep.join([str(REPOSITORY)]),
            CLOCK: str(self.folder / "clock"),
            **SETTINGS,
        }
        if self.without is not None:
            given[WITHOUT] = self.without
        return {**clean_environment(), **given}


def wait_for(child: Child, is_so: Callable[[], bool], timeout_s: float = START_TIMEOUT_S) -> None:
    """Return once it is so; raise `NotReady` when the child ends before, or takes too long."""
    deadline_s = time.monotonic() + timeout_s
    while not is_so():
        if not child.is_running or time.monotonic() > deadline_s:
            raise NotReady(f"{child.name} (exit {child.exit_code}): {child.last_words()}")
        time.sleep(LOOK_EVERY_S)


def _has_connected(slack: Sandbox, since: int) -> bool:
    return any(
        entry["kind"] == "socket" and entry["event"] == "connected" for entry in slack.log(since)
    )
