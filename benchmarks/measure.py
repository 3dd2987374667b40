"""Measures programs, by wall seconds and peak memory, and calls, by seconds each."""

import gc
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PEAK_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024

# A program's peak counts from that of the process that starts it: so a small one does.
LAUNCH = """
import json, os, subprocess, sys, time
started = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
process.returncode = os.waitstatus_to_exitcode(status)
print(json.dumps([process.returncode, time.perf_counter() - started, usage.ru_maxrss]))
"""

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program, from its start to its end."""

    wall_seconds: float
    peak_bytes: int


def time_program(command: Sequence[str | Path]) -> Run:
    """One run of `command`, its output thrown away; raises CalledProcessError when it fails."""
    launched = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCH, *command],
        capture_output=True,
        text=True,
        check=True,
    )
    status, wall_seconds, peak = json.loads(launched.stdout)
    if status:
        words = [str(part) for part in command]
        raise subprocess.CalledProcessError(status, words, stderr=launched.stderr)
    return Run(wall_seconds, peak * PEAK_UNIT_BYTES)


def time_programs(commands: Mapping[str, Sequence[str | Path]], rounds: int) -> dict[str, Run]:
    """Median seconds and highest peak of each, run in turn: a busy moment hits all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(time_program(command))
    return {
        name: Run(median(run.wall_seconds for run in all_), max(run.peak_bytes for run in all_))
        for name, all_ in runs.items()
    }


@dataclass(frozen=True, slots=True)
class Calls:
    """Work that makes so many calls, and is done so often in one round."""

    work: Work
    count: int
    passes: int = 1


def seconds_each(contestants: Sequence[Calls], rounds: int) -> list[float]:
    """Median processor seconds of one call of each, in rounds in which all take their turn.

    Each has one turn before that does not count. The garbage collector is off, for all alike.
    """
    taken: list[list[float]] = [[] for _ in contestants]
    was_on = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds + 1):
            for calls, seconds in zip(contestants, taken, strict=True):
                seconds.append(_one_turn(calls))
    finally:
        if was_on:
            gc.enable()
    return [median(seconds[1:]) for seconds in taken]


def _one_turn(calls: Calls) -> float:
    started = time.process_time()
    for _ in range(calls.passes):
        calls.work()
    return (time.process_time() - started) / (calls.count * calls.passes)


def machine() -> str:
    """One sentence about where the numbers come from."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )
