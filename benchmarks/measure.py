"""Runs programs and measures them: wall seconds and peak memory of each run."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

REPEATS = 3
PEAK_UNIT_BYTES = 1 if sys.platform == "darwin" else 1024
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program, from its start to its end."""

    wall_seconds: float
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Row:
    """What one program needed: the median time and the highest peak of its runs."""

    name: str
    median_seconds: float
    peak_mebibytes: float
    times_the_first: float


@dataclass(frozen=True, slots=True)
class Table:
    """One claim: what was measured, and a row for each program, the peer first."""

    title: str
    rows: tuple[Row, ...]


def time_program(command: Sequence[str | Path]) -> Run:
    """One run of `command`, its output thrown away; raises CalledProcessError when it fails."""
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall_seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    return Run(wall_seconds, usage.ru_maxrss * PEAK_UNIT_BYTES)


def compare(title: str, commands: Mapping[str, Sequence[str | Path]]) -> Table:
    """Runs the programs in turn, REPEATS times each, so that a busy moment hits all alike."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(REPEATS):
        for name, command in commands.items():
            runs[name].append(time_program(command))
    medians = {name: median(run.wall_seconds for run in runs[name]) for name in runs}
    peer_seconds = next(iter(medians.values()))
    return Table(
        title,
        tuple(
            Row(name, seconds, peak_mebibytes(runs[name]), seconds / peer_seconds)
            for name, seconds in medians.items()
        ),
    )


def peak_mebibytes(runs: Sequence[Run]) -> float:
    """The highest peak of resident memory among the runs."""
    return max(run.peak_bytes for run in runs) / MEBIBYTE


def markdown(table: Table) -> str:
    """The table as Markdown, under its title."""
    lines = [
        f"## {table.title}",
        "",
        "| program | median of 3 (s) | peak memory (MiB) | times the first |",
        "|---|---:|---:|---:|",
    ]
    lines += [
        f"| {row.name} | {row.median_seconds:.2f} | {row.peak_mebibytes:.0f} "
        f"| {row.times_the_first:.2f} |"
        for row in table.rows
    ]
    return "\n".join(lines)


def machine() -> str:
    """One sentence about where the numbers come from."""
    return (
        f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    )
