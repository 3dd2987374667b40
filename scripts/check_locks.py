"""Exits 0 when locks/ is in step with pyproject.toml. Reads files only, asks no network."""

import re
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)")

Pins = dict[str, set[str]]


def pins(text: str) -> Pins:
    """The versions a lock pins, by normalised name; a name may have one for each Python."""
    found: Pins = {}
    for match in filter(None, map(PIN.match, text.splitlines())):
        found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def unhashed(text: str) -> list[str]:
    """The lines that pin a version without a hash below them."""
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return [e.split("\n")[0] for e in entries if PIN.match(e) and "--hash=sha256:" not in e]


def out_of_step(requirements: Iterable[str], pinned: Pins) -> list[str]:
    """One line for each requirement that the pins lack or answer with a version it excludes."""
    lines = []
    for requirement in map(Requirement, requirements):
        versions = pinned.get(canonicalize_name(requirement.name), set())
        if not versions:
            lines.append(f"{requirement} is not pinned")
        lines += [
            f"{requirement} excludes the pinned {version}"
            for version in sorted(versions)
            if not requirement.specifier.contains(version, prereleases=True)
        ]
    return lines


def shortfalls(root: Path) -> list[str]:
    """One line for everything in which the locks under `root` and its pyproject.toml differ."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    run_text = (root / "locks/run.txt").read_text(encoding="utf-8")
    test_text = (root / "locks/test.txt").read_text(encoding="utf-8")
    run, test = pins(run_text), pins(test_text)
    to_run = project["project"]["dependencies"] + project["build-system"]["requires"]
    to_test = to_run + project["project"]["optional-dependencies"]["test"]
    return [
        *(f"locks/run.txt: {line}" for line in out_of_step(to_run, run)),
        *(f"locks/test.txt: {line}" for line in out_of_step(to_test, test)),
        *(f"locks/run.txt: {line} has no hash" for line in unhashed(run_text)),
        *(f"locks/test.txt: {line} has no hash" for line in unhashed(test_text)),
        *(
            f"locks: {name} is {sorted(versions)} to run and {sorted(test.get(name, ()))} to test"
            for name, versions in run.items()
            if versions != test.get(name)
        ),
    ]


def main() -> int:
    """Prints what is out of step and returns the exit status."""
    lines = shortfalls(Path(__file__).resolve().parents[1])
    print("\n".join([*lines, "run: make lock"]) if lines else "locks: in step with pyproject.toml")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
