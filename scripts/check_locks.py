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
    extras = project["project"]["optional-dependencies"]
    to_run = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted = {"run": to_run, "test": to_run + extras["test"], "bench": to_run + extras["bench"]}
    texts = {name: (root / f"locks/{name}.txt").read_text(encoding="utf-8") for name in wanted}
    pinned = {name: pins(text) for name, text in texts.items()}
    return [
        *(
            f"locks/{name}.txt: {line}"
            for name in wanted
            for line in out_of_step(wanted[name], pinned[name])
        ),
        *(
            f"locks/{name}.txt: {line} has no hash"
            for name in wanted
            for line in unhashed(texts[name])
        ),
        *differing("run", "test", pinned),
        *differing("test", "bench", pinned, only_shared=True),
    ]


def differing(
    one: str, other: str, pinned: dict[str, Pins], *, only_shared: bool = False
) -> list[str]:
    """One line for each name that two locks pin otherwise, and `other` lacks unless told."""
    return [
        f"locks: {name} is {sorted(versions)} to {one} and {sorted(found)} to {other}"
        for name, versions in pinned[one].items()
        if versions != (found := pinned[other].get(name, set())) and (found or not only_shared)
    ]


def main() -> int:
    """Prints what is out of step and returns the exit status."""
    lines = shortfalls(Path(__file__).resolve().parents[1])
    print("\n".join([*lines, "run: make lock"]) if lines else "locks: in step with pyproject.toml")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
