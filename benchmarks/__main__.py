"""Runs the benchmarks, all or those named as arguments, and prints what they found.

A benchmark is a module of this folder named `<ours>_vs_<peer>`, with a function `run() -> Result`.
A run of all of them also writes docs/benchmarks.md and the picture in it. A claim that is not
reached is said so; the exit status stays 0, for a busy machine is no defect.
"""

import sys
from collections.abc import Sequence
from importlib import import_module, metadata
from pathlib import Path
from subprocess import CalledProcessError

from benchmarks.claims import Result, section, table
from benchmarks.measure import machine
from benchmarks.picture import draw

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs"
ORDER = (
    "add_vs_businesstimedelta",
    "add_vs_pandas",
    "calendar_vs_exchange_calendars",
    "far_vs_near",
    "batch_vs_loop",
    "rules_vs_python",
    "answers_vs_truth",
    "simulate_vs_json",
    "ack_vs_bolt",
    "large_vs_small",
)
PEERS = ("businesstimedelta", "exchange-calendars", "pandas")
INTRODUCTION = """# Benchmarks

Made by `make bench`, which writes this page. Every claim is measured beside a peer in the same run:
peer and Punctual take turns, so that a busy moment hits both, and the medians count. Calls are
timed in one process, in processor time, with all that can be made beforehand made beforehand and
with the garbage collector off, and the answers of both sides are compared. They are made on one
calendar: Monday to Friday 09:00 to 17:00 in Europe/Ljubljana, with Slovenia's public holidays.

Measured on {machine}, with {peers}."""
PICTURE = """![What one call takes each library and Punctual](images/benchmarks.png)"""


def main(wanted: Sequence[str]) -> int:
    """Runs and prints; returns the exit status."""
    if unknown := sorted(set(wanted) - set(ORDER)):
        there_are = ", ".join(ORDER)
        print(f"no benchmark {', '.join(unknown)}; there are: {there_are}", file=sys.stderr)
        return 2
    results: list[Result] = []
    for name in wanted or ORDER:
        try:
            results.append(import_module(f"benchmarks.{name}").run())
        except CalledProcessError as error:
            print(f"{name}: {error}\n{error.stderr or ''}", file=sys.stderr)
            return 1
        print(f"{section(results[-1])}\n\n{table(results[-1].claims)}\n", flush=True)
    if not wanted:
        write(results, DOCS)
    missed = [claim for result in results for claim in result.claims if not claim.is_reached]
    print(f"{len(missed)} claims not reached" if missed else "every claim reached")
    return 0


def write(results: Sequence[Result], docs: Path, peers: Sequence[str] = PEERS) -> None:
    """Writes the page and its picture."""
    draw([race for result in results for race in result.races], docs / "images" / "benchmarks.png")
    (docs / "benchmarks.md").write_text(page(results, peers), encoding="utf-8")


def page(results: Sequence[Result], peers: Sequence[str]) -> str:
    """The page: all claims in one table, the picture, and how each was measured."""
    versions = ", ".join(f"{peer} {metadata.version(peer)}" for peer in peers)
    claims = tuple(claim for result in results for claim in result.claims)
    introduction = INTRODUCTION.format(machine=machine(), peers=versions)
    return "\n\n".join([introduction, table(claims), PICTURE, *map(section, results)]) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
