"""``python -m tests.proof``: clocks, calendars, lives and alarms of tickets, on all cores.

A page says what was compared and what differed; exit 1 and the smallest failing seeds if anything
did.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tests.proof import running
from tests.proof.court import ALARM_PATHS
from tests.proof.page import Proof, page_of
from tests.proof.paths import PATHS
from tests.proof.running import Tally

PAGE = Path(__file__).resolve().parents[2] / "docs" / "proof.md"
say = partial(print, flush=True)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    parser.add_argument("--clocks", type=int, default=1_000_000, help="compare at least so many")
    parser.add_argument("--calendars", type=int, default=20_000)
    parser.add_argument("--steps", type=int, default=200_000, help="of the lives of tickets")
    parser.add_argument("--alarms", type=int, default=100_000, help="announcements to judge")
    parser.add_argument("--seed", type=int, default=1, help="other seeds, other tickets")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--page", type=Path, default=PAGE, help="where to write what was compared")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Compare, print, write the page; 1 when something differs."""
    asked = _arguments(given)
    with running.workers(asked.processes) as executor:
        proof = _compared(asked, partial(running.run, executor, asked.processes))
    _tell_paths(proof.clocks, PATHS)
    _tell_paths(proof.alarms, ALARM_PATHS)
    _tell_failures("clocks", proof.clocks, least=True)
    _tell_failures("calendars", proof.calendars)
    _tell_failures("steps", proof.lives)
    _tell_failures("alarms", proof.alarms)
    asked.page.write_text(page_of(proof), encoding="utf-8")
    say(f"{proof.differences} differences; wrote {asked.page.name}")
    return 1 if proof.differences else 0


def _compared(asked: argparse.Namespace, run: Callable[..., Tally]) -> Proof:
    first = asked.seed * 1_000_000_000
    say(f"seed {asked.seed}: cases from {first} on, {asked.processes} processes")
    sizes = (
        *(running.CASES_IN_A_BATCH, running.CALENDARS_IN_A_BATCH),
        *(running.LIVES_IN_A_BATCH, running.ALARMS_IN_A_BATCH),
    )
    kinds = (
        ("clocks", running.clocks, asked.clocks),
        ("calendars", running.calendars, asked.calendars),
        ("steps", running.lives, asked.steps),
        ("alarms", running.alarms, asked.alarms),
    )
    tallies = [
        run(batch, first=first, size=size, enough=enough, progress=_progress(name, enough))
        for (name, batch, enough), size in zip(kinds, sizes, strict=True)
    ]
    return Proof(asked.seed, *tallies)


def _progress(name: str, enough: int) -> Callable[[Tally], None]:
    """Says every tenth of the way how far it is."""
    told = 0

    def tell(tally: Tally) -> None:
        nonlocal told
        tenth = min(10, tally.units * 10 // max(enough, 1))
        if tenth > told or tally.failures:
            told = tenth
            say(f"{name}: {tally.units:,} compared, {len(tally.failures)} differ")

    return tell


def _tell_paths(tally: Tally, known: frozenset[str]) -> None:
    say(f"in {tally.cases:,} tickets:")
    for path, count in tally.paths.most_common():
        say(f"{count:9,}  {path}")
    for path in sorted(known - tally.paths.keys()):
        say(f"{'never':>9}  {path}")


def _tell_failures(name: str, tally: Tally, *, least: bool = False) -> None:
    for seed, wrong in tally.first_failures():
        say(f"\n{name}, seed {seed}:")
        say("\n".join(running.told_least(seed) if least else wrong))


if __name__ == "__main__":
    sys.exit(main())
