"""Starts a sandbox in a process of its own, for tests."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class Running:
    """A sandbox that is ready at `url` (`http://127.0.0.1:PORT`)."""

    url: str
    process: subprocess.Popen[str]

    def stop(self) -> None:
        """End it and wait until it is gone."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.stop()


def start(
    seed: Path | str, port: int = 0, events_url: str | None = None, options: Sequence[str] = ()
) -> Running:
    """Return a sandbox once it says it is ready; raises RuntimeError when it does not start.

    `options` are more of the command line: `["--retry-waits", "1,5"]`.
    """
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--seed", str(seed)]
    if events_url:
        command += ["--events-url", events_url]
    command += options
    root = Path(__file__).parent.parent
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root)  # noqa: S603 - our own program
    line = process.stdout.readline() if process.stdout else ""
    if "ready on " not in line:
        process.communicate()
        raise RuntimeError(f"the sandbox did not start (exit {process.returncode})")
    return Running(line.split("ready on ")[1].strip(), process)
