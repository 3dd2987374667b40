"""Exits 0 when coverage is what we promise: every branch of sla_core, 90 % of everything."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OVERALL_PERCENT = 90.0
FILES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """Lines and branches of one file or of several: how many there are, how many were run."""

    known: int
    covered: int

    @property
    def percent(self) -> float:
        """The share that was run; 100 where there is nothing to run."""
        return 100.0 * self.covered / self.known if self.known else 100.0

    @property
    def is_complete(self) -> bool:
        """Whether nothing was left out."""
        return self.covered == self.known

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.known + other.known, self.covered + other.covered)


def tallies(report: Mapping[str, Any]) -> dict[str, Tally]:
    """Lines and branches together, by file, from the report `coverage json` writes."""
    return {
        name: Tally(
            summary["num_statements"] + summary["num_branches"],
            summary["covered_lines"] + summary["covered_branches"],
        )
        for name, summary in ((name, file["summary"]) for name, file in report["files"].items())
    }


def shortfalls(by_file: Mapping[str, Tally]) -> list[str]:
    """One line for each promise that is not kept; none when all are."""
    core = {name: tally for name, tally in by_file.items() if name.startswith("sla_core/")}
    lines = [
        f"{name}: {tally.percent:.1f} %, and sla_core promises every branch"
        for name, tally in core.items()
        if not tally.is_complete
    ]
    if not core:
        lines.append("no file of sla_core was measured")
    overall = sum(by_file.values(), Tally(0, 0))
    if overall.percent < OVERALL_PERCENT:
        lines.append(f"{overall.percent:.1f} % overall, and {OVERALL_PERCENT:.0f} % are promised")
        lines += [f"  {name}: {tally.percent:.1f} %" for name, tally in thinnest(by_file)]
    return lines


def thinnest(by_file: Mapping[str, Tally]) -> list[tuple[str, Tally]]:
    """The files with the most that was never run, worst first."""
    ranked = sorted(by_file.items(), key=lambda item: item[1].covered - item[1].known)
    return ranked[:FILES_SHOWN]


def main() -> int:
    """Prints the verdict on the report named by the first argument and returns the exit status."""
    by_file = tallies(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    missing = shortfalls(by_file)
    overall = sum(by_file.values(), Tally(0, 0))
    print("\n".join(missing) or f"coverage: {overall.percent:.1f} % overall, sla_core complete")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
