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

from benchmarks.measure import Table, compare

EVENTS = 1_000_000
EXAMPLES = Path(__file__).resolve().parents[1] / "docs" / "examples"
LOG = EXAMPLES / "servicenow_timelines.jsonl"
CONFIG = EXAMPLES / "sla.yml"
PARSE_ONLY = """
import json, sys
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        json.loads(line)
"""


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


def run(source: Path = LOG, config: Path = CONFIG, events: int = EVENTS) -> Table:
    """Times both programs on the same file of so many events."""
    punctual = Path(sys.executable).with_name("punctual")
    with TemporaryDirectory() as folder:
        log, out = Path(folder, "events.jsonl"), Path(folder, "log.csv")
        write_events(log, source, events)
        commands: dict[str, list[str | Path]] = {
            "only parsing the file with `json`": [sys.executable, "-c", PARSE_ONLY, log],
            "`punctual simulate`": [
                *(punctual, "simulate", "--config", config, "--events", log, "--out", out),
            ],
        }
        return compare(f"Simulating {events:,} events", commands)
