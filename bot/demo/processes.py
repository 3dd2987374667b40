"""Processes of our own: started, waited for, ended by their handle and never by name.

A child gets an environment made for it, nothing of the user's own Slack, database or proxy in it,
and a folder of its own, so that no `.env` is read.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
STOP_TIMEOUT_S = 10.0
_NOT_INHERITED = ("SLACK_", "PUNCTUAL_", "DATABASE_URL")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")


class ProcessDied(Exception):
    """A process that should run has ended; the text says which, how, and its last words."""


@dataclass(frozen=True, slots=True)
class Child:
    """One process; what it says is kept in the file ``said``."""

    name: str
    process: "subprocess.Popen[bytes]"
    said: Path

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    @property
    def exit_code(self) -> int | None:
        """How it ended, None while it runs."""
        return self.process.poll()

    def tail(self, lines: int) -> list[str]:
        """The last lines it said, blank ones left out."""
        said = self.said.read_text(encoding="utf-8", errors="replace").split("\n")
        return [line.rstrip() for line in said if line.strip()][-lines:]

    def last_words(self) -> str:
        """The last line it said."""
        return next(iter(self.tail(1)), "it said nothing").strip()

    def require_running(self) -> None:
        """Raise Died when it has ended."""
        if not self.is_running:
            raise ProcessDied(f"the {self.name} ended (exit {self.exit_code}): {self.last_words()}")

    def stop(self) -> None:
        """Ask it to end, and make it end when it does not."""
        if self.is_running:
            self.process.terminate()
        try:
            self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait()


def start(name: str, arguments: list[str], folder: Path, environment: Mapping[str, str]) -> Child:
    """A Python program started in ``folder``; a Ctrl-C reaches only who started it."""
    said = folder / f"{name}.log"
    with said.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603 our own programs
            [sys.executable, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=folder,
            env=dict(environment),
            start_new_session=True,
        )
    return Child(name, process, said)


def punctual(*arguments: str) -> list[str]:
    """What Python is given to run a command of ours."""
    return ["-c", "from bot.cli import main; main()", *arguments]


def ran(
    arguments: list[str], folder: Path, environment: Mapping[str, str], timeout_s: float = 30.0
) -> "subprocess.CompletedProcess[str]":
    """A Python program run to its end, with what it said."""
    return subprocess.run(  # noqa: S603 our own programs
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=dict(environment),
        timeout=timeout_s,
        check=False,
    )


def clean_environment() -> dict[str, str]:
    """Our environment without what is meant for another bot, and without proxies."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_NOT_INHERITED) and name.lower() not in _PROXIES
    }


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server((HOST, 0)) as listener:
        return int(listener.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection((HOST, port), timeout=1.0):
            return True
    except OSError:
        return False
