"""Exits 0 when locks/ is in step with pyproject.toml and each lock is closed. Asks no network.

A lock is closed when every requirement of every package it pins is pinned as well, so that it can
be installed without resolving. What a package requires is read from what is installed; for other
Pythons, which may have other pins, as far as that can tell.
"""

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from packaging.markers import Marker, default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PIN = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?: *; *(?P<marker>[^\\\n]+))?", re.MULTILINE
)
MINORS = (11, 12, 13, 14)
MACHINES = ("x86_64", "aarch64")

Pins = dict[str, set[str]]
Environment = dict[str, str]


@dataclass(frozen=True, slots=True)
class Lock:
    """The text of a lock, and the requirements that pyproject.toml has for it."""

    name: str
    text: str
    direct: list[str]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The version of an installed package, and what it requires, with markers and extras."""

    version: str
    requires: Sequence[str] = ()


Installed = Mapping[str, Metadata]


def read_locks(root: Path) -> list[Lock]:
    """The locks of `make lock`, and what each has to answer for."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    to_run = project["project"]["dependencies"] + project["build-system"]["requires"]
    direct = {"run": to_run, "test": to_run + extras["test"], "bench": to_run + extras["bench"]}
    return [
        Lock(name, (root / f"locks/{name}.txt").read_text(encoding="utf-8"), requirements)
        for name, requirements in direct.items()
    ]


def read_installed() -> Installed:
    """What is installed here, by normalised name."""
    return {
        canonicalize_name(package.name): Metadata(package.version, package.requires or ())
        for package in distributions()
    }


def environments() -> dict[str, Environment]:
    """Where a lock has to be whole, by the name to call it; this machine comes first."""
    own = {name: str(value) for name, value in default_environment().items()}
    linux = {"os_name": "posix", "platform_system": "Linux", "sys_platform": "linux"}
    cpython = {"implementation_name": "cpython", "platform_python_implementation": "CPython"}
    return {"this machine": own} | {
        f"Python 3.{minor} on {machine}": {
            **(own | linux | cpython),
            "platform_machine": machine,
            "python_version": f"3.{minor}",
            "python_full_version": f"3.{minor}.0",
            "implementation_version": f"3.{minor}.0",
        }
        for minor in MINORS
        for machine in MACHINES
    }


def pins(text: str, environment: Environment | None = None) -> Pins:
    """The versions a lock pins, by normalised name: those for one environment, or all there are."""
    found: Pins = {}
    for match in PIN.finditer(text):
        marker = match["marker"]
        if environment is None or not marker or Marker(marker).evaluate(environment):
            found.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return found


def unhashed(text: str) -> list[str]:
    """The lines that pin a version without a hash below them."""
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    return [e.split("\n")[0] for e in entries if PIN.match(e) and "--hash=sha256:" not in e]


def out_of_step(requirements: Iterable[str], pinned: Pins) -> list[str]:
    """One line for each requirement that the pins lack or answer with a version it excludes."""
    return [line for text in requirements for line in unanswered(Requirement(text), pinned)]


def unanswered(requirement: Requirement, pinned: Pins) -> list[str]:
    """Why the pins do not answer a requirement: in a line each, none if they do."""
    versions = pinned.get(canonicalize_name(requirement.name), set())
    if not versions:
        return [f"{requirement} is not pinned"]
    return [
        f"{requirement} excludes the pinned {version}"
        for version in sorted(versions)
        if not requirement.specifier.contains(version, prereleases=True)
    ]


def shortfalls(root: Path) -> list[str]:
    """One line for everything in which the locks under `root` and its pyproject.toml differ."""
    locks = read_locks(root)
    pinned = {lock.name: pins(lock.text) for lock in locks}
    hashed = {
        path.stem: path.read_text(encoding="utf-8") for path in sorted(root.glob("locks/*.txt"))
    }
    return [
        *(
            f"locks/{lock.name}.txt: {line}"
            for lock in locks
            for line in out_of_step(lock.direct, pinned[lock.name])
        ),
        *(
            f"locks/{name}.txt: {line} has no hash"
            for name, text in hashed.items()
            for line in unhashed(text)
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


def open_ends(lock: Lock, installed: Installed, environment: Environment) -> Iterator[str]:
    """Why a lock is not whole there: pins that exclude each other, requirements without one."""
    pinned = pins(lock.text, environment)
    yield from (f"{name} is pinned twice" for name, versions in pinned.items() if len(versions) > 1)

    def required_by(name: str, extra: str) -> list[tuple[str, Requirement]]:
        package = installed.get(name)
        if package is None or package.version not in pinned.get(name, ()):
            return []
        return applying(f"{name}: ", package.requires, environment, extra)

    waiting = applying("", lock.direct, environment)
    waiting += [need for name in pinned for need in required_by(name, "")]
    walked: set[tuple[str, str]] = set()
    while waiting:
        who, requirement = waiting.pop()
        yield from (f"{who}{line}" for line in unanswered(requirement, pinned))
        name = canonicalize_name(requirement.name)
        for branch in {(name, extra) for extra in requirement.extras} - walked:
            walked.add(branch)
            waiting += required_by(*branch)


def applying(
    who: str, requirements: Iterable[str], environment: Environment, extra: str = ""
) -> list[tuple[str, Requirement]]:
    """The requirements that hold in an environment, with an extra, beside the words for whose."""
    return [
        (who, requirement)
        for requirement in map(Requirement, requirements)
        if not requirement.marker or requirement.marker.evaluate({**environment, "extra": extra})
    ]


def unproven(lock: Lock, installed: Installed, environment: Environment) -> list[str]:
    """One line for each pinned package that cannot be asked what it requires."""
    return [
        f"locks/{lock.name}.txt: {name} {version} is not installed, run: make .venv/.{lock.name}"
        for name, versions in pins(lock.text, environment).items()
        for version in sorted(versions)
        if name not in installed or installed[name].version != version
    ]


def gaps(lock: Lock, installed: Installed) -> list[str]:
    """One line for each reason why a lock is not closed, with one of the places where it is not."""
    places = {
        line: place
        for place, environment in reversed(environments().items())
        for line in open_ends(lock, installed, environment)
    }
    return [f"locks/{lock.name}.txt, {place}: {line}" for line, place in places.items()]


def main() -> int:
    """Prints what is out of step and returns the exit status."""
    installed = read_installed()
    own = environments()["this machine"]
    locks = read_locks(ROOT)
    if lines := [line for lock in locks for line in unproven(lock, installed, own)]:
        print("\n".join(lines))
        return 1
    if lines := shortfalls(ROOT) + [line for lock in locks for line in gaps(lock, installed)]:
        print("\n".join([*lines, "run: make lock"]))
        return 1
    print("locks: in step with pyproject.toml, and closed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
