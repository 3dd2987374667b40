"""Runs the benchmarks, all or those named as arguments, and prints their tables.

A benchmark is a module of this folder named `<ours>_vs_<peer>`, with a function `run() -> Table`.
A run of all of them also writes docs/benchmarks.md.
"""

import sys
from importlib import import_module
from pathlib import Path
from subprocess import CalledProcessError

from benchmarks.measure import Table, machine, markdown

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
INTRODUCTION = """# Benchmarks

Made by `make bench`, which writes this page. Each table measures Punctual beside a peer in one
run: whole processes, in turn, three times each, the peer first."""


def names() -> list[str]:
    """The benchmarks of this folder, in the order of the alphabet."""
    return sorted(path.stem for path in HERE.glob("*_vs_*.py"))


def main(wanted: list[str]) -> int:
    """Runs and prints; returns the exit status."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(
            f"no benchmark {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr
        )
        return 2
    pages = [INTRODUCTION, f"Measured on {machine()}."]
    for name in wanted or names():
        try:
            table: Table = import_module(f"benchmarks.{name}").run()
        except CalledProcessError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        pages.append(markdown(table))
        print(pages[-1] + "\n", flush=True)
    if not wanted:
        PAGE.write_text("\n\n".join(pages) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
