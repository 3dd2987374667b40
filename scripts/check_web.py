"""Exits 0 if what Node made is what its committed sources make, 1 with one line if not.

Needs no Node: `make web` writes, beside each file it makes, the sha256 of the sources and of the
file; here the same sums are taken again.
"""

import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Made(NamedTuple):
    """A file that Node makes from sources in one folder; all paths from the root."""

    path: str
    folder: str
    sources: tuple[str, ...]


MADE = (
    Made(
        "sandbox/blockkit/schema.json",
        "web/blockkit",
        ("blocks.ts", "build.mjs", "package-lock.json", "package.json"),
    ),
)


def stale(root: Path = ROOT) -> Iterable[str]:
    """One line for each made file that does not match its sources or was changed by hand."""
    for made in MADE:
        try:
            noted = _noted(root / made.path)
            found = _sums(root, made)
        except OSError as error:
            yield f"{made.path}: {error.filename} cannot be read; run `make web`"
            continue
        for name, value in found.items():
            if noted.get(name) != value:
                yield f"{made.path}: does not match its {name}; run `make web`"


def _noted(path: Path) -> dict[str, str]:
    lines = path.with_suffix(".sha256").read_text(encoding="ascii").splitlines()
    return {name: value for value, _, name in (line.partition("  ") for line in lines)}


def _sums(root: Path, made: Made) -> dict[str, str]:
    path = root / made.path
    total = sha256()
    for name in made.sources:
        content = (root / made.folder / name).read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return {"sources": total.hexdigest(), path.name: sha256(path.read_bytes()).hexdigest()}


def main() -> int:
    """Prints the first line of `stale`; the exit code."""
    for line in stale():
        print(line, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
