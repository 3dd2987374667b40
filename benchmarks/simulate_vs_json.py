"""`punctual simulate` over a million events, beside a bare pass that only parses them.

The log of docs/examples is repeated under new ticket names, so the tickets are as long, as paused
and as reopened as those of a real help desk.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.claims import Claim, Promise, Result, duration
from benchmarks.measure import time_programs

EVENTS, FEW_EVENTS = 1_000_000, 1_000
ROUNDS = 3
MEGABYTE = 1_000_000
HERE = Path(__file__).resolve().parent
LOG = HERE.parent / "docs" / "examples" / "servicenow_timelines.jsonl"
CONFIG = HERE / "five_rules.yml"
PARSE_ONLY = """
import json, sys
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        json.loads(line)
"""
HOW = """Peer: a program that only parses the same file with `json`, line by line. Ours:
`punctual simulate` under `benchmarks/five_rules.yml`, four levels chosen by five rules, writing the
log of all clocks. The file repeats the events of `docs/examples` under new ticket names. Both are
whole programs with their start and their end, run in turn {rounds} times; the medians count. Memory
is how much higher the peak of resident memory is than over a file of {few:,} events: {small:.0f} MB
there, {large:.0f} MB over {events:,}."""


def repeated(lines: Iterable[str]) -> Iterator[str]:
    """The lines over and over, without end; each time around, the tickets have new names."""
    cut = [around_the_ticket(line) for line in lines]
    for turn in count(1):
        for head, tail in cut:
            yield f"{head}-{turn}{tail}"


def around_the_ticket(line: str) -> tuple[str, str]:
    """The line up to the last letter of its ticket's name, and the rest."""
    name = json.dumps(json.loads(line)["ticket"])
    head, tail = line.split(name, 1)
    return head + name[:-1], '"' + tail


def write_events(target: Path, source: Path, events: int) -> None:
    """Fills `target` with exactly so many events made from those of `source`."""
    lines = source.read_text(encoding="utf-8").splitlines(keepends=True)
    with target.open("w", encoding="utf-8") as out:
        out.writelines(islice(repeated(lines), events))


def run(source: Path = LOG, config: Path = CONFIG, events: int = EVENTS) -> Result:
    """Times both programs on the same file of so many events, and ours on a small one."""
    punctual = Path(sys.executable).with_name("punctual")
    with TemporaryDirectory() as folder:
        many, few, out = (Path(folder, name) for name in ("many.jsonl", "few.jsonl", "log.csv"))
        write_events(many, source, events)
        write_events(few, source, FEW_EVENTS)
        simulate: list[str | Path] = [punctual, "simulate", "--config", config, "--out", out]
        runs = time_programs(
            {
                "parse": [sys.executable, "-c", PARSE_ONLY, many],
                "simulate": [*simulate, "--events", many],
                "simulate a little": [*simulate, "--events", few],
            },
            ROUNDS,
        )
    peer, ours, small = runs["parse"], runs["simulate"], runs["simulate a little"]
    how = HOW.format(
        rounds=ROUNDS,
        few=FEW_EVENTS,
        events=events,
        small=small.peak_bytes / MEGABYTE,
        large=ours.peak_bytes / MEGABYTE,
    )
    what = f"`simulate` over {events:,} events under five rules"
    growth = (ours.peak_bytes - small.peak_bytes) / MEGABYTE
    claims = (
        Claim(
            *(f"{what}, against only parsing them", Promise.AT_MOST, 8),
            *(ours.wall_seconds / peer.wall_seconds, "times"),
            *(duration(peer.wall_seconds), duration(ours.wall_seconds)),
        ),
        Claim(f"{what}, growth of memory", Promise.BELOW, 100, growth, "MB", "", ""),
    )
    return Result("Simulating a million events", how, claims)
