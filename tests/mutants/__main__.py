"""Draw mutants from a seed, have them judged, and list those that nobody noticed."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from tests.mutants.changes import Mutant, mutants_of
from tests.mutants.judges import Judges, copy_of, is_noticed, require_sound

ROOT: Final = Path(__file__).parents[2]
AREAS: Final = ("sla_core/clocks", "bot/usecases", "bot/delivery")
EXPLAINED: Final = Path(__file__).with_name("alive.json")
TOLERATED: Final = 0.05
"""So many may stay unnoticed, each with its reason."""
LOADED_FIRST: Final = ("sqlalchemy", "slack_bolt", "holidays", "alembic")
"""Libraries that a judge loads once: each test run begins with them."""
CONTEXTS: Final = """
[run]
branch = False
source =
    {areas}
concurrency = thread
parallel = True
"""


def main() -> int:
    """Run what the command line asks for; the exit code says whether too many stayed unnoticed."""
    arguments = _arguments()
    if arguments.judge:
        return _judge(Path(arguments.judge), Path(arguments.coverage), Path(arguments.copy))
    with tempfile.TemporaryDirectory(prefix="punctual-mutants-") as name:
        folder = Path(name)
        coverage = Path(arguments.coverage) if arguments.coverage else _covered(folder)
        mutants = drawn(arguments.seed, arguments.amount)
        unnoticed = _unnoticed(mutants, coverage, folder, arguments.workers)
    return _told(mutants, unnoticed)


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--amount", type=int, default=340)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--coverage", help="a coverage database with a context for each test")
    parser.add_argument("--judge", help=argparse.SUPPRESS)
    parser.add_argument("--copy", help=argparse.SUPPRESS)
    return parser.parse_args()


def drawn(seed: int, amount: int) -> list[Mutant]:
    """Return so many mutants, the same for the same seed and code; of each area a fair share.

    The clocks are few lines and decide most: they get twice theirs.
    """
    draw = random.Random(seed)
    found = {area: [*_all_of(area)] for area in AREAS}
    weights = {area: len(mutants) for area, mutants in found.items()}
    weights[AREAS[0]] *= 2
    total = sum(weights.values())
    sample: list[Mutant] = []
    for area, mutants in found.items():
        share = min(len(mutants), round(amount * weights[area] / total))
        sample += draw.sample(mutants, share)
    return sample


def _all_of(area: str) -> Iterator[Mutant]:
    for path in sorted((ROOT / area).rglob("*.py")):
        yield from mutants_of(ROOT, str(path.relative_to(ROOT)))


def _covered(folder: Path) -> Path:
    """Run the tests once and note which runs which line."""
    settings = folder / "contexts.ini"
    settings.write_text(CONTEXTS.format(areas="\n    ".join(AREAS)))
    file = folder / "coverage"
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal"),
        *("--no-postgres", f"--cov-config={settings}", "--cov", "--cov-context=test"),
        *("--cov-report=", "--ignore=tests/storm", "--ignore=tests/stories"),
        *("--ignore=tests/sandbox", "--ignore=tests/benchmarks"),
        "--deselect=tests/defects/test_mutations.py",
    ]
    subprocess.run(command, cwd=ROOT, env={**os.environ, "COVERAGE_FILE": str(file)}, check=False)
    return file


def _unnoticed(
    mutants: Sequence[Mutant], coverage: Path, folder: Path, workers: int
) -> list[Mutant]:
    """Have several processes judge a part each; the order is that in which they were drawn."""
    judges = []
    for number in range(workers):
        part = folder / f"part-{number}.json"
        part.write_text(json.dumps([asdict(mutant) for mutant in mutants[number::workers]]))
        command = [
            *(sys.executable, "-m", "tests.mutants", "--judge", str(part)),
            *("--coverage", str(coverage), "--copy", str(folder / f"copy-{number}")),
        ]
        judges.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
    lines = {line for judge in judges for line in (judge.communicate()[0] or "").splitlines()}
    return [mutant for mutant in mutants if json.dumps(asdict(mutant)) in lines]


def _judge(part: Path, coverage: Path, copy: Path) -> int:
    """Judge the mutants of a file, and print those that nobody noticed, a line each."""
    for library in LOADED_FIRST:
        __import__(library)
    judges, place = Judges(coverage), copy_of(ROOT, copy)
    mutants = [Mutant(**entry) for entry in json.loads(part.read_text())]
    for mutant in mutants[:3]:
        require_sound(judges.of(mutant)[:3], place)
    for number, mutant in enumerate(mutants, 1):
        noticed = is_noticed(mutant, judges.of(mutant), place)
        print(f"{number} {'noticed' if noticed else 'ALIVE'} {mutant.name}", file=sys.stderr)
        if not noticed:
            print(json.dumps(asdict(mutant)), flush=True)
    return 0


def _told(mutants: Sequence[Mutant], unnoticed: Sequence[Mutant]) -> int:
    """Print what came of it; mutants that were looked at come with the reason."""
    reasons = {
        (entry["file"], entry["function"], entry["old"], entry["new"]): entry["why"]
        for entry in json.loads(EXPLAINED.read_text())
    }
    unexplained = 0
    for mutant in unnoticed:
        why = reasons.get((mutant.file, mutant.function, mutant.old, mutant.new))
        unexplained += why is None
        print(f"alive: {mutant.name} (line {mutant.line}): {why or 'NOT EXPLAINED'}")
    share = len(unnoticed) / max(1, len(mutants))
    print(
        f"{len(mutants)} mutants, {len(unnoticed)} alive ({share:.1%}), {unexplained} unexplained"
    )
    return int(bool(unexplained) or share > TOLERATED)


if __name__ == "__main__":
    sys.exit(main())
